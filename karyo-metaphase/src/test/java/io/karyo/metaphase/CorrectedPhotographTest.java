package io.karyo.metaphase;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.photo.Cluster;
import io.karyo.photo.Region;
import io.karyo.photo.Region.Corner;
import io.karyo.photo.Segmentation;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticMetaphase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Corrections of what the segmenter finds in a drawn photograph. */
class CorrectedPhotographTest {

  private static final Segmentation FOUND =
      Segmenters.geometric()
          .segment(
              SyntheticMetaphase.scattered(
                      SyntheticCells.builder().seed(6).noise(0).rotation(180).build().cell(0), 6)
                  .photograph());

  /** The two pieces of a chromosome that a line across its middle cuts. */
  private static Segmentation halved(Segmentation segmentation, int number) {
    Corner middle = segmentation.middle(number);
    Region region = segmentation.chromosome(number);
    int dx = region.box().width() > region.box().height() ? 0 : 1;
    return segmentation.split(
        number,
        List.of(
            new Corner(middle.x() - dx, middle.y() - (1 - dx)),
            new Corner(middle.x() + dx, middle.y() + 1 - dx)));
  }

  @Test
  void everyChromosomeCanBeSplitAndJoinedAgain() {
    assertThat(FOUND.numbers()).hasSizeBetween(44, 48);
    int next = FOUND.numbers().size();
    for (int number : FOUND.numbers()) {
      Region whole = FOUND.chromosome(number);
      Segmentation split = halved(FOUND, number);
      assertThat(split.numbers()).doesNotContain(number).contains(next, next + 1);
      Region one = split.chromosome(next);
      Region other = split.chromosome(next + 1);
      assertThat(one.common(other)).isZero();
      assertThat(one.area() + other.area()).isEqualTo(whole.area());
      assertThat(other.area()).as("no sliver").isGreaterThan(whole.area() / 5);
      Segmentation joined = split.merged(next, next + 1);
      assertThat(joined.chromosome(next + 2).iou(whole)).isGreaterThan(0.97);
      assertThat(joined.clusters()).hasSameSizeAs(FOUND.clusters());
    }
  }

  @Test
  void aClusterOfTwoKeepsItsPixelsWhenTheyBecomeOne() {
    for (int i = 0, first = 0; i < FOUND.clusters().size(); i++) {
      Cluster cluster = FOUND.clusters().get(i);
      int size = cluster.partings().get(0).chromosomes().size();
      if (size == 2) {
        Segmentation merged = FOUND.merged(first, first + 1);
        assertThat(merged.clusters().get(i).region().common(cluster.region()))
            .isEqualTo(cluster.region().area());
        assertThat(merged.chromosomes()).hasSize(FOUND.chromosomes().size() - 1);
      }
      first += size;
    }
  }

  @Test
  void whatWasNotFoundCanBeAdded() {
    Region region = FOUND.chromosome(0);
    Segmentation without = FOUND.withOutline(0, Region.ofOutline(List.of(rectangle(0, 0, 4, 4))));
    Segmentation added = without.added(Region.ofOutline(region.outline()));
    int number = added.numbers().get(added.numbers().size() - 1);
    assertThat(added.cutOut(number)).isEqualTo(FOUND.cutOut(0));
  }

  private static List<Corner> rectangle(int left, int top, int right, int bottom) {
    return List.of(
        new Corner(left, top),
        new Corner(right, top),
        new Corner(right, bottom),
        new Corner(left, bottom));
  }
}
