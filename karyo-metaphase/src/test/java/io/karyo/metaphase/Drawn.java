package io.karyo.metaphase;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.image.Background;
import io.karyo.metrics.SegmentationEvaluation;
import io.karyo.photo.Segmentation;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import io.karyo.synthetic.SyntheticMetaphase;
import java.util.List;
import java.util.stream.IntStream;

/** Drawn photographs for tests. */
public final class Drawn {

  static final int SIDE = 900;

  private Drawn() {}

  /** A cell without noise, each chromosome turned and bent. */
  public static SyntheticCell cell(long seed) {
    return SyntheticCells.builder().seed(seed).noise(0).rotation(180).bend(0, 40).build().cell(0);
  }

  public static SyntheticMetaphase.Builder photograph(Background ground) {
    return SyntheticMetaphase.builder(SIDE, SIDE, ground);
  }

  static SegmentationEvaluation.Photograph compare(SyntheticMetaphase drawn, Segmentation found) {
    return SegmentationEvaluation.regions(drawn.chromosomes(), found.chromosomes());
  }

  /** Crosses two straight chromosomes of a cell in their middles, among others. */
  public static SyntheticMetaphase crossing(boolean touching) {
    return crossing(touching, 0);
  }

  /**
   * Does the same near an end of the second one.
   *
   * @param ahead how far the second one is moved along itself, px
   */
  static SyntheticMetaphase crossing(boolean touching, int ahead) {
    SyntheticCell straight =
        SyntheticCells.builder().seed(11).noise(0).rotation(0).bend(0, 0).build().cell(0);
    SyntheticCell across =
        SyntheticCells.builder().seed(11).noise(0).rotation(0).bend(0, 0).build().cell(1);
    SyntheticChromosome first = ofType(straight, ChromosomeType.C3);
    SyntheticChromosome second = turned(ofType(across, ChromosomeType.C4));
    int left = 100;
    int top = 100;
    int middle = top + first.image().height() / 2 - second.image().height() / 2;
    int start =
        touching
            ? left + first.image().width() - 3
            : left + first.image().width() / 2 - second.image().width() / 2;
    return photograph(Background.WHITE)
        .place(first, left, top)
        .place(second, start + ahead, middle)
        .scatter(cell(12), 12)
        .build();
  }

  private static SyntheticChromosome ofType(SyntheticCell cell, ChromosomeType type) {
    return cell.chromosomes().stream().filter(c -> c.type() == type).findFirst().orElseThrow();
  }

  /** Draws a chromosome of the same type that lies on its side. */
  private static SyntheticChromosome turned(SyntheticChromosome chromosome) {
    return IntStream.range(0, 400)
        .mapToObj(
            i ->
                SyntheticCells.builder()
                    .seed(100 + i)
                    .karyotype(List.of(chromosome.type()))
                    .noise(0)
                    .rotation(180)
                    .bend(0, 0)
                    .build()
                    .cell(0)
                    .chromosomes()
                    .get(0))
        .filter(c -> c.image().height() < 22 && c.image().width() > 2 * c.image().height())
        .findFirst()
        .orElseThrow();
  }
}
