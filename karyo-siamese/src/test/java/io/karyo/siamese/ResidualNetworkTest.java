package io.karyo.siamese;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.karyo.model.Settings;
import io.karyo.network.NetworkInput;
import io.karyo.network.PairLoss;
import io.karyo.network.ResidualShape;
import io.karyo.samediff.GradientSession;
import io.karyo.samediff.Weights;
import io.karyo.samediff.Workers;
import io.karyo.siamese.internal.FiniteDifferences;
import io.karyo.siamese.internal.GradientPass;
import io.karyo.siamese.internal.NetworkOracle;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Parts;
import io.karyo.spi.SiameseEncoder;
import io.karyo.testkit.SiameseEncoderContract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** The built-in network that is built in SameDiff keeps what every encoder promises. */
class ResidualNetworkTest extends SiameseEncoderContract {

  private static final int PIXELS = 24 * 12;

  private static ResidualNetwork network() {
    return SiameseEncoders.residual().images(24, 12).filters(4, 2).stages(2).embeddingSize(8);
  }

  @Override
  protected SiameseEncoder encoder() {
    return SiameseEncoders.sameDiff().network(network()).batchImages(32).epochs(4);
  }

  @Override
  protected Optional<PartProvider> provider() {
    return Optional.of(new EncoderProviders.SameDiff());
  }

  /** The network once more, slow and obvious, in double precision. */
  private static double[] embed(Weights weights, float[] image, float[] sizes) {
    double[][][] pixels = new double[1][24][12];
    for (int i = 0; i < image.length; i++) {
      pixels[0][i / 12][i % 12] = image[i];
    }
    double[][][] layer = relu(normalised(weights, "stem", pixels, 5, 2));
    for (int stage = 0; stage < 2; stage++) {
      String name = "stage" + stage + "_block0_";
      int stride = stage + 1;
      double[][][] inner = relu(normalised(weights, name + "first", layer, 3, stride));
      double[][][] outer = normalised(weights, name + "second", inner, 3, 1);
      double[][][] beside =
          stage == 0 ? layer : normalised(weights, name + "beside", layer, 1, stride);
      layer = relu(sum(outer, beside));
    }
    List<Double> features = new ArrayList<>();
    for (double[][] channel : layer) {
      for (double[] row : channel) {
        Arrays.stream(row).forEach(features::add);
      }
    }
    for (float size : sizes) {
      features.add((double) size);
    }
    double[] inputs = features.stream().mapToDouble(value -> value).toArray();
    double[] embedding = NetworkOracle.dense(weights, "dense", "dense_bias", inputs, false);
    double length = Math.sqrt(Arrays.stream(embedding).map(value -> value * value).sum());
    return Arrays.stream(embedding).map(value -> value / length).toArray();
  }

  private static double[][][] normalised(
      Weights weights, String name, double[][][] in, int kernel, int stride) {
    double[][][] out = NetworkOracle.convolve(in, weights.values(name + "_kernel"), kernel, stride);
    float[] gain = weights.values(name + "_gain");
    float[] shift = weights.values(name + "_shift");
    int perGroup = out.length / 2;
    for (int first = 0; first < out.length; first += perGroup) {
      double[] group =
          Arrays.stream(out, first, first + perGroup)
              .flatMap(Arrays::stream)
              .flatMapToDouble(Arrays::stream)
              .toArray();
      double mean = Arrays.stream(group).average().orElseThrow();
      double variance =
          Arrays.stream(group).map(v -> Math.pow(v - mean, 2)).average().orElseThrow();
      for (int c = first; c < first + perGroup; c++) {
        for (double[] row : out[c]) {
          for (int x = 0; x < row.length; x++) {
            row[x] = (row[x] - mean) / Math.sqrt(variance + 1e-5) * gain[c] + shift[c];
          }
        }
      }
    }
    return out;
  }

  private static double[][][] relu(double[][][] in) {
    return map(in, in, (a, b) -> Math.max(0, a));
  }

  private static double[][][] sum(double[][][] a, double[][][] b) {
    return map(a, b, Double::sum);
  }

  private static double[][][] map(double[][][] a, double[][][] b, DoubleBinaryOperator operator) {
    double[][][] out = new double[a.length][a[0].length][a[0][0].length];
    for (int c = 0; c < a.length; c++) {
      for (int y = 0; y < a[c].length; y++) {
        for (int x = 0; x < a[c][y].length; x++) {
          out[c][y][x] = operator.applyAsDouble(a[c][y][x], b[c][y][x]);
        }
      }
    }
    return out;
  }

  @Test
  void lossAndGradientsAreThoseOfTheDefinition() {
    TrainableNetwork network = SiameseEncoders.sameDiff().network(network()).trainable();
    PairLoss loss = PairLoss.supervisedContrastive(0.5);
    int count = 6;
    SplittableRandom random = new SplittableRandom(8);
    float[] images = noise(count * PIXELS, random);
    float[] sizes = noise(count * NetworkInput.SIZES, random);
    List<Pair> pairs =
        List.of(
            new Pair(0, 1, PairLabel.SIMILAR),
            new Pair(2, 3, PairLabel.SIMILAR),
            new Pair(0, 4, PairLabel.DISSIMILAR),
            new Pair(1, 2, PairLabel.DISSIMILAR),
            new Pair(3, 5, PairLabel.DISSIMILAR));
    try (Weights weights = network.drawn(random);
        GradientPass pass = network.gradients(weights, loss, new Workers(1));
        GradientSession.Step step = pass.compute(images, sizes, new float[0], count, pairs)) {
      DoubleSupplier expected =
          () -> {
            double[][] embeddings = new double[count][];
            for (int i = 0; i < count; i++) {
              embeddings[i] =
                  embed(
                      weights,
                      Arrays.copyOfRange(images, i * PIXELS, (i + 1) * PIXELS),
                      Arrays.copyOfRange(
                          sizes, i * NetworkInput.SIZES, (i + 1) * NetworkInput.SIZES));
            }
            return NetworkOracle.loss(loss, embeddings, pairs);
          };
      assertThat(step.loss()).isCloseTo(expected.getAsDouble(), within(1e-5));
      FiniteDifferences.assertFit(weights, step, expected);
    }
  }

  private static float[] noise(int length, SplittableRandom random) {
    float[] noise = new float[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (float) NetworkInput.gauss(random);
    }
    return noise;
  }

  @Test
  void anImageHasTheSameBitsInEveryBatch() {
    TrainableNetwork network = SiameseEncoders.sameDiff().network(network()).trainable();
    SplittableRandom random = new SplittableRandom(4);
    float[] images = noise(32 * PIXELS, random);
    float[] sizes = noise(32 * NetworkInput.SIZES, random);
    try (var pass = network.embeddings(network.drawn(random))) {
      float[][] together = pass.embed(images, sizes, 32);
      for (int count : new int[] {1, 2, 5, 13}) {
        float[][] some =
            pass.embed(
                Arrays.copyOf(images, count * PIXELS),
                Arrays.copyOf(sizes, count * NetworkInput.SIZES),
                count);
        for (int i = 0; i < count; i++) {
          assertThat(some[i]).as("image %d of %d", i, count).isEqualTo(together[i]);
        }
      }
    }
  }

  @Test
  void itIsFoundByItsIdWithItsSettings() {
    SameDiffNetwork found =
        Parts.create(SameDiffNetwork.KIND, "residual", network().blocks(2).settings());
    assertThat(found.settings()).isEqualTo(network().blocks(2).settings());
    assertThat(found.height()).isEqualTo(24);
    assertThat(Parts.ids(SameDiffNetwork.KIND)).containsExactly("residual");
  }

  @Test
  void theArraysAreThoseOfTheShape() {
    ResidualShape shape = ResidualShape.of(network().settings());
    try (Weights weights =
        SiameseEncoders.sameDiff().network(network()).trainable().drawn(new SplittableRandom(1))) {
      assertThat(weights.names()).containsExactlyInAnyOrderElementsOf(shape.weights().keySet());
      shape
          .weights()
          .forEach(
              (name, extents) ->
                  assertThat(weights.get(name).shape())
                      .as(name)
                      .isEqualTo(Arrays.stream(extents).asLongStream().toArray()));
    }
  }

  @Test
  void wrongSettingsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiameseEncoders.residual().stages(6))
        .withMessageContaining("stages: must be 1 to 5, found 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiameseEncoders.residual().filters(24, 7))
        .withMessage("filters: must be a multiple of the 7 groups, found 24");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResidualShape.of(Settings.EMPTY.with("depth", 3)))
        .withMessageContaining("depth");
  }
}
