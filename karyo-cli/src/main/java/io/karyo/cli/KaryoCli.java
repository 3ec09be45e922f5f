package io.karyo.cli;

import io.karyo.cli.common.CliCommand;
import io.karyo.cli.evaluate.EvaluateCommand;
import io.karyo.cli.evaluate.LeaveOneOutCommand;
import io.karyo.cli.karyogram.KaryogramCommand;
import io.karyo.cli.karyogram.ReviewCommand;
import io.karyo.cli.labels.AuditCommand;
import io.karyo.cli.labels.ImportKaryogramCommand;
import io.karyo.cli.output.Failures;
import io.karyo.cli.paper.PaperTableCommand;
import io.karyo.cli.photograph.CutCommand;
import io.karyo.cli.photograph.SegmentCommand;
import io.karyo.cli.train.TrainCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * The command line of karyo.
 *
 * <p>Exit codes: 0 if all went well, 1 if something failed (one message on standard error), 2 for a
 * wrong command line.
 */
@Command(
    name = "karyo",
    synopsisSubcommandLabel = "COMMAND",
    description = "Straightens, embeds and classifies chromosome images, and finds karyotypes.",
    mixinStandardHelpOptions = true,
    versionProvider = CliCommand.Version.class,
    subcommands = {
      QuickstartCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      LeaveOneOutCommand.class,
      ClassifyCommand.class,
      KaryogramCommand.class,
      ReviewCommand.class,
      StraightenCommand.class,
      SegmentCommand.class,
      CutCommand.class,
      AuditCommand.class,
      ImportKaryogramCommand.class,
      ExportCommand.class,
      PaperTableCommand.class,
      AutoComplete.GenerateCompletion.class
    },
    footer = {
      "",
      "Exit codes: 0 success, 1 failure, 2 wrong command line.",
      "paper-table on a busy machine: set OMP_WAIT_POLICY=PASSIVE in the environment, because"
          + " waiting threads of the Deep CNN otherwise keep processors busy."
    })
public final class KaryoCli {

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure.")
  private boolean stacktrace;

  private KaryoCli() {}

  /**
   * Runs a command and ends the program with its exit code.
   *
   * @param arguments a command and its options
   */
  public static void main(String[] arguments) {
    // Pictures are drawn in memory; a desktop is neither needed nor always there.
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    System.exit(
        run(
            writer(System.out, "stdout.encoding"),
            writer(System.err, "stderr.encoding"),
            arguments));
  }

  /** Uses the charset of the terminal, which Java provides as a property since version 19. */
  private static PrintWriter writer(PrintStream stream, String property) {
    String charset = System.getProperty(property, Charset.defaultCharset().name());
    return new PrintWriter(stream, true, Charset.forName(charset));
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    KaryoCli cli = new KaryoCli();
    CommandLine command =
        new CommandLine(cli)
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(KaryoCli::wrongUsage)
            .setExecutionExceptionHandler((e, failing, parsed) -> cli.failed(e, failing));
    int code;
    try {
      code = command.execute(arguments);
    } catch (OutOfMemoryError | LinkageError e) {
      code = cli.failed(e, command);
    }
    return withoutLoss(out, err, code);
  }

  /**
   * Fails if output was lost, for example on a full disk; a writer reports this only on request.
   */
  private static int withoutLoss(PrintWriter out, PrintWriter err, int code) {
    if (!out.checkError()) {
      return code;
    }
    err.println("karyo: standard output: must be writable, failed; some of it is lost");
    err.flush();
    return code == CommandLine.ExitCode.OK ? CommandLine.ExitCode.SOFTWARE : code;
  }

  private static int wrongUsage(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String message = oneDash(command, arguments).orElse(e.getMessage());
    command.getErr().println(name + ": " + message);
    if (command.getParent() == null) {
      command.usage(command.getErr());
    } else {
      command.getErr().println("Try '" + name + " --help'.");
    }
    return CommandLine.ExitCode.USAGE;
  }

  /** Finds an option that was written with one dash; picocli only misses the one with two. */
  private static Optional<String> oneDash(CommandLine command, String[] arguments) {
    return Arrays.stream(arguments)
        .map(argument -> argument.split("=", 2)[0])
        .filter(option -> command.getCommandSpec().optionsMap().containsKey("-" + option))
        .findFirst()
        .map(option -> option + ": must have two dashes, -" + option);
  }

  private int failed(Throwable e, CommandLine command) {
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + Failures.message(e));
    if (stacktrace) {
      e.printStackTrace(err);
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }
}
