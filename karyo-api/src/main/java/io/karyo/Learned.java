package io.karyo;

import io.karyo.laboratory.internal.LaboratoryProfile;
import io.karyo.model.Settings;
import java.util.Optional;

/**
 * What a model has learned besides its parts. Model files hold it as properties.
 *
 * @param partings by what the partings of clusters are chosen
 * @param laboratory how the cells look that it learned from; empty if they were too few, or are not
 *     known
 */
record Learned(PartingRules partings, Optional<LaboratoryProfile> laboratory) {

  static final Learned NOTHING = new Learned(PartingRules.DEFAULT, Optional.empty());

  private static final String PARTINGS = "partings";
  private static final String LABORATORY = "laboratory";

  /** Adds this to the properties of a model. */
  Settings addedTo(Settings properties) {
    Settings added = properties.with(PARTINGS, partings.settings());
    return laboratory.isEmpty() ? added : added.with(LABORATORY, laboratory.get().settings());
  }

  /** Restores it from the properties of a model. */
  static Learned of(Settings properties) {
    return new Learned(
        PartingRules.of(properties.nested(PARTINGS)),
        LaboratoryProfile.of(properties.nested(LABORATORY)));
  }
}
