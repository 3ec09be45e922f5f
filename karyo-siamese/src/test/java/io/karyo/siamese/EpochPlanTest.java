package io.karyo.siamese;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.siamese.internal.BatchStream;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.PairSampler;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EpochPlanTest {

  private static final int IMAGES_OF_A_TYPE = 20;

  private static List<ChromosomeType> types() {
    List<ChromosomeType> types = new ArrayList<>();
    for (int i = 0; i < IMAGES_OF_A_TYPE; i++) {
      types.addAll(ChromosomeType.ALL);
    }
    return types;
  }

  static List<PairSampler> samplers() {
    return List.of(
        PairSamplers.inBatch(),
        PairSamplers.all(),
        PairSamplers.all().imagesPerTile(48),
        PairSamplers.random(2),
        PairSamplers.balanced(),
        PairSamplers.balanced().similarPerType(1),
        (types, epoch, seed) -> {
          var all = PairSamplers.all().sample(types, epoch, seed);
          return List.of(all.next(), all.next()).iterator();
        });
  }

  private static BatchStream stream(PairSampler sampler) {
    return new BatchStream(sampler, types(), 3, sampler.imagesPerGroup().orElse(48), true, 0);
  }

  private static EpochPlan plan(PairSampler sampler, boolean wholeDraws) {
    int images = types().size();
    long counted = wholeDraws ? Long.MAX_VALUE : EpochPlan.mostImagesOfADraw(images);
    FirstDraw first = FirstDraw.of(stream(sampler), types(), 0, counted, () -> {});
    return EpochPlan.of(first, images, sampler.imagesPerGroup().isPresent(), wholeDraws);
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void epochsShowAboutAsManyImagesAsThereAreWhateverTheSampler(PairSampler sampler) {
    EpochPlan plan = plan(sampler, false);
    BatchStream batches = stream(sampler);
    long seen = 0;
    int epochs = 5;
    for (int epoch = 0; epoch < epochs; epoch++) {
      long before = seen;
      do {
        seen += batches.next().images().size();
      } while (!plan.ends(epoch, seen, batches));
      assertThat(seen - before).isBetween(types().size() * 2L / 3, types().size() * 4L / 3);
    }
    assertThat(seen)
        .isBetween(epochs * plan.imagesOfAnEpoch(), epochs * plan.imagesOfAnEpoch() + 48);
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void wholeDrawsAreEpochsHoweverLongTheyAre(PairSampler sampler) {
    EpochPlan plan = plan(sampler, true);
    long images = 0;
    for (BatchStream batches = stream(sampler); !batches.atEndOfDraw(); ) {
      images += batches.next().images().size();
    }
    assertThat(plan.imagesOfAnEpoch()).isEqualTo(images);
    BatchStream batches = stream(sampler);
    long seen = 0;
    do {
      seen += batches.next().images().size();
    } while (!plan.ends(0, seen, batches));
    assertThat(seen).isEqualTo(images);
    assertThat(batches.draw()).isEqualTo(1);
  }

  @Test
  void aDrawOfGroupsIsAnEpochIfItShowsAllImagesRoundedToGroups() {
    for (int images : new int[] {67, 100, 133}) {
      FirstDraw first = new FirstDraw(images, true, 0, 0);
      assertThat(EpochPlan.of(first, 100, true, false)).isEqualTo(new EpochPlan(true, images));
      assertThat(EpochPlan.of(first, 100, false, false)).isEqualTo(new EpochPlan(false, 100));
    }
    for (int images : new int[] {1, 66, 134}) {
      FirstDraw first = new FirstDraw(images, true, 0, 0);
      assertThat(EpochPlan.of(first, 100, true, false)).isEqualTo(new EpochPlan(false, 100));
    }
    assertThat(EpochPlan.of(new FirstDraw(133, false, 0, 0), 100, true, false))
        .isEqualTo(new EpochPlan(false, 100));
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 71, 100, 230, 287, 288, 400, 1000})
  void inBatchPairsHaveADrawAnEpochWhateverTheNumberOfImages(int images) {
    List<ChromosomeType> types = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      types.add(ChromosomeType.ALL.get(i % 24));
    }
    BatchStream batches = new BatchStream(PairSamplers.inBatch(), types, 3, 192, false, 0);
    FirstDraw first =
        FirstDraw.of(batches, types, 0, EpochPlan.mostImagesOfADraw(images), () -> {});
    assertThat(EpochPlan.of(first, images, true, false).wholeDraws()).isTrue();
  }
}
