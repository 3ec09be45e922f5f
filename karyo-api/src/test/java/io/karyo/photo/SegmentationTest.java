package io.karyo.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.image.Background;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Metaphase;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentationTest {

  private static final int SIDE = 40;

  private static Region rectangle(int left, int top, int width, int height) {
    byte[] mask = new byte[width * height];
    Arrays.fill(mask, (byte) 1);
    return Region.of(new Box(left, top, width, height), mask);
  }

  /** A cross of two bars, which may also be parted into other two, and a lone bar above it. */
  private static final Region UPRIGHT = rectangle(18, 14, 4, 20);

  private static final Region ACROSS = rectangle(10, 22, 20, 4);
  private static final Region WHOLE = union();
  private static final Region LONE = rectangle(5, 2, 12, 4);

  private static Region union() {
    Box box = new Box(0, 0, SIDE, SIDE);
    byte[] mask = UPRIGHT.mask(box);
    byte[] other = ACROSS.mask(box);
    for (int i = 0; i < mask.length; i++) {
      mask[i] |= other[i];
    }
    return Region.of(box, mask);
  }

  private static Metaphase photograph() {
    byte[] grey = new byte[SIDE * SIDE];
    Arrays.fill(grey, (byte) 230);
    for (Region region : List.of(WHOLE, LONE)) {
      byte[] mask = region.mask(new Box(0, 0, SIDE, SIDE));
      for (int i = 0; i < mask.length; i++) {
        grey[i] = mask[i] != 0 ? 80 : grey[i];
      }
    }
    return Metaphase.of(SIDE, SIDE, grey).withName("cell.png");
  }

  private static Segmentation.Builder builder() {
    return Segmentation.builder(photograph())
        .add(
            new Cluster(
                WHOLE,
                List.of(new Parting(List.of(WHOLE), 3), new Parting(List.of(UPRIGHT, ACROSS), 1))))
        .add(new Cluster(LONE, List.of(new Parting(List.of(LONE), 0))))
        .add(new OtherRegion(rectangle(30, 30, 5, 5), OtherRegion.Kind.DEBRIS))
        .note("a note")
        .chromosomeWidth(4);
  }

  private final Segmentation segmentation = builder().build();

  @Test
  void theCheapestPartingIsChosenAndClustersGoFromTopToBottom() {
    assertThat(segmentation.chromosomes()).containsExactly(LONE, UPRIGHT, ACROSS);
    assertThat(segmentation.clusters()).extracting(Cluster::region).containsExactly(LONE, WHOLE);
    assertThat(segmentation.clusters().get(1).partings().get(0).cost()).isEqualTo(1);
    assertThat(segmentation.chosen(1)).isZero();
    assertThat(segmentation.notes()).containsExactly("a note");
    assertThat(segmentation.others()).hasSize(1);
    assertThat(segmentation.chromosomeWidth()).isEqualTo(4);
    assertThat(segmentation.background()).isEqualTo(Background.WHITE);
    assertThat(segmentation).hasToString("Segmentation[cell.png, 3 chromosomes in 2 clusters]");
  }

  @Test
  void anotherPartingCanBeChosen() {
    Segmentation other = segmentation.withParting(1, 1);
    assertThat(other.chromosomes()).containsExactly(LONE, WHOLE);
    assertThat(other.chosen(1)).isEqualTo(1);
    assertThat(segmentation.chromosomes()).hasSize(3);
    assertThat(other.withParting(1, 0).chromosomes()).isEqualTo(segmentation.chromosomes());
    assertThatThrownBy(() -> segmentation.withParting(0, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> segmentation.withParting(2, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aClickFindsWhatLiesThere() {
    assertThat(segmentation.chromosomesAt(6, 3)).containsExactly(0);
    assertThat(segmentation.chromosomesAt(20, 24)).containsExactlyInAnyOrder(1, 2);
    assertThat(segmentation.chromosomesAt(12, 24)).containsExactly(2);
    assertThat(segmentation.chromosomesAt(0, 0)).isEmpty();
    assertThat(segmentation.chromosomesAt(-1, 99)).isEmpty();
  }

  @Test
  void theOverlapIsWhatChromosomesShare() {
    assertThat(segmentation.overlap(0)).as("it lies alone").isEmpty();
    assertThat(segmentation.overlap(1)).contains(rectangle(18, 22, 4, 4));
    assertThat(segmentation.overlap(2)).isEqualTo(segmentation.overlap(1));
    assertThat(segmentation.withParting(1, 1).overlap(1)).as("one piece").isEmpty();
    Segmentation thrice = segmentation.added(rectangle(10, 23, 10, 2));
    assertThat(thrice.overlap(2).orElseThrow().area())
        .as("pixels that all three share count once")
        .isEqualTo(4 * 4 + 8 * 2);
    assertThatThrownBy(() -> segmentation.overlap(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chromosome: must be one of the numbers [0, 1, 2], found 3");
  }

  @Test
  void aCutOutLeavesOutTheNeighbours() {
    ChromosomeImage image = segmentation.cutOut(2);
    assertThat(image.source()).isEqualTo("cell.png, chromosome 3");
    assertThat(image.width()).isEqualTo(20 + 4);
    assertThat(image.height()).isEqualTo(4 + 4);
    byte[] stain = image.stainLevels();
    long dark = 0;
    for (byte level : stain) {
      dark += (level & 0xff) > 100 ? 1 : 0;
    }
    assertThat(dark).as("the bar, and nothing of the other one").isEqualTo(20 * 4);
  }

  @Test
  void aCutOutAtTheBorderIsFilledUp() {
    Segmentation corner =
        Segmentation.builder(photograph())
            .add(
                new Cluster(
                    rectangle(0, 0, 5, 5), List.of(new Parting(List.of(rectangle(0, 0, 5, 5)), 0))))
            .build();
    assertThat(corner.cutOut(0).width()).isEqualTo(9);
  }

  @Test
  void cutOutsComeFromTheFlattenedPhotograph() {
    byte[] bright = new byte[SIDE * SIDE];
    Arrays.fill(bright, (byte) 200);
    Segmentation flattened = builder().flattened(Background.BLACK, bright).build();
    ChromosomeImage image = flattened.cutOut(0);
    assertThat(image.background()).isEqualTo(Background.BLACK);
    assertThat(image.stain(image.height() / 2, image.width() / 2)).isEqualTo(200 / 255f);
    assertThatThrownBy(() -> builder().flattened(Background.BLACK, new byte[3]))
        .hasMessage("grey: must be 1600 px, found 3");
  }

  @Test
  void whatLiesOutsideIsRefused() {
    Region outside = rectangle(38, 0, 4, 4);
    assertThatThrownBy(() -> builder().add(new OtherRegion(outside, OtherRegion.Kind.DEBRIS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("region: must be within the photograph of 40 x 40, found Box[");
    Cluster cluster = new Cluster(LONE, List.of(new Parting(List.of(outside), 0)));
    assertThatThrownBy(() -> builder().add(cluster)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClusterWithoutChromosomesIsSomethingElse() {
    Segmentation nothing =
        Segmentation.builder(photograph())
            .add(
                new Cluster(
                    LONE, List.of(new Parting(List.of(), 0), new Parting(List.of(LONE), 1))))
            .build();
    assertThat(nothing.chromosomes()).isEmpty();
    assertThat(nothing.others()).containsExactly(new OtherRegion(LONE, OtherRegion.Kind.DEBRIS));
    Segmentation one = nothing.withParting(0, 1);
    assertThat(one.chromosomes()).containsExactly(LONE);
    assertThat(one.others()).isEmpty();
  }

  @Test
  void costsAreNotNegativeAndClustersHavePartings() {
    assertThatThrownBy(() -> new Parting(List.of(LONE), -1))
        .hasMessage("cost: must be at least 0, found -1.0");
    assertThatThrownBy(() -> new Cluster(LONE, List.of()))
        .hasMessage("partings: must be at least 1, found 0");
    assertThatThrownBy(() -> builder().chromosomeWidth(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
