package io.karyo.siamese;

/**
 * Where the epochs of a training end.
 *
 * <p>An epoch is a draw of the sampler if that is wanted, or if a draw shows about as many images
 * as there are. Otherwise it is a part of a draw, or several draws, and shows as many as there are.
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
   * @param wholeDraws whether an epoch is a draw however long that is
   */
  static EpochPlan of(FirstDraw first, int images, boolean wholeDraws) {
    boolean usual =
        first.ended()
            && first.images() >= images / 2.0
            && first.images() <= mostImagesOfADraw(images);
    return wholeDraws || usual ? new EpochPlan(true, first.images()) : new EpochPlan(false, images);
  }

  /** Returns up to how many images a draw may show to be taken for an epoch. */
  static long mostImagesOfADraw(int images) {
    return images + images / 2L;
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
