package io.karyo.siamese;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.model.Settings;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.EncoderNetwork.Convolution;
import io.karyo.network.Engine;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.Cancellation;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingListener;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** SameDiff's graphs and the engine for CPUs train the same network. */
class EngineTest {

  private static final double NEAR = 1e-3;
  private static final SyntheticCells CELLS = SyntheticCells.builder().seed(8).build();

  private static SameDiffEncoder small() {
    return SiameseEncoders.sameDiff()
        .network(
            new EncoderNetwork(
                32,
                16,
                List.of(new Convolution(8, 3, 1, true), new Convolution(16, 3, 1, true)),
                true,
                false,
                0.1))
        .embeddingSize(16)
        .polarity(SameDiffEncoder.Polarity.UPRIGHT)
        .epochs(2);
  }

  /** The losses of the epochs, and the embeddings of a cell that was not trained on. */
  private record Outcome(List<Double> losses, List<Embedding> embeddings) {}

  private static Outcome train(SameDiffEncoder encoder) {
    List<EncoderTraining.Example> examples = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      SyntheticCell cell = CELLS.cell(i);
      List<PreparedChromosome> prepared = cell.prepared();
      for (int j = 0; j < prepared.size(); j++) {
        examples.add(
            new EncoderTraining.Example(prepared.get(j), cell.chromosomes().get(j).type()));
      }
    }
    List<Double> losses = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            losses.add(epoch.loss());
          }
        };
    EncoderTraining training =
        new EncoderTraining(
            examples, List.of(), PairSamplers.inBatch(), 4, 1, listener, new Cancellation());
    try (TrainedEncoder trained = encoder.train(training)) {
      return new Outcome(losses, trained.encode(CELLS.cell(5).prepared()));
    }
  }

  @Test
  void bothEnginesGiveTheSameLossesAndEmbeddings() {
    Outcome graphs = train(small().engine(Engine.SAMEDIFF));
    Outcome products = train(small().engine(Engine.CPU));
    assertThat(graphs.losses()).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat(products.losses().get(i)).isCloseTo(graphs.losses().get(i), Offset.offset(NEAR));
    }
    assertThat(products.embeddings()).isNotEqualTo(graphs.embeddings());
    for (int i = 0; i < products.embeddings().size(); i++) {
      assertThat(products.embeddings().get(i).distance(graphs.embeddings().get(i)))
          .isLessThan(NEAR);
    }
  }

  @Test
  void theAutomaticEngineIsTheOneForCpusHereAndLeavesNoTraceInSettings() {
    assertThat(train(small()).embeddings())
        .isEqualTo(train(small().engine(Engine.CPU)).embeddings());
    assertThat(small().engine(Engine.SAMEDIFF).engine(Engine.AUTOMATIC).settings())
        .isEqualTo(small().settings());
    assertThat(small().settings().names()).doesNotContain("engine");
  }

  @Test
  void theChoiceIsStored() {
    Settings settings = small().epochs(3).engine(Engine.SAMEDIFF).settings();
    assertThat(new SameDiffEncoder(settings).engine()).isEqualTo(Engine.SAMEDIFF);
    assertThat(new SameDiffEncoder(settings).settings()).isEqualTo(settings);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SameDiffEncoder(settings.with("engine", "steam")))
        .withMessage("engine: must be automatic, samediff or cpu, found 'steam'");
  }
}
