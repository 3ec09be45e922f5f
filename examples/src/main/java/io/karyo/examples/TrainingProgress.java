package io.karyo.examples;

import io.karyo.TrainingListener;
import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shows how a training goes: on a terminal as a bar in one line that is written again and again,
 * elsewhere as a line a stage and a line an epoch of the encoder.
 */
final class TrainingProgress implements TrainingListener {

  private static final int BAR = 30;
  private static final long REDRAW_NANOS = 100_000_000;

  private final PrintWriter out;
  private final boolean terminal;
  private @Nullable Stage stage;
  private long stageStart;
  private long lastDrawn;
  private int lastLength;
  private String epochText = "";

  TrainingProgress(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Says whether standard output is a terminal. */
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
    epochText =
        String.format(
            Locale.ROOT,
            "epoch %d of %d, loss %.4f%s%s",
            epoch.epoch(),
            epoch.epochs(),
            epoch.loss(),
            Double.isNaN(epoch.validationAccuracy())
                ? ""
                : String.format(
                    Locale.ROOT, ", validation %.1f %%", 100 * epoch.validationAccuracy()),
            epoch.best() ? ", best so far" : "");
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
    if (!terminal) {
      boolean images = next == Stage.STRAIGHTENING || next == Stage.EMBEDDING;
      out.println(name(next) + (images ? ": " + total + " images" : ": training"));
    }
  }

  private void draw(double share) {
    int full = (int) Math.round(BAR * Math.min(1, share));
    double seconds = (System.nanoTime() - stageStart) / 1e9;
    String line =
        String.format(
            Locale.ROOT,
            "%-13s [%s%s] %3.0f %%  %s  %s",
            stage == null ? "" : name(stage),
            "=".repeat(full),
            " ".repeat(BAR - full),
            100 * Math.min(1, share),
            share >= 1 ? time(seconds) : time(seconds * (1 - share) / share) + " left",
            epochText);
    // Blanks over what is left of a longer line, because not every terminal knows escape codes.
    out.print("\r" + line + " ".repeat(Math.max(0, lastLength - line.length())));
    out.flush();
    lastLength = line.length();
  }

  private static String time(double seconds) {
    long whole = Double.isFinite(seconds) ? Math.round(seconds) : 0;
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  /** Ends the line of the last stage, so that something else can be written. */
  void finish() {
    if (terminal && stage != null) {
      out.println();
    } else if (stage == Stage.CLASSIFIER) {
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
