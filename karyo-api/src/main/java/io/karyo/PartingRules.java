package io.karyo;

import io.karyo.model.Settings;

/**
 * By what the partings of clusters are chosen. Typicalities and probabilities of one model are not
 * those of another, so that {@link PartingFit} learns this for each model.
 *
 * @param alone for a cluster by itself
 * @param inCell for all clusters of a cell together
 */
record PartingRules(PartingWeights alone, PartingWeights inCell) {

  /**
   * Of models that were not trained on photographs with boxes, and of files from before rules were
   * saved: never to be changed. Learned on photographs of the Taichung data set's validation.
   */
  static final PartingRules DEFAULT =
      new PartingRules(
          new PartingWeights(0.4, 0.78, -1.51, -2.75, 1.68),
          new PartingWeights(0.4, 0.78, -1.51, -2.75, 0.65));

  private static final String ALONE = "alone";
  private static final String IN_CELL = "inCell";

  Settings settings() {
    return Settings.EMPTY.with(ALONE, alone.settings()).with(IN_CELL, inCell.settings());
  }

  /** Restores rules; what is missing is as in the default ones. */
  static PartingRules of(Settings settings) {
    return new PartingRules(
        PartingWeights.of(settings.nested(ALONE), DEFAULT.alone),
        PartingWeights.of(settings.nested(IN_CELL), DEFAULT.inCell));
  }
}
