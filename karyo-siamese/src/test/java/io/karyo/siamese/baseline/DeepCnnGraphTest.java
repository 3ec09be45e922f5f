package io.karyo.siamese.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.karyo.network.NetworkInput;
import io.karyo.samediff.GradientSession;
import io.karyo.samediff.Weights;
import io.karyo.siamese.internal.DeepCnnNetwork;
import io.karyo.siamese.internal.Dropout;
import io.karyo.siamese.internal.FiniteDifferences;
import io.karyo.siamese.internal.NetworkOracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class DeepCnnGraphTest {

  private static final int[] TYPES = {3, 0, 23, 3};
  private static final int IMAGES = TYPES.length;

  /** Pools an odd side; of each shape there is one only. */
  private static final DeepCnnNetwork NETWORK = DeepCnnNetwork.of(17, 8, List.of(3, 2, 4), 6, 5);

  private static float[] numbers(int count, SplittableRandom random) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) NetworkInput.gauss(random);
    }
    return numbers;
  }

  /** Weights large enough that gradients are not lost in three sigmoids. */
  private static Weights weights(SplittableRandom random) {
    Weights weights = Weights.drawn(NETWORK.shapes(), random);
    for (String name : weights.names()) {
      INDArray array = weights.get(name);
      if (array.rank() > 1) {
        array.muli(1.5);
      } else {
        array.addi(0.05);
      }
    }
    return weights;
  }

  private static List<float[]> masks(boolean dropout, SplittableRandom random) {
    List<float[]> masks = new ArrayList<>();
    for (DeepCnnNetwork.Dropped dropped : NETWORK.dropped()) {
      double share = dropout ? dropped.share() : 0;
      masks.add(Dropout.mask(IMAGES * dropped.length(), share, random));
    }
    return masks;
  }

  private static float[] part(float[] batch, int index) {
    int size = batch.length / IMAGES;
    return Arrays.copyOfRange(batch, index * size, (index + 1) * size);
  }

  private static double oracleLoss(Weights weights, float[] images, List<float[]> masks) {
    double sum = 0;
    for (int i = 0; i < IMAGES; i++) {
      int image = i;
      double[] logits =
          NetworkOracle.logits(
              NETWORK,
              weights,
              part(images, i),
              masks.stream().map(mask -> part(mask, image)).toList());
      sum += NetworkOracle.crossEntropy(logits, TYPES[i]);
    }
    return sum / IMAGES;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void computesTheCrossEntropyAndItsGradients(boolean dropout) {
    SplittableRandom random = new SplittableRandom(3);
    float[] images = numbers(IMAGES * NETWORK.pixels(), random);
    List<float[]> masks = masks(dropout, random);
    try (Weights weights = weights(random);
        DeepCnnGraph graph = new DeepCnnGraph(NETWORK, weights);
        GradientSession.Step step = graph.compute(images, TYPES, masks)) {
      assertThat(step.loss()).isCloseTo(oracleLoss(weights, images, masks), within(1e-4));
      for (String name : weights.names()) {
        assertThat(step.gradient(name).amaxNumber().doubleValue())
            .as("largest gradient of %s, against a tolerance of 1e-4", name)
            .isGreaterThan(2e-3);
      }
      FiniteDifferences.assertFit(weights, step, () -> oracleLoss(weights, images, masks));
    }
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    SplittableRandom random = new SplittableRandom(5);
    float[] images = numbers(IMAGES * NETWORK.pixels(), random);
    List<float[]> masks = masks(false, random);
    try (Weights weights = weights(random)) {
      weights.get(DeepCnnNetwork.OUTPUT).muli(1000);
      try (DeepCnnGraph graph = new DeepCnnGraph(NETWORK, weights);
          GradientSession.Step step = graph.compute(images, TYPES, masks)) {
        double expected = oracleLoss(weights, images, masks);
        assertThat(expected).isGreaterThan(1000);
        assertThat(step.loss()).isCloseTo(expected, within(1e-4 * expected));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void predictionGivesTheLogitsOfTheDefinitionInAnyBatch(int batch) {
    SplittableRandom random = new SplittableRandom(4);
    float[] images = numbers(IMAGES * NETWORK.pixels(), random);
    List<float[]> all = masks(false, random);
    Weights weights = weights(random);
    TrainedDeepCnn trained = new TrainedDeepCnn(NETWORK, weights);
    float[][] together = trained.logits(images, IMAGES);
    for (int from = 0; from + batch <= IMAGES; from++) {
      float[] some =
          Arrays.copyOfRange(images, from * NETWORK.pixels(), (from + batch) * NETWORK.pixels());
      float[][] logits = trained.logits(some, batch);
      for (int i = 0; i < batch; i++) {
        assertThat(logits[i]).containsExactly(together[from + i]);
      }
    }
    for (int i = 0; i < IMAGES; i++) {
      double[] expected =
          NetworkOracle.logits(
              NETWORK, weights, part(images, i), all.stream().map(mask -> part(mask, 0)).toList());
      for (int t = 0; t < expected.length; t++) {
        assertThat((double) together[i][t]).isCloseTo(expected[t], within(1e-4));
      }
    }
    trained.close();
  }
}
