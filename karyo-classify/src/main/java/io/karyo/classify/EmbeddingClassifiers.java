package io.karyo.classify;

import io.karyo.model.Settings;
import io.karyo.spi.EmbeddingClassifier;

/**
 * Makes the classifiers of embeddings that come with the library.
 *
 * <pre>{@code
 * EmbeddingClassifier classifier = EmbeddingClassifiers.mlp().hiddenUnits(256);
 * TrainedClassifier trained = classifier.train(training);
 * }</pre>
 *
 * <p>All give a type that was not trained with the probability 0, and need training embeddings of
 * at least two types. All run on one thread, in plain Java.
 *
 * <p><b>Source:</b> Swati et al., "Siamese Networks for Chromosome Classification", ICCV 2017
 * workshops, section 3.4. <b>Thread safety:</b> classifiers and trained classifiers are immutable.
 * <b>Determinism:</b> the result for an embedding is bit-identical whatever else is in the list.
 */
public final class EmbeddingClassifiers {

  private EmbeddingClassifiers() {}

  /**
   * Votes of the k training embeddings that are nearest by Euclidean distance, found exactly; of
   * equally distant ones, those that come first in training. A trained classifier holds the
   * training embeddings.
   *
   * <p><b>Probabilities:</b> a neighbour at distance d votes with s / (s + d), where s is the mean
   * distance of the k (1 if that is 0). The types together get 0.1 votes besides, evenly, so that
   * no unanimous vote makes a certainty. The probabilities are in proportion to the votes to the
   * power 1 / t, where t is the temperature that gives the validation part the least cross entropy
   * (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017), from 0.2 to 5; 1 without
   * one.
   *
   * @param k how many neighbours vote, at least 1; all vote if there are fewer
   * @return the classifier, id {@code "nearest-neighbours"}
   * @throws IllegalArgumentException if k is less than 1
   */
  public static EmbeddingClassifier nearestNeighbours(int k) {
    return new NearestNeighboursClassifier(Settings.EMPTY.with(NearestNeighboursClassifier.K, k));
  }

  /**
   * The mean training embedding of each type; the default. The encoder has drawn each type together
   * around its mean already, so there is little left to learn, and little to learn by heart.
   *
   * <p><b>Probabilities:</b> the softmax of −20 q / s t, where q is the squared distance to the
   * type's mean, s the mean squared distance between two means, and t the temperature that gives
   * the validation part the least cross entropy, from 0.2 to 5; 1 without one. An adaptation moves
   * the mean of a type with n new embeddings by n / (n + 2) of the way to theirs.
   *
   * <p><b>Source:</b> Mensink, Verbeek, Perronnin and Csurka, "Distance-Based Image
   * Classification", IEEE PAMI 2013, nearest class mean.
   *
   * @return the classifier, id {@code "class-means"}
   */
  public static EmbeddingClassifier classMeans() {
    return new ClassMeansClassifier();
  }

  /**
   * A perceptron of two layers, with defaults for some ten thousand embeddings of 64 to 256
   * coordinates.
   *
   * @return the classifier, id {@code "mlp"}
   */
  public static MlpClassifier mlp() {
    return new MlpClassifier(Settings.EMPTY);
  }
}
