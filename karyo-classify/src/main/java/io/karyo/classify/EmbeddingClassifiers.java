package io.karyo.classify;

import io.karyo.model.Settings;
import io.karyo.spi.EmbeddingClassifier;

/**
 * Creates the classifiers of embeddings of this module.
 *
 * <pre>{@code
 * EmbeddingClassifier classifier = EmbeddingClassifiers.mlp().hiddenUnits(256);
 * TrainedClassifier trained = classifier.train(training);
 * }</pre>
 *
 * <p>All of them give probability 0 to types that were not in the training, and need training
 * embeddings of at least two types. All run on one thread, in plain Java.
 *
 * <p><b>Source:</b> Swati et al., "Siamese Networks for Chromosome Classification", ICCV 2017
 * workshops, section 3.4. <b>Thread safety:</b> classifiers and trained classifiers are immutable.
 * <b>Determinism:</b> the result for an embedding does not depend on the others in the list, to the
 * last bit.
 */
public final class EmbeddingClassifiers {

  private EmbeddingClassifiers() {}

  /**
   * Creates a classifier by the votes of the k nearest training embeddings, by Euclidean distance.
   * The search is exact; of equally distant ones, those that come first in training are used. A
   * trained classifier stores the training embeddings.
   *
   * <p><b>Probabilities:</b> a neighbour at distance d votes with s / (s + d), where s is the mean
   * distance of the k (1 if that is 0). All types together get another 0.1 votes, evenly, so that a
   * unanimous vote does not give probability 1. The probabilities are proportional to the votes to
   * the power 1 / t, where t is the temperature that minimises the cross entropy on the validation
   * part (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017), from 0.2 to 5; 1
   * without validation part.
   *
   * @param k the number of neighbours, at least 1; all embeddings vote if there are fewer
   * @return the classifier, id {@code "nearest-neighbours"}
   * @throws IllegalArgumentException if k is less than 1
   */
  public static EmbeddingClassifier nearestNeighbours(int k) {
    return new NearestNeighboursClassifier(Settings.EMPTY.with(NearestNeighboursClassifier.K, k));
  }

  /**
   * Creates a classifier by the nearest mean training embedding of a type; the default. The encoder
   * has already gathered each type around its mean, so there is little left to learn, and little
   * risk of overfitting.
   *
   * <p><b>Probabilities:</b> the softmax of −20 q / s t, where q is the squared distance to the
   * type's mean, s the mean squared distance between two means, and t the temperature, from 0.2 to
   * 5, that minimises the cross entropy on the validation part, or 1 without one. An adaptation
   * moves the mean of a type with n new embeddings by n / (n + 2) of the way to their mean.
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
   * Creates a perceptron with two layers, whose defaults suit some ten thousand embeddings of 64 to
   * 256 coordinates.
   *
   * @return the classifier, id {@code "mlp"}
   */
  public static MlpClassifier mlp() {
    return new MlpClassifier(Settings.EMPTY);
  }
}
