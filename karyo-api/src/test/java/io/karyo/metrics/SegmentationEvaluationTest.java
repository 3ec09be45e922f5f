package io.karyo.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.karyo.metrics.SegmentationEvaluation.Photograph;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SegmentationEvaluationTest {

  @Test
  void boxesAreWidenedByTheMargin() {
    List<Box> truth = List.of(new Box(4, 4, 32, 32));
    List<Box> found = List.of(new Box(10, 10, 20, 20));
    assertThat(SegmentationEvaluation.boxes(truth, found, 6)).isEqualTo(new Photograph(1, 1, 1, 1));
    assertThat(SegmentationEvaluation.boxes(truth, found, 0)).isEqualTo(new Photograph(1, 1, 0, 0));
  }

  @Test
  void eachIsMatchedOnceOnly() {
    Box box = new Box(0, 0, 10, 10);
    assertThat(SegmentationEvaluation.boxes(List.of(box), List.of(box, box), 0))
        .isEqualTo(new Photograph(1, 2, 1, 1));
    assertThat(SegmentationEvaluation.boxes(List.of(box, box), List.of(box), 0))
        .isEqualTo(new Photograph(2, 1, 1, 1));
  }

  @Test
  void anIntersectionOfHalfTheUnionIsEnough() {
    Box box = new Box(0, 0, 30, 10);
    assertThat(SegmentationEvaluation.boxes(List.of(box), List.of(new Box(10, 0, 30, 10)), 0))
        .isEqualTo(new Photograph(1, 1, 1, 0.5));
    assertThat(
            SegmentationEvaluation.boxes(List.of(box), List.of(new Box(11, 0, 30, 10)), 0)
                .matched())
        .isZero();
  }

  @Test
  void asManyAsPossibleAreMatched() {
    // The best pair would leave the other two without a partner.
    Box first = new Box(0, 0, 20, 10);
    Box second = new Box(6, 0, 20, 10);
    Box near = new Box(5, 0, 20, 10);
    Box far = new Box(11, 0, 20, 10);
    Photograph result = SegmentationEvaluation.boxes(List.of(first, second), List.of(near, far), 0);
    assertThat(result.matched()).isEqualTo(2);
  }

  /** The largest number of pairs, by trying all. */
  private static int most(List<Box> truth, List<Box> found, int next, int used) {
    if (next == truth.size()) {
      return 0;
    }
    int best = most(truth, found, next + 1, used);
    for (int j = 0; j < found.size(); j++) {
      if ((used >> j & 1) == 0 && truth.get(next).iou(found.get(j)) >= 0.5) {
        best = Math.max(best, 1 + most(truth, found, next + 1, used | 1 << j));
      }
    }
    return best;
  }

  @Test
  void theNumberOfMatchesIsThatOfAnExhaustiveSearch() {
    SplittableRandom random = new SplittableRandom(8);
    for (int round = 0; round < 300; round++) {
      List<Box> truth = new ArrayList<>();
      List<Box> found = new ArrayList<>();
      for (int k = 0; k < 1 + random.nextInt(6); k++) {
        truth.add(new Box(random.nextInt(15), random.nextInt(6), 20, 15));
        found.add(new Box(random.nextInt(15), random.nextInt(6), 20, 15));
      }
      assertThat(SegmentationEvaluation.boxes(truth, found, 0).matched())
          .isEqualTo(most(truth, found, 0, 0));
    }
  }

  @Test
  void regionsAreComparedByPixels() {
    Region one = Region.of(new Box(0, 0, 4, 1), new byte[] {1, 1, 1, 1});
    Region other = Region.of(new Box(0, 0, 4, 1), new byte[] {1, 1, 1, 0});
    assertThat(SegmentationEvaluation.regions(List.of(one), List.of(other)))
        .isEqualTo(new Photograph(1, 1, 1, 0.75));
  }

  @Test
  void photographsAreSummedUp() {
    SegmentationEvaluation all =
        SegmentationEvaluation.of(
            List.of(
                new Photograph(46, 46, 46, 0.9),
                new Photograph(46, 46, 40, 0.8),
                new Photograph(46, 40, 30, 0.7),
                new Photograph(0, 0, 0, 0)));
    assertThat(all.recall()).isEqualTo(116 / 138.0);
    assertThat(all.precision()).isEqualTo(116 / 132.0);
    assertThat(all.exactCount()).isEqualTo(0.75);
    assertThat(all.perfect()).isEqualTo(0.5);
    assertThat(all.meanIou()).isCloseTo((46 * 0.9 + 40 * 0.8 + 30 * 0.7) / 116, offset(1e-12));
    assertThat(all.photographs()).hasSize(4);
  }

  @Test
  void nothingToFindIsFoundWholly() {
    SegmentationEvaluation empty =
        SegmentationEvaluation.of(List.of(SegmentationEvaluation.boxes(List.of(), List.of(), 6)));
    assertThat(empty.recall()).isEqualTo(1);
    assertThat(empty.precision()).isEqualTo(1);
    assertThat(empty.meanIou()).isZero();
    assertThatThrownBy(() -> SegmentationEvaluation.of(List.of()))
        .hasMessage("photographs: must be at least 1, found 0");
  }

  @Test
  void resultsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new Photograph(2, 1, 2, 0.5))
        .hasMessage("matched: must be 0 to 1, found 2");
    assertThatThrownBy(() -> new Photograph(2, 1, 1, 1.5))
        .hasMessage("meanIou: must be 0 to 1, found 1.5");
  }
}
