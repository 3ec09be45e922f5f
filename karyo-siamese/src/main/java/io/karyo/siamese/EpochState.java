package io.karyo.siamese;

import io.karyo.model.ModelFormatException;
import io.karyo.model.Settings;

/**
 * Where the training of an encoder stands after an epoch, but for weights and the like.
 *
 * @param epochs how many epochs are done
 * @param steps how many steps they took
 * @param seen how many images they saw
 * @param judgedAt how many images had been seen at the last judgement
 * @param bestEpoch the epoch from which the patience counts, from 0
 * @param bestAccuracy the validation accuracy of the best weights; NaN without validation images
 * @param draw the number of the sampler's draw that the next batch is of, from 0
 * @param batchesOfDraw how many batches of that draw come before the next one
 */
record EpochState(
    int epochs,
    int steps,
    long seen,
    long judgedAt,
    int bestEpoch,
    double bestAccuracy,
    int draw,
    long batchesOfDraw) {

  static final EpochState START = new EpochState(0, 0, 0, 0, 0, -1, 0, 0);

  Settings settings() {
    Settings settings =
        Settings.EMPTY
            .with("epochs", epochs)
            .with("steps", steps)
            .with("seen", seen)
            .with("judgedAt", judgedAt)
            .with("bestEpoch", bestEpoch)
            .with("draw", draw)
            .with("batchesOfDraw", batchesOfDraw);
    return Double.isNaN(bestAccuracy) ? settings : settings.with("bestAccuracy", bestAccuracy);
  }

  static EpochState of(Settings settings) {
    try {
      settings.onlyKnown(
          "epochs",
          "steps",
          "seen",
          "judgedAt",
          "bestEpoch",
          "bestAccuracy",
          "draw",
          "batchesOfDraw");
      int epochs = settings.integer("epochs", 0);
      return new EpochState(
          epochs,
          settings.integer("steps", 0),
          settings.wholeNumber("seen", 0),
          settings.wholeNumber("judgedAt", 0),
          settings.integer("bestEpoch", 0),
          settings.number("bestAccuracy", Double.NaN),
          settings.integer("draw", epochs),
          settings.wholeNumber("batchesOfDraw", 0));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("checkpoint: " + e.getMessage(), e);
    }
  }
}
