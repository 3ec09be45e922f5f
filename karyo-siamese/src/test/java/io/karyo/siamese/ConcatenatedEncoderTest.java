package io.karyo.siamese;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.EncoderNetwork.Convolution;
import io.karyo.network.Optimizer;
import io.karyo.network.PairLoss;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.Cancellation;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.Part;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Parts;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingListener;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.testkit.InMemoryModel;
import io.karyo.testkit.SiameseEncoderContract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConcatenatedEncoderTest extends SiameseEncoderContract {

  private static final SyntheticCell CELL = SyntheticCells.builder().seed(5).build().cell(0);

  private static SameDiffEncoder small(int embeddingSize) {
    return SiameseEncoders.sameDiff()
        .network(
            new EncoderNetwork(32, 12, List.of(new Convolution(8, 5, 2, false)), true, false, 0))
        .embeddingSize(embeddingSize)
        .batchImages(32)
        .epochs(3);
  }

  @Override
  protected SiameseEncoder encoder() {
    return SiameseEncoders.concatenated(small(8), 2);
  }

  @Override
  protected int networks() {
    return 2;
  }

  @Override
  protected Optional<PartProvider> provider() {
    return Optional.of(new EncoderProviders.Concatenated());
  }

  private static EncoderTraining training(
      long seed, TrainingListener listener, Cancellation cancellation) {
    List<EncoderTraining.Example> examples = new ArrayList<>();
    for (int i = 0; i < CELL.chromosomes().size(); i++) {
      examples.add(
          new EncoderTraining.Example(CELL.prepared().get(i), CELL.chromosomes().get(i).type()));
    }
    return new EncoderTraining(
        examples, examples.subList(0, 9), PairSamplers.inBatch(), seed, 1, listener, cancellation);
  }

  private static EncoderTraining training(long seed) {
    return training(seed, TrainingListener.NONE, new Cancellation());
  }

  /** Trains at once and gives every chromosome one embedding; remembers what happens to it. */
  private static final class Plain implements SiameseEncoder {

    final float[] embedding;
    final List<Long> seeds = new ArrayList<>();
    final AtomicInteger closed = new AtomicInteger();

    Plain(float... embedding) {
      this.embedding = embedding;
    }

    @Override
    public TrainedEncoder train(EncoderTraining training) {
      seeds.add(training.seed());
      return new TrainedEncoder() {
        @Override
        public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
          return chromosomes.stream().map(chromosome -> new Embedding(embedding)).toList();
        }

        @Override
        public void close() {
          closed.incrementAndGet();
        }
      };
    }
  }

  @Test
  void anEmbeddingIsThatOfEachEncoderTrainedAloneWithItsSeed() {
    List<Long> seeds = new ArrayList<>();
    List<SameDiffEncoder> encoders = List.of(small(3), small(5), small(3));
    List<SiameseEncoder> recording = new ArrayList<>();
    for (SameDiffEncoder encoder : encoders) {
      recording.add(
          training -> {
            seeds.add(training.seed());
            return encoder.train(training);
          });
    }
    try (TrainedEncoder whole = SiameseEncoders.concatenated(recording).train(training(4))) {
      List<Embedding> embeddings = whole.encode(CELL.prepared());
      assertThat(embeddings).hasSize(46).extracting(Embedding::size).containsOnly(11);
      int from = 0;
      for (int i = 0; i < 3; i++) {
        int size = encoders.get(i).embeddingSize();
        try (TrainedEncoder alone = encoders.get(i).train(training(seeds.get(i)))) {
          List<Embedding> expected = alone.encode(CELL.prepared());
          for (int j = 0; j < 46; j++) {
            float[] part = Arrays.copyOfRange(embeddings.get(j).toArray(), from, from + size);
            assertThat(new Embedding(part)).isEqualTo(expected.get(j));
          }
        }
        from += size;
      }
    }
    assertThat(seeds).doesNotHaveDuplicates();
  }

  @Test
  void aPresetIsANetworkOrSeveral() {
    assertThat(SiameseEncoders.preset(Preset.FAST)).isSameAs(SiameseEncoders.sameDiff());
    assertThat(SiameseEncoders.preset(Preset.BALANCED))
        .hasToString(SiameseEncoders.standard().toString());
    SameDiffEncoder network = small(3);
    assertThat(SiameseEncoders.preset(Preset.FAST, network)).isSameAs(network);
    assertThat(SiameseEncoders.preset(Preset.BEST, network))
        .hasToString(SiameseEncoders.concatenated(network, 5).toString())
        .extracting(SiameseEncoder::id)
        .isEqualTo("concatenated");
    assertThat(Preset.values()).extracting(Preset::networks).containsExactly(1, 2, 5);
  }

  @Test
  void seedsDependOnTheSeedOfTheWholeOnly() {
    Plain plain = new Plain(1);
    SiameseEncoder whole = SiameseEncoders.concatenated(plain, 10);
    whole.train(training(1)).close();
    whole.train(training(1)).close();
    whole.train(training(2)).close();
    assertThat(plain.seeds.subList(0, 10)).doesNotHaveDuplicates().doesNotContain(1L);
    assertThat(plain.seeds.subList(10, 20)).isEqualTo(plain.seeds.subList(0, 10));
    assertThat(plain.seeds.subList(20, 30)).doesNotContainAnyElementsOf(plain.seeds.subList(0, 20));
  }

  @Test
  void aListenerHearsOfOneTrainingWhosePartsEndEarly() {
    List<TrainingListener.Epoch> epochs = new ArrayList<>();
    List<TrainingListener.Progress> progress = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            epochs.add(epoch);
          }

          @Override
          public void onProgress(Progress done) {
            progress.add(done);
          }
        };
    // The second stops after 2 of at most 20 epochs.
    SameDiffEncoder impatient = small(4).optimizer(Optimizer.adam(1e-9, 0)).epochs(20).patience(1);
    SiameseEncoders.concatenated(List.of(small(4), impatient, small(4)))
        .train(training(1, listener, new Cancellation()))
        .close();

    assertThat(epochs)
        .extracting(TrainingListener.Epoch::epoch)
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(epochs)
        .extracting(TrainingListener.Epoch::epochs)
        .containsExactly(9, 9, 9, 43, 43, 8, 8, 8);
    assertThat(epochs.get(0).loss()).isGreaterThan(epochs.get(2).loss());
    // 46 images an epoch: 3 epochs, 2 of 20 epochs, 3 epochs.
    assertThat(progress).extracting(TrainingListener.Progress::done).isSorted();
    assertThat(progress.get(0).total()).isEqualTo(3 * 3 * 46);
    assertThat(progress.get(progress.size() - 1).done()).isEqualTo((3 + 20 + 3) * 46);
    assertThat(progress.get(progress.size() - 1).total()).isEqualTo((3 + 20 + 3) * 46);
  }

  @Test
  void whatWasTrainedIsClosedIfALaterTrainingFails() {
    Plain first = new Plain(1);
    SiameseEncoder failing =
        training -> {
          throw new KaryoException("no luck");
        };
    SiameseEncoder whole = SiameseEncoders.concatenated(List.of(first, first, failing));
    assertThatThrownBy(() -> whole.train(training(1))).hasMessage("no luck");
    assertThat(first.closed).hasValue(2);
  }

  @Test
  void cancellingBetweenTwoTrainingsClosesTheFirst() {
    Plain first = new Plain(1);
    Cancellation cancellation = new Cancellation();
    SiameseEncoder cancelling =
        training -> {
          TrainedEncoder trained = first.train(training);
          cancellation.cancel();
          return trained;
        };
    SiameseEncoder whole = SiameseEncoders.concatenated(cancelling, 2);
    assertThatThrownBy(() -> whole.train(training(1, TrainingListener.NONE, cancellation)))
        .isInstanceOf(CancellationException.class);
    assertThat(first.closed).hasValue(1);
  }

  @Test
  void finishingEarlyLeavesOutWhatHasNotBegun() throws Exception {
    Cancellation cancellation = new Cancellation();
    TrainingListener impatient =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            if (epoch.epoch() == 4) {
              cancellation.finishEarly();
            }
          }
        };
    SiameseEncoder whole = SiameseEncoders.concatenated(small(4), 5);
    InMemoryModel model = new InMemoryModel();
    List<Embedding> expected;
    try (TrainedEncoder trained = whole.train(training(1, impatient, cancellation))) {
      expected = trained.encode(CELL.prepared());
      trained.save(model);
    }
    assertThat(expected).extracting(Embedding::size).containsOnly(8);
    try (TrainedEncoder restored = whole.restore(model.source())) {
      assertThat(restored.encode(CELL.prepared())).isEqualTo(expected);
    }
  }

  @Test
  void finishingBeforeItBeganTrainsTheFirst() {
    Cancellation enough = new Cancellation();
    enough.finishEarly();
    try (TrainedEncoder trained =
        SiameseEncoders.concatenated(new Plain(1, 2), 3)
            .train(training(1, TrainingListener.NONE, enough))) {
      assertThat(trained.encode(CELL.prepared())).containsOnly(new Embedding(1, 2));
    }
  }

  @Test
  void closingClosesAll() {
    Plain plain = new Plain(1);
    SiameseEncoders.concatenated(plain, 3).train(training(1)).close();
    assertThat(plain.closed).hasValue(3);
  }

  @Test
  void anEncoderOfTheUsersOwnWorksAndWithoutAnIdTheWholeHasNone() {
    Plain own = new Plain(7, 8);
    SiameseEncoder whole = SiameseEncoders.concatenated(List.of(own, small(4), own));
    try (TrainedEncoder trained = whole.train(training(1))) {
      Embedding embedding = trained.encode(CELL.prepared()).get(0);
      assertThat(embedding.size()).isEqualTo(8);
      assertThat(embedding.toArray()).startsWith(7, 8).endsWith(7, 8);
      assertThatThrownBy(() -> trained.save(new InMemoryModel()))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("this encoder must override save to be saved");
    }
    assertThat(whole.id()).isEqualTo(Part.ANONYMOUS);
    assertThat(SiameseEncoders.concatenated(small(4), 1).id()).isEqualTo("concatenated");
  }

  @Test
  void anEncoderThatLosesAChromosomeIsNamed() {
    SiameseEncoder losing = training -> chromosomes -> List.of();
    try (TrainedEncoder trained =
        SiameseEncoders.concatenated(List.of(new Plain(1), losing)).train(training(1))) {
      assertThatThrownBy(() -> trained.encode(CELL.prepared()))
          .isInstanceOf(KaryoException.class)
          .hasMessage("encoder 2: must give 46 results, gave 0");
    }
  }

  @Test
  void concatenationsNest() {
    SiameseEncoder inner = SiameseEncoders.concatenated(small(4), 2);
    SiameseEncoder outer = SiameseEncoders.concatenated(List.of(inner, small(3)));
    SiameseEncoder again = Parts.create(PartKind.ENCODER, outer.id(), outer.settings());
    assertThat(again.settings()).isEqualTo(outer.settings());
    try (TrainedEncoder trained = again.train(training(1))) {
      assertThat(trained.encode(CELL.prepared())).extracting(Embedding::size).containsOnly(11);
    }
  }

  @Test
  void itIsAdaptedEncoderByEncoder() {
    SiameseEncoder encoder = SiameseEncoders.concatenated(List.of(small(2), small(3)));
    try (TrainedEncoder trained = encoder.train(training(1));
        TrainedEncoder adapted = trained.adapt(training(1))) {
      List<Embedding> before = trained.encode(CELL.prepared());
      List<Embedding> after = adapted.encode(CELL.prepared());
      assertThat(after).extracting(Embedding::size).containsOnly(before.get(0).size());
      for (int coordinate = 0; coordinate < before.get(0).size(); coordinate++) {
        int place = coordinate;
        assertThat(after.stream().map(e -> e.get(place)).toList())
            .as("coordinate %s", place)
            .isNotEqualTo(before.stream().map(e -> e.get(place)).toList());
      }
    }
  }

  @Test
  void withoutSettingsItIsTheStandardOfTwoNetworks() {
    assertThat(new EncoderProviders.Concatenated().create(Settings.EMPTY).settings())
        .isEqualTo(SiameseEncoders.concatenated(SiameseEncoders.sameDiff(), 2).settings())
        .isEqualTo(SiameseEncoders.standard().settings());
  }

  @Test
  void allEncodersAreCheckedBeforeTheFirstIsTrained() {
    Plain first = new Plain(1);
    SiameseEncoder whole =
        SiameseEncoders.concatenated(List.of(first, small(4).loss(PairLoss.contrastive(3))));
    assertThatThrownBy(whole::check).hasMessageContaining("margin: must be at most 2");
    assertThatThrownBy(() -> whole.train(training(1)))
        .hasMessageContaining("margin: must be at most 2");
    assertThat(first.seeds).isEmpty();
  }

  @Test
  void wrongNumbersAndSettingsAreRefused() {
    assertThatThrownBy(() -> SiameseEncoders.concatenated(small(4), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("networks: must be 1 to 100, found 0");
    assertThatThrownBy(() -> SiameseEncoders.concatenated(small(4), 101))
        .hasMessage("networks: must be 1 to 100, found 101");
    assertThatThrownBy(() -> SiameseEncoders.concatenated(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("encoders: must be 1 to 100, found 0");
    Settings unknown = Settings.EMPTY.with("encoders", List.of(Settings.EMPTY.with("id", "none")));
    assertThatThrownBy(() -> ConcatenatedEncoder.of(unknown))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("encoder: must be one of")
        .hasMessageEndingWith("found 'none'");
  }

  @Test
  void aDamagedStateIsRefusedAndWhatWasRestoredIsClosed() {
    for (Object wrong : new Object[] {0, 3, "two"}) {
      InMemoryModel model = new InMemoryModel();
      model.state(Settings.EMPTY.with("encoders", wrong));
      assertThatThrownBy(() -> encoder().restore(model.source()))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("encoders: must be ")
          .hasMessageContaining("found ");
    }
    AtomicInteger closed = new AtomicInteger();
    SiameseEncoder restorable =
        new SiameseEncoder() {
          @Override
          public TrainedEncoder train(EncoderTraining training) {
            throw new AssertionError("not trained here");
          }

          @Override
          public TrainedEncoder restore(ModelSource source) {
            return new TrainedEncoder() {
              @Override
              public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
                return List.of();
              }

              @Override
              public void close() {
                closed.incrementAndGet();
              }
            };
          }
        };
    InMemoryModel model = new InMemoryModel();
    model.state(Settings.EMPTY.with("encoders", 2));
    SiameseEncoder whole = SiameseEncoders.concatenated(List.of(restorable, small(4)));
    assertThatThrownBy(() -> whole.restore(model.source()))
        .isInstanceOf(ModelFormatException.class);
    assertThat(closed).hasValue(1);
  }
}
