package io.karyo.benchmarks;

import io.karyo.image.ChromosomeImage;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** What needs a Java process of its own: the first answer, and the second core. */
final class StartSection implements Section {

  private static final File TASKSET = new File("/usr/bin/taskset");

  @Override
  public void run(Context context) throws Exception {
    Path image = context.folder().resolve("first.png");
    write(context.material.images(1).get(0), image);
    int count = context.rounds.count();
    double[] seconds = new double[count];
    for (int round = -1; round < count; round++) {
      ChildJvm child =
          ChildJvm.run(List.of(), FirstAnswer.class, context.model().toString(), image.toString());
      if (round >= 0) {
        seconds[round] = child.seconds();
      }
    }
    context.table.figure(
        "first classification after JVM start, with a saved model",
        "s",
        new Series(seconds),
        Goal.atMost(0.5, 0.3));
    secondCore(context);
  }

  private static void secondCore(Context context) throws Exception {
    String what = "embedding, batch 256, second core";
    if (!TASKSET.canExecute() || Machine.processors() < 2) {
      context.table.absent(what, "needs taskset and two processors");
      return;
    }
    int count = Math.min(5, context.rounds.count());
    double[] both = new double[count];
    double[] one = new double[count];
    for (int round = 0; round < count; round++) {
      both[round] = rate("0,1", context.rounds.seconds());
      one[round] = rate("0", context.rounds.seconds());
    }
    context.table.ratio(
        what, "images/s", new Series(both), "1 processor", new Series(one), Goal.atLeast(1.5, 1.8));
  }

  private static double rate(String processors, double seconds)
      throws IOException, InterruptedException {
    return Double.parseDouble(
        ChildJvm.run(
                List.of(TASKSET.getPath(), "-c", processors),
                PinnedRate.class,
                Double.toString(seconds))
            .answer());
  }

  private static void write(ChromosomeImage image, Path file) throws IOException {
    BufferedImage picture =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setDataElements(0, 0, image.width(), image.height(), image.greyLevels());
    if (!ImageIO.write(picture, "png", file.toFile())) {
      throw new IOException(file + ": must be written as PNG, found no writer");
    }
  }
}
