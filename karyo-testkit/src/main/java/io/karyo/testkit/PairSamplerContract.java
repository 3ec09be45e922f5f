package io.karyo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PairSampler;
import io.karyo.spi.PartKind;
import io.karyo.synthetic.SyntheticCells;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link PairSampler}. A test of an implementation extends this class and provides
 * the part to test:
 *
 * <pre>{@code
 * class MySamplerTest extends PairSamplerContract {
 *   protected PairSampler pairSampler() {
 *     return new MySampler();
 *   }
 * }
 * }</pre>
 */
public abstract class PairSamplerContract extends PartContract<PairSampler> {

  /** The types of three cells' images, as they come. */
  private static final List<ChromosomeType> TYPES = cells(3);

  private static final long SEED = 11;

  /** 1.9 million similar and 44 million dissimilar pairs, of 20 bytes or more each. */
  private static final int MANY_OF_EACH_TYPE = 400;

  private static final long BYTES_BEFORE_THE_FIRST_PAIR = 32 << 20;

  /** Creates the contract. */
  protected PairSamplerContract() {
    super(PartKind.PAIR_SAMPLER);
  }

  /** {@return the sampler to test, the same or an equal one on each call} */
  protected abstract PairSampler pairSampler();

  /** {@return whether another epoch and another seed give other pairs; default true} */
  protected boolean drawsByChance() {
    return true;
  }

  @Override
  final PairSampler part() {
    return pairSampler();
  }

  private static List<ChromosomeType> cells(int count) {
    SyntheticCells cells = SyntheticCells.builder().seed(SEED).build();
    List<ChromosomeType> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cells.cell(i).chromosomes().forEach(chromosome -> types.add(chromosome.type()));
    }
    return List.copyOf(types);
  }

  private static List<Pair> drain(PairSampler sampler, int epoch, long seed) {
    List<Pair> pairs = new ArrayList<>();
    sampler.sample(TYPES, epoch, seed).forEachRemaining(pairs::add);
    return pairs;
  }

  @Test
  void pairsReferToImagesAndAreLabelledByTheirTypes() {
    for (int epoch = 0; epoch < 3; epoch++) {
      for (Pair pair : drain(pairSampler(), epoch, SEED)) {
        assertThat(Math.max(pair.first(), pair.second())).as("%s", pair).isLessThan(TYPES.size());
        boolean same = TYPES.get(pair.first()) == TYPES.get(pair.second());
        assertThat(pair.label())
            .as("%s", pair)
            .isEqualTo(same ? PairLabel.SIMILAR : PairLabel.DISSIMILAR);
      }
    }
  }

  @Test
  void everyEpochHasPairsOfBothKinds() {
    for (int epoch = 0; epoch < 3; epoch++) {
      Set<PairLabel> labels = EnumSet.noneOf(PairLabel.class);
      drain(pairSampler(), epoch, SEED).forEach(pair -> labels.add(pair.label()));
      assertThat(labels)
          .as("labels of epoch %d", epoch)
          .containsExactly(PairLabel.SIMILAR, PairLabel.DISSIMILAR);
    }
  }

  @Test
  void equalTypesEpochAndSeedGiveEqualPairsInEqualOrder() {
    PairSampler sampler = pairSampler();
    List<Pair> pairs = drain(sampler, 1, SEED);
    drain(sampler, 0, SEED);
    Alike.assertEqual("pairs drawn again", drain(sampler, 1, SEED), pairs);
    Alike.assertEqual("pairs of an equal sampler", drain(pairSampler(), 1, SEED), pairs);
  }

  @Test
  void anotherEpochOrSeedGivesOtherPairs() {
    assumeTrue(drawsByChance(), "the sampler does not draw by chance");
    List<Pair> pairs = drain(pairSampler(), 0, SEED);
    Alike.assertDiffer("pairs of another epoch", drain(pairSampler(), 1, SEED), pairs);
    Alike.assertDiffer("pairs of another seed", drain(pairSampler(), 0, SEED + 1), pairs);
  }

  @Test
  void iteratorsDoNotDisturbEachOther() {
    PairSampler sampler = pairSampler();
    List<Pair> expected = drain(sampler, 0, SEED);
    Iterator<Pair> first = sampler.sample(TYPES, 0, SEED);
    Iterator<Pair> second = sampler.sample(TYPES, 0, SEED);
    for (Pair pair : expected) {
      assertThat(first.next()).isEqualTo(pair);
      assertThat(second.next()).isEqualTo(pair);
    }
  }

  @Test
  void iteratorsKeepToTheirOwnContract() {
    List<Pair> expected = drain(pairSampler(), 0, SEED);
    Iterator<Pair> pairs = pairSampler().sample(TYPES, 0, SEED);
    for (Pair pair : expected) {
      assertThat(pairs.hasNext()).isTrue();
      assertThat(pairs.hasNext()).as("hasNext again").isTrue();
      assertThat(pairs.next()).isEqualTo(pair);
    }
    assertThat(pairs.hasNext()).isFalse();
    assertThatThrownBy(pairs::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void threadsAgree() throws Exception {
    PairSampler sampler = pairSampler();
    List<Pair> expected = drain(sampler, 0, SEED);
    for (int threads : new int[] {2, 3, 7}) {
      for (List<Pair> pairs : Concurrently.ask(threads, () -> drain(sampler, 0, SEED))) {
        Alike.assertEqual("pairs of one of " + threads + " threads", pairs, expected);
      }
    }
  }

  @Test
  void typesOfWhichAKindOfPairIsMissingAreRefused() {
    assertThatThrownBy(() -> pairSampler().sample(List.of(), 0, SEED), "no images")
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> pairSampler().sample(ChromosomeType.ALL, 0, SEED), "no similar pair")
        .isInstanceOf(IllegalArgumentException.class);
    List<ChromosomeType> one = Collections.nCopies(5, ChromosomeType.C7);
    assertThatThrownBy(() -> pairSampler().sample(one, 0, SEED), "no dissimilar pair")
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSmallestPossibleTaskHasPairs() {
    List<ChromosomeType> smallest = List.of(ChromosomeType.C7, ChromosomeType.Y, ChromosomeType.C7);
    assertThat(pairSampler().sample(smallest, 0, SEED).hasNext()).isTrue();
  }

  @Test
  void pairsAreNeverHeldAllAtOnce() {
    assumeTrue(
        ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean
            && bean.isThreadAllocatedMemorySupported()
            && bean.isThreadAllocatedMemoryEnabled(),
        "this Java does not count what a thread allocates");
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<ChromosomeType> many = new ArrayList<>();
    for (int i = 0; i < MANY_OF_EACH_TYPE; i++) {
      many.addAll(ChromosomeType.ALL);
    }
    PairSampler sampler = pairSampler();
    long thread = Thread.currentThread().getId();
    long before = bean.getThreadAllocatedBytes(thread);
    Pair first = sampler.sample(many, 0, SEED).next();
    long allocated = bean.getThreadAllocatedBytes(thread) - before;
    assertThat(first).isNotNull();
    assertThat(allocated)
        .as("bytes allocated before the first pair of %d images", many.size())
        .isLessThan(BYTES_BEFORE_THE_FIRST_PAIR);
  }

  @Test
  void aGroupHasAtLeastTwoImages() {
    pairSampler()
        .imagesPerGroup()
        .ifPresent(images -> assertThat(images).isGreaterThanOrEqualTo(2));
  }

  @Override
  final void assertAnswersAlike(PairSampler remade) {
    Alike.assertEqual(
        "pairs of a sampler made again", drain(remade, 2, SEED), drain(pairSampler(), 2, SEED));
    assertThat(remade.imagesPerGroup()).isEqualTo(pairSampler().imagesPerGroup());
  }
}
