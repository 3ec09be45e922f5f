package io.karyo.classify;

import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;

/** Registers the classifiers of this module, with one nested class each. */
final class EmbeddingClassifierProviders {

  private EmbeddingClassifierProviders() {}

  /** Announces {@link EmbeddingClassifiers#nearestNeighbours(int)}. */
  public static final class NearestNeighbours extends PartProvider {
    public NearestNeighbours() {
      super(PartKind.CLASSIFIER, NearestNeighboursClassifier.ID, NearestNeighboursClassifier::new);
    }
  }

  /** Announces {@link EmbeddingClassifiers#mlp()}. */
  public static final class Mlp extends PartProvider {
    public Mlp() {
      super(PartKind.CLASSIFIER, MlpClassifier.ID, MlpClassifier::new);
    }
  }

  /** Announces {@link EmbeddingClassifiers#classMeans()}. */
  public static final class ClassMeans extends PartProvider {
    public ClassMeans() {
      super(
          PartKind.CLASSIFIER,
          ClassMeansClassifier.ID,
          withoutSettings(EmbeddingClassifiers.classMeans()),
          true);
    }
  }
}
