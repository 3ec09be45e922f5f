package io.karyo.metrics;

import static io.karyo.chromosome.ChromosomeType.C1;
import static io.karyo.chromosome.ChromosomeType.C2;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.TypeProbabilities;
import java.util.Arrays;
import java.util.Optional;

/** Makes predictions for tests. */
final class Answers {

  private Answers() {}

  /** Gives one type a probability and another the rest. */
  static TypeProbabilities probabilities(
      ChromosomeType first, double probability, ChromosomeType rest) {
    float[] values = new float[ChromosomeType.ALL.size()];
    values[first.ordinal()] = (float) probability;
    values[rest.ordinal()] += (float) (1 - probability);
    return new TypeProbabilities(values);
  }

  static TypeProbabilities uniform() {
    float[] values = new float[ChromosomeType.ALL.size()];
    Arrays.fill(values, 1f / values.length);
    return new TypeProbabilities(values);
  }

  /** An image of type 1, taken for 1 or for 2. */
  static Prediction prediction(String name, boolean correct) {
    return new Prediction(
        name,
        C1,
        probabilities(correct ? C1 : C2, 0.75, correct ? C2 : C1),
        Optional.empty(),
        Optional.empty());
  }

  static Prediction prediction(String name, boolean correct, String cell, String patient) {
    Prediction lone = prediction(name, correct);
    return new Prediction(
        name, lone.truth(), lone.probabilities(), Optional.of(cell), Optional.of(patient));
  }
}
