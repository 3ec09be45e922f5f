package io.karyo.straighten;

import io.karyo.spi.Straightener;

/**
 * Creates the straighteners of this module.
 *
 * <p>All of them find the chromosome in the same way (threshold, 3 x 3 median, closing, filling of
 * narrow holes, largest component) and reject an image of one tone. None of them throws for any
 * image. Pixels outside the chromosome have stain 0 in the result. The end that is nearer to the
 * top of the image comes first.
 *
 * <p>The {@linkplain io.karyo.chromosome.Straightened#quality() quality} is the product of four
 * measures of the result, each 0 to 1: how much of the area is preserved, how straight the line of
 * the row centres is, how even the width is, and how much of the stained pixels belongs to the
 * chromosome. A straight chromosome that was only cropped may therefore have a quality of 0.9, and
 * a bent one a low quality. {@link #auto()} compares results by it.
 *
 * <p><b>Thread safety:</b> all straighteners are immutable and may be shared. <b>Determinism:</b>
 * bit-identical for equal input and configuration, on any thread.
 *
 * <pre>{@code
 * Straightener straightener = Straighteners.auto();
 * if (straightener.straighten(image) instanceof Straightened straight) {
 *   float[] pixels = straight.toArray();
 * }
 * }</pre>
 */
public final class Straighteners {

  private static final Straightener NONE = new UnturnedStraightener();
  private static final Straightener MEDIAL_AXIS = new MedialAxisStraightener();
  private static final Straightener AUTO = new AutoStraightener();

  private Straighteners() {}

  /**
   * Only crops to the chromosome, without turning or straightening it.
   *
   * @return the straightener {@code "none"}, without settings
   */
  public static Straightener none() {
    return NONE;
  }

  /**
   * Straightens by sampling along the normals of the medial axis (SMAC): thins the chromosome to
   * its skeleton, takes the longest geodesic path in it, smooths that, moves it to the middle
   * between the side walls, extends it to both ends and samples one row per pixel of its length.
   *
   * <p><b>Method:</b> Jahani and Setarehdan 2012; Swati et al. 2017, section 3.1.1. A chromosome
   * without a clear axis (as wide as long, touching arms, splayed chromatids) is only turned
   * upright if that gives the better result; the notes mention it.
   *
   * @return the straightener {@code "medial-axis"}, without settings
   */
  public static Straightener medialAxis() {
    return MEDIAL_AXIS;
  }

  /**
   * Straightens along axes that people drew, and without them by the medial axis: {@link
   * #medialAxis(AxisAnnotator, double)} with the paper's α of 0.6.
   *
   * @param annotator supplies the drawn axes
   * @return a straightener without an id
   */
  public static Straightener medialAxis(AxisAnnotator annotator) {
    return new CrowdStraightener(annotator, CrowdStraightener.SPAMMER_SHARE);
  }

  /**
   * Straightens along axes that people drew, and without them by the medial axis.
   *
   * <p><b>Method:</b> Swati et al. 2017, section 3.1.1. A worker is a spammer on this image if |C ∩
   * W| ≤ α |W|, C the pixels of the chromosome and W those drawn. Of the other workers' lines the
   * one with the least sum over the others of max(D_ij, D_ji) is taken (equation 1); D is the
   * directed Hausdorff distance as a share of the diagonal of the chromosome's box. That line is
   * then smoothed, centred and sampled like a skeleton. If no line is left, or none was drawn, the
   * result is that of {@link #medialAxis()}.
   *
   * <p>The annotator cannot be saved, so the straightener has no id, and a model trained with it
   * cannot be saved either. To save one, {@linkplain Straightener#named name} the straightener and
   * provide it again when the model is loaded.
   *
   * @param annotator supplies the drawn axes
   * @param spammerShare α, at least 0 and less than 1
   * @return a straightener without an id
   * @throws IllegalArgumentException if the share is out of range
   */
  public static Straightener medialAxis(AxisAnnotator annotator, double spammerShare) {
    return new CrowdStraightener(annotator, spammerShare);
  }

  /**
   * Straightens by projection vectors (SPV): cuts at the bend, turns both arms upright, joins them.
   *
   * @return the straightener {@code "projection-vectors"}, which can be configured further
   */
  public static ProjectionVectors projectionVectors() {
    return ProjectionVectors.DEFAULT;
  }

  /**
   * Uses the best method for each image: the medial axis if its result is good enough, as for most
   * chromosomes, and otherwise the result of the highest quality among the medial axis, its
   * fallbacks and the projection vectors. The result names the method.
   *
   * @return the straightener {@code "auto"}, the default of the library, without settings
   */
  public static Straightener auto() {
    return AUTO;
  }
}
