package io.karyo;

import io.karyo.laboratory.internal.KnownLaboratories;
import io.karyo.laboratory.internal.TypeSizes;
import io.karyo.model.Settings;

/**
 * What a model has learned besides its parts. Model files hold it as properties.
 *
 * @param partings by what the partings of clusters are chosen
 * @param laboratories how the cells look that it learned from; none if they were too few, or are
 *     not known
 * @param adjusts whether cells are read with adjusted pictures; models of earlier versions keep
 *     giving the answers that they gave then
 * @param sizes how large the chromosomes of each type are in their cells
 */
record Learned(
    PartingRules partings, KnownLaboratories laboratories, boolean adjusts, TypeSizes sizes) {

  static final Learned NOTHING =
      new Learned(PartingRules.DEFAULT, KnownLaboratories.NONE, false, TypeSizes.NONE);

  private static final String PARTINGS = "partings";
  private static final String ADJUSTS = "adjusts";
  private static final String SIZES = "sizes";

  /** Adds this to the properties of a model. */
  Settings addedTo(Settings properties) {
    Settings added =
        laboratories.addedTo(properties.with(PARTINGS, partings.settings()).with(ADJUSTS, adjusts));
    return sizes.isEmpty() ? added : added.with(SIZES, sizes.settings());
  }

  /** Restores it from the properties of a model. */
  static Learned of(Settings properties) {
    return new Learned(
        PartingRules.of(properties.nested(PARTINGS)),
        KnownLaboratories.of(properties),
        properties.flag(ADJUSTS, false),
        TypeSizes.of(properties.nested(SIZES)));
  }
}
