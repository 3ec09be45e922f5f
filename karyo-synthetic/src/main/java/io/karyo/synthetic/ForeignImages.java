package io.karyo.synthetic;

import io.karyo.image.Background;
import io.karyo.image.ChromosomeImage;
import io.karyo.model.Require;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws pictures that show no single normal chromosome, as errors in cutting out produce them. A
 * model should find them untypical.
 *
 * <p><b>Tone:</b> that of the given chromosomes: dark on white, or bright on black if most of them
 * are. <b>Thread safety:</b> not safe; <b>determinism:</b> the same seed and chromosomes give the
 * same pictures.
 */
public final class ForeignImages {

  /** The content of a picture. */
  public enum Kind {
    /** Grains without any structure, all over or in a spot. */
    NOISE,

    /** A few characters, as on a label. */
    WRITING,

    /** The nucleus of a cell that does not divide: round, large, with darker clouds. */
    NUCLEUS,

    /** Two chromosomes across each other. */
    OVERLAP,

    /** A chromosome with its dark bands light and its light ones dark. */
    INVERTED
  }

  private static final int WHITE = 255;

  /** Below this stain a pixel of a chromosome is background. */
  private static final int FAINT = 40;

  private static final int CLOUDS = 12;
  private static final int STROKE_STEPS = 150;

  private final SplittableRandom random;
  private final List<ChromosomeImage> chromosomes;
  private final boolean bright;

  /**
   * Creates a source of pictures.
   *
   * @param chromosomes the chromosomes from which overlaps and inverted pictures are made, and
   *     whose tone all pictures have; at least one
   * @param seed the random seed
   */
  public ForeignImages(List<ChromosomeImage> chromosomes, long seed) {
    this.chromosomes = List.copyOf(chromosomes);
    this.random = new SplittableRandom(seed);
    Require.atLeast("chromosomes", chromosomes.size(), 1);
    long onBlack =
        chromosomes.stream().filter(image -> image.background() == Background.BLACK).count();
    this.bright = 2 * onBlack > chromosomes.size();
  }

  /**
   * Draws the next picture.
   *
   * @param kind what it shows
   * @return the picture
   */
  public ChromosomeImage next(Kind kind) {
    return switch (kind) {
      case NOISE -> noise();
      case WRITING -> writing();
      case NUCLEUS -> nucleus();
      case OVERLAP -> overlap(any(), any());
      case INVERTED -> inverted(any());
    };
  }

  private ChromosomeImage any() {
    return chromosomes.get(random.nextInt(chromosomes.size()));
  }

  private double even(double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  private double gauss() {
    return Gauss.next(random);
  }

  private static byte grey(double value) {
    return (byte) (int) Math.max(0, Math.min(WHITE, value));
  }

  /** Makes a picture that was drawn dark on white. */
  private ChromosomeImage picture(byte[] grey, int width, int height) {
    if (bright) {
      for (int i = 0; i < grey.length; i++) {
        grey[i] = (byte) (WHITE - (grey[i] & 0xff));
      }
    }
    return ChromosomeImage.of(height, width, grey);
  }

  private ChromosomeImage noise() {
    int width = 20 + random.nextInt(80);
    int height = 20 + random.nextInt(120);
    boolean spot = random.nextInt(3) > 0;
    boolean fine = random.nextBoolean();
    double a = width * even(0.25, 0.45);
    double b = height * even(0.25, 0.45);
    byte[] grey = new byte[width * height];
    for (int i = 0; i < grey.length; i++) {
      double x = (i % width - width / 2.0) / a;
      int row = i / width;
      double y = (row - height / 2.0) / b;
      boolean inside = !spot || x * x + y * y < 1;
      grey[i] = grey(!inside ? 250 : fine ? 120 + 40 * gauss() : random.nextInt(256));
    }
    return picture(grey, width, height);
  }

  /** Strokes where characters would be. */
  private ChromosomeImage writing() {
    int characters = 1 + random.nextInt(4);
    double size = even(24, 60);
    int width = (int) (size * (0.7 * characters + 1));
    int height = (int) (size * 1.6);
    double thickness = size * even(0.03, 0.08);
    byte[] grey = new byte[width * height];
    Arrays.fill(grey, (byte) WHITE);
    for (int character = 0; character < characters; character++) {
      double left = size * (0.5 + 0.7 * character);
      for (int stroke = 2 + random.nextInt(3); stroke > 0; stroke--) {
        double[] x = new double[3];
        double[] y = new double[3];
        for (int k = 0; k < x.length; k++) {
          x[k] = left + even(0, 0.55) * size;
          y[k] = size * even(0.3, 1.3);
        }
        for (int step = 0; step <= STROKE_STEPS; step++) {
          double t = step / (double) STROKE_STEPS;
          double u = 1 - t;
          dot(
              grey,
              width,
              u * u * x[0] + 2 * u * t * x[1] + t * t * x[2],
              u * u * y[0] + 2 * u * t * y[1] + t * t * y[2],
              thickness);
        }
      }
    }
    return picture(grey, width, height);
  }

  private static void dot(byte[] grey, int width, double x, double y, double radius) {
    int height = grey.length / width;
    int reach = (int) Math.ceil(radius) + 1;
    for (int row = Math.max(0, (int) y - reach); row < Math.min(height, y + reach); row++) {
      for (int column = Math.max(0, (int) x - reach);
          column < Math.min(width, x + reach);
          column++) {
        double distance = Math.hypot(column - x, row - y);
        double cover = Math.max(0, Math.min(1, radius + 0.5 - distance));
        int at = row * width + column;
        grey[at] = grey(Math.min(grey[at] & 0xff, WHITE * (1 - cover)));
      }
    }
  }

  private ChromosomeImage nucleus() {
    double a = even(25, 75);
    double b = a * even(0.7, 1);
    int width = (int) (2 * a + 20);
    int height = (int) (2 * b + 20);
    double[][] clouds = new double[CLOUDS][];
    Arrays.setAll(
        clouds, i -> new double[] {even(0, width), even(0, height), even(4, 14), even(0, 40)});
    byte[] grey = new byte[width * height];
    for (int i = 0; i < grey.length; i++) {
      int x = i % width;
      int y = i / width;
      double u = (x - width / 2.0) / a;
      double v = (y - height / 2.0) / b;
      double from = u * u + v * v;
      double tone = 250;
      if (from < 1) {
        tone = 110 + 10 * gauss() + Math.max(0, from - 0.9) * 1000;
        for (double[] cloud : clouds) {
          double dx = (x - cloud[0]) / cloud[2];
          double dy = (y - cloud[1]) / cloud[2];
          tone -= cloud[3] * Math.exp(-(dx * dx + dy * dy) / 2);
        }
      }
      grey[i] = grey(tone);
    }
    return picture(grey, width, height);
  }

  /** Where both are, the light passes through both. */
  private ChromosomeImage overlap(ChromosomeImage one, ChromosomeImage other) {
    double angle = Math.toRadians(even(30, 150));
    int side =
        2 * Math.max(Math.max(one.width(), one.height()), Math.max(other.width(), other.height()))
            + 40;
    int[] stain = new int[side * side];
    int left = (side - one.width()) / 2;
    int top = (side - one.height()) / 2;
    byte[] levels = one.stainLevels();
    for (int i = 0; i < levels.length; i++) {
      stain[(top + i / one.width()) * side + left + i % one.width()] = levels[i] & 0xff;
    }
    double dx = even(-0.25, 0.25) * one.width();
    double dy = even(-0.35, 0.35) * one.height();
    byte[] others = other.stainLevels();
    for (int i = 0; i < stain.length; i++) {
      double u = i % side - side / 2.0 - dx;
      int row = i / side;
      double v = row - side / 2.0 - dy;
      int x = (int) Math.floor(Math.cos(angle) * u + Math.sin(angle) * v + other.width() / 2.0);
      int y = (int) Math.floor(-Math.sin(angle) * u + Math.cos(angle) * v + other.height() / 2.0);
      if (x >= 0 && y >= 0 && x < other.width() && y < other.height()) {
        stain[i] += others[y * other.width() + x] & 0xff;
      }
    }
    byte[] grey = new byte[stain.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = grey(WHITE - stain[i]);
    }
    return picture(grey, side, side);
  }

  private ChromosomeImage inverted(ChromosomeImage chromosome) {
    byte[] levels = chromosome.stainLevels();
    int least = WHITE;
    int most = 0;
    for (byte level : levels) {
      int stain = level & 0xff;
      if (stain > FAINT) {
        least = Math.min(least, stain);
        most = Math.max(most, stain);
      }
    }
    byte[] grey = new byte[levels.length];
    for (int i = 0; i < grey.length; i++) {
      int stain = levels[i] & 0xff;
      grey[i] = grey(WHITE - (stain > FAINT ? least + most - stain : stain));
    }
    return picture(grey, chromosome.width(), chromosome.height());
  }
}
