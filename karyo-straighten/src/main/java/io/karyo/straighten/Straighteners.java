package io.karyo.straighten;

import io.karyo.spi.Straightener;

/**
 * Makes the straighteners of this module.
 *
 * <p>All of them find the chromosome in the same way: threshold, 3 x 3 median, closing, narrow
 * holes filled, the largest component; and all of them reject an image of one tone. None throws for
 * an image, whatever it shows. What is not chromosome has stain 0 in the result. The end that is
 * nearer to the top of the image comes first.
 *
 * <p>The {@linkplain io.karyo.chromosome.Straightened#quality() quality} is the product of four
 * shares that are measured on the result: how much of the area came through, how straight the line
 * of the row middles is, how even the width is, and how much of what is stained in the image
 * belongs to the chromosome. A straight chromosome that was only cropped may therefore have a
 * quality of 0.9, and a bent one a low one. {@link #auto()} compares by it.
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
   * Crops tightly to the chromosome and leaves it as it lies, neither turned nor straightened.
   *
   * @return the straightener {@code "none"}; it has no settings
   */
  public static Straightener none() {
    return NONE;
  }

  /**
   * Straightens by sampling along the normals of the medial axis (SMAC): thins the chromosome to
   * its skeleton, takes the longest geodesic path in it, smooths that, moves it to the middle
   * between the side walls, extends it to both ends and samples one row a pixel of its length.
   *
   * <p><b>Method:</b> Jahani and Setarehdan 2012; Swati et al. 2017, section 3.1.1. What has no
   * axis to follow (as wide as long, arms that touch, chromatids that splay) is turned upright
   * only, if that gives the better result; the notes say so.
   *
   * @return the straightener {@code "medial-axis"}; it has no settings
   */
  public static Straightener medialAxis() {
    return MEDIAL_AXIS;
  }

  /**
   * Straightens along axes that people drew, where there are any, and by itself where there are
   * none: {@link #medialAxis(AxisAnnotator, double)} with the paper's share of 0.6.
   *
   * @param annotator supplies the drawn axes
   * @return a straightener without an id
   */
  public static Straightener medialAxis(AxisAnnotator annotator) {
    return new CrowdStraightener(annotator, CrowdStraightener.SPAMMER_SHARE);
  }

  /**
   * Straightens along axes that people drew, where there are any, and by itself where there are
   * none.
   *
   * <p><b>Method:</b> Swati et al. 2017, section 3.1.1. A worker is a spammer on this image if |C ∩
   * W| ≤ α |W|, C the pixels of the chromosome and W those drawn. Of the other workers' lines the
   * one with the least sum over the others of max(D_ij, D_ji) is taken (equation 1); D is the
   * directed Hausdorff distance as a share of the diagonal of the chromosome's box. That line is
   * then smoothed, centred and sampled like a skeleton. If no line is left, or none was drawn, the
   * result is that of {@link #medialAxis()}.
   *
   * <p>The annotator cannot be saved, so the straightener has no id and a model trained with it
   * cannot be saved either, unless it is {@linkplain Straightener#named named} and the application
   * provides a part of that name when it loads.
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
   * @return the straightener {@code "projection-vectors"}, to be configured further
   */
  public static ProjectionVectors projectionVectors() {
    return ProjectionVectors.DEFAULT;
  }

  /**
   * Takes the best of the methods: the medial axis where its result is beyond doubt, as with most
   * chromosomes, and elsewhere what has the highest quality of the medial axis with its fallbacks
   * and the projection vectors. The result names the method.
   *
   * @return the straightener {@code "auto"}, the default of the library; it has no settings
   */
  public static Straightener auto() {
    return AUTO;
  }
}
