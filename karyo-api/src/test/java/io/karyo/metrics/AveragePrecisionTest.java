package io.karyo.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.karyo.metrics.AveragePrecision.Detection;
import io.karyo.metrics.AveragePrecision.Photograph;
import io.karyo.photo.Box;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AveragePrecisionTest {

  private static final Box A = new Box(0, 0, 20, 20);
  private static final Box B = new Box(100, 0, 20, 20);
  private static final Box NOWHERE = new Box(500, 500, 20, 20);

  private static Detection at(Box box, double confidence) {
    return new Detection(box, confidence);
  }

  private static Photograph photo(List<Box> truth, Detection... found) {
    return new Photograph(truth, List.of(found));
  }

  private static double ap(Photograph... photographs) {
    return AveragePrecision.of(List.of(photographs), 0.5).orElseThrow();
  }

  @Test
  void allFoundIsOneAndNothingFoundIsZero() {
    assertThat(ap(photo(List.of(A, B), at(B, 0.1), at(A, 0.9)))).isEqualTo(1);
    assertThat(ap(photo(List.of(A, B)))).isZero();
  }

  @Test
  void precisionIsThatOfTheRecallOrAbove() {
    // True, false, true: precision 1 up to a recall of 1/2, then 2/3.
    double expected = (51 * 1 + 50 * 2 / 3.0) / 101;
    assertThat(ap(photo(List.of(A, B), at(A, 0.9), at(NOWHERE, 0.8), at(B, 0.7))))
        .isCloseTo(expected, offset(1e-15));
    // False, true, true: the precision of 2/3 at the end holds for all recalls below.
    assertThat(ap(photo(List.of(A, B), at(NOWHERE, 0.9), at(A, 0.8), at(B, 0.7))))
        .isCloseTo(2 / 3.0, offset(1e-15));
  }

  @Test
  void whatIsNotReachedCountsAsZero() {
    assertThat(ap(photo(List.of(A, B), at(A, 0.9)))).isCloseTo(51 / 101.0, offset(1e-15));
  }

  @Test
  void aDuplicateIsFalse() {
    // True, false, true, as above: the second one of the same box takes nothing.
    double expected = (51 * 1 + 50 * 2 / 3.0) / 101;
    assertThat(ap(photo(List.of(A, B), at(A, 0.9), at(A, 0.8), at(B, 0.7))))
        .isCloseTo(expected, offset(1e-15));
  }

  @Test
  void theSurerDetectionTakesTheBoxEvenIfAnotherFitsBetter() {
    Box near = new Box(3, 0, 20, 20);
    // The exact one comes second and is a duplicate.
    double expected = (51 * 1 + 50 * 2 / 3.0) / 101;
    assertThat(ap(photo(List.of(A, B), at(A, 0.8), at(near, 0.9), at(B, 0.7))))
        .isCloseTo(expected, offset(1e-15));
  }

  @Test
  void aDetectionTakesTheBoxThatItFitsBestAndOfEqualOnesTheLast() {
    Box first = new Box(0, 0, 20, 20);
    Box second = new Box(4, 0, 20, 20);
    Box between = new Box(2, 0, 20, 20);
    Box left = new Box(-6, 0, 20, 20);
    // The one between takes the second box, so that the left one gets the first.
    assertThat(ap(photo(List.of(first, second), at(between, 0.9), at(left, 0.8)))).isEqualTo(1);
    assertThat(ap(photo(List.of(second, first), at(between, 0.9), at(left, 0.8)))).isLessThan(1);
  }

  @Test
  void detectionsInAPhotographWithoutTheClassAreFalse() {
    Photograph one = photo(List.of(A), at(A, 0.5));
    assertThat(ap(one, photo(List.of(), at(A, 0.9)))).isEqualTo(0.5);
    assertThat(ap(one, photo(List.of(), at(A, 0.1)))).isEqualTo(1);
    assertThat(ap(one, photo(List.of()))).isEqualTo(1);
  }

  @Test
  void equalConfidencesKeepTheOrderOfThePhotographs() {
    Photograph right = photo(List.of(A), at(A, 0.5));
    Photograph wrong = photo(List.of(), at(A, 0.5));
    assertThat(ap(right, wrong)).isEqualTo(1);
    assertThat(ap(wrong, right)).isEqualTo(0.5);
  }

  @Test
  void theThresholdItselfIsEnough() {
    Box third = new Box(10, 0, 20, 20);
    assertThat(A.iou(third)).isEqualTo(1 / 3.0);
    List<Photograph> one = List.of(photo(List.of(A), at(third, 1)));
    assertThat(AveragePrecision.of(one, 1 / 3.0)).hasValue(1);
    assertThat(AveragePrecision.of(one, Math.nextUp(1 / 3.0))).hasValue(0);
  }

  @Test
  void onlyTheSurestHundredOfAPhotographCount() {
    List<Detection> found = new ArrayList<>(Collections.nCopies(100, at(NOWHERE, 0.9)));
    found.add(at(A, 0.8));
    assertThat(AveragePrecision.of(List.of(new Photograph(List.of(A), found)), 0.5)).hasValue(0);
    found.remove(0);
    assertThat(AveragePrecision.of(List.of(new Photograph(List.of(A), found)), 0.5).orElseThrow())
        .isCloseTo(0.01, offset(1e-15));
  }

  @Test
  void aClassThatIsNotAnnotatedHasNoAveragePrecisionAndIsLeftOutOfTheMean() {
    List<Photograph> absent = List.of(photo(List.of(), at(A, 0.9)));
    assertThat(AveragePrecision.of(absent, 0.5)).isEmpty();
    List<Photograph> half = List.of(photo(List.of(A, B), at(A, 0.9)));
    List<Photograph> whole = List.of(photo(List.of(A), at(A, 0.9)));
    assertThat(AveragePrecision.mean(List.of(half, absent, whole), 0.5).orElseThrow())
        .isCloseTo((51 / 101.0 + 1) / 2, offset(1e-15));
    assertThat(AveragePrecision.mean(List.of(absent), 0.5)).isEmpty();
  }

  /** A generator that a program in another language can follow. */
  private static final class Numbers {
    private long state;

    Numbers(long seed) {
      state = seed;
    }

    int below(int bound) {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      return (int) ((state >> 8) % bound);
    }

    Box box() {
      return new Box(below(60), below(60), 10 + below(20), 10 + below(20));
    }
  }

  @Test
  void theFiguresAreThoseOfPycocotools() {
    // By its steps (evaluateImg, accumulate), followed in NumPy.
    double[] expected = {
      0.3608759246166384,
      0.3545468392993145,
      0.3005459303463699,
      0.33061205186217607,
      0.3616947073573137
    };
    for (int seed = 1; seed <= expected.length; seed++) {
      Numbers numbers = new Numbers(seed);
      List<Photograph> photographs = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        photographs.add(drawn(numbers));
      }
      assertThat(AveragePrecision.of(photographs, 0.5).orElseThrow())
          .isCloseTo(expected[seed - 1], offset(1e-12));
    }
  }

  private static Photograph drawn(Numbers numbers) {
    List<Box> truth = new ArrayList<>();
    List<Detection> found = new ArrayList<>();
    int boxes = numbers.below(4);
    for (int k = 0; k < boxes; k++) {
      Box box = numbers.box();
      truth.add(box);
      int copies = numbers.below(3);
      for (int c = 0; c < copies; c++) {
        Box moved =
            new Box(
                box.left() + numbers.below(7) - 3,
                box.top() + numbers.below(7) - 3,
                box.width() + numbers.below(5),
                box.height() + numbers.below(5));
        found.add(at(moved, numbers.below(11) / 10.0));
      }
    }
    int others = numbers.below(3);
    for (int k = 0; k < others; k++) {
      found.add(at(numbers.box(), numbers.below(11) / 10.0));
    }
    return new Photograph(truth, found);
  }

  @Test
  void stepsOfRecallAreRoundedAsInPycocotools() {
    // 57 of 100 is less than 57 times 0.01.
    List<Photograph> photographs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      photographs.add(
          i < 57 ? photo(List.of(A), at(A, 1 - i / 200.0)) : photo(List.of(A), at(B, 0.9)));
    }
    assertThat(AveragePrecision.of(photographs, 0.5).orElseThrow())
        .isCloseTo(0.4153465346534654, offset(1e-12));
  }

  @Test
  void numbersThatCannotBeAreRefused() {
    assertThatThrownBy(() -> at(A, Double.NaN))
        .hasMessage("confidence: must be a finite number, found NaN");
    assertThatThrownBy(() -> AveragePrecision.of(List.of(), 0))
        .hasMessage("iou: must be more than 0 and at most 1, found 0.0");
  }
}
