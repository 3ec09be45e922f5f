package io.karyo.metaphase.internal.scene;

import io.karyo.metaphase.pixels.PixelClassifier;
import java.util.function.IntFunction;

/** The probabilities of the classes of each pixel, at the scale of the photograph. */
final class PixelClasses {

  /** Whether a classifier has estimated the following. */
  final boolean known;

  /** The probability of no chromosome, of a contact and of an overlap; one value per pixel. */
  final float[] ground;

  final float[] contact;
  final float[] overlap;

  private PixelClasses(boolean known, float[] ground, float[] contact, float[] overlap) {
    this.known = known;
    this.ground = ground;
    this.contact = contact;
    this.overlap = overlap;
  }

  /** Classes that nobody has estimated: everything that stands out is a chromosome. */
  static PixelClasses unknown(int pixels) {
    return new PixelClasses(false, new float[pixels], new float[pixels], new float[pixels]);
  }

  /**
   * Estimates classes.
   *
   * @param stain relative to that of chromosomes, of the whole photograph
   * @param chromosomeWidth the typical width of a chromosome, px
   */
  static PixelClasses of(
      PixelClassifier classifier, float[] stain, int width, double chromosomeWidth) {
    int height = stain.length / width;
    double scale = PixelClassifier.CHROMOSOME_WIDTH / chromosomeWidth;
    int classWidth = (int) Math.max(1, Math.round(width * scale));
    int classHeight = (int) Math.max(1, Math.round(height * scale));
    float[][] classes =
        classifier.classify(
            Resampling.resampled(stain, width, height, classWidth, classHeight),
            classHeight,
            classWidth);
    IntFunction<float[]> plane =
        k -> Resampling.resampled(classes[k], classWidth, classHeight, width, height);
    return new PixelClasses(
        true,
        plane.apply(PixelClassifier.GROUND),
        plane.apply(PixelClassifier.CONTACT),
        plane.apply(PixelClassifier.OVERLAP));
  }
}
