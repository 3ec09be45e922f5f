package io.karyo.metrics;

import io.karyo.internal.Matching;
import io.karyo.model.Require;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/**
 * How well the chromosomes of photographs are found, whatever their types.
 *
 * <p>Found and true chromosomes are matched one to one within each photograph, as many as possible
 * of those whose intersection over union is at least {@link #IOU}.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class SegmentationEvaluation {

  /** The least intersection over union at which a chromosome counts as found. */
  public static final double IOU = 0.5;

  /**
   * The result for one photograph.
   *
   * @param truth how many chromosomes there are
   * @param found how many were found
   * @param matched how many of them match
   * @param meanIou the mean intersection over union of those that match; 0 if none does
   */
  public record Photograph(int truth, int found, int matched, double meanIou) {

    public Photograph {
      Require.atLeast("truth", truth, 0);
      Require.atLeast("found", found, 0);
      Require.inRange("matched", matched, 0, Math.min(truth, found));
      Require.inRange("meanIou", meanIou, 0.0, 1.0);
    }

    /** {@return whether as many were found as there are} */
    public boolean exactCount() {
      return truth == found;
    }

    /** {@return whether every chromosome was found, and nothing else} */
    public boolean perfect() {
      return matched == truth && matched == found;
    }
  }

  private final List<Photograph> photographs;

  private SegmentationEvaluation(List<Photograph> photographs) {
    this.photographs = List.copyOf(photographs);
  }

  /**
   * Sums up photographs.
   *
   * @param photographs at least one
   * @return the evaluation
   * @throws IllegalArgumentException if there is none
   */
  public static SegmentationEvaluation of(List<Photograph> photographs) {
    Require.atLeast("photographs", photographs.size(), 1);
    return new SegmentationEvaluation(photographs);
  }

  /**
   * Compares boxes.
   *
   * @param truth the annotated boxes
   * @param found the boxes of the regions that were found
   * @param margin the margin of annotated boxes around chromosomes, in px: by so much the found
   *     boxes are widened before they are compared
   * @return the result for one photograph
   */
  public static Photograph boxes(List<Box> truth, List<Box> found, int margin) {
    List<Box> wider = found.stream().map(box -> box.widened(margin)).toList();
    return match(truth, wider, Box::iou);
  }

  /**
   * Compares regions.
   *
   * @param truth the annotated regions
   * @param found the regions that were found
   * @return the result for one photograph
   */
  public static Photograph regions(List<Region> truth, List<Region> found) {
    return match(truth, found, Region::iou);
  }

  private static <T> Photograph match(List<T> truth, List<T> found, ToDoubleBiFunction<T, T> iou) {
    Matching matching = Matching.of(truth, found, iou, IOU).extend((i, j) -> true);
    int matched = matching.pairs();
    return new Photograph(
        truth.size(), found.size(), matched, matched == 0 ? 0 : matching.sum() / matched);
  }

  /** {@return the results by photograph} */
  public List<Photograph> photographs() {
    return photographs;
  }

  /** {@return the share of all true chromosomes that was found, 0 to 1; 1 if there is none} */
  public double recall() {
    long truth = photographs.stream().mapToLong(Photograph::truth).sum();
    return truth == 0 ? 1 : (double) matched() / truth;
  }

  /** {@return the share of what was found that is a true chromosome, 0 to 1; 1 if it is nothing} */
  public double precision() {
    long found = photographs.stream().mapToLong(Photograph::found).sum();
    return found == 0 ? 1 : (double) matched() / found;
  }

  private long matched() {
    return photographs.stream().mapToLong(Photograph::matched).sum();
  }

  /** {@return the share of photographs with as many chromosomes found as there are, 0 to 1} */
  public double exactCount() {
    return photographs.stream().filter(Photograph::exactCount).count()
        / (double) photographs.size();
  }

  /** {@return the share of photographs with every chromosome found and nothing else, 0 to 1} */
  public double perfect() {
    return photographs.stream().filter(Photograph::perfect).count() / (double) photographs.size();
  }

  /** {@return the mean intersection over union of all that match, 0 to 1; 0 if nothing does} */
  public double meanIou() {
    double sum = photographs.stream().mapToDouble(p -> p.matched() * p.meanIou()).sum();
    return matched() == 0 ? 0 : sum / matched();
  }
}
