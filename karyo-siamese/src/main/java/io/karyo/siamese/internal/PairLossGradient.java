package io.karyo.siamese.internal;

import io.karyo.network.PairLoss;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import java.util.List;

/**
 * A {@link PairLoss} and its gradient by each embedding, from a matrix of all products of a batch's
 * embeddings and matrices of how often each pair was sampled.
 */
final class PairLossGradient {

  static final double EPSILON = 1e-9;

  private PairLossGradient() {}

  /**
   * Computes a batch's loss.
   *
   * @param embeddings {@code count · size} numbers, row-major
   * @param gradient is filled with the gradient by each of them
   * @return the loss
   */
  static double compute(
      PairLoss loss, float[] embeddings, int count, int size, List<Pair> pairs, float[] gradient) {
    float[] similar = counts(pairs, PairLabel.SIMILAR, count);
    float[] dissimilar = counts(pairs, PairLabel.DISSIMILAR, count);
    float[] products = new float[count * count];
    try (Matrix points = new Matrix((long) count * size);
        Matrix square = new Matrix((long) count * count);
        Matrix pulls = new Matrix((long) count * size)) {
      points.put(0, embeddings, 0, count * size);
      points.timesTransposed(points, square, count, size, count);
      square.get(0, products, 0, products.length);
      double[] own = new double[count];
      double value =
          loss instanceof PairLoss.Contrastive contrastive
              ? contrastive(contrastive.margin(), products, similar, dissimilar, count, own)
              : supervised(
                  ((PairLoss.SupervisedContrastive) loss).temperature(),
                  products,
                  similar,
                  dissimilar,
                  count);
      // products is now the symmetric matrix of how much each embedding moves each other.
      square.put(0, products, 0, products.length);
      square.times(points, pulls, count, count, size);
      pulls.get(0, gradient, 0, count * size);
      for (int i = 0; i < count; i++) {
        for (int j = i * size; j < (i + 1) * size; j++) {
          gradient[j] += (float) own[i] * embeddings[j];
        }
      }
      return value;
    }
  }

  /** How often each pair of images was sampled; each pair stands in both triangles. */
  static float[] counts(List<Pair> pairs, PairLabel label, int count) {
    float[] matrix = new float[count * count];
    for (Pair pair : pairs) {
      if (pair.label() == label) {
        matrix[pair.first() * count + pair.second()]++;
        matrix[pair.second() * count + pair.first()]++;
      }
    }
    return matrix;
  }

  private static double contrastive(
      double margin,
      float[] products,
      float[] similar,
      float[] dissimilar,
      int count,
      double[] own) {
    double pairs = 0;
    double sum = 0;
    double[] squares = new double[count];
    for (int i = 0; i < count; i++) {
      squares[i] = products[i * count + i];
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        int at = i * count + j;
        double squared = Math.max(0, squares[i] + squares[j] - 2.0 * products[at]);
        double distance = Math.sqrt(squared + EPSILON);
        double hinge = Math.max(0, margin - distance);
        pairs += similar[at] + dissimilar[at];
        sum += squared * similar[at] + hinge * hinge * dissimilar[at];
        double bySquared = squared > 0 ? similar[at] - dissimilar[at] * hinge / distance : 0;
        own[i] += bySquared;
        products[at] = (float) bySquared;
      }
    }
    // ½ of the loss, 2 of the square, 2 because each pair stands in both triangles.
    double scale = 2 / Math.max(1, pairs);
    for (int i = 0; i < count; i++) {
      own[i] *= scale;
    }
    for (int i = 0; i < products.length; i++) {
      products[i] *= (float) -scale;
    }
    return sum / 2 / Math.max(1, pairs);
  }

  private static double supervised(
      double temperature, float[] products, float[] similar, float[] dissimilar, int count) {
    double anchors = 0;
    for (int i = 0; i < count; i++) {
      for (int j = i * count; j < (i + 1) * count; j++) {
        if (similar[j] > 0) {
          anchors++;
          break;
        }
      }
    }
    double loss = 0;
    float[] pull = new float[products.length];
    double[] logits = new double[count];
    double[] shares = new double[count];
    for (int i = 0; i < count; i++) {
      int row = i * count;
      double largest = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < count; j++) {
        logits[j] = products[row + j] / temperature;
        if (similar[row + j] + dissimilar[row + j] > 0) {
          largest = Math.max(largest, logits[j]);
        }
      }
      double all = 0;
      double partners = 0;
      double terms = 0;
      for (int j = 0; j < count; j++) {
        // The largest becomes 0: no exponential overflows, and not all of them vanish.
        double logit = logits[j] - largest;
        double sampled = similar[row + j] + dissimilar[row + j];
        shares[j] = sampled == 0 ? 0 : sampled * Math.exp(logit);
        all += shares[j];
        if (similar[row + j] > 0) {
          partners += similar[row + j];
          terms += similar[row + j] * logit;
        }
      }
      if (partners == 0) {
        continue;
      }
      double weight = 1 / partners / anchors;
      loss -= weight * (terms - partners * Math.log(all));
      for (int j = 0; j < count; j++) {
        pull[row + j] =
            (float) (weight / temperature * (partners * shares[j] / all - similar[row + j]));
      }
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        products[i * count + j] = pull[i * count + j] + pull[j * count + i];
      }
    }
    return loss;
  }
}
