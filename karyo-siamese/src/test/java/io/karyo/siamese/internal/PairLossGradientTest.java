package io.karyo.siamese.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.karyo.network.NetworkInput;
import io.karyo.network.PairLoss;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairLossGradientTest {

  private static final PairLoss SHARPEST = PairLoss.supervisedContrastive(0.01);

  /** The products of embeddings of length 1 are all 0.2. */
  private static float[] alike() {
    float own = (float) Math.sqrt(0.8);
    float shared = (float) Math.sqrt(0.2);
    return new float[] {shared, own, 0, 0, shared, 0, own, 0, shared, 0, 0, own};
  }

  @Test
  void smallTemperaturesGiveTheLossOfDistantEmbeddings() {
    List<Pair> pairs =
        List.of(new Pair(0, 1, PairLabel.SIMILAR), new Pair(0, 2, PairLabel.DISSIMILAR));
    float[] embeddings = alike();
    float[] gradient = new float[12];
    double loss = PairLossGradient.compute(SHARPEST, embeddings, 3, 4, pairs, gradient);
    // Of two anchors one has to tell two that are equally near: ln 2; the other has no choice.
    assertThat(loss).isCloseTo(Math.log(2) / 2, within(1e-4));
    for (int j = 0; j < 4; j++) {
      // Half an anchor's share of one in two, by 0.01.
      assertThat((double) gradient[8 + j]).isCloseTo(25 * embeddings[j], within(1e-2));
      assertThat((double) gradient[4 + j]).isCloseTo(-25 * embeddings[j], within(1e-2));
    }
  }

  @Test
  void imagesWithoutASimilarPartnerDoNotCount() {
    float[] gradient = {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9};
    List<Pair> pairs = List.of(new Pair(0, 1, PairLabel.DISSIMILAR));
    assertThat(PairLossGradient.compute(SHARPEST, alike(), 3, 4, pairs, gradient)).isZero();
    assertThat(gradient).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.03, 0.1, 1, 10})
  void gradientsAgreeWithFiniteDifferences(double temperature) {
    PairLoss loss = PairLoss.supervisedContrastive(temperature);
    int count = 7;
    int size = 3;
    SplittableRandom random = new SplittableRandom(4);
    double[][] embeddings = new double[count][size];
    float[] flat = new float[count * size];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) NetworkInput.gauss(random) / 3;
      embeddings[i / size][i % size] = flat[i];
    }
    List<Pair> pairs = new ArrayList<>();
    for (int second = 1; second < count - 1; second++) {
      for (int first = 0; first < second; first++) {
        boolean same = first % 3 == second % 3;
        pairs.add(new Pair(first, second, same ? PairLabel.SIMILAR : PairLabel.DISSIMILAR));
      }
    }
    pairs.add(new Pair(0, count - 1, PairLabel.DISSIMILAR));
    float[] gradient = new float[flat.length];
    double value = PairLossGradient.compute(loss, flat, count, size, pairs, gradient);
    double expectedLoss = NetworkOracle.loss(loss, embeddings, pairs);
    assertThat(value).isCloseTo(expectedLoss, within(1e-5 * Math.max(1, expectedLoss)));
    for (int i = 0; i < flat.length; i++) {
      double at = embeddings[i / size][i % size];
      double delta = 1e-5;
      embeddings[i / size][i % size] = at + delta;
      double above = NetworkOracle.loss(loss, embeddings, pairs);
      embeddings[i / size][i % size] = at - delta;
      double below = NetworkOracle.loss(loss, embeddings, pairs);
      embeddings[i / size][i % size] = at;
      assertThat((double) gradient[i])
          .isCloseTo((above - below) / 2 / delta, within(1e-4 / temperature));
    }
  }
}
