package io.karyo.metrics;

import io.karyo.model.Require;
import io.karyo.photo.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The average precision of boxes of one class, as the COCO benchmark computes it (Lin and others,
 * Microsoft COCO, ECCV 2014; the program pycocotools).
 *
 * <p>Within each photograph, the detections of the highest confidence come first, at most {@link
 * #MAX_DETECTIONS}. Each takes, of the annotated boxes that no other has taken, the one of the
 * highest intersection over union if that reaches the threshold; of equal ones the last. A
 * detection that takes none is false, also a second one of the same chromosome and every one in a
 * photograph without a box of the class. Then the detections of all photographs are put in the
 * order of falling confidence, equal ones in the order of the photographs. The average precision is
 * the mean, over the recalls 0, 0.01 … 1, of the highest precision at that recall or above; 0 where
 * the recall is not reached.
 *
 * <p><b>Thread safety:</b> stateless.
 */
public final class AveragePrecision {

  /** The most detections of one photograph that count. */
  public static final int MAX_DETECTIONS = 100;

  private static final int STEPS = 100;
  private static final double STEP = 0.01;

  private AveragePrecision() {}

  /**
   * A box that is taken for one of the class.
   *
   * @param box the box
   * @param confidence orders the detections, a finite number
   */
  public record Detection(Box box, double confidence) {
    public Detection {
      Objects.requireNonNull(box, "box");
      Require.that(Double.isFinite(confidence), "confidence", "a finite number", confidence);
    }
  }

  /**
   * The boxes of the class in one photograph.
   *
   * @param truth the annotated ones
   * @param found the detections, in any order
   */
  public record Photograph(List<Box> truth, List<Detection> found) {
    public Photograph {
      truth = List.copyOf(truth);
      found = List.copyOf(found);
    }
  }

  /** A detection of any photograph, and whether it is true. */
  private record Judged(double confidence, boolean right) {}

  /**
   * Computes the average precision.
   *
   * @param photographs the annotated boxes and the detections of one class
   * @param iou the least intersection over union of a true detection, more than 0 and at most 1
   * @return 0 to 1; empty if no box of the class is annotated, because then there is no recall
   * @throws IllegalArgumentException if {@code iou} is out of range
   */
  public static OptionalDouble of(List<Photograph> photographs, double iou) {
    Require.that(iou > 0 && iou <= 1, "iou", "more than 0 and at most 1", iou);
    int truth = photographs.stream().mapToInt(photo -> photo.truth().size()).sum();
    if (truth == 0) {
      return OptionalDouble.empty();
    }
    List<Judged> all = new ArrayList<>();
    photographs.forEach(photo -> judge(photo, iou, all));
    all.sort(Comparator.comparingDouble(one -> -one.confidence()));
    double[] precision = new double[all.size()];
    double[] recall = new double[all.size()];
    int right = 0;
    for (int i = 0; i < precision.length; i++) {
      right += all.get(i).right() ? 1 : 0;
      precision[i] = (double) right / (i + 1);
      recall[i] = (double) right / truth;
    }
    for (int i = precision.length - 2; i >= 0; i--) {
      precision[i] = Math.max(precision[i], precision[i + 1]);
    }
    double sum = 0;
    int next = 0;
    for (int step = 0; step <= STEPS; step++) {
      // The product, as in pycocotools, and not the quotient, which can round to another number.
      double least = step * STEP;
      while (next < recall.length && recall[next] < least) {
        next++;
      }
      sum += next < recall.length ? precision[next] : 0;
    }
    return OptionalDouble.of(sum / (STEPS + 1));
  }

  private static void judge(Photograph photo, double iou, List<Judged> all) {
    boolean[] taken = new boolean[photo.truth().size()];
    photo.found().stream()
        .sorted(Comparator.comparingDouble(one -> -one.confidence()))
        .limit(MAX_DETECTIONS)
        .forEach(
            one -> {
              int best = -1;
              double most = iou;
              for (int i = 0; i < taken.length; i++) {
                double overlap = photo.truth().get(i).iou(one.box());
                if (!taken[i] && overlap >= most) {
                  most = overlap;
                  best = i;
                }
              }
              if (best >= 0) {
                taken[best] = true;
              }
              all.add(new Judged(one.confidence(), best >= 0));
            });
  }

  /**
   * Computes the mean of the average precisions of several classes.
   *
   * @param classes the photographs of each class
   * @param iou the least intersection over union of a true detection, more than 0 and at most 1
   * @return 0 to 1, over the classes of which a box is annotated; empty if there is none
   * @throws IllegalArgumentException if {@code iou} is out of range
   */
  public static OptionalDouble mean(List<List<Photograph>> classes, double iou) {
    return classes.stream()
        .map(photographs -> of(photographs, iou))
        .flatMapToDouble(OptionalDouble::stream)
        .average();
  }
}
