package io.karyo.siamese;

import io.karyo.siamese.internal.BatchStream;

/**
 * Where the epochs of a training end.
 *
 * <p>An epoch is a draw of the sampler if that is wanted, or if the sampler works in groups and a
 * draw shows as many images as there are, rounded to groups. Otherwise it is a part of a draw, or
 * several draws, and shows as many as there are.
 *
 * @param wholeDraws whether an epoch is a draw
 * @param imagesOfAnEpoch how many images an epoch shows
 */
record EpochPlan(boolean wholeDraws, long imagesOfAnEpoch) {

  /**
   * Makes the plan.
   *
   * @param first counted to its end, or beyond {@link #mostImagesOfADraw}
   * @param images how many training images there are
   * @param groups whether the sampler works in groups
   * @param wholeDraws whether an epoch is a draw however long that is
   */
  static EpochPlan of(FirstDraw first, int images, boolean groups, boolean wholeDraws) {
    boolean fits =
        groups
            && first.ended()
            && first.images() * 3 >= images * 2L
            && first.images() <= mostImagesOfADraw(images);
    return wholeDraws || fits ? new EpochPlan(true, first.images()) : new EpochPlan(false, images);
  }

  /** Returns up to how many images a draw may show to be an epoch: 2 groups for 1.5. */
  static long mostImagesOfADraw(int images) {
    return images * 4L / 3;
  }

  /**
   * Returns whether an epoch has ended.
   *
   * @param epoch its number, from 0
   * @param seen how many images were shown since the training began
   */
  boolean ends(int epoch, long seen, BatchStream batches) {
    return wholeDraws ? batches.atEndOfDraw() : seen >= (epoch + 1L) * imagesOfAnEpoch;
  }
}
