package io.karyo.bundle;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Starts programs in a Java virtual machine of their own. */
final class Jvm {

  private Jvm() {}

  /** What a program printed, to either stream, and how it ended. */
  record Result(int exitCode, String output) {}

  static Result run(Class<?> program, Predicate<String> classPathEntries, String... arguments)
      throws IOException, InterruptedException {
    return finished(start(program, classPathEntries, arguments));
  }

  /** Runs with one more folder on the class path. */
  static Result runWith(Path folder, Class<?> program, Predicate<String> classPathEntries)
      throws IOException, InterruptedException {
    return finished(
        start(List.of(), folder + File.pathSeparator + classPath(), program, classPathEntries));
  }

  /** Runs with options of the virtual machine. */
  static Result runWith(List<String> options, Class<?> program, Predicate<String> classPathEntries)
      throws IOException, InterruptedException {
    return finished(start(options, classPath(), program, classPathEntries));
  }

  /** Starts a program whose two streams are one. */
  static Process start(Class<?> program, Predicate<String> classPathEntries, String... arguments)
      throws IOException {
    return start(List.of(), classPath(), program, classPathEntries, arguments);
  }

  /** That of the tests. */
  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static Result finished(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }

  private static Process start(
      List<String> options,
      String all,
      Class<?> program,
      Predicate<String> classPathEntries,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(options);
    command.add("-cp");
    command.add(
        Arrays.stream(all.split(File.pathSeparator))
            .filter(classPathEntries)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Runs with these arguments of the java command and no others. */
  static Result java(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    return finished(new ProcessBuilder(command).redirectErrorStream(true).start());
  }
}
