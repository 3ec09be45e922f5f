package io.karyo.spark;

import io.karyo.Karyotyper;
import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;

/**
 * A training configuration for comparison, with its description in the table.
 *
 * @param row its number in the table
 * @param model the kind of model
 * @param straightening the straightening method
 * @param pairing the sampling of pairs
 * @param recipe creates the training
 */
public record Trial(int row, String model, String straightening, String pairing, Recipe recipe)
    implements Serializable {

  @Serial private static final long serialVersionUID = 1L;

  /**
   * Starts a training in an executor. Usually a lambda; it must capture only serialisable values.
   */
  @FunctionalInterface
  public interface Recipe extends Serializable {

    /** {@return a new builder with its parts; seed, threads and listener are set afterwards} */
    Karyotyper.Builder builder();
  }

  /** Checks that all is there. */
  public Trial {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(straightening, "straightening");
    Objects.requireNonNull(pairing, "pairing");
    Objects.requireNonNull(recipe, "recipe");
  }
}
