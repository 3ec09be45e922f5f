package io.karyo.straighten;

import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;

/** Announces the straighteners of this module, one nested class each. */
final class StraightenerProvider {

  private StraightenerProvider() {}

  /** Announces {@link Straighteners#none()}. */
  public static final class None extends PartProvider {
    public None() {
      super(PartKind.STRAIGHTENER, UnturnedStraightener.ID, withoutSettings(Straighteners.none()));
    }
  }

  /** Announces {@link Straighteners#medialAxis()}. */
  public static final class MedialAxis extends PartProvider {
    public MedialAxis() {
      super(
          PartKind.STRAIGHTENER,
          MedialAxisStraightener.ID,
          withoutSettings(Straighteners.medialAxis()));
    }
  }

  /** Announces {@link Straighteners#projectionVectors()}. */
  public static final class Projections extends PartProvider {
    public Projections() {
      super(PartKind.STRAIGHTENER, ProjectionVectors.ID, ProjectionVectors::new);
    }
  }

  /** Announces {@link Straighteners#auto()}. */
  public static final class Auto extends PartProvider {
    public Auto() {
      super(
          PartKind.STRAIGHTENER, AutoStraightener.ID, withoutSettings(Straighteners.auto()), true);
    }
  }
}
