package io.karyo.siamese.internal;

import io.karyo.samediff.Weights;

/**
 * Computes the embeddings of images with weights that do not change any more.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls, {@link #close} excepted.
 */
public interface EmbeddingPass extends AutoCloseable {

  /**
   * Embeds images.
   *
   * @param images {@code count} images, row-major
   * @param sizes {@code count · SIZES} numbers; not looked at by a network without sizes
   * @param count how many images
   * @return {@code count} embeddings
   */
  float[][] embed(float[] images, float[] sizes, int count);

  /** Returns the live weights. */
  Weights weights();

  /** Frees the weights, too. */
  @Override
  void close();
}
