package io.karyo.training;

import io.karyo.spi.TrainingListener;
import io.karyo.spi.TrainingListener.Stage;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The epochs of one training: keeps which was the best, reports each to a listener, and ends after
 * the last one or when no better one came for as long as the patience allows.
 *
 * <p><b>Thread safety:</b> none; a loop is for one thread.
 */
public final class EpochLoop {

  private final Stage stage;
  private final int epochs;
  private final int patience;
  private final TrainingListener listener;
  private int done;
  private boolean finishing;
  private boolean best;
  private long begun;
  private int bestEpoch;
  private double bestScore = Double.NEGATIVE_INFINITY;

  /**
   * Makes a loop before its first epoch.
   *
   * @param stage the stage that is reported
   * @param epochs how many epochs there are at most
   * @param patience after how many epochs without a better one the loop ends
   * @param listener receives each epoch
   */
  public EpochLoop(Stage stage, int epochs, int patience, TrainingListener listener) {
    this.stage = stage;
    this.epochs = epochs;
    this.patience = patience;
    this.listener = listener;
  }

  /**
   * Goes on after an epoch of an earlier run.
   *
   * @param done how many epochs are done
   * @param bestEpoch as {@link #bestEpoch()} was
   * @param bestScore as {@link #bestScore()} was
   */
  public void resume(int done, int bestEpoch, double bestScore) {
    this.done = done;
    this.bestEpoch = bestEpoch;
    this.bestScore = bestScore;
  }

  /**
   * Begins an epoch if there is another.
   *
   * @return whether there is
   */
  public boolean next() {
    best = false;
    begun = System.nanoTime();
    return !finishing && done < epochs && done - 1 - bestEpoch < patience;
  }

  /** {@return the number of epochs that are done, without the one under way} */
  public int done() {
    return done;
  }

  /**
   * Lets the epoch under way be the last.
   *
   * @param finish whether to
   */
  public void finishIf(boolean finish) {
    finishing |= finish;
  }

  /** {@return whether the epoch under way was made the last} */
  public boolean finishing() {
    return finishing;
  }

  /**
   * Judges the epoch under way. Equals are taken for their lower learning rate, but they do not
   * extend the patience.
   *
   * @param score the higher the better; NaN is best: there is nothing to choose by
   * @return whether none was better
   */
  public boolean isBest(double score) {
    best = !(score < bestScore);
    if (best) {
      bestEpoch = score == bestScore ? bestEpoch : done;
      bestScore = score;
    }
    return best;
  }

  /**
   * Ends an epoch and tells the listener.
   *
   * @param loss as in {@link TrainingListener.Epoch}, like all that follow
   * @param accuracy of the validation examples
   * @param similarPairs 0 for a classifier
   * @param dissimilarPairs 0 for a classifier
   */
  public void report(double loss, double accuracy, long similarPairs, long dissimilarPairs) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    done++;
    listener.onEpoch(
        new TrainingListener.Epoch(
            stage, done, epochs, loss, accuracy, best, similarPairs, dissimilarPairs, seconds));
  }

  /** {@return the number of the epoch from which the patience counts, from 0} */
  public int bestEpoch() {
    return bestEpoch;
  }

  /** {@return the score of the best epoch, negative infinity before the first} */
  public double bestScore() {
    return bestScore;
  }

  /**
   * Counts right answers.
   *
   * @param answers how many answers there are
   * @param right says of the index of each whether it is right
   * @return the share that is right, NaN of none
   */
  public static double accuracy(int answers, IntPredicate right) {
    return IntStream.range(0, answers).filter(right).count() / (double) answers;
  }

  /**
   * Shuffles numbers (Durstenfeld 1964).
   *
   * @param order what is shuffled
   * @param random draws a number for each but one
   */
  public static void shuffle(int[] order, SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
  }
}
