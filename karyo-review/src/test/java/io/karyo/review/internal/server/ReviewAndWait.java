package io.karyo.review.internal.server;

import io.karyo.review.ReviewServer;
import io.karyo.review.TestCells;
import java.io.IOException;
import java.nio.file.Path;

/** Serves a cell until it is killed. */
final class ReviewAndWait {

  static final String CELL = "killed";

  private ReviewAndWait() {}

  public static void main(String[] arguments) throws IOException {
    ReviewServer server =
        ReviewServer.builder().add(TestCells.few(0, CELL)).folder(Path.of(arguments[0])).start();
    System.out.println(server.uri());
    // Until it is killed or whoever started it ends.
    var unused = System.in.read();
  }
}
