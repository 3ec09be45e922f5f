package io.karyo.metrics;

import io.karyo.model.Require;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is gained by leaving chromosomes to a person that the classifier is not sure of: the
 * risk-coverage curve (El-Yaniv and Wiener, On the Foundations of Noise-free Selective
 * Classification, Journal of Machine Learning Research 11, 2010; with a threshold on the
 * confidence: Geifman and El-Yaniv, Selective Classification for Deep Neural Networks, NIPS 2017).
 *
 * <p>At a threshold, the images are kept whose confidence is at least that. <b>Coverage</b> is the
 * share of all images that is kept, <b>risk</b> the share of those that was classified wrongly.
 * Images of equal confidence cannot be separated by a threshold, so they are kept or left together;
 * the curve does not depend on the order of the images.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class RiskCoverage {

  private final List<Point> points;

  /** An image: how sure its type was, and whether it was right. */
  record Told(double confidence, boolean correct) {}

  /**
   * What is kept at a threshold.
   *
   * @param threshold the least confidence of the images kept, 0 to 1
   * @param images how many images there are
   * @param kept how many of them are kept, at least 1
   * @param correct how many of those kept were classified correctly
   */
  public record Point(double threshold, int images, int kept, int correct) {

    /**
     * Returns the share of the images that is kept: kept / images.
     *
     * @return more than 0, to 1
     */
    public double coverage() {
      return (double) kept / images;
    }

    /**
     * Returns the share of the images kept that was classified correctly, the selective accuracy:
     * correct / kept.
     *
     * @return 0 to 1
     */
    public double accuracy() {
      return (double) correct / kept;
    }

    /**
     * Returns the share of the images kept that was classified wrongly, the selective risk: 1 -
     * {@link #accuracy()}.
     *
     * @return 0 to 1
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
   * Returns the curve.
   *
   * @return a point for each confidence that occurs, by falling threshold and so by rising
   *     coverage; the last keeps all images
   */
  public List<Point> points() {
    return points;
  }

  /**
   * Returns the area under the curve, AURC: the mean, over all images, of the risk at the threshold
   * that just keeps the image (Geifman, Uziel and El-Yaniv, Bias-Reduced Uncertainty Estimation for
   * Deep Neural Classifiers, ICLR 2019). Lower is better; it rates both how seldom types are told
   * wrong and how well confidence tells when.
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
   * Finds how many images can be kept so that those kept are right with a wanted precision. The
   * threshold is fitted to these very images: choose it on one part of the data, and measure on
   * another with {@link #atThreshold}.
   *
   * @param precision the least {@link Point#accuracy()}, 0 to 1
   * @return the point of the largest coverage that has it, empty if none has
   * @throws IllegalArgumentException if the precision is out of range
   */
  public Optional<Point> coverageAtPrecision(double precision) {
    Require.inRange("precision", precision, 0, 1);
    return points.stream()
        .filter(point -> point.accuracy() >= precision)
        .reduce((narrow, wide) -> wide);
  }

  /**
   * Finds what is kept at a threshold.
   *
   * @param threshold the least confidence to keep, 0 to 1
   * @return the point, its threshold the least confidence that is kept; empty if no image is kept,
   *     for then there is no risk to speak of
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
