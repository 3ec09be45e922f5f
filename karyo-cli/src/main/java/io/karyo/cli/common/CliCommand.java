package io.karyo.cli.common;

import io.karyo.cli.output.Failures;
import io.karyo.cli.output.Outputs;
import io.karyo.laboratory.Familiarity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands share. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = CliCommand.Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true)
public abstract class CliCommand implements Callable<Integer> {

  /** The exit code if all went well. */
  protected static final int FINE = 0;

  /** The exit code if something failed. */
  protected static final int FAILED = 1;

  /** Says the version that the jar's manifest names. */
  public static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = CliCommand.class.getPackage().getImplementationVersion();
      return new String[] {"karyo " + Objects.requireNonNullElse(version, "(development)")};
    }
  }

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  private boolean outputTaken;

  /**
   * Returns standard output.
   *
   * @return a writer
   */
  protected PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /**
   * Writes a line to standard output, or to standard error if the content of a file goes there; the
   * same everywhere in the world.
   *
   * @param format as {@link String#format(Locale, String, Object...)} takes it
   * @param arguments of the format
   */
  protected void say(String format, @Nullable Object... arguments) {
    sayTo().println(String.format(Locale.ROOT, format, arguments));
  }

  private PrintWriter sayTo() {
    return outputTaken ? err() : out();
  }

  /**
   * Checks, before a long run, that a file can be written; its name may stand for standard output.
   *
   * @param file the file; null if none is wanted
   * @throws IOException if it cannot be written
   */
  protected void requireOutput(@Nullable Path file) throws IOException {
    if (file == null) {
      return;
    }
    if (!Outputs.isStandardOutput(file)) {
      Outputs.requireWritable(file);
    } else if (outputTaken) {
      throw wrongUsage("-: must stand for one file only");
    } else {
      outputTaken = true;
    }
  }

  /**
   * Writes a file that {@link #requireOutput} knows.
   *
   * @param file the file
   * @param text its text
   * @throws IOException if it cannot be written
   */
  protected void write(Path file, String text) throws IOException {
    if (Outputs.isStandardOutput(file)) {
      out().print(text);
      out().flush();
    } else {
      Outputs.text(file, text);
    }
  }

  /**
   * Writes a line to standard error.
   *
   * @param format as {@link String#format(Locale, String, Object...)} takes it
   * @param arguments of the format
   */
  protected void complain(String format, @Nullable Object... arguments) {
    err().println(spec.qualifiedName() + ": " + String.format(Locale.ROOT, format, arguments));
  }

  /**
   * Warns of cells that look like those of another laboratory.
   *
   * @param cells names them
   * @param familiarity how familiar they look; empty if the model does not know
   */
  protected void warnIfForeign(String cells, Optional<Familiarity> familiarity) {
    familiarity
        .filter(Familiarity::isForeign)
        .ifPresent(
            foreign ->
                complain(
                    "warning: %s: unlike those that the model learned from, as if of another"
                        + " laboratory: %s; probabilities and marks for review are unreliable until"
                        + " the model is adapted ('train --unlabelled' or 'train --from')",
                    cells, foreign));
  }

  /**
   * Makes what shows a training where {@link #say} writes; if that is a terminal, as wide as it is.
   *
   * @return the listener
   */
  protected TrainingProgress progress() {
    return new TrainingProgress(
        sayTo(),
        TrainingProgress.onTerminal()
            ? columns(System.getenv("COLUMNS"), () -> spec.usageMessage().width())
            : 0);
  }

  /** Returns the environment's number of columns or, if it has none, the detected one. */
  static int columns(@Nullable String environment, IntSupplier detected) {
    return environment != null && environment.matches("[1-9][0-9]{0,3}")
        ? Integer.parseInt(environment)
        : detected.getAsInt();
  }

  /**
   * A command line that could be read but makes no sense.
   *
   * @param message what is wrong
   * @return the exception to throw
   */
  protected ParameterException wrongUsage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /**
   * Checks that a number, if it was given, is at least 1.
   *
   * @param option its name
   * @param number null if it was not given
   */
  protected void requirePositive(String option, @Nullable Integer number) {
    if (number != null && number < 1) {
      throw wrongUsage(option + ": must be at least 1, found " + number);
    }
  }

  /**
   * Runs a check of options; what it finds is a wrong command line.
   *
   * @param check throws an {@link IllegalArgumentException} if an option is wrong
   */
  protected void checkOptions(Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      throw wrongUsage(Failures.message(e));
    }
  }
}
