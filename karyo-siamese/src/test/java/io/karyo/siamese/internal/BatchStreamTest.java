package io.karyo.siamese.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PairSampler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchStreamTest {

  private static final List<ChromosomeType> TYPES =
      List.of(ChromosomeType.C7, ChromosomeType.Y, ChromosomeType.C7, ChromosomeType.Y);

  /** Its draws have one pair, two pairs, three pairs and so on. */
  private static final PairSampler GROWING =
      (types, epoch, seed) -> {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i <= epoch; i++) {
          pairs.add(new Pair(0, i % 3 + 1, i % 3 == 1 ? PairLabel.SIMILAR : PairLabel.DISSIMILAR));
        }
        return pairs.iterator();
      };

  private static BatchStream stream(PairSampler sampler, int mostImages, boolean allPairs) {
    return new BatchStream(sampler, TYPES, 1, mostImages, allPairs, 0);
  }

  @Test
  void drawsFollowEachOtherWithoutEnd() {
    BatchStream batches = stream(GROWING, 2, false);
    List<Boolean> ends = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      batches.next();
      ends.add(batches.atEndOfDraw());
    }
    assertThat(ends).containsExactly(true, false, true, false, false, true);
  }

  @Test
  void whereItStandsIsEnoughToGoOn() {
    BatchStream batches = stream(GROWING, 2, false);
    for (int i = 0; i < 10; i++) {
      BatchStream resumed = new BatchStream(GROWING, TYPES, 1, 2, false, batches.draw());
      resumed.skip(batches.batchesOfDraw());
      for (int j = 0; j < 3; j++) {
        // A copy of the original, brought to the same place batch by batch.
        BatchStream original = stream(GROWING, 2, false);
        for (int k = 0; k < i + j; k++) {
          original.next();
        }
        assertThat(resumed.next()).isEqualTo(original.next());
      }
      batches.next();
    }
  }

  @Test
  void allPairsOfABatchAreScoredIfWantedAndOtherwiseThoseDrawn() {
    PairBatches.Batch drawn = stream(GROWING, 4, true).next();
    assertThat(stream(GROWING, 4, false).scored(drawn)).isEqualTo(drawn);

    BatchStream all = stream(PairSamplers.all(), 4, true);
    PairBatches.Batch batch = all.scored(all.next());
    assertThat(batch.images()).hasSize(4);
    Set<Set<Integer>> seen = new HashSet<>();
    for (Pair pair : batch.pairs()) {
      int first = batch.images().get(pair.first());
      int second = batch.images().get(pair.second());
      assertThat(pair.label() == PairLabel.SIMILAR)
          .isEqualTo(TYPES.get(first) == TYPES.get(second));
      seen.add(Set.of(first, second));
    }
    assertThat(seen).hasSize(6).hasSameSizeAs(batch.pairs());
  }

  @Test
  void labelsOfAnotherMeaningAreRefusedWhereOthersAreAdded() {
    PairSampler wrong =
        PairSampler.named(
            "groups",
            (types, epoch, seed) -> List.of(new Pair(0, 1, PairLabel.SIMILAR)).iterator());
    BatchStream all = stream(wrong, 4, true);
    assertThatThrownBy(() -> all.scored(all.next()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "pair sampler 'groups': must label pairs by their types for the supervised contrastive"
                + " loss, found SIMILAR for types 7 and Y");
    BatchStream drawn = stream(wrong, 4, false);
    assertThat(drawn.scored(drawn.next()).pairs()).hasSize(1);
  }

  @Test
  void aDrawWithoutPairsIsRefused() {
    PairSampler once =
        PairSampler.named(
            "once",
            (types, epoch, seed) ->
                epoch == 0 ? GROWING.sample(types, 0, seed) : List.<Pair>of().iterator());
    BatchStream batches = stream(once, 2, false);
    batches.next();
    assertThatThrownBy(batches::next)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "pair sampler 'once': must draw at least one pair an epoch, drew none in epoch 2");
  }
}
