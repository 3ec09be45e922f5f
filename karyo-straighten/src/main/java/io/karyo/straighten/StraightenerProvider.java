package io.karyo.straighten;

import io.karyo.model.Settings;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Straightener;

/** Registers the straighteners of this module, with one nested class each. */
abstract class StraightenerProvider implements PartProvider {

  @Override
  public final PartKind kind() {
    return PartKind.STRAIGHTENER;
  }

  /** Registers {@link Straighteners#none()}. */
  public static final class None extends StraightenerProvider {
    /** For {@link java.util.ServiceLoader}. */
    public None() {}

    @Override
    public String id() {
      return UnturnedStraightener.ID;
    }

    @Override
    public Straightener create(Settings settings) {
      settings.onlyKnown();
      return Straighteners.none();
    }
  }

  /** Registers {@link Straighteners#medialAxis()}. */
  public static final class MedialAxis extends StraightenerProvider {
    /** For {@link java.util.ServiceLoader}. */
    public MedialAxis() {}

    @Override
    public String id() {
      return MedialAxisStraightener.ID;
    }

    @Override
    public Straightener create(Settings settings) {
      settings.onlyKnown();
      return Straighteners.medialAxis();
    }
  }

  /** Registers {@link Straighteners#projectionVectors()}. */
  public static final class Projections extends StraightenerProvider {
    /** For {@link java.util.ServiceLoader}. */
    public Projections() {}

    @Override
    public String id() {
      return ProjectionVectors.ID;
    }

    @Override
    public Straightener create(Settings settings) {
      return ProjectionVectors.of(settings);
    }
  }

  /** Registers {@link Straighteners#auto()}, the default. */
  public static final class Auto extends StraightenerProvider {
    /** For {@link java.util.ServiceLoader}. */
    public Auto() {}

    @Override
    public String id() {
      return AutoStraightener.ID;
    }

    @Override
    public boolean isDefault() {
      return true;
    }

    @Override
    public Straightener create(Settings settings) {
      settings.onlyKnown();
      return Straighteners.auto();
    }
  }
}
