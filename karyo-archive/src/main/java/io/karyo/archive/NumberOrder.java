package io.karyo.archive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds which tokens are the numbers of places, and which numbers: the most probable assignment in
 * which numbers rise from left to right and from row to row.
 *
 * <p><b>Method:</b> a hidden Markov chain over the tokens in reading order; its states are the
 * labels in order. Numbers may be missing and tokens may be something else, each at a cost.
 */
final class NumberOrder {

  /**
   * A token and its label.
   *
   * @param label one of {@link Labels}
   * @param posterior how probable the label is, by readings and order
   * @param line the line of text that it stands in
   */
  record Numbered(Token token, int label, double posterior, int line) {

    /** Whether the number was read as what its order makes it. */
    boolean isRead() {
      return token.best() == label && token.bestProbability() >= LEGIBLE;
    }

    /** Whether it was read as another number. */
    boolean isMisread() {
      return token.best() != label && token.bestProbability() >= LEGIBLE;
    }
  }

  /**
   * The best assignment.
   *
   * @param order the order that it follows
   * @param score its log probability, up to a constant
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Found(List<Numbered> numbers, int[] order, double score) {}

  private static final double LEGIBLE = 0.5;

  /** What a reading has at least: it may be wrong. */
  private static final double MISREAD = 0.002;

  /** What a label has at random. */
  private static final double AT_RANDOM = 0.05;

  private static final double NEW_LINE = 2.5;

  /** The cost of taking what can be read as a number for something else. */
  private static final double SKIP = 3;

  private static final double OTHER_HEIGHT = 2.5;

  private final List<Token> tokens;
  private final int[] lines;
  private final double usualHeight;
  private final double[] skipped;

  /** For each token, the first one of its line, and the first one of the next line. */
  private final int[] firsts;

  private final int[] ends;

  private NumberOrder(List<Token> tokens) {
    this.lines = new int[tokens.size()];
    this.tokens = inReadingOrder(tokens, lines);
    this.usualHeight = usualHeight(tokens);
    this.skipped = new double[tokens.size() + 1];
    this.firsts = new int[tokens.size()];
    this.ends = new int[tokens.size()];
    for (int t = 0; t < tokens.size(); t++) {
      firsts[t] = t > 0 && lines[t - 1] == lines[t] ? firsts[t - 1] : t;
    }
    for (int t = tokens.size() - 1; t >= 0; t--) {
      ends[t] = t + 1 < tokens.size() && lines[t + 1] == lines[t] ? ends[t + 1] : t + 1;
    }
    for (int t = 0; t < this.tokens.size(); t++) {
      skipped[t + 1] = skipped[t] + SKIP * this.tokens.get(t).anyProbability();
    }
  }

  static Found find(List<Token> tokens) {
    NumberOrder order = new NumberOrder(tokens);
    return Labels.ORDERS.stream()
        .map(order::inOrder)
        .max(Comparator.comparingDouble(Found::score))
        .orElseThrow();
  }

  /** Sorts tokens by lines of text, and each line from the left. */
  private static List<Token> inReadingOrder(List<Token> tokens, int[] lines) {
    List<List<Token>> rows = new ArrayList<>();
    for (Token token :
        tokens.stream().sorted(Comparator.comparingInt(t -> t.box().bottom())).toList()) {
      List<Token> row = null;
      for (List<Token> candidate : rows) {
        Token last = candidate.get(candidate.size() - 1);
        int height = Math.min(last.box().height(), token.box().height());
        boolean near = token.box().bottom() - last.box().bottom() <= Math.max(1, 0.2 * height);
        if (near && Math.max(last.box().height(), token.box().height()) <= 1.6 * height) {
          row = candidate;
        }
      }
      if (row == null) {
        row = new ArrayList<>();
        rows.add(row);
      }
      row.add(token);
    }
    List<Token> sorted = new ArrayList<>();
    for (int line = 0; line < rows.size(); line++) {
      rows.get(line).sort(Comparator.comparingInt(t -> t.box().left()));
      for (Token token : rows.get(line)) {
        lines[sorted.size()] = line;
        sorted.add(token);
      }
    }
    return sorted;
  }

  /** The height that most legible numbers have. */
  private static double usualHeight(List<Token> tokens) {
    double best = 0;
    double most = -1;
    for (Token token : tokens) {
      double sum = 0;
      for (Token other : tokens) {
        double ratio = (double) other.box().height() / token.box().height();
        sum += ratio > 0.85 && ratio < 1.18 ? other.bestProbability() : 0;
      }
      if (sum > most) {
        most = sum;
        best = token.box().height();
      }
    }
    return best;
  }

  private double evidence(int t, int label) {
    Token token = tokens.get(t);
    double ratio = token.box().height() / usualHeight;
    boolean unlike =
        label == Labels.MARKER ? ratio < 0.5 || ratio > 1.35 : ratio < 0.75 || ratio > 1.35;
    return Math.log((token.labels()[label] + MISREAD) / AT_RANDOM) - (unlike ? OTHER_HEIGHT : 0);
  }

  /** The log probability of going from one token and place in the order to the next ones. */
  private double step(int from, int to, double missing) {
    if (lines[from] == lines[to]) {
      return -missing - (skipped[to] - skipped[from + 1]);
    }
    return -missing - after(from) - before(to) - NEW_LINE;
  }

  /** The cost of skipping what stands before a token in its line. */
  private double before(int t) {
    return skipped[t] - skipped[firsts[t]];
  }

  /** The cost of skipping what stands after a token in its line. */
  private double after(int t) {
    return skipped[ends[t]] - skipped[t + 1];
  }

  private Found inOrder(int[] order) {
    int n = tokens.size();
    int m = order.length;
    double[] missing = new double[m + 1];
    for (int k = 0; k < m; k++) {
      missing[k + 1] = missing[k] + Labels.missing(order[k]);
    }
    Chain forward = new Chain(n, m);
    Chain backward = new Chain(n, m);
    for (int t = 0; t < n; t++) {
      for (int k = 0; k < m; k++) {
        forward.enter(t, k, -missing[k] - before(t));
        for (int s = 0; s < t; s++) {
          for (int j = 0; j < k; j++) {
            forward.follow(t, k, s, j, step(s, t, missing[k] - missing[j + 1]));
          }
        }
        forward.add(t, k, evidence(t, order[k]));
      }
    }
    for (int t = n - 1; t >= 0; t--) {
      for (int k = m - 1; k >= 0; k--) {
        backward.enter(t, k, -(missing[m] - missing[k + 1]) - after(t));
        for (int s = t + 1; s < n; s++) {
          for (int j = k + 1; j < m; j++) {
            backward.follow(
                t, k, s, j, step(t, s, missing[j] - missing[k + 1]) + evidence(s, order[j]));
          }
        }
      }
    }
    return best(order, forward, backward, missing[m]);
  }

  private Found best(int[] order, Chain forward, Chain backward, double allMissing) {
    int m = order.length;
    double total = -allMissing;
    double score = -allMissing;
    int last = -1;
    for (int i = 0; i < forward.sum.length; i++) {
      total = plus(total, forward.sum[i] + backward.end(i));
      double whole = forward.best[i] + backward.end(i);
      if (whole > score) {
        score = whole;
        last = i;
      }
    }
    List<Numbered> numbers = new ArrayList<>();
    for (int i = last; i >= 0; i = forward.before[i]) {
      double posterior = Math.exp(forward.sum[i] + backward.sum[i] - total);
      numbers.add(0, new Numbered(tokens.get(i / m), order[i % m], posterior, lines[i / m]));
    }
    return new Found(numbers, order, score);
  }

  private static double plus(double a, double b) {
    double most = Math.max(a, b);
    return most == Double.NEGATIVE_INFINITY
        ? most
        : most + Math.log1p(Math.exp(Math.min(a, b) - most));
  }

  /** Log probabilities of all ways to a token with a label, and the best of them. */
  private static final class Chain {

    private final int labels;
    private final double[] sum;
    private final double[] best;
    private final double[] ends;
    private final int[] before;

    Chain(int tokens, int labels) {
      this.labels = labels;
      this.sum = new double[tokens * labels];
      this.best = new double[tokens * labels];
      this.ends = new double[tokens * labels];
      this.before = new int[tokens * labels];
      Arrays.fill(before, -1);
    }

    void enter(int t, int k, double log) {
      int i = t * labels + k;
      sum[i] = log;
      best[i] = log;
      ends[i] = log;
    }

    void follow(int t, int k, int s, int j, double log) {
      int i = t * labels + k;
      int from = s * labels + j;
      sum[i] = plus(sum[i], sum[from] + log);
      if (best[from] + log > best[i]) {
        best[i] = best[from] + log;
        before[i] = from;
      }
    }

    void add(int t, int k, double log) {
      sum[t * labels + k] += log;
      best[t * labels + k] += log;
    }

    double end(int i) {
      return ends[i];
    }
  }
}
