package io.karyo.benchmarks;

import io.karyo.siamese.SiameseEncoders;
import java.util.SplittableRandom;

/** A program that says how many images it embeds a second on the processors that it is given. */
final class PinnedRate {

  private static final int BATCH = 256;

  /** A compiler that shares the processors with what it compiles needs seconds. */
  private static final double WARM_UP = 6;

  private PinnedRate() {}

  /**
   * Measures.
   *
   * @param arguments for how many seconds
   */
  public static void main(String[] arguments) throws Exception {
    double seconds = Double.parseDouble(arguments[0]);
    SplittableRandom random = new SplittableRandom(1);
    float[] images = new float[BATCH * NetworkShape.STANDARD.pixels()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble();
    }
    float[] sizes = new float[BATCH * PictureProbe.SIZES];
    try (StepProbe karyo = new StepProbe(SiameseEncoders.sameDiff(), 1)) {
      Rounds.Contender embedding =
          Rounds.Contender.repeating(() -> karyo.embed(images, sizes, BATCH).length);
      embedding.rate(Math.max(WARM_UP, 2 * seconds));
      System.out.println(embedding.rate(seconds));
    }
  }
}
