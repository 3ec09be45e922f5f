package io.karyo.chromosome;

import io.karyo.Karyotype;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What one chromosome was taken for, and how surely.
 *
 * <p>Unless the caller {@link ChromosomeImage#withPolarity knew} which way up the chromosome lies,
 * it was looked at both ways up. The probabilities are then those of the two ways, weighted with
 * how probable each is; embedding and straightened image are of the more probable way.
 *
 * @param probabilities a probability for each type
 * @param embedding the point that the encoder gave the chromosome
 * @param straightened the straightened chromosome that the encoder saw, turned if it was found to
 *     lie upside down
 * @param typicality how typical it looks of a type that it could be of ({@link #type()}, or another
 *     with a probability of 1 % or more), 0 to 1: about the share of real chromosomes of new
 *     patients of the same laboratory that look at most as typical of their types. What is no
 *     chromosome still gets a type, and may get it with a high probability; of real chromosomes
 *     about one in a hundred has a typicality below 0.01 (0.1 to 2 in a hundred if the model knows
 *     but ten patients), of noise, writing, nuclei and overlapping chromosomes nearly all. So have
 *     nearly all chromosomes of another laboratory; see {@link Karyotype#isUnfamiliar()}. Empty if
 *     the model does not know it.
 * @param polarity which way up the chromosome lies in its image
 * @param polarityProbability how probable that is, 0 to 1; 1 if the caller knew
 */
public record Classification(
    TypeProbabilities probabilities,
    Embedding embedding,
    Straightened straightened,
    OptionalDouble typicality,
    Polarity polarity,
    double polarityProbability)
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
    Objects.requireNonNull(polarity, "polarity");
    if (!(polarityProbability >= 0 && polarityProbability <= 1)) {
      throw new IllegalArgumentException(
          "polarityProbability: must be 0 to 1, found " + polarityProbability);
    }
  }

  /**
   * Takes the p arm to be up, and gives no typicality.
   *
   * @param probabilities a probability for each type
   * @param embedding the point that the encoder gave the chromosome
   * @param straightened the straightened chromosome that the encoder saw
   */
  public Classification(
      TypeProbabilities probabilities, Embedding embedding, Straightened straightened) {
    this(probabilities, embedding, straightened, OptionalDouble.empty(), Polarity.P_UP, 1);
  }

  /**
   * Returns this answer with another typicality.
   *
   * @param typicality how typical the chromosome looks, 0 to 1, where known
   * @return the answer
   */
  public Classification withTypicality(OptionalDouble typicality) {
    return new Classification(
        probabilities, embedding, straightened, typicality, polarity, polarityProbability);
  }

  /**
   * Returns this answer with another polarity.
   *
   * @param polarity which way up the chromosome lies in its image
   * @param polarityProbability the probability that it does, 0.5 to 1
   * @return the answer
   */
  public Classification withPolarity(Polarity polarity, double polarityProbability) {
    return new Classification(
        probabilities, embedding, straightened, typicality, polarity, polarityProbability);
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
