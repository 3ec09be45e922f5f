package io.karyo.metaphase;

import io.karyo.metaphase.pixels.PixelClassifier;
import io.karyo.spi.Segmenter;

/**
 * Creates the segmenters of this module.
 *
 * <p><b>Thread safety:</b> all segmenters are immutable and may be shared. <b>Determinism:</b>
 * bit-identical for equal photographs, on any thread.
 *
 * <pre>{@code
 * Segmentation found = Segmenters.geometric().segment(Metaphase.read(file));
 * }</pre>
 */
public final class Segmenters {

  private static final Segmenter GEOMETRIC = new GeometricSegmenter(null);

  private Segmenters() {}

  /**
   * Finds chromosomes by tone and shape, without training and without a known scale.
   *
   * <ol>
   *   <li><b>Ground:</b> the tone of the ground and its unevenness are found and evened out.
   *   <li><b>Threshold:</b> 42 % of the way from the tone of the ground to that of chromosomes. The
   *       width of chromosomes is the median along the middle lines of what stands out.
   *   <li><b>Other things:</b> nuclei are wider than chromosomes; dirt is small, or differs from
   *       the chromosomes of the cell in tone, contrast or width; lettering has one extreme tone.
   *   <li><b>Parting:</b> the skeleton of each cluster is divided into arms at its branching points
   *       and at waists and bends. Each way to link the arms to chromosomes has a cost: of bends,
   *       of ends that are left free, of cuts where there is no waist, and of chromosomes that are
   *       small or large for their cell. The cheapest ways are found best first. Where two
   *       chromosomes cross, both get the crossing.
   *   <li><b>Number:</b> if a cell of about 46 chromosomes seems to have more or fewer, all
   *       partings get a price for each chromosome, so that the number comes near 46.
   * </ol>
   *
   * <p>The page docs/metaphase.md has figures and sources.
   *
   * @return the segmenter {@code "geometric"}, without settings
   */
  public static Segmenter geometric() {
    return GEOMETRIC;
  }

  /**
   * Makes a segmenter whose shapes are guided by the classes of pixels: it leaves out what is no
   * chromosome, parts chromosomes at contacts and lets them cross at overlaps.
   *
   * @param classifier classifies the pixels
   * @return a segmenter for a part with an id of its own
   */
  public static Segmenter guided(PixelClassifier classifier) {
    return new GeometricSegmenter(classifier);
  }
}
