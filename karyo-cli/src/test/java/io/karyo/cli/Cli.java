package io.karyo.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * What a command wrote and how it ended.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
public record Cli(int code, String out, String err) {

  /**
   * Runs a command.
   *
   * @param arguments the words of the command line
   * @return what came of it
   */
  public static Cli run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
    int code = KaryoCli.run(new PrintWriter(out), new PrintWriter(err), words);
    return new Cli(code, out.toString(), err.toString());
  }

  /**
   * Returns the lines of standard output.
   *
   * @return the lines
   */
  public List<String> lines() {
    return out.lines().toList();
  }
}
