package io.karyo.review.internal.page;

import io.karyo.review.ReviewServer;
import io.karyo.review.TestCells;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A review server of synthetic cells, in a process of its own that can be killed.
 *
 * @param process the server's process
 * @param uri the address of its page
 */
record ServedCells(Process process, URI uri) {

  /** Serves a cell of 46 chromosomes and a photographed one, until it is killed. */
  public static void main(String[] args) throws Exception {
    ReviewServer server =
        ReviewServer.builder()
            .add(TestCells.whole(0))
            .add(TestCells.photographed())
            .folder(Path.of(args[0]))
            .start();
    System.out.println(server.uri());
    Thread.currentThread().join();
  }

  static ServedCells start(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                ServedCells.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return new ServedCells(process, URI.create(Objects.requireNonNull(out.readLine())));
  }

  /** Kills the server, which gets no chance to end anything. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
