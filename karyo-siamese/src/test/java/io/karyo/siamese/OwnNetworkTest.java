package io.karyo.siamese;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.PreparedChromosome;
import io.karyo.model.ModelFormatException;
import io.karyo.model.Settings;
import io.karyo.network.Engine;
import io.karyo.network.Optimizer;
import io.karyo.network.PairLoss;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.PairSampler;
import io.karyo.spi.Part;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Parts;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingListener;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.testkit.InMemoryModel;
import io.karyo.testkit.SiameseEncoderContract;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.weightinit.impl.XavierInitScheme;

/** A network that an application brings as a lambda. */
class OwnNetworkTest extends SiameseEncoderContract {

  private static final int HEIGHT = 32;
  private static final int WIDTH = 12;
  private static final int PIXELS = HEIGHT * WIDTH;

  private static final SameDiffNetwork DENSE =
      SameDiffNetwork.named(
          "acme-dense",
          HEIGHT,
          WIDTH,
          (graph, images, sizes) -> {
            SDVariable inputs = graph.concat(1, images.reshape(-1, PIXELS), sizes);
            SDVariable hidden = graph.var("hidden", DataType.FLOAT, PIXELS + 6, 24);
            SDVariable bias = graph.var("bias", DataType.FLOAT, 24);
            SDVariable out = graph.var("out", DataType.FLOAT, 24, 10);
            return graph.nn().relu(inputs.mmul(hidden).add(bias), 0).mmul("embedding", out);
          });

  private static SameDiffEncoder own(SameDiffNetwork network) {
    return SiameseEncoders.sameDiff().network(network).batchImages(32).epochs(4);
  }

  @Override
  protected SiameseEncoder encoder() {
    return own(DENSE);
  }

  @Override
  protected Optional<PartProvider> provider() {
    return Optional.of(SiameseEncoders.providers(DENSE).get(0));
  }

  private static EncoderTraining training(PairSampler sampler, List<TrainingListener.Epoch> log) {
    return SameDiffEncoderTest.training(sampler, log);
  }

  private static List<PreparedChromosome> chromosomes() {
    return SyntheticCells.builder().seed(9).build().cell(0).prepared();
  }

  static List<SameDiffEncoder> configurations() {
    SameDiffEncoder own = own(DENSE).epochs(10);
    return List.of(
        own,
        own.loss(PairLoss.contrastive(0.7)),
        own.normalised(false)
            .loss(PairLoss.contrastive(1))
            .optimizer(Optimizer.nesterov(0.01, 0.9, 0.001)),
        own.polarity(SameDiffEncoder.Polarity.ANY));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void itLearnsWithEveryLossAndOptimiser(SameDiffEncoder encoder) {
    List<TrainingListener.Epoch> log = new ArrayList<>();
    encoder.train(training(PairSamplers.inBatch(), log)).close();
    assertThat(log.get(9).loss()).isLessThan(log.get(0).loss() * 0.9);
  }

  @Test
  void itLearnsFromPairsThatAreDrawnOneByOne() {
    List<TrainingListener.Epoch> log = new ArrayList<>();
    own(DENSE).epochs(10).train(training(PairSamplers.balanced(), log)).close();
    assertThat(log.get(9).loss()).isLessThan(log.get(0).loss() * 0.9);
  }

  @Test
  void theSeedDrawsWhatTheNetworkLeavesAtZeroAndWhatItDrawsItself() {
    SameDiffNetwork drawing =
        SameDiffNetwork.named(
            "acme-drawing",
            (graph, images, sizes) -> {
              SDVariable xavier =
                  graph.var("xavier", new XavierInitScheme('c', 6, 4), DataType.FLOAT, 6, 4);
              SDVariable gain = graph.var("gain", Nd4j.ones(DataType.FLOAT, 4).mul(3));
              return sizes
                  .mmul(xavier)
                  .mul(gain)
                  .add(sizes.mmul(graph.var("zero", DataType.FLOAT, 6, 4)));
            });
    Nd4j.getRandom().setSeed(77);
    TrainableNetwork network = own(drawing).trainable();
    try (var first = network.drawn(new SplittableRandom(1));
        var again = network.drawn(new SplittableRandom(1));
        var other = network.drawn(new SplittableRandom(2))) {
      double next = Nd4j.getRandom().nextDouble();
      Nd4j.getRandom().setSeed(77);
      assertThat(next).as("the caller's generator").isEqualTo(Nd4j.getRandom().nextDouble());
      assertThat(again.values("xavier")).isEqualTo(first.values("xavier"));
      assertThat(again.values("zero")).isEqualTo(first.values("zero")).doesNotContain(0);
      assertThat(other.values("xavier")).isNotEqualTo(first.values("xavier"));
      assertThat(other.values("zero")).isNotEqualTo(first.values("zero"));
      assertThat(other.values("gain")).containsOnly(3);
    }
  }

  @Test
  void aModelFileHoldsTheVariablesByTheirNames() throws IOException {
    try (TrainedEncoder trained =
        encoder().train(training(PairSamplers.inBatch(), new ArrayList<>()))) {
      InMemoryModel model = new InMemoryModel();
      trained.save(model);
      assertThat(model.source().nested("network").array("hidden", PIXELS + 6, 24)).hasSize(9360);
      try (TrainedEncoder again = encoder().restore(model.source())) {
        assertThat(again.encode(chromosomes())).isEqualTo(trained.encode(chromosomes()));
      }
      SameDiffNetwork wider =
          SameDiffNetwork.named(
              "acme-dense",
              HEIGHT,
              WIDTH,
              (graph, images, sizes) ->
                  DENSE
                      .embedding(graph, images, sizes)
                      .mmul(graph.var("more", DataType.FLOAT, 10, 10)));
      assertThatExceptionOfType(ModelFormatException.class)
          .isThrownBy(() -> own(wider).restore(model.source()))
          .withMessageContaining("network 'acme-dense'")
          .withMessageContaining("more");
    }
  }

  @Test
  void networksSideBySideAreRestoredWithTheNetworkThatIsGiven() throws IOException {
    SiameseEncoder two = SiameseEncoders.concatenated(encoder(), 2);
    try (TrainedEncoder trained = two.train(training(PairSamplers.inBatch(), new ArrayList<>()))) {
      InMemoryModel model = new InMemoryModel();
      trained.save(model);
      PartProvider provider = SiameseEncoders.providers(DENSE).get(1);
      SiameseEncoder made = Parts.create(PartKind.ENCODER, provider, two.settings());
      try (TrainedEncoder again = made.restore(model.source())) {
        assertThat(again.encode(chromosomes())).isEqualTo(trained.encode(chromosomes()));
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Parts.create(PartKind.ENCODER, "concatenated", two.settings()))
        .withMessageContaining("found 'acme-dense'");
  }

  @Test
  void aGraphGivesTheEmbeddingsOfTheEncoder() {
    try (TrainedEncoder trained =
        encoder().train(training(PairSamplers.inBatch(), new ArrayList<>()))) {
      SameDiff graph = SameDiffGraphs.of(trained).get(0);
      INDArray images = Nd4j.rand(DataType.FLOAT, 5, 1, HEIGHT, WIDTH);
      INDArray sizes = Nd4j.rand(DataType.FLOAT, 5, 6);
      INDArray embedding =
          graph.outputSingle(
              Map.of(SameDiffGraphs.IMAGES, images, SameDiffGraphs.SIZES, sizes),
              SameDiffGraphs.EMBEDDING);
      TrainedSameDiff own = (TrainedSameDiff) trained;
      float[][] expected =
          own.network()
              .embeddings(own.weights().copy())
              .embed(images.ravel().toFloatVector(), sizes.ravel().toFloatVector(), 5);
      for (int i = 0; i < 5; i++) {
        assertThat(embedding.getRow(i).toFloatVector()).containsExactly(expected[i], within(1e-6f));
      }
    }
  }

  @Test
  void aNetworkWithoutAnIdTrainsButCannotBeSaved() {
    SameDiffNetwork small =
        (graph, images, sizes) -> sizes.mmul(graph.var("w", DataType.FLOAT, 6, 3));
    assertThat(own(small).id()).isEqualTo(Part.ANONYMOUS);
    own(small).train(training(PairSamplers.inBatch(), new ArrayList<>())).close();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiameseEncoders.providers(small))
        .withMessageContaining("id: must be");
  }

  @Test
  void theBuiltInNetworkTakesThePlaceOfOnesOwnAgain() {
    assertThat(own(DENSE).paper().ownNetwork()).isEmpty();
    assertThat(own(DENSE).paper().settings())
        .isEqualTo(SiameseEncoders.sameDiff().paper().batchImages(32).epochs(4).settings());
    assertThat(own(DENSE).ownNetwork()).contains(DENSE);
    assertThat(own(DENSE).settings().nested("ownNetwork").text("id", "")).isEqualTo("acme-dense");
  }

  @Test
  void aGivenNetworkMustHaveTheSettingsOfTheModel() {
    Settings saved = own(SiameseEncoders.residual()).settings();
    PartProvider provider = SiameseEncoders.providers(SiameseEncoders.residual().blocks(2)).get(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider.create(saved))
        .withMessageContaining("network 'residual': must be one with the settings");
  }

  private static void assertRefused(SameDiffNetwork network, String... message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> own(SameDiffNetwork.named("bad", network)).check())
        .withMessageStartingWith("network 'bad': ")
        .satisfies(e -> assertThat(e.getMessage()).contains(message));
  }

  private static SDVariable weights(SameDiff graph, long... shape) {
    return graph.var("w", DataType.FLOAT, shape);
  }

  @Test
  void aVariableWithoutAGradientIsRefused() {
    assertRefused(
        (graph, images, sizes) -> {
          graph.var("idle", Nd4j.ones(DataType.FLOAT, 3));
          return sizes.mmul(weights(graph, 6, 4));
        },
        "variable 'idle': must have a gradient, found that the loss does not depend on it");
    assertRefused(
        (graph, images, sizes) ->
            graph
                .nn()
                .batchNorm(
                    sizes.mmul(weights(graph, 6, 4)),
                    graph.constant(Nd4j.zeros(DataType.FLOAT, 4)),
                    graph.constant(Nd4j.ones(DataType.FLOAT, 4)),
                    graph.constant(Nd4j.ones(DataType.FLOAT, 4)),
                    graph.constant(Nd4j.zeros(DataType.FLOAT, 4)),
                    1e-5,
                    1),
        "graph: must have gradients, found that SameDiff cannot derive it");
  }

  @Test
  void anEmbeddingOfAnotherShapeIsRefused() {
    assertRefused(
        (graph, images, sizes) -> images.mul(graph.var("w", Nd4j.ones(DataType.FLOAT, 1))),
        "embedding: must be of the shape [n, size], found [6, 1, 64, 24] for n = 6");
    assertRefused(
        (graph, images, sizes) -> sizes.mmul(weights(graph, 6, 4)).sum(0),
        "embedding: must be of the shape [n, size], found [4]");
    assertRefused(
        (graph, images, sizes) -> sizes.mmul(weights(graph, 6, 1)),
        "size of an embedding: must be 2 to 4096, found 1");
    assertRefused((graph, images, sizes) -> sizes.mmul(weights(graph, 5, 4)), "");
  }

  @Test
  @SuppressWarnings("NullAway") // Applications are not checked for it.
  void aNetworkThatReturnsNullIsRefused() {
    assertRefused(
        (graph, images, sizes) -> null, "embedding: must be a variable of the given graph");
  }

  @Test
  void whatIsNoNetworkIsRefused() {
    assertRefused(
        (graph, images, sizes) -> SameDiff.create().var("w", DataType.FLOAT, 2, 2),
        "embedding: must be a variable of the given graph");
    assertRefused((graph, images, sizes) -> sizes, "graph: must be one with a variable to train");
    assertRefused(
        (graph, images, sizes) -> {
          throw new IllegalStateException("no such layer");
        },
        "no such layer");
    assertRefused(
        (graph, images, sizes) -> sizes.mmul(graph.var("a/b", DataType.FLOAT, 6, 4)),
        "variable 'a/b': must be named with");
    assertRefused(
        (graph, images, sizes) ->
            sizes.castTo(DataType.DOUBLE).mmul(graph.var("w", DataType.DOUBLE, 6, 4)),
        "variable 'w': must be 32-bit floats");
    assertRefused(
        (graph, images, sizes) -> graph.math().log(sizes.mmul(weights(graph, 6, 4))),
        "embedding: must be of finite numbers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> own(SameDiffNetwork.named("bad", 4, 12, DENSE)).check())
        .withMessageContaining("height: must be 8 to 512, found 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> own(DENSE).engine(Engine.CPU).check())
        .withMessageContaining("engine: must be automatic or samediff");
  }

  @Test
  void statisticsOfABatchAreRefused() {
    assertRefused(
        (graph, images, sizes) -> {
          SDVariable out = sizes.mmul(weights(graph, 6, 4));
          return out.sub(out.mean(true, 0));
        },
        "embedding: must be the same each time, whatever else is in the batch");
    assertRefused(
        (graph, images, sizes) -> graph.nn().dropout(sizes.mmul(weights(graph, 6, 64)), 0.5),
        "embedding: must be the same each time");
  }
}
