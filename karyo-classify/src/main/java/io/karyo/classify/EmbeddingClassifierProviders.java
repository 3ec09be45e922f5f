package io.karyo.classify;

import io.karyo.model.Settings;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import java.util.function.Function;

/** Registers the classifiers of this module, with one nested class each. */
final class EmbeddingClassifierProviders {

  private static final String DEFAULT = ClassMeansClassifier.ID;

  private EmbeddingClassifierProviders() {}

  private abstract static class Provider implements PartProvider {

    private final String id;
    private final Function<Settings, EmbeddingClassifier> maker;

    Provider(String id, Function<Settings, EmbeddingClassifier> maker) {
      this.id = id;
      this.maker = maker;
    }

    @Override
    public final PartKind kind() {
      return PartKind.CLASSIFIER;
    }

    @Override
    public final String id() {
      return id;
    }

    @Override
    public final EmbeddingClassifier create(Settings settings) {
      return maker.apply(settings);
    }

    @Override
    public final boolean isDefault() {
      return id.equals(DEFAULT);
    }
  }

  /** Registers {@link EmbeddingClassifiers#nearestNeighbours(int)}. */
  public static final class NearestNeighbours extends Provider {
    /** Makes the provider. */
    public NearestNeighbours() {
      super(NearestNeighboursClassifier.ID, NearestNeighboursClassifier::new);
    }
  }

  /** Registers {@link EmbeddingClassifiers#mlp()}. */
  public static final class Mlp extends Provider {
    /** Makes the provider. */
    public Mlp() {
      super(MlpClassifier.ID, MlpClassifier::new);
    }
  }

  /** Registers {@link EmbeddingClassifiers#classMeans()}. */
  public static final class ClassMeans extends Provider {
    /** Makes the provider. */
    public ClassMeans() {
      super(ClassMeansClassifier.ID, ClassMeansClassifier::new);
    }
  }
}
