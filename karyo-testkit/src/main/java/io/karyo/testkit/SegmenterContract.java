package io.karyo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.image.Background;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Metaphase;
import io.karyo.metrics.SegmentationEvaluation;
import io.karyo.photo.Cluster;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.spi.PartKind;
import io.karyo.spi.Segmenter;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticMetaphase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link Segmenter}. A test of an implementation extends this class and provides
 * the part to test:
 *
 * <pre>{@code
 * class MySegmenterTest extends SegmenterContract {
 *   protected Segmenter segmenter() {
 *     return new MySegmenter();
 *   }
 * }
 * }</pre>
 */
public abstract class SegmenterContract extends PartContract<Segmenter> {

  private static final int SIDE = 500;

  /** Chromosomes that lie apart: dark or bright, of 8 or 16 bits, turned into their negative. */
  private static final List<SyntheticMetaphase> DRAWN = drawn();

  private static final List<Metaphase> PHOTOGRAPHS =
      Stream.concat(
              DRAWN.stream().map(SyntheticMetaphase::photograph), strangePhotographs().stream())
          .toList();

  /** Creates the contract. */
  protected SegmenterContract() {
    super(PartKind.SEGMENTER);
  }

  /** {@return the segmenter to test, the same or an equal one on each call} */
  protected abstract Segmenter segmenter();

  @Override
  final Segmenter part() {
    return segmenter();
  }

  private static List<SyntheticMetaphase> drawn() {
    SyntheticMetaphase white = draw(Background.WHITE);
    SyntheticMetaphase black = draw(Background.BLACK);
    return List.of(
        named(white, white.photograph(), "white ground, 16 bits"),
        named(white, shallow(white.photograph()), "white ground, 8 bits"),
        named(black, black.photograph(), "black ground, 16 bits"),
        named(white, inverted(white.photograph()), "white ground, inverted"));
  }

  private static SyntheticMetaphase draw(Background ground) {
    SyntheticCell cell =
        SyntheticCells.builder()
            .seed(3)
            .karyotype(
                List.of(
                    ChromosomeType.C1,
                    ChromosomeType.C2,
                    ChromosomeType.C4,
                    ChromosomeType.C6,
                    ChromosomeType.C9,
                    ChromosomeType.C12,
                    ChromosomeType.X))
            .noise(0)
            .rotation(180)
            .bend(0, 20)
            .build()
            .cell(0);
    return SyntheticMetaphase.builder(SIDE, SIDE, ground).scatter(cell, 3).build();
  }

  private static SyntheticMetaphase named(
      SyntheticMetaphase drawn, Metaphase photograph, String name) {
    return new SyntheticMetaphase(photograph.withName(name), drawn.chromosomes(), drawn.types());
  }

  private static Metaphase shallow(Metaphase photograph) {
    return Metaphase.of(photograph.height(), photograph.width(), photograph.greyLevels());
  }

  private static Metaphase inverted(Metaphase photograph) {
    short[] levels = photograph.levels();
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (short) ~levels[i];
    }
    return Metaphase.of(photograph.height(), photograph.width(), levels);
  }

  private static List<Metaphase> emptyPhotographs() {
    List<Metaphase> photographs = new ArrayList<>();
    for (int[] size : new int[][] {{1, 1}, {1, 2}, {40, 1}, {1, 40}, {60, 80}}) {
      for (int level : new int[] {0, 128, 255}) {
        byte[] grey = new byte[size[0] * size[1]];
        Arrays.fill(grey, (byte) level);
        photographs.add(
            Metaphase.of(size[1], size[0], grey)
                .withName("empty " + size[0] + " x " + size[1] + " of level " + level));
      }
      short[] deep = new short[size[0] * size[1]];
      Arrays.fill(deep, (short) 40_000);
      photographs.add(
          Metaphase.of(size[1], size[0], deep)
              .withName("empty " + size[0] + " x " + size[1] + " of 16 bits"));
    }
    return photographs;
  }

  /** Photographs that show something, but hardly a metaphase. */
  private static List<Metaphase> strangePhotographs() {
    SplittableRandom random = new SplittableRandom(6);
    return List.of(
        strange("noise", i -> random.nextInt(256)),
        strange("one dark pixel", i -> i == 60 * 120 + 50 ? 0 : 255),
        strange("one bright pixel", i -> i == 60 * 120 + 50 ? 255 : 0),
        strange("stripes", i -> i % 120 % 14 < 7 ? 40 : 220),
        strange("checkers", i -> (i / 120 / 9 + i % 120 / 9) % 2 == 0 ? 0 : 255),
        strange("light from the left", i -> i % 120 * 2),
        strange("two halves", i -> i % 120 < 60 ? 60 : 200),
        strange("disc", i -> Math.hypot(i % 120 - 60, i / 120 - 50) < 45 ? 90 : 230),
        strange("frame", i -> i % 120 < 3 || i % 120 > 116 || i < 360 || i > 11_640 ? 0 : 255),
        Metaphase.of(2, 2, new short[] {0, -1, -1, 0}).withName("four pixels of 16 bits"));
  }

  private static Metaphase strange(String name, IntUnaryOperator level) {
    byte[] grey = new byte[120 * 100];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) level.applyAsInt(i);
    }
    return Metaphase.of(100, 120, grey).withName(name);
  }

  @Test
  void chromosomesThatLieApartAreFound() {
    for (SyntheticMetaphase drawn : DRAWN) {
      Segmentation found = segmenter().segment(drawn.photograph());
      assertThat(SegmentationEvaluation.regions(drawn.chromosomes(), found.chromosomes()).matched())
          .as("chromosomes found of %d, %s", drawn.types().size(), drawn.photograph().name())
          .isGreaterThan(drawn.types().size() / 2);
    }
  }

  @Test
  void theResultIsOfThePhotographThatWasGiven() {
    for (Metaphase photograph : PHOTOGRAPHS) {
      Metaphase given = segmenter().segment(photograph).photograph();
      assertThat(given.equals(photograph)).as("same levels as %s", photograph).isTrue();
      assertThat(given.name()).as("name of the photograph").isEqualTo(photograph.name());
    }
  }

  @Test
  void photographsWithoutChromosomesGiveNoneAndANote() {
    for (Metaphase photograph : emptyPhotographs()) {
      Segmentation found = segmenter().segment(photograph);
      assertThat(found.chromosomes()).as("chromosomes of %s", photograph).isEmpty();
      assertThat(found.notes()).as("notes of %s", photograph).isNotEmpty();
    }
  }

  @Test
  void strangePhotographsAreAnsweredWithoutThrowing() {
    for (Metaphase photograph : strangePhotographs()) {
      assertThat(segmenter().segment(photograph)).as("%s", photograph).isNotNull();
    }
  }

  @Test
  void noChromosomesAreExplained() {
    for (Metaphase photograph : PHOTOGRAPHS) {
      Segmentation found = segmenter().segment(photograph);
      if (found.chromosomes().isEmpty()) {
        assertThat(found.notes()).as("notes of %s, without chromosomes", photograph).isNotEmpty();
      }
    }
  }

  @Test
  void theCheapestPartingOfEachClusterIsChosen() {
    for (Metaphase photograph : PHOTOGRAPHS) {
      Segmentation found = segmenter().segment(photograph);
      for (int i = 0; i < found.clusters().size(); i++) {
        assertThat(found.chosen(i)).as("parting of cluster %d of %s", i, photograph).isZero();
      }
    }
  }

  @Test
  void partingsStayWithinTheirCluster() {
    for (Metaphase photograph : PHOTOGRAPHS) {
      for (Cluster cluster : segmenter().segment(photograph).clusters()) {
        for (Parting parting : cluster.partings()) {
          for (Region region : parting.chromosomes()) {
            assertThat(outside(region, cluster.region()))
                .as("pixels of a chromosome outside of its cluster, %s", photograph)
                .isZero();
          }
        }
      }
    }
  }

  private static long outside(Region region, Region cluster) {
    byte[] own = region.mask(region.box());
    byte[] whole = cluster.mask(region.box());
    return IntStream.range(0, own.length).filter(i -> own[i] != 0 && whole[i] == 0).count();
  }

  @Test
  void chromosomesAreCutOutOnTheirGround() {
    for (SyntheticMetaphase drawn : DRAWN) {
      Segmentation found = segmenter().segment(drawn.photograph());
      assertThat(found.background())
          .as("background of %s", drawn.photograph())
          .isEqualTo(groundOf(drawn.photograph()));
      for (int i = 0; i < found.chromosomes().size(); i++) {
        ChromosomeImage image = found.cutOut(i);
        assertThat(image.background())
            .as("background of %s", image.source())
            .isEqualTo(found.background());
      }
    }
  }

  /** More than half of a drawn photograph is ground. */
  private static Background groundOf(Metaphase photograph) {
    byte[] grey = photograph.greyLevels();
    int[] levels = new int[grey.length];
    Arrays.setAll(levels, i -> grey[i] & 0xff);
    Arrays.sort(levels);
    return levels[levels.length / 2] < 128 ? Background.BLACK : Background.WHITE;
  }

  @Test
  void equalPhotographsGiveEqualResults() {
    for (Metaphase photograph : PHOTOGRAPHS) {
      Metaphase copy =
          photograph.bits() == 8
              ? Metaphase.of(photograph.height(), photograph.width(), photograph.greyLevels())
              : Metaphase.of(photograph.height(), photograph.width(), photograph.levels());
      assertThat(copy.equals(photograph)).isTrue();
      assertEqual(segmenter().segment(copy), segmenter().segment(photograph), photograph);
    }
  }

  @Test
  void resultsDoNotDependOnWhatWasSegmentedBefore() {
    Segmenter segmenter = segmenter();
    List<Segmentation> forwards = PHOTOGRAPHS.stream().map(segmenter::segment).toList();
    List<Metaphase> reversed = new ArrayList<>(PHOTOGRAPHS);
    Collections.reverse(reversed);
    List<Segmentation> backwards =
        new ArrayList<>(reversed.stream().map(segmenter::segment).toList());
    Collections.reverse(backwards);
    assertEqual(backwards, forwards);
  }

  @Test
  void threadsAgree() throws Exception {
    Segmenter segmenter = segmenter();
    List<Segmentation> expected = PHOTOGRAPHS.stream().map(segmenter::segment).toList();
    for (int threads : new int[] {2, 3, 7}) {
      for (List<Segmentation> answers :
          Concurrently.ask(threads, () -> PHOTOGRAPHS.stream().map(segmenter::segment).toList())) {
        assertEqual(answers, expected);
      }
    }
  }

  @Override
  final void assertAnswersAlike(Segmenter remade) {
    assertEqual(
        PHOTOGRAPHS.stream().map(remade::segment).toList(),
        PHOTOGRAPHS.stream().map(segmenter()::segment).toList());
  }

  private static void assertEqual(List<Segmentation> actual, List<Segmentation> expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertEqual(actual.get(i), expected.get(i), PHOTOGRAPHS.get(i));
    }
  }

  private static void assertEqual(Segmentation actual, Segmentation expected, Metaphase photo) {
    assertThat(actual.background()).as("background of %s", photo).isEqualTo(expected.background());
    assertThat(actual.chromosomeWidth())
        .as("chromosome width of %s", photo)
        .isEqualTo(expected.chromosomeWidth());
    assertThat(actual.notes()).as("notes of %s", photo).isEqualTo(expected.notes());
    Alike.assertEqual("clusters of " + photo, actual.clusters(), expected.clusters());
    Alike.assertEqual("other things of " + photo, actual.others(), expected.others());
    Alike.assertEqual("chromosomes of " + photo, actual.chromosomes(), expected.chromosomes());
    Alike.assertEqual("cut-outs of " + photo, cutOuts(actual), cutOuts(expected));
  }

  private static List<ChromosomeImage> cutOuts(Segmentation found) {
    return IntStream.range(0, found.chromosomes().size()).mapToObj(found::cutOut).toList();
  }
}
