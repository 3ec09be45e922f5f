package io.karyo.testkit.reference;

import static io.karyo.testkit.reference.Contracts.failuresOf;
import static io.karyo.testkit.reference.Contracts.failuresOfAllIn;
import static io.karyo.testkit.reference.Contracts.skippedOf;
import static io.karyo.testkit.reference.Contracts.testsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PairSampler;
import io.karyo.testkit.PairSamplerContract;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Samplers that break a promise are found out. */
class PairSamplerContractTest {

  private static final PairSampler GOOD = new ReferenceSampler();

  abstract static class Broken extends PairSamplerContract {

    private final PairSampler sampler;

    Broken(PairSampler sampler) {
      this.sampler = sampler;
    }

    @Override
    protected PairSampler pairSampler() {
      return sampler;
    }
  }

  /** The good sampler with each pair changed. */
  private static PairSampler changed(UnaryOperator<Pair> change) {
    return (types, epoch, seed) -> {
      Iterator<Pair> good = GOOD.sample(types, epoch, seed);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return good.hasNext();
        }

        @Override
        public Pair next() {
          return change.apply(good.next());
        }
      };
    };
  }

  static final class Mislabels extends Broken {
    Mislabels() {
      super(
          changed(
              pair ->
                  new Pair(
                      pair.first(),
                      pair.second(),
                      pair.first() == 0 ? PairLabel.SIMILAR : pair.label())));
    }
  }

  @Test
  void oneThatMislabelsPairs() {
    assertThat(failuresOf(Mislabels.class))
        .containsExactly("pairsReferToImagesAndAreLabelledByTheirTypes");
  }

  static final class OutOfRange extends Broken {
    OutOfRange() {
      super(changed(pair -> new Pair(pair.first() + 1, pair.second() + 200, pair.label())));
    }
  }

  @Test
  void oneWhoseIndicesAreOutOfRange() {
    assertThat(failuresOf(OutOfRange.class))
        .containsExactly("pairsReferToImagesAndAreLabelledByTheirTypes");
  }

  static final class SimilarOnly extends Broken {
    SimilarOnly() {
      super(
          (types, epoch, seed) -> {
            List<Pair> similar = new ArrayList<>();
            GOOD.sample(types, epoch, seed)
                .forEachRemaining(
                    pair -> {
                      if (pair.label() == PairLabel.SIMILAR) {
                        similar.add(pair);
                      }
                    });
            return similar.iterator();
          });
    }
  }

  @Test
  void oneThatDrawsOneKindOnly() {
    assertThat(failuresOf(SimilarOnly.class)).contains("everyEpochHasPairsOfBothKinds");
  }

  static final class Same extends Broken {
    Same() {
      super((types, epoch, seed) -> GOOD.sample(types, 0, seed));
    }
  }

  static final class SameAndSaysSo extends Broken {
    SameAndSaysSo() {
      super((types, epoch, seed) -> GOOD.sample(types, 0, 0));
    }

    @Override
    protected boolean drawsByChance() {
      return false;
    }
  }

  @Test
  void oneThatDrawsTheSameEachEpochWithoutSayingSo() {
    assertThat(failuresOf(Same.class)).containsExactly("anotherEpochOrSeedGivesOtherPairs");
    assertThat(failuresOf(SameAndSaysSo.class)).isEmpty();
    assertThat(skippedOf(SameAndSaysSo.class)).contains("anotherEpochOrSeedGivesOtherPairs");
  }

  static final class Counts extends Broken {
    Counts() {
      super(counting());
    }

    private static PairSampler counting() {
      AtomicInteger calls = new AtomicInteger();
      return (types, epoch, seed) -> GOOD.sample(types, epoch, seed + calls.incrementAndGet());
    }
  }

  @Test
  void oneWithState() {
    assertThat(failuresOf(Counts.class))
        .contains(
            "equalTypesEpochAndSeedGiveEqualPairsInEqualOrder",
            "iteratorsDoNotDisturbEachOther",
            "threadsAgree");
  }

  static final class Eager extends Broken {
    Eager() {
      super(
          (types, epoch, seed) -> {
            GOOD.sample(types, epoch, seed);
            List<Pair> all = new ArrayList<>();
            for (int i = 0; i < types.size() && all.size() < 2_000_000; i++) {
              for (int j = 0; j < i; j++) {
                boolean same = types.get(i) == types.get(j);
                all.add(new Pair(i, j, same ? PairLabel.SIMILAR : PairLabel.DISSIMILAR));
              }
            }
            return all.iterator();
          });
    }

    @Override
    protected boolean drawsByChance() {
      return false;
    }
  }

  @Test
  void oneThatHoldsAllPairsAtOnce() {
    assertThat(failuresOf(Eager.class)).containsExactly("pairsAreNeverHeldAllAtOnce");
  }

  static final class NeverRefuses extends Broken {
    NeverRefuses() {
      super(
          (types, epoch, seed) ->
              List.copyOf(types).stream().distinct().count() < 2
                      || types.stream().distinct().count() == types.size()
                  ? List.<Pair>of().iterator()
                  : GOOD.sample(types, epoch, seed));
    }
  }

  @Test
  void oneThatGivesNoPairsInsteadOfRefusing() {
    assertThat(failuresOf(NeverRefuses.class))
        .containsExactly("typesOfWhichAKindOfPairIsMissingAreRefused");
  }

  static final class SkipsWhenAsked extends Broken {
    SkipsWhenAsked() {
      super(
          (types, epoch, seed) -> {
            Iterator<Pair> good = GOOD.sample(types, epoch, seed);
            return new Iterator<>() {
              private boolean asked;

              @Override
              public boolean hasNext() {
                if (asked) {
                  good.next();
                }
                asked = true;
                return good.hasNext();
              }

              @Override
              public Pair next() {
                asked = false;
                return good.next();
              }
            };
          });
    }
  }

  @Test
  void oneWhoseIteratorMovesWhenAsked() {
    assertThat(failuresOf(SkipsWhenAsked.class)).containsExactly("iteratorsKeepToTheirOwnContract");
  }

  static final class TinyGroups extends Broken {
    TinyGroups() {
      super(
          new PairSampler() {
            @Override
            public Iterator<Pair> sample(List<ChromosomeType> types, int epoch, long seed) {
              return GOOD.sample(types, epoch, seed);
            }

            @Override
            public OptionalInt imagesPerGroup() {
              return OptionalInt.of(1);
            }
          });
    }
  }

  @Test
  void oneWhoseGroupsAreTooSmallForAPair() {
    assertThat(failuresOf(TinyGroups.class)).containsExactly("aGroupHasAtLeastTwoImages");
  }

  static final class NeedsThreeTypes extends Broken {
    NeedsThreeTypes() {
      super(
          (types, epoch, seed) -> {
            if (types.stream().distinct().count() < 3) {
              throw new IllegalArgumentException("types: must be at least 3, found " + types);
            }
            return GOOD.sample(types, epoch, seed);
          });
    }
  }

  @Test
  void oneThatRefusesASmallTask() {
    assertThat(failuresOf(NeedsThreeTypes.class))
        .containsExactly("theSmallestPossibleTaskHasPairs");
  }

  @Test
  void everyTestOfTheContractCanFail() {
    assertThat(failuresOfAllIn(PairSamplerContractTest.class))
        .containsAll(testsOf(PairSamplerContract.class));
  }
}
