package io.karyo;

import java.util.List;
import java.util.Objects;

/**
 * What one chromosome was taken for, and how surely.
 *
 * @param probabilities a probability for each type
 * @param embedding the point that the encoder gave the chromosome
 * @param straightened the straightened chromosome that the encoder saw
 */
public record Classification(
    TypeProbabilities probabilities, Embedding embedding, Straightened straightened)
    implements Outcome {

  /**
   * A type with its probability.
   *
   * @param type the type
   * @param probability 0 to 1
   */
  public record Alternative(ChromosomeType type, double probability) {}

  public Classification {
    Objects.requireNonNull(probabilities, "probabilities");
    Objects.requireNonNull(embedding, "embedding");
    Objects.requireNonNull(straightened, "straightened");
  }

  /**
   * Returns the most probable type.
   *
   * @return the type
   */
  public ChromosomeType type() {
    return probabilities.best();
  }

  /**
   * Returns the probability of {@link #type()}.
   *
   * @return 0 to 1
   */
  public double probability() {
    return probabilities.of(type());
  }

  /**
   * Returns the other types, the most probable first.
   *
   * @return 23 types
   */
  public List<Alternative> alternatives() {
    return probabilities.ranked().subList(1, ChromosomeType.ALL.size());
  }
}
