package io.karyo.audit;

import io.karyo.data.LabelledChromosome;
import java.util.Objects;

/**
 * A chromosome whose label could not be judged.
 *
 * @param chromosome the chromosome
 * @param reason why not
 */
public record Unjudged(LabelledChromosome chromosome, String reason) {

  public Unjudged {
    Objects.requireNonNull(chromosome, "chromosome");
    Objects.requireNonNull(reason, "reason");
  }
}
