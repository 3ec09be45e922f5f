package io.karyo.chromosome;

import io.karyo.Karyotype;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The predicted type of one chromosome, with probabilities.
 *
 * <p>Unless the caller {@linkplain ChromosomeImage#withPolarity set its polarity}, the chromosome
 * was examined both ways up. The probabilities are then the mean for both polarities, weighted by
 * how probable each one is; embedding and straightened image are those of the more probable
 * polarity.
 *
 * @param probabilities a probability for each type
 * @param embedding the embedding computed by the encoder
 * @param straightened the straightened chromosome given to the encoder, turned if it was found
 *     upside down
 * @param typicality how typical the chromosome looks of a plausible type ({@link #type()}, or
 *     another with a probability of 1 % or more), 0 to 1: approximately the share of real
 *     chromosomes of new patients of the same laboratory that look at most as typical of their
 *     types. A picture that shows no chromosome still gets a type, possibly with a high
 *     probability. Of real chromosomes about one in a hundred has a typicality below 0.01 (0.1 to 2
 *     in a hundred if the model was trained on only ten patients); of noise, writing, nuclei and
 *     overlapping chromosomes nearly all have. So do nearly all chromosomes of another laboratory;
 *     see {@link Karyotype#isUnfamiliar()}. Empty if the model cannot measure it.
 * @param polarity whether the p arm is up or down in the image
 * @param polarityProbability the probability of that polarity, 0 to 1; 1 if the caller set it
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
   * Creates a classification with the p arm up and without typicality.
   *
   * @param probabilities a probability for each type
   * @param embedding the embedding computed by the encoder
   * @param straightened the straightened chromosome given to the encoder
   */
  public Classification(
      TypeProbabilities probabilities, Embedding embedding, Straightened straightened) {
    this(probabilities, embedding, straightened, OptionalDouble.empty(), Polarity.P_UP, 1);
  }

  /**
   * Returns this classification with another typicality.
   *
   * @param typicality how typical the chromosome looks, 0 to 1, if known
   * @return the classification
   */
  public Classification withTypicality(OptionalDouble typicality) {
    return new Classification(
        probabilities, embedding, straightened, typicality, polarity, polarityProbability);
  }

  /**
   * Returns this classification with another polarity.
   *
   * @param polarity whether the p arm is up or down in the image
   * @param polarityProbability the probability of that polarity, 0.5 to 1
   * @return the classification
   */
  public Classification withPolarity(Polarity polarity, double polarityProbability) {
    return new Classification(
        probabilities, embedding, straightened, typicality, polarity, polarityProbability);
  }

  /** {@return the most probable type} */
  public ChromosomeType type() {
    return probabilities.best();
  }

  /** {@return the probability of {@link #type()}, 0 to 1} */
  public double probability() {
    return probabilities.of(type());
  }

  /** {@return the 23 other types, the most probable first} */
  public List<Alternative> alternatives() {
    return probabilities.ranked().subList(1, ChromosomeType.ALL.size());
  }

  /**
   * {@return the most probable types and the typicality, for example {@code Classification[9
   * 0.9812, else 11 0.0101, X 0.0064, typicality 0.4310]}}
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
