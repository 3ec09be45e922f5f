package io.karyo.siamese.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairBatchesTest {

  private static List<Pair> pairs(int count, int images) {
    SplittableRandom random = new SplittableRandom(count);
    List<Pair> pairs = new ArrayList<>();
    while (pairs.size() < count) {
      int first = random.nextInt(images);
      int second = random.nextInt(images);
      if (first != second) {
        pairs.add(
            new Pair(
                first, second, random.nextBoolean() ? PairLabel.SIMILAR : PairLabel.DISSIMILAR));
      }
    }
    return pairs;
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 4097})
  void refuseASizeThatNoPairFitsInOrNoMemory(int most) {
    assertThatThrownBy(() -> new PairBatches(pairs(1, 3).iterator(), most))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("images of a batch or group: must be 2 to 4096, found " + most);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 1000})
  void keepEveryPairInOrderAndNoBatchHasTooManyImages(int most) {
    List<Pair> pairs = pairs(500, 40);
    List<Pair> seen = new ArrayList<>();
    Iterator<PairBatches.Batch> batches = new PairBatches(pairs.iterator(), most);
    while (batches.hasNext()) {
      PairBatches.Batch batch = batches.next();
      assertThat(batch.images()).hasSizeLessThanOrEqualTo(most).doesNotHaveDuplicates();
      HashSet<Integer> used = new HashSet<>();
      for (Pair pair : batch.pairs()) {
        used.add(pair.first());
        used.add(pair.second());
        seen.add(
            new Pair(
                batch.images().get(pair.first()), batch.images().get(pair.second()), pair.label()));
      }
      assertThat(used).hasSize(batch.images().size());
    }
    assertThat(seen).isEqualTo(pairs);
    assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
  }
}
