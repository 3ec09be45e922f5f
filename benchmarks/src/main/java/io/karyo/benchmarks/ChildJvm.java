package io.karyo.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Java program of its own with the class path of this one, which prints one line.
 *
 * @param answer the line
 * @param seconds from its start to the line
 */
record ChildJvm(String answer, double seconds) {

  /**
   * Runs a program.
   *
   * @param prefix a command that starts the command that follows it; may be empty
   * @param program has a main method
   * @param arguments its arguments
   */
  static ChildJvm run(List<String> prefix, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    long start = System.nanoTime();
    Process process = builder.start();
    try (BufferedReader out = process.inputReader(Charset.defaultCharset())) {
      String answer = out.readLine();
      double seconds = (System.nanoTime() - start) / 1e9;
      int exit = process.waitFor();
      if (answer == null || exit != 0) {
        throw new IOException(
            String.join(" ", command) + ": must print a line and end with 0, ended with " + exit);
      }
      return new ChildJvm(answer, seconds);
    }
  }
}
