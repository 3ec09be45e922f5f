package io.karyo.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.karyo.image.Metaphase;
import io.karyo.photo.Region.Corner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Corrections by hand, on bars. */
class SegmentationCorrectionTest {

  private static final int SIDE = 60;

  private static Region rectangle(int left, int top, int width, int height) {
    byte[] mask = new byte[width * height];
    Arrays.fill(mask, (byte) 1);
    return Region.of(new Box(left, top, width, height), mask);
  }

  private static Cluster alone(Region region) {
    return new Cluster(region, List.of(new Parting(List.of(region), 0.5)));
  }

  private static final Region LONG = rectangle(5, 5, 6, 50);
  private static final Region UPPER = rectangle(20, 5, 6, 20);
  private static final Region LOWER = rectangle(20, 29, 6, 20);
  private static final Region BESIDE = rectangle(26, 31, 6, 20);
  private static final Region SPECK = rectangle(45, 10, 6, 10);
  private static final Region NUCLEUS = rectangle(40, 30, 20, 20);

  /** The numbers are 0 for LONG, 1 for UPPER, 2 and 3 for the two that touch. */
  private static final Segmentation FOUND =
      Segmentation.builder(Metaphase.of(SIDE, SIDE, new byte[SIDE * SIDE]))
          .add(alone(LONG))
          .add(alone(UPPER))
          .add(
              new Cluster(
                  Region.union(List.of(LOWER, BESIDE)),
                  List.of(
                      new Parting(List.of(LOWER, BESIDE), 1),
                      new Parting(List.of(Region.union(List.of(LOWER, BESIDE))), 2))))
          .add(new OtherRegion(SPECK, OtherRegion.Kind.DEBRIS))
          .add(new OtherRegion(NUCLEUS, OtherRegion.Kind.NUCLEUS))
          .note("a note")
          .chromosomeWidth(6)
          .build();

  private static List<Corner> line(int... coordinates) {
    List<Corner> line = new ArrayList<>();
    for (int i = 0; i < coordinates.length; i += 2) {
      line.add(new Corner(coordinates[i], coordinates[i + 1]));
    }
    return line;
  }

  /** What holds for every segmentation. */
  private static void assertWhole(Segmentation segmentation) {
    List<Integer> ofPartings = new ArrayList<>();
    for (int i = 0; i < segmentation.clusters().size(); i++) {
      Cluster cluster = segmentation.clusters().get(i);
      for (Region region : cluster.partings().get(segmentation.chosen(i)).chromosomes()) {
        assertThat(region.common(cluster.region())).as("in its cluster").isEqualTo(region.area());
        ofPartings.add(segmentation.chromosomes().indexOf(region));
      }
      for (Cluster other : segmentation.clusters().subList(0, i)) {
        assertThat(other.region().common(cluster.region())).isZero();
      }
    }
    assertThat(new TreeSet<>(ofPartings)).hasSize(segmentation.chromosomes().size());
    assertThat(segmentation.numbers()).isSorted().hasSize(segmentation.chromosomes().size());
    for (int number : segmentation.numbers()) {
      Region region = segmentation.chromosome(number);
      assertThat(segmentation.cutOut(number).width()).isGreaterThan(region.box().width());
      Corner middle = segmentation.middle(number);
      assertThat(segmentation.chromosomesAt(middle.x(), middle.y())).contains(number);
    }
    assertThat(segmentation.notes()).containsExactly("a note");
  }

  @Test
  void aLineSplitsAndTheOthersKeepTheirNumbers() {
    Segmentation split = FOUND.split(0, line(4, 25, 12, 25));
    assertThat(split.numbers()).containsExactly(1, 2, 3, 4, 5);
    assertThat(split.chromosome(4)).as("the larger piece").isEqualTo(rectangle(5, 25, 6, 30));
    assertThat(split.chromosome(5)).isEqualTo(rectangle(5, 5, 6, 20));
    assertThat(split.chromosomes())
        .containsExactly(UPPER, LOWER, BESIDE, split.chromosome(4), split.chromosome(5));
    assertThat(split.chromosome(2)).isEqualTo(LOWER);
    assertThat(split.clusters()).hasSize(3);
    assertThat(split.clusters().get(0).region()).isEqualTo(LONG);
    assertThat(split.clusters().get(0).partings()).hasSize(1);
    assertThat(split.clusters().get(2).partings()).as("of an untouched cluster").hasSize(2);
    assertThat(split.chromosomesAt(7, 40)).containsExactly(4);
    assertWhole(split);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> split.cutOut(0))
        .withMessage("chromosome: must be one of the numbers [1, 2, 3, 4, 5], found 0");
    Segmentation anew = split.withParting(2, 1);
    assertThat(anew.numbers()).as("another parting").containsExactly(0, 1, 2, 3);
    assertWhole(anew);
  }

  @Test
  void aLineIsContinuedToTheEdgeOnly() {
    Region bow =
        Region.union(
            List.of(rectangle(5, 5, 6, 40), rectangle(30, 5, 6, 40), rectangle(5, 40, 31, 6)));
    Segmentation found =
        Segmentation.builder(Metaphase.of(SIDE, SIDE, new byte[SIDE * SIDE]))
            .add(alone(bow))
            .chromosomeWidth(6)
            .build();
    Segmentation split = found.split(0, line(7, 20, 9, 20));
    assertThat(split.chromosome(2)).as("one arm only").isEqualTo(rectangle(5, 5, 6, 15));
    assertThat(split.chromosome(1).area()).isEqualTo(bow.area() - 6 * 15);
    Segmentation both = found.split(0, line(7, 20, 34, 20));
    assertThat(both.chromosome(1).area() + both.chromosome(2).area()).isEqualTo(bow.area());
    assertThat(both.chromosome(2).area()).as("both arms").isEqualTo(2 * 6 * 15);
  }

  @Test
  void aRingNeedsALineThroughBothSides() {
    Region ring =
        Region.ofOutline(
            List.of(line(5, 5, 45, 5, 45, 45, 5, 45), line(12, 12, 38, 12, 38, 38, 12, 38)));
    Segmentation found =
        Segmentation.builder(Metaphase.of(SIDE, SIDE, new byte[SIDE * SIDE]))
            .add(alone(ring))
            .build();
    Segmentation split = found.split(0, line(7, 20, 10, 20));
    assertThat(split.chromosome(2))
        .as("across the hole")
        .isEqualTo(
            Region.ofOutline(
                List.of(line(5, 5, 45, 5, 45, 20, 38, 20, 38, 12, 12, 12, 12, 20, 5, 20))));
  }

  @Test
  void anyLineThroughDividesWithoutLoss() {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      int[] ends = random.ints(6, 0, SIDE).toArray();
      try {
        Segmentation split = FOUND.split(0, line(ends));
        Region one = split.chromosome(4);
        Region other = split.chromosome(5);
        assertThat(one.common(other)).isZero();
        assertThat(Region.union(List.of(one, other))).isEqualTo(LONG);
      } catch (IllegalArgumentException e) {
        assertThat(e).message().containsAnyOf("cuts chromosome 0 into two", "piece: must be");
      }
    }
  }

  @Test
  void whatDoesNotSplitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FOUND.split(0, line(40, 5, 40, 50)))
        .withMessageContaining("line: must be one that cuts chromosome 0 into two, found");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FOUND.split(0, line(7, 7, 7, 7)))
        .withMessageContaining("line: must be of at least two different corners, found");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FOUND.split(0, line(4, 6, 12, 6)))
        .withMessage("piece: must be of at least 9 px, found 6 px");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FOUND.split(4, line(4, 6, 12, 6)))
        .withMessageContaining("chromosome: must be one of the numbers [0, 1, 2, 3], found 4");
  }

  @Test
  void mergingBridgesAGapAndSplittingInItUndoesThat() {
    Segmentation merged = FOUND.merged(2, 1);
    assertThat(merged.numbers()).containsExactly(0, 3, 4);
    assertThat(merged.chromosome(4).common(rectangle(20, 5, 6, 44))).isEqualTo(6 * 44);
    assertThat(merged.chromosome(4).area()).isBetween(6 * 44, 6 * 44 + 8);
    assertThat(merged.clusters()).as("that of the third joined").hasSize(2);
    assertThat(merged.clusters().get(1).partings().get(0).cost()).isEqualTo(1.5);
    assertWhole(merged);
    Segmentation again = merged.split(4, line(18, 27, 28, 27));
    assertThat(again.numbers()).containsExactly(0, 3, 5, 6);
    Segmentation apart =
        FOUND.withOutline(
            0, Region.union(List.of(rectangle(5, 5, 6, 20), rectangle(5, 30, 6, 20))));
    Segmentation inTheGap = apart.split(0, line(6, 27, 9, 27));
    assertThat(inTheGap.chromosome(5)).isEqualTo(rectangle(5, 30, 6, 20));
    assertWhole(inTheGap);
  }

  @Test
  void mergingChromosomesThatTouchIsTheirUnion() {
    Segmentation merged = FOUND.merged(2, 3);
    assertThat(merged.chromosome(4).common(Region.union(List.of(LOWER, BESIDE)))).isEqualTo(240);
    assertThat(merged.chromosome(4).area()).isBetween(240, 246);
    assertThat(merged.clusters()).hasSize(3);
    assertWhole(merged);
  }

  @Test
  void whatCannotBeMergedIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FOUND.merged(2, 2))
        .withMessage("chromosomes: must be two different ones, found 2 twice");
    Region wall = rectangle(13, 1, 4, 58);
    Segmentation walled = FOUND.added(wall);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> walled.merged(0, 1))
        .withMessageContaining("no other chromosome between them, found one between 0 and 1");
  }

  @Test
  void anOutlineReplacesTheRegionUnderTheSameNumber() {
    Region wide = rectangle(5, 5, 18, 50);
    Segmentation outlined = FOUND.withOutline(0, wide);
    assertThat(outlined.numbers()).containsExactly(0, 1, 2, 3);
    assertThat(outlined.chromosome(0)).isEqualTo(wide);
    assertThat(outlined.clusters()).as("all that it crosses now").hasSize(1);
    assertWhole(outlined);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FOUND.withOutline(0, LONG))
        .withMessageContaining("region: must be another than that of chromosome 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FOUND.withOutline(0, rectangle(50, 5, 11, 5)))
        .withMessage(
            "region: must be within the photograph of 60 x 60, found"
                + " Box[left=50, top=5, width=11, height=5]");
  }

  @Test
  void anAddedChromosomeTakesItsPixelsFromTheOthers() {
    Segmentation added = FOUND.added(rectangle(45, 10, 6, 24));
    assertThat(added.numbers()).containsExactly(0, 1, 2, 3, 4);
    assertThat(added.others()).hasSize(1);
    assertThat(added.others().get(0).kind()).isEqualTo(OtherRegion.Kind.NUCLEUS);
    assertThat(added.others().get(0).region().area()).isEqualTo(20 * 20 - 6 * 4);
    assertWhole(added);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FOUND.added(UPPER))
        .withMessage("region: must be no chromosome yet, found chromosome 1");
  }

  @Test
  void outlinesAndRegionsAreTheSame() {
    Region bow = Region.union(List.of(UPPER, LONG, rectangle(8, 8, 15, 4)));
    assertThat(Region.ofOutline(bow.outline())).isEqualTo(bow);
    assertThat(Region.ofOutline(List.of(line(0, 0, 4, 0, 0, 4))).area())
        .as("triangle")
        .isEqualTo(6);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Region.ofOutline(List.of(line(1, 1, 5, 5))))
        .withMessageContaining("polygon: must be of at least 3 corners, found [");
    for (List<Corner> flat : List.of(line(1, 1, 5, 1, 9, 1), line(0, 0, 5, 5, 0, 0))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Region.ofOutline(List.of(flat)))
          .withMessageStartingWith("outline: must ");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Region.ofOutline(List.of()))
        .withMessage("outline: must be a polygon with an area, found []");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Region.ofOutline(List.of(line(0, 0, 1 << 30, 0, 0, 1 << 30))))
        .withMessageContaining("outline: must be of at most 16777216 px, found");
  }

  @Test
  void labelsStandInsideAndOffTheCrossing() {
    Region bent = Region.union(List.of(rectangle(5, 5, 6, 40), rectangle(5, 45, 40, 6)));
    Region across = rectangle(1, 20, 14, 6);
    Segmentation found =
        Segmentation.builder(Metaphase.of(SIDE, SIDE, new byte[SIDE * SIDE]))
            .add(
                new Cluster(
                    Region.union(List.of(bent, across)),
                    List.of(new Parting(List.of(bent, across), 0))))
            .build();
    Corner middle = found.middle(0);
    assertThat(bent.contains(middle.x(), middle.y())).isTrue();
    assertThat(bent.contains(middle.x() - 1, middle.y())).isTrue();
    assertThat(found.chromosomesAt(found.middle(1).x(), found.middle(1).y())).containsExactly(1);
  }
}
