package io.karyo.siamese.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexPermutationTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 255, 256, 257, 1000, 4096, 65_537, 839_160})
  void everyNumberComesOnceAndIsFoundAgain(int size) {
    IndexPermutation permutation = new IndexPermutation(size, 7);
    boolean[] seen = new boolean[size];
    for (int position = 0; position < size; position++) {
      int value = (int) permutation.at(position);
      assertThat(seen[value]).as("second %s", value).isFalse();
      seen[value] = true;
      assertThat(permutation.positionOf(value)).isEqualTo(position);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 40, (1L << 40) + 1, 499_999_500_000L, 1L << 62})
  void hugeRangesAreNotLeftAndAreInverted(long size) {
    IndexPermutation permutation = new IndexPermutation(size, -3);
    for (long position = 0; position < size; position += size / 97) {
      long value = permutation.at(position);
      assertThat(value).isBetween(0L, size - 1);
      assertThat(permutation.positionOf(value)).isEqualTo(position);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 20, 300})
  void everyNumberIsAsLikelyAtEveryOfTwoPlaces(int size) {
    // Places 0 and 1 together, so that neighbours must be independent too.
    int draws = 200 * size * (size - 1) / Math.max(1, size / 20);
    int[] first = new int[size];
    int[] difference = new int[size];
    for (int seed = 0; seed < draws; seed++) {
      IndexPermutation permutation = new IndexPermutation(size, seed);
      int a = (int) permutation.at(0);
      int b = (int) permutation.at(1);
      first[a]++;
      difference[Math.floorMod(b - a, size)]++;
    }
    assertThat(difference[0]).isZero();
    assertUniform(first);
    assertUniform(IntStream.range(1, size).map(i -> difference[i]).toArray());
  }

  /** Chi-square within five standard deviations of its mean. */
  static void assertUniform(int[] counts) {
    double expected = IntStream.of(counts).sum() / (double) counts.length;
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    int freedom = counts.length - 1;
    assertThat(expected).as("draws a cell").isGreaterThan(20);
    assertThat(chiSquare).isBetween(0.0, freedom + 5 * Math.sqrt(2.0 * freedom));
  }

  @Test
  void seedsOfDifferentPurposesDiffer() {
    assertThat(
            IntStream.range(0, 100)
                .boxed()
                .flatMap(
                    a -> IntStream.range(0, 100).mapToObj(b -> IndexPermutation.seed(42, a, b))))
        .doesNotHaveDuplicates();
    assertThat(IndexPermutation.seed(1, 2)).isNotEqualTo(IndexPermutation.seed(2, 1));
  }
}
