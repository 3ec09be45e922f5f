package io.karyo.benchmarks;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** karyo beside its peers and the machine's own limit, from the command line. */
@Command(
    name = "karyo-benchmarks",
    description = "Measures karyo beside PyTorch, ONNX Runtime, ImageJ and OpenBLAS.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TableCommand.class,
      EnginesCommand.class,
      MemoryCommand.class,
      SoakCommand.class,
      TimeToAccuracyCommand.class
    })
public final class Main {

  private Main() {}

  /**
   * Runs a command and ends the program with its exit code.
   *
   * @param arguments a command and its options
   */
  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    System.exit(new CommandLine(new Main()).setOut(out).execute(arguments));
  }
}
