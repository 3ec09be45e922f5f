package io.karyo.siamese.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.karyo.network.EncoderNetwork;
import io.karyo.network.EncoderNetwork.Convolution;
import io.karyo.network.NetworkInput;
import io.karyo.network.PairLoss;
import io.karyo.samediff.GradientSession;
import io.karyo.samediff.Weights;
import io.karyo.samediff.Workers;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds both ways to compute a gradient to the same definition. */
class GradientPassTest {

  private static final int IMAGES = 6;
  private static final int EMBEDDING = 5;

  private static EncoderNetwork strided(boolean sigmoid) {
    return new EncoderNetwork(
        13,
        8,
        List.of(new Convolution(3, 5, 2, false), new Convolution(4, 3, 2, false)),
        true,
        sigmoid,
        0);
  }

  /** Its second layer's patches have runs long enough to be copied one by one. */
  private static EncoderNetwork wide() {
    return new EncoderNetwork(
        13,
        8,
        List.of(new Convolution(9, 3, 2, false), new Convolution(4, 3, 1, true)),
        true,
        false,
        0);
  }

  private static EncoderNetwork pooled() {
    return new EncoderNetwork(
        13,
        9,
        List.of(new Convolution(3, 3, 1, true), new Convolution(4, 3, 1, true)),
        false,
        true,
        0);
  }

  /** The ways to compute a gradient. */
  enum Way {
    SAMEDIFF {
      @Override
      GradientPass of(EncoderNetwork network, Weights weights, boolean normalised, PairLoss loss) {
        return new TrainingGraph(network, weights, normalised, loss);
      }
    },
    SHARDED {
      @Override
      GradientPass of(EncoderNetwork network, Weights weights, boolean normalised, PairLoss loss) {
        return new ShardedPass(network, weights, normalised, loss, new Workers(2));
      }
    };

    abstract GradientPass of(
        EncoderNetwork network, Weights weights, boolean normalised, PairLoss loss);
  }

  static Stream<Arguments> configurations() {
    return Stream.of(Way.values())
        .flatMap(
            way ->
                networks()
                    .map(
                        arguments -> {
                          List<Object> all = new ArrayList<>(List.of(way));
                          all.addAll(Arrays.asList(arguments.get()));
                          return Arguments.of(all.toArray());
                        }));
  }

  private static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of(strided(false), true, PairLoss.supervisedContrastive(0.1)),
        Arguments.of(strided(false), true, PairLoss.supervisedContrastive(0.5)),
        Arguments.of(strided(false), true, PairLoss.supervisedContrastive(0.01)),
        Arguments.of(strided(false), true, PairLoss.contrastive(1)),
        Arguments.of(strided(false), false, PairLoss.contrastive(3)),
        Arguments.of(strided(true), false, PairLoss.contrastive(0.5)),
        Arguments.of(wide(), true, PairLoss.supervisedContrastive(0.2)),
        Arguments.of(pooled(), false, PairLoss.contrastive(0.5)),
        Arguments.of(pooled(), true, PairLoss.contrastive(0.7)));
  }

  /** Some pairs drawn twice, one image without a similar partner. */
  private static List<Pair> pairs() {
    return List.of(
        new Pair(0, 1, PairLabel.SIMILAR),
        new Pair(1, 2, PairLabel.SIMILAR),
        new Pair(3, 4, PairLabel.SIMILAR),
        new Pair(0, 3, PairLabel.DISSIMILAR),
        new Pair(2, 4, PairLabel.DISSIMILAR),
        new Pair(2, 4, PairLabel.DISSIMILAR),
        new Pair(1, 5, PairLabel.DISSIMILAR));
  }

  private static float[] numbers(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) NetworkInput.gauss(random);
    }
    return numbers;
  }

  private static float[] slice(float[] numbers, int size, List<Integer> places) {
    float[] slice = new float[size * places.size()];
    for (int i = 0; i < places.size(); i++) {
      System.arraycopy(numbers, places.get(i) * size, slice, i * size, size);
    }
    return slice;
  }

  private static double oracleLoss(
      EncoderNetwork network,
      Weights weights,
      boolean normalised,
      PairLoss loss,
      float[] images,
      float[] sizes) {
    double[][] embeddings = new double[IMAGES][];
    int pixels = network.height() * network.width();
    for (int i = 0; i < IMAGES; i++) {
      embeddings[i] =
          NetworkOracle.embed(
              network,
              weights,
              normalised,
              slice(images, pixels, List.of(i)),
              slice(sizes, NetworkInput.SIZES, List.of(i)));
    }
    return NetworkOracle.loss(loss, embeddings, pairs());
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void computesTheLossOfTheDefinition(
      Way way, EncoderNetwork network, boolean normalised, PairLoss loss) {
    float[] images = numbers(IMAGES * network.height() * network.width(), 1);
    float[] sizes = numbers(IMAGES * NetworkInput.SIZES, 2);
    try (Weights weights = Weights.drawn(network, EMBEDDING, new SplittableRandom(3));
        GradientPass pass = way.of(network, weights, normalised, loss);
        GradientSession.Step step = pass.compute(images, sizes, new float[0], IMAGES, pairs())) {
      double expected = oracleLoss(network, weights, normalised, loss, images, sizes);
      assertThat(step.loss()).isCloseTo(expected, within(1e-4 * Math.max(1, expected)));
      assertThat(expected).isGreaterThan(1e-4);
    }
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void gradientsAgreeWithFiniteDifferences(
      Way way, EncoderNetwork network, boolean normalised, PairLoss loss) {
    float[] images = numbers(IMAGES * network.height() * network.width(), 4);
    float[] sizes = numbers(IMAGES * NetworkInput.SIZES, 5);
    try (Weights weights = Weights.drawn(network, EMBEDDING, new SplittableRandom(6));
        GradientPass pass = way.of(network, weights, normalised, loss);
        GradientSession.Step step = pass.compute(images, sizes, new float[0], IMAGES, pairs())) {
      FiniteDifferences.assertFit(
          weights, step, () -> oracleLoss(network, weights, normalised, loss, images, sizes));
    }
  }

  /** Three shards, the last one not full, with dropout and each type of layer. */
  @Test
  void shardsGiveTheGradientOfTheGraphWhateverTheThreads() {
    EncoderNetwork network =
        new EncoderNetwork(
            13,
            9,
            List.of(new Convolution(3, 5, 2, false), new Convolution(4, 3, 1, true)),
            true,
            false,
            0.3);
    int count = 70;
    float[] images = numbers(count * network.height() * network.width(), 21);
    float[] sizes = numbers(count * NetworkInput.SIZES, 22);
    float[] mask = Dropout.mask(count * network.denseInputs(), 0.3, new SplittableRandom(23));
    List<Pair> pairs = new ArrayList<>();
    for (int i = 1; i < count; i++) {
      pairs.add(new Pair(i - 1, i, i % 3 == 0 ? PairLabel.DISSIMILAR : PairLabel.SIMILAR));
    }
    PairLoss loss = PairLoss.supervisedContrastive(0.2);
    try (Weights weights = Weights.drawn(network, EMBEDDING, new SplittableRandom(24));
        GradientPass graph = new TrainingGraph(network, weights, true, loss);
        GradientPass one = new ShardedPass(network, weights, true, loss, new Workers(1));
        GradientPass three = new ShardedPass(network, weights, true, loss, new Workers(3));
        GradientSession.Step expected = graph.compute(images, sizes, mask, count, pairs);
        GradientSession.Step first = one.compute(images, sizes, mask, count, pairs)) {
      // The second time nothing of the first may be left over.
      three.compute(constant(images.length), sizes, mask, count, pairs).close();
      try (GradientSession.Step second = three.compute(images, sizes, mask, count, pairs)) {
        assertThat(first.loss()).isCloseTo(expected.loss(), within(1e-5));
        assertThat(second.loss()).isEqualTo(first.loss());
        for (String name : weights.names()) {
          float[] values = first.gradient(name).ravel().toFloatVector();
          assertThat(second.gradient(name).ravel().toFloatVector()).as(name).isEqualTo(values);
          float[] graphs = expected.gradient(name).ravel().toFloatVector();
          for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).as(name).isCloseTo(graphs[i], within(1e-5f));
          }
        }
      }
    }
  }

  private static float[] constant(int count) {
    float[] numbers = new float[count];
    Arrays.fill(numbers, 3);
    return numbers;
  }

  private static EncoderNetwork single(int side, int filters, int kernel) {
    return new EncoderNetwork(
        side, side, List.of(new Convolution(filters, kernel, 1, false)), false, false, 0);
  }

  private static EncoderNetwork layers(Convolution layer, int count) {
    return new EncoderNetwork(256, 256, Collections.nCopies(count, layer), false, false, 0);
  }

  @Test
  void whatTakesMoreThanAQuarterOfAGigabyteIsLeftToTheGraph() {
    assertThat(PatchNetwork.suits(EncoderNetwork.compact())).isTrue();
    assertThat(PatchNetwork.suits(EncoderNetwork.paper(64, 128))).isTrue();
    // Of 32 images, 2^26 numbers: patches of side · side · (kernel · kernel + 1) each, what comes
    // in and what goes out.
    assertThat(PatchNetwork.suits(single(416, 1, 3))).isTrue();
    assertThat(PatchNetwork.suits(single(419, 1, 3))).isFalse();
    assertThat(PatchNetwork.suits(single(512, 8, 9))).isFalse();
    assertThat(PatchNetwork.suits(single(512, 1024, 1))).isFalse();
    Convolution layer = new Convolution(7, 1, 1, false);
    assertThat(PatchNetwork.suits(layers(layer, 1))).isTrue();
    assertThat(PatchNetwork.suits(layers(layer, 15))).isFalse();
  }

  @Test
  void theDefaultNetworkGivesTheSameBitsInEveryBatch() {
    EncoderNetwork network = EncoderNetwork.compact();
    int most = 70;
    int pixels = network.height() * network.width();
    float[] images = numbers(most * pixels, 31);
    float[] sizes = numbers(most * NetworkInput.SIZES, 32);
    try (ForwardPass pass =
        new ForwardPass(
            network, Weights.drawn(network, 64, new SplittableRandom(33)), true, true)) {
      float[][] together = pass.embed(images, sizes, most);
      for (int count : new int[] {1, 2, 3, 17, 32, 33}) {
        int from = most - count;
        float[][] some =
            pass.embed(
                Arrays.copyOfRange(images, from * pixels, most * pixels),
                Arrays.copyOfRange(sizes, from * NetworkInput.SIZES, most * NetworkInput.SIZES),
                count);
        for (int i = 0; i < count; i++) {
          assertThat(some[i]).as("%d of %d", i, count).containsExactly(together[from + i]);
        }
      }
    }
  }

  /** Only a loss that is a mean over pairs can be split into pairs. */
  static Stream<Arguments> contrastiveConfigurations() {
    return configurations().filter(c -> c.get()[3] instanceof PairLoss.Contrastive);
  }

  @ParameterizedTest
  @MethodSource("contrastiveConfigurations")
  void sharedImagesGiveTheGradientOfTwoTowers(
      Way way, EncoderNetwork network, boolean normalised, PairLoss loss) {
    int pixels = network.height() * network.width();
    float[] images = numbers(IMAGES * pixels, 8);
    float[] sizes = numbers(IMAGES * NetworkInput.SIZES, 9);
    try (Weights weights = Weights.drawn(network, EMBEDDING, new SplittableRandom(10));
        GradientPass pass = way.of(network, weights, normalised, loss);
        GradientSession.Step shared = pass.compute(images, sizes, new float[0], IMAGES, pairs())) {
      Map<String, double[]> sums = new LinkedHashMap<>();
      double lossSum = 0;
      for (Pair pair : pairs()) {
        List<Integer> places = List.of(pair.first(), pair.second());
        try (GradientSession.Step towers =
            pass.compute(
                slice(images, pixels, places),
                slice(sizes, NetworkInput.SIZES, places),
                new float[0],
                2,
                List.of(new Pair(0, 1, pair.label())))) {
          lossSum += towers.loss();
          towers
              .gradients()
              .forEach(
                  (name, gradient) -> {
                    float[] values = gradient.ravel().toFloatVector();
                    double[] sum = sums.computeIfAbsent(name, n -> new double[values.length]);
                    for (int i = 0; i < values.length; i++) {
                      sum[i] += values[i];
                    }
                  });
        }
      }
      int count = pairs().size();
      assertThat(shared.loss()).isCloseTo(lossSum / count, within(1e-5));
      sums.forEach(
          (name, sum) -> {
            float[] values = shared.gradient(name).ravel().toFloatVector();
            List<Double> differences = new ArrayList<>();
            for (int i = 0; i < values.length; i++) {
              differences.add(Math.abs(values[i] - sum[i] / count));
            }
            assertThat(differences).as(name).allSatisfy(d -> assertThat(d).isLessThan(1e-4));
          });
    }
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void predictionGivesTheEmbeddingsOfTheDefinitionInAnyBatch(
      Way way, EncoderNetwork network, boolean normalised, PairLoss loss) {
    int pixels = network.height() * network.width();
    float[] images = numbers(IMAGES * pixels, 11);
    float[] sizes = numbers(IMAGES * NetworkInput.SIZES, 12);
    try (ForwardPass pass =
        new ForwardPass(
            network,
            Weights.drawn(network, EMBEDDING, new SplittableRandom(13)),
            normalised,
            way == Way.SHARDED)) {
      float[][] together = pass.embed(images, sizes, IMAGES);
      for (int i = 0; i < IMAGES; i++) {
        float[] image = slice(images, pixels, List.of(i));
        float[] size = slice(sizes, NetworkInput.SIZES, List.of(i));
        assertThat(pass.embed(image, size, 1)[0]).containsExactly(together[i]);
        double[] expected = NetworkOracle.embed(network, pass.weights(), normalised, image, size);
        for (int j = 0; j < EMBEDDING; j++) {
          assertThat((double) together[i][j])
              .isCloseTo(expected[j], within(1e-4 * Math.max(1, Math.abs(expected[j]))));
        }
      }
    }
  }
}
