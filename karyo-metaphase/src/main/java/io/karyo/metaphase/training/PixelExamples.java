package io.karyo.metaphase.training;

import io.karyo.metaphase.pixels.PixelClassifier;
import io.karyo.model.Require;
import io.karyo.spi.SegmenterTraining;
import io.karyo.training.SharedSteps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Draws examples from which a {@link PixelClassifier} learns: parts of photographs with boxes or
 * masks, into which lone chromosomes of other photographs are pasted so that they touch and cross.
 * Pixels whose class the boxes leave open are unknown.
 *
 * <p><b>Thread safety:</b> immutable; {@link #draw} is safe for concurrent calls with random
 * numbers of their own.
 */
public final class PixelExamples {

  /**
   * One example.
   *
   * @param stain {@code side · side} values, row-major: 0 for the ground, typically 1 for a
   *     chromosome
   * @param classes the class of each pixel, as {@link PixelClassifier} numbers them; -1 if unknown
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  public record Example(float[] stain, byte[] classes) {}

  private final Composer composer;

  private PixelExamples(List<LabelledPicture> pictures, int side) {
    composer = new Composer(pictures, side);
  }

  /**
   * Reads photographs.
   *
   * @param photographs with the boxes or the pixels of their chromosomes
   * @param margin how far annotated boxes reach beyond chromosomes on every side, px
   * @param side the rows and columns of an example, at least 8
   * @param threads how many threads share the photographs, at least 1
   * @param classifier that has learned before, with which more clusters fit their boxes; null for
   *     shape alone
   * @return the examples; empty if no photograph shows chromosomes
   * @throws IOException if a photograph cannot be read
   */
  public static Optional<PixelExamples> of(
      List<SegmenterTraining.Photograph> photographs,
      int margin,
      int side,
      int threads,
      @Nullable PixelClassifier classifier)
      throws IOException {
    Require.atLeast("side", side, 8);
    List<Optional<LabelledPicture>> pictures;
    try {
      pictures =
          SharedSteps.map(
              photographs.size(),
              threads,
              ForkJoinPool.commonPool(),
              i -> labelled(photographs.get(i), margin, classifier));
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
    List<LabelledPicture> labelled = pictures.stream().flatMap(Optional::stream).toList();
    return labelled.isEmpty() ? Optional.empty() : Optional.of(new PixelExamples(labelled, side));
  }

  private static Optional<LabelledPicture> labelled(
      SegmenterTraining.Photograph photograph, int margin, @Nullable PixelClassifier classifier) {
    try {
      return LabelledPicture.of(photograph, margin, classifier);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Draws an example.
   *
   * @param random decides all of it
   * @return a new example
   */
  public Example draw(SplittableRandom random) {
    ComposedPicture picture = composer.draw(random);
    return new Example(picture.stain, picture.classes());
  }
}
