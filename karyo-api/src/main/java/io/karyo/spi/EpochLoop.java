package io.karyo.spi;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The epochs of one training: keeps a copy of the best weights, tells a listener of each epoch, and
 * ends with the last epoch or when patience does.
 *
 * <pre>{@code
 * while (loop.next()) {
 *   // Take the steps of one epoch; then
 *   loop.offer(weights, accuracy);
 *   loop.report(loss, accuracy, 0, 0);
 * }
 * return loop.handOver(MyTrainedClassifier::new);
 * }</pre>
 *
 * <p><b>Thread safety:</b> none; a loop is for one thread.
 *
 * @param <W> the weights
 */
public final class EpochLoop<W> implements AutoCloseable {

  private final TrainingListener.Stage stage;
  private final int epochs;
  private final int patience;
  private final TrainingListener listener;
  private final UnaryOperator<W> copy;
  private final Consumer<W> free;
  private int done;
  private boolean finishing;
  private boolean better;
  private long begun;
  private int bestEpoch;
  private double bestScore = Double.NEGATIVE_INFINITY;
  private @Nullable W best;

  /**
   * Makes a loop before its first epoch.
   *
   * @param stage the stage that is reported
   * @param epochs how many epochs there are at most
   * @param patience after how many epochs without a better one the loop ends
   * @param listener receives each epoch
   * @param copy copies weights
   * @param free frees a copy that is no longer needed
   */
  public EpochLoop(
      TrainingListener.Stage stage,
      int epochs,
      int patience,
      TrainingListener listener,
      UnaryOperator<W> copy,
      Consumer<W> free) {
    this.stage = stage;
    this.epochs = epochs;
    this.patience = patience;
    this.listener = listener;
    this.copy = copy;
    this.free = free;
  }

  /**
   * Goes on after an epoch of an earlier run.
   *
   * @param done how many epochs are done
   * @param bestEpoch as {@link #bestEpoch()} was
   * @param bestScore as {@link #bestScore()} was
   * @param best a copy is kept
   */
  public void resume(int done, int bestEpoch, double bestScore, W best) {
    this.done = done;
    this.bestEpoch = bestEpoch;
    this.bestScore = bestScore;
    this.best = copy.apply(best);
  }

  /** Begins an epoch. {@return whether there is another} */
  public boolean next() {
    better = false;
    begun = System.nanoTime();
    return !finishing && done < epochs && done - 1 - bestEpoch < patience;
  }

  /** {@return how many epochs are done, without the one under way} */
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

  /** {@return whether the epoch under way is the last, whatever patience says} */
  public boolean isLast() {
    return finishing || done == epochs - 1;
  }

  /**
   * Keeps a copy of weights unless others were better. Equals are taken for their lower learning
   * rate, but they do not extend the patience.
   *
   * @param weights the weights
   * @param score the higher the better; NaN takes the weights: there is nothing to choose by
   */
  public void offer(W weights, double score) {
    better = !(score < bestScore);
    if (better) {
      bestEpoch = score == bestScore ? bestEpoch : done;
      bestScore = score;
      close();
      best = copy.apply(weights);
    }
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
            stage, done, epochs, loss, accuracy, better, similarPairs, dissimilarPairs, seconds));
  }

  /** {@return the epoch from which the patience counts, from 0} */
  public int bestEpoch() {
    return bestEpoch;
  }

  /** {@return the score of the best weights, negative infinity before the first} */
  public double bestScore() {
    return bestScore;
  }

  /** {@return the best weights, which the loop still owns} */
  public W best() {
    return Objects.requireNonNull(best);
  }

  /**
   * Gives the best weights away.
   *
   * @param receiver owns them once it has returned
   * @param <T> what is made of them
   * @return what the receiver returns
   */
  public <T> T handOver(Function<W, T> receiver) {
    T made = receiver.apply(best());
    best = null;
    return made;
  }

  /** Frees the best weights, unless they were handed over. */
  @Override
  public void close() {
    if (best != null) {
      free.accept(best);
      best = null;
    }
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
