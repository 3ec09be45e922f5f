package io.karyo;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What one chromosome was taken for, and how surely.
 *
 * @param probabilities a probability for each type
 * @param embedding the point that the encoder gave the chromosome
 * @param straightened the straightened chromosome that the encoder saw
 * @param typicality how typical it looks of a type that it could be of ({@link #type()}, or another
 *     with a probability of 1 % or more), 0 to 1: the share of known chromosomes that look at most
 *     as typical of their types. What is no chromosome still gets a type, and may get it with a
 *     high probability; of real chromosomes one in a hundred has a typicality below 0.01, of noise,
 *     writing, nuclei and overlapping chromosomes nearly all. Empty if the model cannot tell.
 */
public record Classification(
    TypeProbabilities probabilities,
    Embedding embedding,
    Straightened straightened,
    OptionalDouble typicality)
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
    Objects.requireNonNull(typicality, "typicality");
  }

  /**
   * Says nothing of how typical it looks.
   *
   * @param probabilities a probability for each type
   * @param embedding the point that the encoder gave the chromosome
   * @param straightened the straightened chromosome that the encoder saw
   */
  public Classification(
      TypeProbabilities probabilities, Embedding embedding, Straightened straightened) {
    this(probabilities, embedding, straightened, OptionalDouble.empty());
  }

  Classification withTypicality(OptionalDouble typicality) {
    return new Classification(probabilities, embedding, straightened, typicality);
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

  /**
   * Returns the most probable types and the typicality; without embedding and picture, which are
   * long.
   *
   * @return for example {@code Classification[9 0.9812, else 11 0.0101, X 0.0064, typicality
   *     0.4310]}
   */
  @Override
  public String toString() {
    List<Alternative> others = alternatives();
    String text =
        String.format(
            Locale.ROOT,
            "Classification[%s %.4f, else %s %.4f, %s %.4f",
            type(),
            probability(),
            others.get(0).type(),
            others.get(0).probability(),
            others.get(1).type(),
            others.get(1).probability());
    return typicality.isPresent()
        ? text + String.format(Locale.ROOT, ", typicality %.4f]", typicality.getAsDouble())
        : text + "]";
  }
}
