package io.karyo.metaphase.internal.scene;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Compares the looks of pieces: dirt differs from the chromosomes of the same cell in tone, in
 * contrast or in width.
 */
final class Looks {

  /**
   * The looks of a piece.
   *
   * @param area in shares of the mean area of a chromosome
   * @param tone its mean stain in shares of the typical one
   * @param contrast the standard deviation of its stain, in the same shares
   * @param width the largest width, in shares of the typical one
   * @param touches whether it reaches the border of the photograph
   */
  record Look(double area, double tone, double contrast, double width, boolean touches) {}

  /** What the properties of chromosomes differ by, at least: standard deviations. */
  private static final double TONE = 0.1;

  private static final double CONTRAST = 0.05;
  private static final double WIDTH = 0.11;

  /** Chromosomes seldom lie at the border, nuclei and dirt often do. */
  private static final double TOUCH = 10;

  /** The standard deviation of normal values over the median of their deviations. */
  private static final double SPREAD = 1.5;

  private final List<Look> looks;
  private final double tone;
  private final double contrast;
  private final double width;
  private final double toneScale;
  private final double contrastScale;
  private final double widthScale;

  Looks(List<Look> looks) {
    this.looks = looks;
    tone = median(Look::tone);
    contrast = median(Look::contrast);
    width = median(Look::width);
    double t = tone;
    double c = contrast;
    double w = width;
    toneScale = Math.max(TONE, SPREAD * median(look -> Math.abs(look.tone - t)));
    contrastScale = Math.max(CONTRAST, SPREAD * median(look -> Math.abs(look.contrast - c)));
    widthScale = Math.max(WIDTH, SPREAD * median(look -> Math.abs(look.width - w)));
  }

  private double median(ToDoubleFunction<Look> property) {
    double[] values =
        looks.stream()
            .filter(look -> look.area < 2 && !look.touches)
            .mapToDouble(property)
            .sorted()
            .toArray();
    return values.length == 0 ? 1 : values[values.length / 2];
  }

  boolean touches(int piece) {
    return looks.get(piece).touches;
  }

  /** Clusters are larger than this, in mean areas, and wider where chromosomes cross. */
  private static final double CLUSTER = 1.3;

  private static final double CROSSING = 0.8;

  /** Sums up squared deviations from the median, in standard deviations. */
  double strangeness(int piece) {
    Look look = looks.get(piece);
    double wide = look.width - width;
    double off = look.area > CLUSTER && wide > 0 ? Math.max(0, wide - CROSSING) / 3 : wide;
    return square((look.tone - tone) / toneScale)
        + square((look.contrast - contrast) / contrastScale)
        + square(off / widthScale)
        + (look.touches ? TOUCH : 0);
  }

  private static double square(double value) {
    return value * value;
  }
}
