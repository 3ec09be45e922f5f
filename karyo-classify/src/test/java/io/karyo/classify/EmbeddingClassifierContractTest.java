package io.karyo.classify;

import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.PartProvider;
import io.karyo.testkit.EmbeddingClassifierContract;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The classifiers keep what a classifier of embeddings promises. */
class EmbeddingClassifierContractTest {

  @Nested
  class NearestNeighbours extends EmbeddingClassifierContract {
    @Override
    protected EmbeddingClassifier classifier() {
      return EmbeddingClassifiers.nearestNeighbours(5);
    }

    @Override
    protected boolean drawsByChance() {
      return false;
    }

    @Override
    protected Optional<PartProvider> provider() {
      return Optional.of(new EmbeddingClassifierProviders.NearestNeighbours());
    }
  }

  @Nested
  class Mlp extends EmbeddingClassifierContract {
    @Override
    protected EmbeddingClassifier classifier() {
      return EmbeddingClassifiers.mlp();
    }

    @Override
    protected Optional<PartProvider> provider() {
      return Optional.of(new EmbeddingClassifierProviders.Mlp());
    }
  }

  @Nested
  class ClassMeans extends EmbeddingClassifierContract {
    @Override
    protected EmbeddingClassifier classifier() {
      return EmbeddingClassifiers.classMeans();
    }

    @Override
    protected boolean drawsByChance() {
      return false;
    }

    @Override
    protected Optional<PartProvider> provider() {
      return Optional.of(new EmbeddingClassifierProviders.ClassMeans());
    }
  }
}
