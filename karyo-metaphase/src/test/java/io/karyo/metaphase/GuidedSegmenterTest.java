package io.karyo.metaphase;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.image.Background;
import io.karyo.metaphase.pixels.PixelClassifier;
import io.karyo.photo.Box;
import io.karyo.photo.OtherRegion.Kind;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import io.karyo.synthetic.SyntheticMetaphase;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes that a classifier of pixels guides, which knows the truth. */
class GuidedSegmenterTest {

  /** Classifies by regions of the photograph. */
  private record Knowing(SyntheticMetaphase drawn, List<Region> chromosomes, boolean crossing)
      implements PixelClassifier {

    /** How far apart chromosomes touch, px of the photograph. */
    private static final int REACH = 1;

    @Override
    public float[][] classify(float[] stain, int height, int width) {
      float[][] planes = new float[CLASSES][stain.length];
      for (int i = 0; i < stain.length; i++) {
        int x = (int) ((i % width + 0.5) * drawn.photograph().width() / width);
        int y = (int) ((Math.floorDiv(i, width) + 0.5) * drawn.photograph().height() / height);
        planes[classAt(x, y)][i] = 1;
      }
      return planes;
    }

    private int classAt(int x, int y) {
      Box around = new Box(x, y, 1, 1).widened(REACH);
      List<Region> near =
          chromosomes.stream().filter(region -> region.box().meets(around)).toList();
      long here = near.stream().filter(region -> region.contains(x, y)).count();
      if (here > 1 && crossing) {
        return OVERLAP;
      }
      Region reach = Region.of(around, filled(around));
      long touching = near.stream().filter(one -> one.common(reach) > 0).count();
      return touching > 1 && !crossing ? CONTACT : here == 1 ? CHROMOSOME : GROUND;
    }
  }

  private static byte[] filled(Box box) {
    byte[] mask = new byte[(int) box.area()];
    Arrays.fill(mask, (byte) 1);
    return mask;
  }

  private static Segmentation guided(
      SyntheticMetaphase drawn, List<Region> chromosomes, boolean crossing) {
    return Segmenters.guided(new Knowing(drawn, chromosomes, crossing)).segment(drawn.photograph());
  }

  private static Segmentation guided(SyntheticMetaphase drawn) {
    return guided(drawn, drawn.chromosomes(), false);
  }

  private static Segmentation byShape(SyntheticMetaphase drawn) {
    return Segmenters.geometric().segment(drawn.photograph());
  }

  private static double best(Region wanted, Segmentation found) {
    return found.chromosomes().stream().mapToDouble(wanted::iou).max().orElse(0);
  }

  @Test
  void chromosomesThatLieApartAreFound() {
    SyntheticMetaphase drawn = SyntheticMetaphase.scattered(Drawn.cell(4), 4);
    Segmentation found = guided(drawn);
    assertThat(Drawn.compare(drawn, found).matched()).isGreaterThanOrEqualTo(45);
  }

  @Test
  void whatIsClassifiedAsGroundIsNoChromosome() {
    SyntheticMetaphase drawn =
        Drawn.photograph(Background.WHITE).nucleus(790, 790, 60).scatter(Drawn.cell(4), 4).build();
    // The classifier takes three chromosomes for dirt.
    List<Region> chromosomes = drawn.chromosomes().subList(3, 46);
    Segmentation found = guided(drawn, chromosomes, false);
    for (Region dirt : drawn.chromosomes().subList(0, 3)) {
      assertThat(byShape(drawn).chromosomes()).anyMatch(one -> one.common(dirt) > 0);
      assertThat(found.chromosomes()).noneMatch(one -> one.common(dirt) > dirt.area() / 20);
      assertThat(found.others())
          .anyMatch(
              other ->
                  other.kind() == Kind.DEBRIS && other.region().common(dirt) > dirt.area() / 3);
    }
    assertThat(found.others())
        .anyMatch(other -> other.kind() == Kind.NUCLEUS && other.region().contains(790, 790));
  }

  /** Two long upright chromosomes side by side, as close as their pictures allow. */
  private static SyntheticMetaphase sideBySide() {
    List<SyntheticChromosome> upright =
        SyntheticCells.builder()
            .seed(2)
            .noise(0)
            .rotation(0)
            .bend(0, 0)
            .build()
            .cell(0)
            .chromosomes();
    SyntheticMetaphase one =
        Drawn.photograph(Background.WHITE).place(upright.get(0), 100, 100).build();
    SyntheticMetaphase other =
        Drawn.photograph(Background.WHITE).place(upright.get(1), 100, 100).build();
    int gap = one.chromosomes().get(0).box().right() - other.chromosomes().get(0).box().left();
    return Drawn.photograph(Background.WHITE)
        .place(upright.get(0), 100, 100)
        .place(upright.get(1), 100 + gap - 4, 100)
        .scatter(Drawn.cell(4), 4)
        .build();
  }

  @Test
  void contactsPartWhatShapeAloneTakesForOne() {
    SyntheticMetaphase drawn = sideBySide();
    Region left = drawn.chromosomes().get(0);
    Region right = drawn.chromosomes().get(1);
    Segmentation shape = byShape(drawn);
    assertThat(Math.min(best(left, shape), best(right, shape))).isLessThan(0.5);
    Segmentation found = guided(drawn);
    assertThat(best(left, found)).isGreaterThan(0.6);
    assertThat(best(right, found)).isGreaterThan(0.6);
    assertThat(found.chromosomes().size()).isBetween(47, 49);
  }

  @Test
  void anEndThatLiesUnderAnotherChromosomeIsItsOwnToTheTip() {
    for (int sign = -1; sign <= 1; sign += 2) {
      SyntheticMetaphase middle = Drawn.crossing(false);
      Box first = middle.chromosomes().get(0).box();
      Box second = middle.chromosomes().get(1).box();
      // A third of a width sticks out on the other side.
      int ahead = sign * (second.width() / 2 - first.width() / 2 - first.width() / 3);
      SyntheticMetaphase drawn = Drawn.crossing(false, ahead);
      Segmentation found = guided(drawn, drawn.chromosomes(), true);
      for (Region chromosome : drawn.chromosomes().subList(0, 2)) {
        assertThat(best(chromosome, found)).isGreaterThan(0.8);
      }
    }
  }

  @Test
  void overlapsLetTwoChromosomesCross() {
    SyntheticMetaphase drawn = Drawn.crossing(false);
    Segmentation found = guided(drawn, drawn.chromosomes(), true);
    assertThat(best(drawn.chromosomes().get(0), found)).isGreaterThan(0.6);
    assertThat(best(drawn.chromosomes().get(1), found)).isGreaterThan(0.6);
    int both =
        found.chromosomes().stream()
            .filter(one -> one.iou(drawn.chromosomes().get(0)) > 0.6)
            .mapToInt(one -> one.common(drawn.chromosomes().get(1)))
            .sum();
    assertThat(both).as("the crossing belongs to both").isGreaterThan(30);
  }

  @Test
  void aClassifierThatSeesNothingLeavesNothing() {
    SyntheticMetaphase drawn = SyntheticMetaphase.scattered(Drawn.cell(4), 4);
    Segmentation found = guided(drawn, List.of(), false);
    assertThat(found.chromosomes()).isEmpty();
    assertThat(found.notes()).containsExactly("nothing looks like a chromosome");
    assertThat(found.others()).hasSizeGreaterThan(40);
  }
}
