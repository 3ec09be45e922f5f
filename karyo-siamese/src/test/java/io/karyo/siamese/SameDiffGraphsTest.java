package io.karyo.siamese;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.PreparedChromosome;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.NetworkInput;
import io.karyo.siamese.baseline.Baselines;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.Cancellation;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingListener;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What an application does with a graph: run it, put it into its own, train it further. */
class SameDiffGraphsTest {

  private static final EncoderNetwork NETWORK =
      new EncoderNetwork(
          32, 16, List.of(new EncoderNetwork.Convolution(6, 3, 2, false)), true, false, 0.1);

  private static final SyntheticCell CELL = SyntheticCells.builder().seed(3).build().cell(0);
  private static final List<PreparedChromosome> CHROMOSOMES = CELL.prepared();

  @SuppressWarnings("NullAway.Init")
  private static TrainedEncoder trained;

  private static SiameseEncoder small() {
    SiameseEncoder one =
        SiameseEncoders.sameDiff()
            .network(NETWORK)
            .embeddingSize(8)
            .polarity(SameDiffEncoder.Polarity.UPRIGHT)
            .epochs(2);
    return SiameseEncoders.concatenated(one, 2);
  }

  private static TrainedEncoder train(SiameseEncoder encoder) {
    List<EncoderTraining.Example> examples = new ArrayList<>();
    for (int i = 0; i < CHROMOSOMES.size(); i++) {
      examples.add(
          new EncoderTraining.Example(CHROMOSOMES.get(i), CELL.chromosomes().get(i).type()));
    }
    return encoder.train(
        new EncoderTraining(
            examples,
            List.of(),
            PairSamplers.inBatch(),
            5,
            1,
            TrainingListener.NONE,
            new Cancellation()));
  }

  @BeforeAll
  static void trainsOnce() {
    trained = train(small());
  }

  @AfterAll
  static void close() {
    trained.close();
  }

  /** Images and sizes of all chromosomes, mirrored or not. */
  private static Map<String, INDArray> inputs(boolean mirrored) {
    int count = CHROMOSOMES.size();
    int pixels = NETWORK.height() * NETWORK.width();
    float[] images = new float[(count + 1) * pixels];
    float[] sizes = new float[count * NetworkInput.SIZES];
    NetworkInput.View view = NetworkInput.View.plain(false);
    NetworkInput.Reference reference =
        ((TrainedSameDiff) ((TrainedConcatenation) trained).encoders().get(0)).state().reference();
    for (int i = 0; i < count; i++) {
      NetworkInput input = new NetworkInput(CHROMOSOMES.get(i));
      int at = i * pixels;
      // The last place is for the image that is mirrored next.
      input.draw(NETWORK.height(), NETWORK.width(), view, images, mirrored ? count * pixels : at);
      if (mirrored) {
        NetworkInput.mirror(NETWORK.height(), NETWORK.width(), images, count * pixels, at);
      }
      input.sizes(view, reference, sizes, i * NetworkInput.SIZES);
    }
    float[] shown = Arrays.copyOf(images, count * pixels);
    return Map.of(
        SameDiffGraphs.IMAGES,
        Nd4j.create(shown, new long[] {count, 1, NETWORK.height(), NETWORK.width()}, 'c'),
        SameDiffGraphs.SIZES,
        Nd4j.create(sizes, new long[] {count, NetworkInput.SIZES}, 'c'));
  }

  @Test
  void aGraphGivesTheEmbeddingsOfTheEncoder() {
    List<SameDiff> graphs = SameDiffGraphs.of(trained);
    assertThat(graphs).hasSize(2);
    for (int network = 0; network < 2; network++) {
      SameDiff graph = graphs.get(network);
      INDArray seen = graph.outputSingle(inputs(false), SameDiffGraphs.EMBEDDING);
      INDArray mirrored = graph.outputSingle(inputs(true), SameDiffGraphs.EMBEDDING);
      INDArray mean = seen.add(mirrored).div(2);
      mean.diviColumnVector(mean.norm2(1));
      for (int i = 0; i < CHROMOSOMES.size(); i++) {
        float[] all = trained.encode(CHROMOSOMES).get(i).toArray();
        assertThat(mean.getRow(i).toFloatVector())
            .containsExactly(Arrays.copyOfRange(all, network * 8, network * 8 + 8), within(1e-5f));
      }
    }
  }

  @Test
  void aGraphIsTrainedFurtherWithAHeadOfTheApplication() {
    List<float[]> before = trained.encode(CHROMOSOMES).stream().map(e -> e.toArray()).toList();
    SameDiff graph = SameDiffGraphs.of(trained).get(0);
    SDVariable head = graph.var("head", Nd4j.ones(DataType.FLOAT, 8, 1).mul(0.1));
    SDVariable target = graph.placeHolder("target", DataType.FLOAT, -1, 1);
    SDVariable answer = graph.getVariable(SameDiffGraphs.EMBEDDING).mmul(head);
    graph.math().square(answer.sub(target)).mean().rename("loss");
    graph.setLossVariables("loss");
    Map<String, INDArray> inputs = new HashMap<>(inputs(false));
    float[] sizes = new float[CHROMOSOMES.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = (float) Math.log(CHROMOSOMES.get(i).straightened().area()) / 10;
    }
    inputs.put("target", Nd4j.create(sizes, new long[] {sizes.length, 1}, 'c'));
    List<String> learned = List.of("head", EncoderNetwork.DENSE, EncoderNetwork.kernel(0));
    double first = graph.outputSingle(inputs, "loss").getDouble(0);
    for (int step = 0; step < 20; step++) {
      Map<String, INDArray> gradients = graph.calculateGradients(inputs, learned);
      for (String name : learned) {
        graph
            .getVariable(name)
            .getArr()
            .subi(Objects.requireNonNull(gradients.get(name)).mul(0.05));
      }
    }
    assertThat(graph.outputSingle(inputs, "loss").getDouble(0)).isLessThan(first / 2);
    assertThat(trained.encode(CHROMOSOMES).stream().map(e -> e.toArray()).toList())
        .as("the encoder is as it was")
        .usingRecursiveComparison()
        .isEqualTo(before);
  }

  @Test
  void anotherEncoderIsRefused() {
    try (TrainedEncoder pixels = train(Baselines.pixels(8, 8))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SameDiffGraphs.of(pixels))
          .withMessageStartingWith("encoder: must be 'samediff', or several of it, found ");
    }
  }

  @Test
  void aClosedEncoderIsRefused() {
    TrainedEncoder closed = train(small());
    closed.close();
    assertThatThrownBy(() -> SameDiffGraphs.of(closed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("encoder: must be open, found closed");
  }
}
