package io.karyo.examples.spark;

import io.karyo.chromosome.KaryoException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The command line of karyo on Apache Spark.
 *
 * <p>Exit codes: 0 if all went well, 1 if something failed or an image is bad, 2 for a wrong
 * command line.
 */
@Command(
    name = "karyo-spark",
    synopsisSubcommandLabel = "COMMAND",
    description = "Reads chromosomes by the million on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = SparkCli.Version.class,
    subcommands = {
      KaryotypeCommand.class,
      PackCommand.class,
      CompareCommand.class,
      MeasureCommand.class
    })
public final class SparkCli {

  private SparkCli() {}

  /** Says the version that the jar's manifest names. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = SparkCli.class.getPackage().getImplementationVersion();
      return new String[] {"karyo " + Objects.requireNonNullElse(version, "(development)")};
    }
  }

  /**
   * Runs a command and ends the program with its exit code.
   *
   * @param arguments a command and its options
   */
  public static void main(String[] arguments) {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    System.exit(
        run(
            new PrintWriter(System.out, true, Charset.defaultCharset()),
            new PrintWriter(System.err, true, Charset.defaultCharset()),
            arguments));
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    int code =
        new CommandLine(new SparkCli())
            .setOut(out)
            .setErr(err)
            .setExecutionExceptionHandler(
                (e, command, parsed) -> {
                  command
                      .getErr()
                      .println(command.getCommandSpec().qualifiedName() + ": " + message(e));
                  return CommandLine.ExitCode.SOFTWARE;
                })
            .execute(arguments);
    // A writer keeps the loss of output, on a full disk for one, to itself unless it is asked.
    if (!out.checkError()) {
      return code;
    }
    err.println("karyo-spark: standard output: must be writable, failed; some of it is lost");
    err.flush();
    return code == CommandLine.ExitCode.OK ? CommandLine.ExitCode.SOFTWARE : code;
  }

  /** What Spark throws has what went wrong in a task as its cause, or in a text of many lines. */
  private static String message(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof KaryoException
          || cause instanceof IOException
          || cause instanceof IllegalArgumentException) {
        return String.valueOf(cause.getMessage());
      }
    }
    return failure.toString();
  }
}
