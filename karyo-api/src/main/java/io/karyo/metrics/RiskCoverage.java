package io.karyo.metrics;

import io.karyo.model.Require;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The risk-coverage curve: the error rate that remains if a person checks the least confident
 * predictions (El-Yaniv and Wiener, On the Foundations of Noise-free Selective Classification,
 * Journal of Machine Learning Research 11, 2010; with a threshold on the confidence: Geifman and
 * El-Yaniv, Selective Classification for Deep Neural Networks, NIPS 2017).
 *
 * <p>At a threshold, the images with at least that confidence are kept. <b>Coverage</b> is the
 * share of all images that is kept, <b>risk</b> the share of these that are classified wrongly.
 * Images of equal confidence cannot be separated by a threshold, so they are kept or left out
 * together; the curve does not depend on the order of the images.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class RiskCoverage {

  private final List<Point> points;

  /** An image: its confidence, and whether the prediction was correct. */
  record Told(double confidence, boolean correct) {}

  /**
   * A point of the curve: the images kept at a threshold.
   *
   * @param threshold the least confidence of the images kept, 0 to 1
   * @param images the number of all images
   * @param kept the number of images kept, at least 1
   * @param correct the number of images kept that were classified correctly
   */
  public record Point(double threshold, int images, int kept, int correct) {

    /** {@return the share of images kept: kept / images, more than 0, at most 1} */
    public double coverage() {
      return (double) kept / images;
    }

    /**
     * {@return the selective accuracy, the share of the images kept that were classified correctly:
     * correct / kept, 0 to 1}
     */
    public double accuracy() {
      return (double) correct / kept;
    }

    /**
     * {@return the selective risk, the share of the images kept that were classified wrongly: 1 -
     * {@link #accuracy()}, 0 to 1}
     */
    public double risk() {
      return (double) (kept - correct) / kept;
    }
  }

  private RiskCoverage(List<Point> points) {
    this.points = points;
  }

  static RiskCoverage of(List<Told> images) {
    List<Told> surest = new ArrayList<>(images);
    surest.sort(Comparator.comparingDouble(Told::confidence).reversed());
    List<Point> points = new ArrayList<>();
    int correct = 0;
    for (int i = 0; i < surest.size(); i++) {
      correct += surest.get(i).correct() ? 1 : 0;
      double confidence = surest.get(i).confidence();
      if (i + 1 == surest.size() || surest.get(i + 1).confidence() < confidence) {
        points.add(new Point(confidence, surest.size(), i + 1, correct));
      }
    }
    return new RiskCoverage(List.copyOf(points));
  }

  /**
   * {@return the curve: a point for each confidence that occurs, by falling threshold and so by
   * rising coverage; the last point keeps all images}
   */
  public List<Point> points() {
    return points;
  }

  /**
   * Returns the area under the curve, AURC: the mean, over all images, of the risk at the threshold
   * that just keeps the image (Geifman, Uziel and El-Yaniv, Bias-Reduced Uncertainty Estimation for
   * Deep Neural Classifiers, ICLR 2019). Lower is better; it rates both how often predictions are
   * wrong and how well confidence separates right from wrong ones.
   *
   * @return 0 (all right) to 1 (all wrong)
   */
  public double area() {
    double sum = 0;
    int before = 0;
    for (Point point : points) {
      sum += point.risk() * (point.kept() - before);
      before = point.kept();
    }
    return sum / before;
  }

  /**
   * Finds the largest coverage with a required precision. The threshold is fitted to these images:
   * choose it on one part of the data, and measure on another with {@link #atThreshold}.
   *
   * @param precision the least {@link Point#accuracy()}, 0 to 1
   * @return the point of the largest coverage with that precision, empty if there is none
   * @throws IllegalArgumentException if the precision is out of range
   */
  public Optional<Point> coverageAtPrecision(double precision) {
    Require.inRange("precision", precision, 0, 1);
    return points.stream()
        .filter(point -> point.accuracy() >= precision)
        .reduce((narrow, wide) -> wide);
  }

  /**
   * Finds the point of the curve at a threshold.
   *
   * @param threshold the least confidence to keep, 0 to 1
   * @return the point, whose threshold is the least confidence kept; empty if no image is kept
   * @throws IllegalArgumentException if the threshold is out of range
   */
  public Optional<Point> atThreshold(double threshold) {
    Require.inRange("threshold", threshold, 0, 1);
    return points.stream()
        .filter(point -> point.threshold() >= threshold)
        .reduce((narrow, wide) -> wide);
  }

  @Override
  public String toString() {
    return "RiskCoverage" + points;
  }
}
