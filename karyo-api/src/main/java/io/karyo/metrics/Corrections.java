package io.karyo.metrics;

import io.karyo.data.LabelledBox;
import io.karyo.internal.Matching;
import io.karyo.model.Require;
import io.karyo.photo.Box;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How many corrections make the chromosomes that were found in one photograph right.
 *
 * <p><b>Method:</b>
 *
 * <ol>
 *   <li>Annotated boxes and found chromosomes are paired one to one if their intersection over
 *       union is at least {@link SegmentationEvaluation#IOU}: as many as possible with the right
 *       type, and then as many as possible of the others.
 *   <li>Of what has no partner, a box and a found chromosome belong together if they share at least
 *       half of the smaller one. Where <i>n</i> boxes and <i>m</i> found chromosomes are connected
 *       in this way, and there are three or more of them, {@code m - 1} joins and {@code n - 1}
 *       splits turn one into the other: a chromosome that covers two boxes is split once; two parts
 *       of one chromosome are joined once; two crossing chromosomes whose arms are exchanged are
 *       joined and split.
 *   <li>Another box without a partner that belongs together with the found chromosome of another
 *       box is a split of that. Another found chromosome without a partner that belongs together
 *       with a box that has one is a join.
 *   <li>Every other box is an addition, every other found chromosome a removal. So a chromosome
 *       whose extent is wrong is two corrections.
 *   <li>Each pair with a wrong type is a move, so that two exchanged chromosomes are two moves. A
 *       chromosome that is split or joined is not moved as well: its parts are designated anew.
 * </ol>
 *
 * <p>Boxes stand for chromosomes, so that a part of a neighbour that lies in the box of a slanting
 * chromosome counts as a part of that. This changes the kinds more than the total.
 *
 * @param splits cuts of a found chromosome in two
 * @param joins of two found parts of one chromosome
 * @param moves of a chromosome to another type; 0 if nothing was designated
 * @param additions of chromosomes that were missed
 * @param removals of what is no chromosome
 */
public record Corrections(int splits, int joins, int moves, int additions, int removals) {

  private static final double BELONGS = 0.5;

  public Corrections {
    Require.atLeast("splits", splits, 0);
    Require.atLeast("joins", joins, 0);
    Require.atLeast("moves", moves, 0);
    Require.atLeast("additions", additions, 0);
    Require.atLeast("removals", removals, 0);
  }

  /** {@return the number of all corrections} */
  public int total() {
    return splits + joins + moves + additions + removals;
  }

  /**
   * Counts corrections.
   *
   * @param truth the annotated chromosomes
   * @param found those that were found
   * @param designated whether types were sought; if not, there are no moves
   * @return the corrections
   */
  public static Corrections of(
      List<LabelledBox> truth, List<FoundChromosome> found, boolean designated) {
    return new Counting(truth, found).count(designated);
  }

  /** Pairs as many annotated boxes as possible with found chromosomes of their type. */
  static Matching rightOnes(List<LabelledBox> truth, List<FoundChromosome> found) {
    return Matching.of(truth, found, (a, b) -> a.box().iou(b.box()), SegmentationEvaluation.IOU)
        .extend((i, j) -> isRight(truth.get(i), found.get(j)));
  }

  private static boolean isRight(LabelledBox truth, FoundChromosome found) {
    return found.type().filter(truth.type()::equals).isPresent();
  }

  /** Counts the corrections of one photograph. */
  private static final class Counting {

    private final List<LabelledBox> truth;
    private final List<FoundChromosome> found;
    private final Matching matching;

    /** The boxes and the found chromosomes that nothing accounts for yet. */
    private final Set<Integer> missed = new TreeSet<>();

    private final Set<Integer> surplus = new TreeSet<>();

    /** The found chromosomes with a partner that are split or joined. */
    private final Set<Integer> changed = new HashSet<>();

    private int splits;
    private int joins;

    Counting(List<LabelledBox> truth, List<FoundChromosome> found) {
      this.truth = truth;
      this.found = found;
      matching = rightOnes(truth, found).extend((i, j) -> true);
      for (int i = 0; i < truth.size(); i++) {
        if (matching.partnerOfTruth(i) < 0) {
          missed.add(i);
        }
      }
      for (int j = 0; j < found.size(); j++) {
        if (matching.partnerOfFound(j) < 0) {
          surplus.add(j);
        }
      }
    }

    Corrections count(boolean designated) {
      for (int box : List.copyOf(missed)) {
        heap(box);
      }
      missed.removeIf(this::isCutOff);
      surplus.removeIf(this::isPart);
      int moves = 0;
      for (int i = 0; i < truth.size() && designated; i++) {
        int partner = matching.partnerOfTruth(i);
        if (partner >= 0 && !isRight(truth.get(i), found.get(partner))) {
          moves += changed.contains(partner) ? 0 : 1;
        }
      }
      return new Corrections(splits, joins, moves, missed.size(), surplus.size());
    }

    private boolean belong(int box, int chromosome) {
      Box one = truth.get(box).box();
      Box other = found.get(chromosome).box();
      return one.common(other) >= BELONGS * Math.min(one.area(), other.area());
    }

    /** Joins and splits all that is connected with a box, if that are three or more. */
    private void heap(int first) {
      Set<Integer> boxes = new HashSet<>(Set.of(first));
      Set<Integer> chromosomes = new HashSet<>();
      boolean grown = missed.contains(first);
      while (grown) {
        grown =
            chromosomes.addAll(
                surplus.stream().filter(j -> boxes.stream().anyMatch(i -> belong(i, j))).toList());
        grown |=
            boxes.addAll(
                missed.stream()
                    .filter(i -> chromosomes.stream().anyMatch(j -> belong(i, j)))
                    .toList());
      }
      if (!chromosomes.isEmpty() && boxes.size() + chromosomes.size() > 2) {
        splits += boxes.size() - 1;
        joins += chromosomes.size() - 1;
        missed.removeAll(boxes);
        surplus.removeAll(chromosomes);
      }
    }

    /** Splits a missed box off the found chromosome of another, if it belongs to one. */
    private boolean isCutOff(int box) {
      for (int j = 0; j < found.size(); j++) {
        if (matching.partnerOfFound(j) >= 0 && belong(box, j)) {
          splits++;
          changed.add(j);
          return true;
        }
      }
      return false;
    }

    /** Joins a surplus chromosome to that of a box that has another, if it belongs to one. */
    private boolean isPart(int chromosome) {
      for (int i = 0; i < truth.size(); i++) {
        int partner = matching.partnerOfTruth(i);
        if (partner >= 0 && belong(i, chromosome)) {
          joins++;
          changed.add(partner);
          return true;
        }
      }
      return false;
    }
  }
}
