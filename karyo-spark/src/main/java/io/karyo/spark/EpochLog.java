package io.karyo.spark;

import io.karyo.spi.TrainingListener;

/** Counts the epochs of the stage that learns from images: the encoder's, if it learns. */
final class EpochLog implements TrainingListener {

  private Stage stage = Stage.CLASSIFIER;
  private int epochs;
  private int epochsToBest;
  private long similarPairs;
  private long dissimilarPairs;

  @Override
  public void onEpoch(Epoch epoch) {
    if (epoch.stage() == Stage.ENCODER) {
      stage = Stage.ENCODER;
    }
    if (epoch.stage() == stage) {
      epochs++;
      epochsToBest = epoch.best() ? epochs : epochsToBest;
      similarPairs = Math.max(similarPairs, epoch.similarPairs());
      dissimilarPairs = Math.max(dissimilarPairs, epoch.dissimilarPairs());
    }
  }

  int epochs() {
    return epochs;
  }

  /** Returns the number of the best epoch, from 1; 0 without any. */
  int epochsToBest() {
    return epochsToBest;
  }

  long similarPairs() {
    return similarPairs;
  }

  long dissimilarPairs() {
    return dissimilarPairs;
  }
}
