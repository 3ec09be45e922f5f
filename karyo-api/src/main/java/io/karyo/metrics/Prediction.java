package io.karyo.metrics;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.data.LabelledChromosome;
import java.util.Objects;
import java.util.Optional;

/**
 * The prediction for a chromosome whose type is known.
 *
 * @param name names the image in messages
 * @param truth its true type
 * @param probabilities a probability for each type
 * @param cell the metaphase that it was cut out of, empty if unknown, not blank
 * @param patient the person it comes from, empty if unknown, not blank
 */
public record Prediction(
    String name,
    ChromosomeType truth,
    TypeProbabilities probabilities,
    Optional<String> cell,
    Optional<String> patient) {

  public Prediction {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(truth, "truth");
    Objects.requireNonNull(probabilities, "probabilities");
    checkText("cell", cell);
    checkText("patient", patient);
  }

  private static void checkText(String component, Optional<String> text) {
    if (text.filter(String::isBlank).isPresent()) {
      throw new IllegalArgumentException(
          component + ": must not be blank, found '" + text.get() + "'");
    }
  }

  /**
   * Creates the prediction for a labelled chromosome.
   *
   * @param item the chromosome; its image is not loaded
   * @param probabilities the predicted probabilities
   * @return the prediction
   */
  public static Prediction of(LabelledChromosome item, TypeProbabilities probabilities) {
    return new Prediction(item.name(), item.type(), probabilities, item.cell(), item.patient());
  }

  /** {@return the predicted type: the most probable one} */
  public ChromosomeType predicted() {
    return probabilities.best();
  }

  /** {@return the confidence: the probability of the predicted type, 1/24 to 1} */
  public double confidence() {
    return probabilities.of(predicted());
  }

  /** {@return whether the predicted type is the true one} */
  public boolean correct() {
    return predicted() == truth;
  }
}
