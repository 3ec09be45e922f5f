package io.karyo.siamese;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.Embedding;
import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.EncoderNetwork.Convolution;
import io.karyo.network.Optimizer;
import io.karyo.network.PairLoss;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.Cancellation;
import io.karyo.spi.Checkpoints;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.Pair;
import io.karyo.spi.PairSampler;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingListener;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.testkit.InMemoryModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

  private static final int EPOCHS = 6;
  private static final SyntheticCells CELLS = SyntheticCells.builder().seed(5).build();
  private static final SyntheticCell CELL = CELLS.cell(0);

  /** Everything that a checkpoint must keep is in use: dropout, decay, momentum, turned images. */
  private static SameDiffEncoder small() {
    return SiameseEncoders.sameDiff()
        .network(
            new EncoderNetwork(32, 12, List.of(new Convolution(8, 5, 2, false)), true, false, 0.2))
        .embeddingSize(8)
        .batchImages(16)
        .polarity(SameDiffEncoder.Polarity.ANY)
        .epochs(EPOCHS);
  }

  /** Keeps what is saved in memory, by the names of the nested trainers. */
  private static final class InMemory implements Checkpoints {
    final Map<String, InMemoryModel> saved;
    final String name;

    InMemory() {
      this(new TreeMap<>(), "");
    }

    InMemory(Map<String, InMemoryModel> saved, String name) {
      this.saved = saved;
      this.name = name;
    }

    @Override
    public Optional<ModelSource> latest() {
      return Optional.ofNullable(saved.get(name)).map(InMemoryModel::source);
    }

    @Override
    public void save(Content content) {
      InMemoryModel model = new InMemoryModel();
      try {
        content.writeTo(model);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      saved.put(name, model);
    }

    @Override
    public Checkpoints nested(String nested) {
      return new InMemory(saved, name + "/" + nested);
    }
  }

  /** Ends a training as if the program had been killed. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static EncoderTraining training(Checkpoints checkpoints, TrainingListener listener) {
    return training(
        checkpoints, listener, PairSamplers.inBatch().typesPerGroup(12).imagesPerType(4));
  }

  private static EncoderTraining training(
      Checkpoints checkpoints, TrainingListener listener, PairSampler sampler) {
    List<EncoderTraining.Example> examples = new ArrayList<>();
    for (int c = 0; c < 3; c++) {
      SyntheticCell cell = CELLS.cell(c);
      for (int i = 0; i < cell.chromosomes().size(); i++) {
        examples.add(
            new EncoderTraining.Example(cell.prepared().get(i), cell.chromosomes().get(i).type()));
      }
    }
    return new EncoderTraining(
        examples, examples.subList(0, 9), sampler, 3, 1, listener, new Cancellation(), checkpoints);
  }

  private static List<Embedding> train(
      SiameseEncoder encoder, Checkpoints checkpoints, TrainingListener listener) {
    return train(encoder, training(checkpoints, listener));
  }

  private static List<Embedding> train(SiameseEncoder encoder, EncoderTraining training) {
    try (TrainedEncoder trained = encoder.train(training)) {
      return trained.encode(CELL.prepared());
    }
  }

  /** Is killed when it has heard of so many batches. */
  private static TrainingListener killedAfter(int batches) {
    return new TrainingListener() {
      private int heard;

      @Override
      public void onProgress(Progress progress) {
        if (++heard > batches) {
          throw new Killed();
        }
      }
    };
  }

  private static void assertResumes(SiameseEncoder encoder, int step) {
    List<Embedding> uninterrupted = train(encoder, Checkpoints.NONE, TrainingListener.NONE);
    int kills = 0;
    Checkpoints checkpoints = new InMemory();
    // Killed again and again, each time a few batches after it went on.
    while (true) {
      try {
        assertThat(train(encoder, checkpoints, killedAfter(step))).isEqualTo(uninterrupted);
        break;
      } catch (Killed e) {
        assertThat(++kills).as("every time an epoch is gained").isLessThan(50);
      }
    }
    assertThat(kills).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void aTrainingThatIsKilledAgainAndAgainGivesTheSameBits(int step) {
    assertResumes(small(), step);
  }

  @Test
  void soDoesOneWithThePapersOptimizerAndPairs() {
    assertResumes(
        small()
            .normalised(false)
            .loss(PairLoss.contrastive(1))
            .optimizer(Optimizer.nesterov(0.01, 0.9, 0.01)),
        4);
  }

  /** A draw of balanced pairs lasts several epochs, one of a few pairs is soon over. */
  @Test
  void soDoesOneWhoseEpochsAreNoDraws() {
    PairSampler few =
        (types, epoch, seed) -> {
          Iterator<Pair> all = PairSamplers.all().sample(types, epoch, seed);
          return Stream.generate(all::next).limit(12).iterator();
        };
    SiameseEncoder encoder = small().batchImages(32);
    for (PairSampler sampler : List.of(PairSamplers.balanced().similarPerType(20), few)) {
      List<Embedding> uninterrupted =
          train(encoder, training(Checkpoints.NONE, TrainingListener.NONE, sampler));
      Checkpoints checkpoints = new InMemory();
      int kills = 0;
      while (true) {
        try {
          assertThat(train(encoder, training(checkpoints, killedAfter(13), sampler)))
              .isEqualTo(uninterrupted);
          break;
        } catch (Killed e) {
          assertThat(++kills).isLessThan(50);
        }
      }
      assertThat(kills).isPositive();
    }
  }

  @Test
  void soDoesOneThatEndsByItsPatience() {
    assertResumes(small().epochs(12).patience(2), 4);
  }

  @Test
  void soDoTwoNetworksWhicheverIsUnderWay() {
    InMemory checkpoints = new InMemory();
    SiameseEncoder two = SiameseEncoders.concatenated(small(), 2);
    assertResumes(two, 7);

    List<Integer> heard = new ArrayList<>();
    TrainingListener killedInTheSecond =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            heard.add(epoch.epoch());
            if (epoch.epoch() == EPOCHS + 3) {
              throw new Killed();
            }
          }
        };
    assertThatThrownBy(() -> train(two, checkpoints, killedInTheSecond)).isInstanceOf(Killed.class);
    assertThat(checkpoints.saved).containsOnlyKeys("/encoder0", "/encoder1");
    heard.clear();
    train(
        two,
        checkpoints,
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            heard.add(epoch.epoch());
          }
        });
    // The first network is not trained again, and of the second only what is missing.
    assertThat(heard).hasSize(EPOCHS - 2);
  }

  @Test
  void withoutValidationTheLastWeightsAreTakenAfterResuming() {
    InMemory checkpoints = new InMemory();
    EncoderTraining base = training(checkpoints, killedAfter(10));
    List<Embedding> uninterrupted = null;
    for (Checkpoints place : List.of(Checkpoints.NONE, checkpoints, checkpoints)) {
      TrainingListener listener =
          place == checkpoints && checkpoints.saved.isEmpty()
              ? base.listener()
              : TrainingListener.NONE;
      EncoderTraining training =
          new EncoderTraining(
              base.training(),
              List.of(),
              base.pairSampler(),
              base.seed(),
              1,
              listener,
              base.cancellation(),
              place);
      try (TrainedEncoder trained = small().train(training)) {
        List<Embedding> embeddings = trained.encode(CELL.prepared());
        if (uninterrupted == null) {
          uninterrupted = embeddings;
        }
        assertThat(embeddings).isEqualTo(uninterrupted);
      } catch (Killed e) {
        assertThat(listener).isSameAs(base.listener());
      }
    }
    assertThat(checkpoints.saved).hasSize(1);
  }

  @Test
  void aFinishedTrainingIsNotTrainedAgain() {
    InMemory checkpoints = new InMemory();
    List<Embedding> first = train(small(), checkpoints, TrainingListener.NONE);
    assertThat(train(small(), checkpoints, killedAfter(0))).isEqualTo(first);
  }

  @Test
  void whatFinishedEarlyInTheMiddleOfAnEpochLeavesTheCheckpointOfTheLastWholeOne() {
    InMemory checkpoints = new InMemory();
    Cancellation cancellation = new Cancellation();
    EncoderTraining base =
        training(
            checkpoints,
            new TrainingListener() {
              @Override
              public void onEpoch(Epoch epoch) {
                if (epoch.epoch() == 2) {
                  cancellation.finishEarly();
                }
              }
            });
    try (TrainedEncoder early =
        small()
            .train(
                new EncoderTraining(
                    base.training(),
                    base.validation(),
                    base.pairSampler(),
                    base.seed(),
                    1,
                    base.listener(),
                    cancellation,
                    checkpoints))) {
      assertThat(early.encode(CELL.prepared())).hasSize(46);
    }
    assertThat(checkpoints.latest().orElseThrow().state().integer("epochs", 0)).isEqualTo(2);
    assertThat(train(small(), checkpoints, TrainingListener.NONE))
        .isEqualTo(train(small(), Checkpoints.NONE, TrainingListener.NONE));
  }

  @Test
  void aCheckpointThatDoesNotFitIsRefused() {
    InMemory checkpoints = new InMemory();
    train(small(), checkpoints, TrainingListener.NONE);
    assertThatThrownBy(() -> train(small().embeddingSize(9), checkpoints, TrainingListener.NONE))
        .isInstanceOf(ModelFormatException.class);
    checkpoints.save(sink -> sink.state(Settings.EMPTY.with("epoch", 3)));
    assertThatThrownBy(() -> train(small(), checkpoints, TrainingListener.NONE))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("checkpoint: ");
  }

  @Test
  void anEncoderThatKnowsNothingOfCheckpointsWorksBesideOneThatDoes() {
    SiameseEncoder plain =
        training ->
            chromosomes -> chromosomes.stream().map(chromosome -> new Embedding(1, 2)).toList();
    SiameseEncoder both = SiameseEncoders.concatenated(List.of(plain, small()));
    assertResumes(both, 5);
  }
}
