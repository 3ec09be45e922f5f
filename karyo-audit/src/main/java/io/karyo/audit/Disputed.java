package io.karyo.audit;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.LabelledChromosome;
import io.karyo.model.Require;
import java.util.Objects;

/**
 * A chromosome of a finding.
 *
 * @param place its place in the data set, from 0
 * @param chromosome the chromosome, of the recorded type
 * @param proposed the type that it has by the finding; the recorded one if only the picture, not
 *     the label, is in doubt
 * @param recordedProbability the probability of the recorded type by its picture alone; NaN if it
 *     was not judged
 * @param proposedProbability the probability of the proposed type by its picture alone; NaN if it
 *     was not judged
 */
public record Disputed(
    int place,
    LabelledChromosome chromosome,
    ChromosomeType proposed,
    double recordedProbability,
    double proposedProbability) {

  public Disputed {
    Require.atLeast("place", place, 0);
    Objects.requireNonNull(chromosome, "chromosome");
    Objects.requireNonNull(proposed, "proposed");
  }

  /** {@return whether another type is proposed} */
  public boolean isRelabelled() {
    return proposed != chromosome.type();
  }
}
