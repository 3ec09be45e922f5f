package io.karyo;

import io.karyo.laboratory.internal.KnownLaboratories;
import io.karyo.model.Settings;

/**
 * What a model has learned besides its parts. Model files hold it as properties.
 *
 * @param partings by what the partings of clusters are chosen
 * @param laboratories how the cells look that it learned from; none if they were too few, or are
 *     not known
 */
record Learned(PartingRules partings, KnownLaboratories laboratories) {

  static final Learned NOTHING = new Learned(PartingRules.DEFAULT, KnownLaboratories.NONE);

  private static final String PARTINGS = "partings";

  /** Adds this to the properties of a model. */
  Settings addedTo(Settings properties) {
    return laboratories.addedTo(properties.with(PARTINGS, partings.settings()));
  }

  /** Restores it from the properties of a model. */
  static Learned of(Settings properties) {
    return new Learned(
        PartingRules.of(properties.nested(PARTINGS)), KnownLaboratories.of(properties));
  }
}
