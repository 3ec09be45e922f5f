package io.karyo.metaphase.pixels;

/**
 * Estimates for each pixel of a photograph whether it shows ground, one chromosome, the contact of
 * two or their overlap.
 *
 * <p><b>Thread safety:</b> implementations must be safe for concurrent calls. <b>Determinism:</b>
 * equal pictures must give equal results.
 */
@FunctionalInterface
public interface PixelClassifier {

  /** How wide a chromosome typically is in the pictures that are classified, px. */
  int CHROMOSOME_WIDTH = 12;

  /** The plane of the ground and of all that is no chromosome: nuclei, dirt. */
  int GROUND = 0;

  /** The plane of single chromosomes. */
  int CHROMOSOME = 1;

  /** The plane of the border between two chromosomes that touch. */
  int CONTACT = 2;

  /** The plane of places where two chromosomes cross. */
  int OVERLAP = 3;

  /** How many planes there are. */
  int CLASSES = 4;

  /**
   * Classifies the pixels of a picture.
   *
   * @param stain {@code height · width} values, row-major: 0 for the ground, typically 1 for a
   *     chromosome
   * @param height rows, at least 1
   * @param width columns, at least 1
   * @return {@link #CLASSES} planes of {@code height · width} probabilities, row-major; those of a
   *     pixel add up to 1
   */
  float[][] classify(float[] stain, int height, int width);
}
