package io.karyo.cli.common;

import io.karyo.cli.output.Failures;
import io.karyo.spi.TrainingListener;
import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shows how a training goes: on a terminal as a bar in one line that is written again and again and
 * never longer than the terminal is wide, elsewhere as one line for each stage, each tenth of the
 * segmenter's and each epoch of the encoder.
 */
public final class TrainingProgress implements TrainingListener {

  private static final int MAX_BAR = 30;
  private static final int MIN_BAR = 6;

  /** Of the columns beyond these the bar takes a third. */
  private static final int COLUMNS_WITHOUT_BAR = 64;

  private static final long REDRAW_NANOS = 100_000_000;

  private final PrintWriter out;
  private final boolean terminal;
  private final int width;
  private final int bar;
  private @Nullable Stage stage;
  private long stageStart;
  private long lastDrawn;
  private int lastLength;

  /** How many tenths of the stage were reported where there is no terminal. */
  private long tenths;

  private String epochText = "";

  /**
   * Shows nothing yet.
   *
   * @param out where to
   * @param columns how many columns the terminal has, 0 if there is none
   */
  TrainingProgress(PrintWriter out, int columns) {
    this.out = out;
    this.terminal = columns > 0;
    // Some terminals wrap as soon as the last column is written.
    this.width = Math.max(1, columns - 1);
    this.bar = Math.max(MIN_BAR, Math.min(MAX_BAR, (columns - COLUMNS_WITHOUT_BAR) / 3));
  }

  /** Returns whether standard output is a terminal. */
  @SuppressWarnings("SystemConsoleNull") // What else is asked from Java 22 on, Java 17 lacks.
  static boolean onTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From Java 22 on there is a console even where there is no terminal.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }

  @Override
  public void onProgress(Progress progress) {
    enter(progress.stage(), progress.total());
    long now = System.nanoTime();
    boolean complete = progress.done() >= progress.total();
    if (terminal && (complete || now - lastDrawn > REDRAW_NANOS)) {
      lastDrawn = now;
      draw(progress.done() / (double) Math.max(1, progress.total()));
    } else if (!terminal && progress.stage() == Stage.SEGMENTER) {
      long next = 10 * progress.done() / Math.max(1, progress.total());
      if (next > tenths) {
        // It has no epochs and takes most of an hour.
        double seconds = (now - stageStart) / 1e9;
        out.println(name(progress.stage()) + ": " + 10 * next + " %, " + time(seconds));
        out.flush();
      }
      tenths = next;
    }
  }

  @Override
  public void onSkipped(Skipped skipped) {
    if (terminal && stage != null) {
      out.println();
      lastLength = 0;
    }
    out.println("left out: " + Failures.message(skipped.cause()));
  }

  @Override
  public void onEpoch(Epoch epoch) {
    enter(epoch.stage(), epoch.epochs());
    epochText = epoch.summary();
    if (terminal) {
      draw(epoch.epoch() / (double) epoch.epochs());
    } else if (epoch.stage() == Stage.ENCODER) {
      out.println(
          String.format(
              Locale.ROOT, "%s: %s, %.1f s", name(epoch.stage()), epochText, epoch.seconds()));
    }
  }

  private void enter(Stage next, long total) {
    if (next == stage) {
      return;
    }
    finish();
    stage = next;
    stageStart = System.nanoTime();
    epochText = "";
    tenths = 0;
    if (!terminal) {
      boolean images = next == Stage.STRAIGHTENING || next == Stage.EMBEDDING;
      out.println(name(next) + (images ? ": " + total + " images" : ": training"));
    }
  }

  private void draw(double share) {
    int full = (int) Math.round(bar * Math.min(1, share));
    double seconds = (System.nanoTime() - stageStart) / 1e9;
    String line =
        fitting(
            String.format(
                Locale.ROOT,
                "%-13s [%s%s] %3.0f %%  %s",
                stage == null ? "" : name(stage),
                "=".repeat(full),
                " ".repeat(bar - full),
                100 * Math.min(1, share),
                share >= 1 ? time(seconds) : time(seconds * (1 - share) / share) + " left"));
    // Blanks over what is left of a longer line, because not every terminal knows escape codes.
    out.print("\r" + line + " ".repeat(Math.max(0, lastLength - line.length())));
    out.flush();
    lastLength = line.length();
  }

  /** Adds as much of what the last epoch gave as there is room for, from its beginning. */
  private String fitting(String start) {
    String text = epochText.isEmpty() ? "" : "  " + epochText;
    while (!text.isEmpty() && start.length() + text.length() > width) {
      text = text.substring(0, Math.max(0, text.lastIndexOf(',')));
    }
    return (start + text).substring(0, Math.min(width, start.length() + text.length()));
  }

  private static String time(double seconds) {
    long whole = Double.isFinite(seconds) ? Math.round(seconds) : 0;
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  /** Ends the line of the last stage, so that something else can be written. */
  public void finish() {
    if (terminal && stage != null) {
      out.println();
    } else if (stage == Stage.CLASSIFIER && !epochText.isEmpty()) {
      // Its epochs are many and take no time: the last one is enough.
      out.println(name(stage) + ": " + epochText);
    }
    stage = null;
    lastLength = 0;
  }

  private static String name(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }
}
