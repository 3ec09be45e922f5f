package io.karyo.siamese;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.model.ModelFormatException;
import io.karyo.model.Settings;
import io.karyo.network.Augmentation;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.EncoderNetwork.Convolution;
import io.karyo.network.Optimizer;
import io.karyo.network.PairLoss;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.Cancellation;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PairSampler;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Parts;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingDivergedException;
import io.karyo.spi.TrainingListener;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.testkit.InMemoryModel;
import io.karyo.testkit.SiameseEncoderContract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

class SameDiffEncoderTest extends SiameseEncoderContract {

  private static SameDiffEncoder small() {
    return SiameseEncoders.sameDiff()
        .network(
            new EncoderNetwork(
                32,
                12,
                List.of(new Convolution(8, 5, 2, false), new Convolution(16, 3, 2, false)),
                true,
                false,
                0))
        .embeddingSize(16)
        .batchImages(32)
        .epochs(6);
  }

  @Override
  protected SiameseEncoder encoder() {
    return small();
  }

  @Override
  protected Optional<PartProvider> provider() {
    return Optional.of(new EncoderProviders.SameDiff());
  }

  /** Three synthetic cells to train on and one to validate with, and a log of the epochs. */
  static EncoderTraining training(PairSampler sampler, List<TrainingListener.Epoch> log) {
    List<EncoderTraining.Example> examples = new ArrayList<>();
    SyntheticCells cells = SyntheticCells.builder().seed(5).build();
    for (int i = 0; i < 4; i++) {
      SyntheticCell cell = cells.cell(i);
      for (int j = 0; j < cell.chromosomes().size(); j++) {
        examples.add(
            new EncoderTraining.Example(cell.prepared().get(j), cell.chromosomes().get(j).type()));
      }
    }
    int split = examples.size() * 3 / 4;
    return new EncoderTraining(
        examples.subList(0, split),
        examples.subList(split, examples.size()),
        sampler,
        7,
        1,
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            log.add(epoch);
          }
        },
        new Cancellation());
  }

  @Test
  void lossFallsAndTheBestEpochIsKept() {
    List<TrainingListener.Epoch> log = new ArrayList<>();
    small().epochs(12).train(training(PairSamplers.inBatch(), log)).close();
    assertThat(log).hasSize(12);
    assertThat(log.get(11).loss()).isLessThan(log.get(0).loss() * 0.9);
    assertThat(log.get(11).validationAccuracy()).isGreaterThan(0.25);
    assertThat(log.get(0).best()).isTrue();
    assertThat(log.get(0).similarPairs()).isPositive();
    assertThat(log.get(0).dissimilarPairs()).isGreaterThan(log.get(0).similarPairs());
  }

  @Test
  void patienceStopsATrainingThatNoLongerImproves() {
    List<TrainingListener.Epoch> log = new ArrayList<>();
    small()
        .optimizer(Optimizer.adam(1e-9, 0))
        .epochs(50)
        .patience(2)
        .train(training(PairSamplers.inBatch(), log))
        .close();
    assertThat(log).hasSize(3);
  }

  @Test
  void theReturnedEncoderIsThatOfTheBestEpochNotOfTheLast() {
    List<TrainingListener.Epoch> log = new ArrayList<>();
    // A constant, high learning rate and strong decay spoil what the first epochs learned.
    EncoderTraining training = training(PairSamplers.inBatch(), log);
    try (var encoder =
        small()
            .normalised(false)
            .loss(PairLoss.contrastive(1))
            .optimizer(new Optimizer(Optimizer.Kind.ADAM, 0.02, 1, 0, true))
            .epochs(15)
            .patience(14)
            .train(training)) {
      double best =
          log.stream().mapToDouble(TrainingListener.Epoch::validationAccuracy).max().getAsDouble();
      assertThat(log.get(log.size() - 1).validationAccuracy()).isLessThan(best);
      assertThat(nearestMeanAccuracy(encoder, training)).isEqualTo(best);
    }
  }

  /** What a listener is told, once more. */
  private static double nearestMeanAccuracy(TrainedEncoder encoder, EncoderTraining training) {
    Map<ChromosomeType, double[]> sums = new EnumMap<>(ChromosomeType.class);
    Map<ChromosomeType, Integer> counts = new EnumMap<>(ChromosomeType.class);
    for (EncoderTraining.Example example : training.training()) {
      float[] values = encoder.encode(List.of(example.chromosome())).get(0).toArray();
      double[] sum = sums.computeIfAbsent(example.type(), type -> new double[values.length]);
      counts.merge(example.type(), 1, Integer::sum);
      for (int i = 0; i < values.length; i++) {
        sum[i] += values[i];
      }
    }
    int right = 0;
    for (EncoderTraining.Example example : training.validation()) {
      Embedding asked = encoder.encode(List.of(example.chromosome())).get(0);
      ChromosomeType nearest = null;
      double least = Double.POSITIVE_INFINITY;
      for (Map.Entry<ChromosomeType, double[]> entry : sums.entrySet()) {
        float[] mean = new float[asked.size()];
        for (int i = 0; i < mean.length; i++) {
          mean[i] = (float) (entry.getValue()[i] / counts.getOrDefault(entry.getKey(), 1));
        }
        double distance = asked.distance(new Embedding(mean));
        if (distance < least) {
          least = distance;
          nearest = entry.getKey();
        }
      }
      right += nearest == example.type() ? 1 : 0;
    }
    return right / (double) training.validation().size();
  }

  @Test
  void withoutValidationPatienceDoesNotStopTheTraining() {
    List<TrainingListener.Epoch> log = new ArrayList<>();
    EncoderTraining base = training(PairSamplers.inBatch(), log);
    EncoderTraining alone =
        new EncoderTraining(
            base.training(),
            List.of(),
            base.pairSampler(),
            1,
            1,
            base.listener(),
            base.cancellation());
    small().epochs(6).patience(2).train(alone).close();
    assertThat(log).hasSize(6);
  }

  @Test
  void theNumberOfThreadsDoesNotChangeABit() {
    EncoderTraining base = training(PairSamplers.inBatch(), new ArrayList<>());
    List<List<Embedding>> embeddings = new ArrayList<>();
    for (int threads : new int[] {1, 2, 5}) {
      EncoderTraining training =
          new EncoderTraining(
              base.training(),
              base.validation(),
              base.pairSampler(),
              1,
              threads,
              base.listener(),
              base.cancellation());
      try (var encoder = small().epochs(2).train(training)) {
        embeddings.add(
            encoder.encode(
                base.validation().stream().map(EncoderTraining.Example::chromosome).toList()));
      }
    }
    assertThat(embeddings.get(1)).isEqualTo(embeddings.get(0));
    assertThat(embeddings.get(2)).isEqualTo(embeddings.get(0));
  }

  @Test
  void aWorkspaceOfTheApplicationIsLeftAlone() throws IOException {
    List<PreparedChromosome> cell = SyntheticCells.builder().seed(6).build().cell(0).prepared();
    InMemoryModel saved = new InMemoryModel();
    List<Embedding> expected;
    try (MemoryWorkspace own = Nd4j.getWorkspaceManager().getAndActivateWorkspace("application")) {
      assertThat(own.isScopeActive()).isTrue();
      try (TrainedEncoder trained =
          small().epochs(1).train(training(PairSamplers.inBatch(), new ArrayList<>()))) {
        expected = trained.encode(cell);
        trained.save(saved);
      }
    }
    TrainedEncoder restored;
    try (MemoryWorkspace own = Nd4j.getWorkspaceManager().getAndActivateWorkspace("application")) {
      assertThat(own.isScopeActive()).isTrue();
      restored = small().epochs(1).restore(saved.source());
      assertThat(restored.encode(cell)).isEqualTo(expected);
    }
    assertThat(restored.encode(cell)).isEqualTo(expected);
    restored.close();
  }

  @Test
  void aSamplerThatDrawsNothingIsRefused() {
    PairSampler nothing =
        PairSampler.named("nothing", (types, epoch, seed) -> List.<Pair>of().iterator());
    assertThatThrownBy(() -> small().train(training(nothing, new ArrayList<>())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "pair sampler 'nothing': must draw at least one pair an epoch, drew none in"
                + " epoch 1");
  }

  @Test
  void anEncoderThatNeverSawACellsScaleDoesNotHeedIt() {
    EncoderTraining base = training(PairSamplers.inBatch(), new ArrayList<>());
    List<EncoderTraining.Example> lone =
        base.training().stream()
            .map(
                example ->
                    new EncoderTraining.Example(
                        new PreparedChromosome(
                            example.chromosome().straightened(), Optional.empty()),
                        example.type()))
            .toList();
    PreparedChromosome known = base.training().get(0).chromosome();
    PreparedChromosome unknown = lone.get(0).chromosome();
    assertThat(known.scale()).isPresent();
    for (boolean heeds : new boolean[] {true, false}) {
      EncoderTraining training =
          new EncoderTraining(
              heeds ? base.training() : lone,
              List.of(),
              base.pairSampler(),
              1,
              1,
              base.listener(),
              base.cancellation());
      try (var encoder = small().epochs(1).train(training)) {
        List<Embedding> both = encoder.encode(List.of(known, unknown));
        assertThat(both.get(0).equals(both.get(1))).isNotEqualTo(heeds);
      }
    }
  }

  @Test
  void aDamagedStateIsRefused() {
    for (Object wrong : new Object[] {0, -5, "far"}) {
      InMemoryModel model = new InMemoryModel();
      model.state(Settings.EMPTY.with("medianLength", wrong).with("medianArea", 5));
      assertThatThrownBy(() -> small().restore(model.source()))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("medianLength");
    }
  }

  @Test
  void learnsWithEverySamplerOfThePaperAndThePapersLoss() {
    for (PairSampler sampler :
        List.of(
            PairSamplers.all().imagesPerTile(32),
            PairSamplers.random(2).imagesPerTile(32),
            PairSamplers.balanced().similarPerType(4))) {
      List<TrainingListener.Epoch> log = new ArrayList<>();
      small().loss(PairLoss.contrastive(1)).draws(3).train(training(sampler, log)).close();
      assertThat(log.get(2).loss()).as(sampler.id()).isLessThan(log.get(0).loss());
    }
  }

  /** Each type with each; says nothing of groups. */
  private static final PairSampler OWN =
      (types, epoch, seed) -> {
        SplittableRandom random = new SplittableRandom(seed + epoch);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
          int other = (i + 1 + random.nextInt(types.size() - 1)) % types.size();
          pairs.add(
              new Pair(
                  i,
                  other,
                  types.get(i) == types.get(other) ? PairLabel.SIMILAR : PairLabel.DISSIMILAR));
        }
        return pairs.iterator();
      };

  @Test
  void learnsWithEverySamplerAndTheDefaultLoss() {
    List<TrainingListener.Epoch> log = new ArrayList<>();
    small().epochs(25).train(training(PairSamplers.inBatch(), log)).close();
    double inBatch = log.get(24).validationAccuracy();
    assertThat(inBatch).isGreaterThan(0.6);
    for (PairSampler sampler :
        List.of(PairSamplers.all(), PairSamplers.random(2), PairSamplers.balanced(), OWN)) {
      log.clear();
      small().epochs(25).train(training(sampler, log)).close();
      assertThat(log).hasSize(25);
      assertThat(log.get(24).validationAccuracy()).as(sampler.id()).isGreaterThan(0.85 * inBatch);
    }
  }

  /** Different images that have no other pair; they share a group of 32 all the same. */
  @Test
  void aSamplerOfWhoseImagesHardlyAnyLearnIsRefused() {
    PairSampler lonely =
        PairSampler.named(
            "lonely",
            new PairSampler() {
              @Override
              public Iterator<Pair> sample(List<ChromosomeType> types, int epoch, long seed) {
                return PairSamplers.balanced().sample(types, epoch, seed);
              }

              @Override
              public OptionalInt imagesPerGroup() {
                return OptionalInt.of(32);
              }
            });
    String refused = ": must bring an image together with others of its type and of other types";
    assertThatThrownBy(() -> small().train(training(lonely, new ArrayList<>())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("pair sampler 'lonely'" + refused)
        .hasMessageContaining("PairLoss.contrastive");
    small().loss(PairLoss.contrastive(1)).epochs(1).train(training(lonely, new ArrayList<>()));
    assertThatThrownBy(
            () -> small().batchImages(2).train(training(PairSamplers.all(), new ArrayList<>())))
        .hasMessageStartingWith("pair sampler 'all'" + refused);
    PairSampler typeByType =
        (types, epoch, seed) ->
            IntStream.range(0, types.size())
                .boxed()
                .sorted(Comparator.comparing(types::get))
                .flatMap(
                    i ->
                        IntStream.range(0, types.size())
                            .filter(j -> j != i && types.get(i) == types.get(j))
                            .mapToObj(j -> new Pair(i, j, PairLabel.SIMILAR)))
                .iterator();
    assertThatThrownBy(() -> small().batchImages(4).train(training(typeByType, new ArrayList<>())))
        .hasMessageContaining(refused);
  }

  @Test
  void epochsShowAsManyImagesAsThereAreAndDrawsAllThatTheSamplerDraws() {
    for (PairSampler sampler : List.of(PairSamplers.all(), OWN)) {
      List<TrainingListener.Progress> progress = new ArrayList<>();
      List<TrainingListener.Epoch> log = new ArrayList<>();
      EncoderTraining base = training(sampler, log);
      EncoderTraining listening =
          new EncoderTraining(
              base.training(),
              base.validation(),
              base.pairSampler(),
              base.seed(),
              1,
              new TrainingListener() {
                @Override
                public void onProgress(Progress made) {
                  progress.add(made);
                }

                @Override
                public void onEpoch(Epoch epoch) {
                  log.add(epoch);
                }
              },
              base.cancellation());
      small().epochs(3).train(listening).close();
      assertThat(log).extracting(TrainingListener.Epoch::epochs).containsExactly(3, 3, 3);
      int images = base.training().size();
      long total = progress.get(0).total();
      assertThat(total).isBetween(3L * images / 2, 9L * images / 2);
      assertThat(progress.get(progress.size() - 1).done()).isEqualTo(total);
    }
    List<TrainingListener.Epoch> log = new ArrayList<>();
    EncoderTraining training = training(PairSamplers.all(), log);
    small().loss(PairLoss.contrastive(1)).epochs(2).draws(1).train(training).close();
    int images = training.training().size();
    assertThat(log).hasSize(1);
    assertThat(log.get(0).similarPairs() + log.get(0).dissimilarPairs())
        .isEqualTo(images * (images - 1L) / 2);
  }

  @Test
  void thePapersNetworkAndOptimizerRun() {
    List<TrainingListener.Epoch> log = new ArrayList<>();
    SiameseEncoders.sameDiff()
        .paper()
        .network(EncoderNetwork.paper(4, 8))
        .embeddingSize(32)
        .epochs(2)
        .train(training(PairSamplers.inBatch(), log))
        .close();
    assertThat(log).hasSize(2).allSatisfy(epoch -> assertThat(epoch.loss()).isFinite());
  }

  @Test
  void dropoutTrainsAndPredictsWithAllInputs() {
    List<TrainingListener.Epoch> log = new ArrayList<>();
    EncoderNetwork plain = small().network();
    EncoderNetwork dropping =
        new EncoderNetwork(plain.height(), plain.width(), plain.convolutions(), true, false, 0.3);
    EncoderTraining training = training(PairSamplers.inBatch(), log);
    try (var encoder = small().network(dropping).epochs(2).train(training)) {
      var chromosomes = List.of(training.training().get(0).chromosome());
      assertThat(encoder.encode(chromosomes)).isEqualTo(encoder.encode(chromosomes));
    }
  }

  @Test
  void divergenceIsAnErrorThatAdvises() {
    assertThatThrownBy(
            () ->
                small()
                    .normalised(false)
                    .loss(PairLoss.contrastive(1e6))
                    .optimizer(Optimizer.nesterov(1, 0.99, 0))
                    .train(training(PairSamplers.inBatch(), new ArrayList<>())))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageContaining("lower the learning rate (1.0)");
  }

  @Test
  void collapseIsAnErrorThatAdvisesWithinTheEpoch() {
    List<TrainingListener.Epoch> log = new ArrayList<>();
    PairSampler onlySimilar =
        (types, epoch, seed) -> {
          var all = new ArrayList<Pair>();
          for (int i = 1; i < types.size(); i++) {
            all.add(new Pair(i - 1, i, PairLabel.SIMILAR));
          }
          return all.iterator();
        };
    assertThatThrownBy(
            () ->
                small()
                    .normalised(false)
                    .loss(PairLoss.contrastive(1))
                    .optimizer(Optimizer.adam(0.01, 20))
                    .epochs(1000)
                    .train(training(onlySimilar, log)))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageContaining("embeddings: must differ")
        .hasMessageContaining("dissimilar pairs");
    // Few images make short epochs, of which most are not judged.
    assertThat(log).hasSizeLessThan(30);
  }

  @Test
  void finishingEarlyKeepsTheBestSoFar() {
    Cancellation cancellation = new Cancellation();
    List<TrainingListener.Epoch> log = new ArrayList<>();
    EncoderTraining base = training(PairSamplers.inBatch(), log);
    EncoderTraining stopping =
        new EncoderTraining(
            base.training(),
            base.validation(),
            base.pairSampler(),
            1,
            1,
            new TrainingListener() {
              @Override
              public void onEpoch(Epoch epoch) {
                log.add(epoch);
                cancellation.finishEarly();
              }
            },
            cancellation);
    try (var encoder = small().epochs(40).train(stopping)) {
      assertThat(encoder.encode(List.of(base.training().get(0).chromosome()))).hasSize(1);
    }
    assertThat(log).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void anInterruptCancelsWithinAStep() {
    EncoderTraining base = training(PairSamplers.inBatch(), new ArrayList<>());
    int[] steps = new int[1];
    EncoderTraining interrupted =
        new EncoderTraining(
            base.training(),
            base.validation(),
            base.pairSampler(),
            1,
            2,
            new TrainingListener() {
              @Override
              public void onProgress(Progress progress) {
                steps[0]++;
                Thread.currentThread().interrupt();
              }
            },
            new Cancellation());
    assertThatThrownBy(() -> small().epochs(40).train(interrupted))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(steps[0]).isEqualTo(1);
  }

  @Test
  void pairsOfOtherImagesAreRefusedAndTheirSamplerIsNamed() {
    PairSampler beyond =
        PairSampler.named(
            "acme",
            (types, epoch, seed) ->
                List.of(
                        new Pair(0, 1, PairLabel.SIMILAR),
                        new Pair(2, 99_999, PairLabel.DISSIMILAR))
                    .iterator());
    EncoderTraining training = training(beyond, new ArrayList<>());
    int images = training.training().size();
    assertThatThrownBy(() -> small().train(training))
        .isInstanceOf(KaryoException.class)
        .hasMessage(
            "pairSampler 'acme': must draw pairs of the "
                + images
                + " training images, 0 to "
                + (images - 1)
                + ", drew Pair[first=2, second=99999, label=DISSIMILAR] in epoch 1");
  }

  @Test
  void optionsThatDoNotGoTogetherAreRefused() {
    EncoderTraining training = training(PairSamplers.inBatch(), new ArrayList<>());
    assertThatThrownBy(() -> small().normalised(false).train(training))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("loss: must be contrastive for embeddings that are not normalised");
    assertThatThrownBy(() -> small().loss(PairLoss.contrastive(2.5)).train(training))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("margin: must be at most 2")
        .hasMessageContaining("found 2.5");
  }

  @Test
  void everyOptionIsCheckedAndSurvivesItsSettings() {
    SameDiffEncoder changed =
        small()
            .normalised(false)
            .loss(PairLoss.contrastive(0.7))
            .optimizer(Optimizer.nesterov(0.01, 0.9, 0.001))
            .augmentation(Augmentation.none())
            .patience(4)
            .draws(7)
            .polarity(SameDiffEncoder.Polarity.ANY);
    SiameseEncoder again = Parts.create(PartKind.ENCODER, SameDiffEncoder.ID, changed.settings());
    assertThat(again.settings()).isEqualTo(changed.settings());
    assertThat(new SameDiffEncoder(Settings.EMPTY).settings())
        .isEqualTo(SiameseEncoders.sameDiff().settings());
    assertThatThrownBy(() -> small().embeddingSize(1))
        .hasMessage("embeddingSize: must be 2 to 4096, found 1");
    assertThatThrownBy(() -> small().epochs(-1))
        .hasMessage("epochs: must be 0 to 100000, found -1");
    assertThatThrownBy(() -> small().draws(-1)).hasMessage("draws: must be 0 to 100000, found -1");
    assertThatThrownBy(() -> small().batchImages(1))
        .hasMessage("batchImages: must be 2 to 4096, found 1");
    assertThatThrownBy(() -> PairLoss.contrastive(0))
        .hasMessage("margin: must be a number above 0, found 0.0");
    assertThatThrownBy(() -> PairLoss.supervisedContrastive(0))
        .hasMessage("temperature: must be 0.01 to 10, found 0.0");
    assertThatThrownBy(() -> Optimizer.adam(2, 0))
        .hasMessage("learningRate: must be more than 0 and at most 1, found 2.0");
    assertThatThrownBy(() -> new SameDiffEncoder(Settings.EMPTY.with("polarity", "left")))
        .hasMessageContaining("polarity: must be automatic, upright or any, found 'left'");
    assertThatThrownBy(() -> new SameDiffEncoder(Settings.EMPTY.with("epoch", 3)))
        .hasMessageContaining("found 'epoch'");
  }

  @Test
  void theAutomaticNumberOfEpochsFollowsTheSizeOfTheData() {
    SameDiffEncoder automatic = SiameseEncoders.sameDiff();
    assertThat(automatic.epochsFor(5_000)).isEqualTo(140);
    assertThat(automatic.epochsFor(100)).isEqualTo(400);
    assertThat(automatic.epochsFor(1_000_000)).isEqualTo(10);
    assertThat(automatic.draws(3).epochsFor(5_000)).isEqualTo(3);
  }
}
