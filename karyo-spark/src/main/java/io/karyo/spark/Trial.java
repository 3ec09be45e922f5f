package io.karyo.spark;

import io.karyo.Karyotyper;
import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;

/**
 * A way to train that is compared with others, and what the table calls it.
 *
 * @param row its number in the table
 * @param model the kind of model
 * @param straightening how chromosomes are straightened
 * @param pairing which pairs are learned from
 * @param recipe how it is trained
 */
public record Trial(int row, String model, String straightening, String pairing, Recipe recipe)
    implements Serializable {

  @Serial private static final long serialVersionUID = 1L;

  /** Starts a training in an executor. Usually a lambda; it must capture nothing but values. */
  @FunctionalInterface
  public interface Recipe extends Serializable {

    /**
     * Starts a training.
     *
     * @return a new builder with its parts; seed, threads and listener are set afterwards
     */
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
