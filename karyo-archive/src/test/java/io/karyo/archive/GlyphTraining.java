package io.karyo.archive;

import io.karyo.image.ChromosomeImage;
import io.karyo.photo.Box;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Trains the recogniser of characters and writes its weights: {@code GlyphTraining FILE
 * FONT_FILES...}; docs/archive.md has the fonts.
 */
final class GlyphTraining {

  private static final String OTHERS = "ABCDEFGHIKLMNPRSTVWZbcdefghiknopstuvw+-,.:;()/#";
  private static final int SAMPLES = 400_000;
  private static final int BATCH = 50;
  private static final double RATE = 0.002;

  private final SplittableRandom random;
  private final List<Font> fonts;
  private final List<ChromosomeImage> chromosomes = new ArrayList<>();

  GlyphTraining(List<Font> fonts, long seed) {
    this.fonts = fonts;
    this.random = new SplittableRandom(seed);
    for (int cell = 0; cell < 6; cell++) {
      for (SyntheticChromosome one :
          SyntheticCells.builder().seed(900 + seed).build().cell(cell).chromosomes()) {
        chromosomes.add(one.image());
      }
    }
  }

  /** Reads the font files of folders, and takes the logical fonts. */
  static List<Font> fonts(List<Path> files) throws IOException, FontFormatException {
    List<Font> fonts = new ArrayList<>();
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        try (Stream<Path> inside = Files.list(file)) {
          fonts.addAll(fonts(inside.sorted().toList()));
        }
      } else if (file.toString().matches("(?i).*\\.(ttf|otf)")) {
        fonts.add(Font.createFont(Font.TRUETYPE_FONT, file.toFile()));
      }
    }
    return fonts;
  }

  /** One example. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Sample(float[] picture, int answer) {}

  Sample sample() throws IOException {
    int answer = random.nextInt(GlyphReader.ANSWERS + 4);
    if (answer >= GlyphReader.ANSWERS) {
      // Other characters and bodies have more shapes than one.
      answer = answer % 2 == 0 ? GlyphReader.OTHER : GlyphReader.NONE;
    }
    while (true) {
      BufferedImage drawn = answer == GlyphReader.NONE ? body() : character(answer);
      float[] ink = degraded(drawn);
      Box box = inked(ink, drawn.getWidth(), drawn.getHeight());
      if (box.height() >= 5 && box.width() >= 2) {
        return new Sample(GlyphPicture.of(ink, drawn.getWidth(), box), answer);
      }
    }
  }

  private BufferedImage character(int answer) {
    String text;
    if (answer < GlyphReader.OTHER) {
      text = String.valueOf(GlyphReader.CHARACTERS.charAt(answer));
      if (("X".equals(text) || "Y".equals(text)) && random.nextInt(6) == 0) {
        text = text.toLowerCase(Locale.ROOT);
      }
    } else {
      text = String.valueOf(OTHERS.charAt(random.nextInt(OTHERS.length())));
    }
    Font font = fonts.get(random.nextInt(fonts.size()));
    double size = 9 * Math.pow(5, random.nextDouble());
    int side = (int) (2.2 * size) + 8;
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = white(picture);
    int dark = random.nextInt(110);
    graphics.setColor(new Color(dark, dark, dark));
    graphics.setFont(font.deriveFont((float) size));
    double slant = random.nextInt(4) == 0 ? -0.25 * random.nextDouble() : 0;
    AffineTransform transform = AffineTransform.getTranslateInstance(side * 0.3, side * 0.7);
    transform.shear(slant, 0);
    transform.rotate(0.04 * (random.nextDouble() - 0.5));
    transform.scale(0.85 + 0.3 * random.nextDouble(), 1);
    transform.translate(random.nextDouble(), random.nextDouble());
    graphics.transform(transform);
    graphics.drawString(text, 0, 0);
    graphics.dispose();
    return picture;
  }

  private BufferedImage body() {
    ChromosomeImage image = chromosomes.get(random.nextInt(chromosomes.size()));
    double scale = 0.5 + 1.2 * random.nextDouble();
    int width = (int) (image.width() * scale) + 8;
    int height = (int) (image.height() * scale) + 8;
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = white(picture);
    BufferedImage body =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
    body.getRaster().setDataElements(0, 0, image.width(), image.height(), image.greyLevels());
    graphics.drawImage(body, 4, 4, width - 8, height - 8, null);
    if (random.nextInt(5) == 0) {
      // A piece of one.
      graphics.fillRect(0, 0, width, (int) (height * random.nextDouble() * 0.7));
    }
    graphics.dispose();
    return picture;
  }

  private static Graphics2D white(BufferedImage picture) {
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    return graphics;
  }

  private float[] degraded(BufferedImage drawn) throws IOException {
    int width = drawn.getWidth();
    int height = drawn.getHeight();
    float[] levels = levels(drawn);
    levels =
        Degradation.blurred(
            levels, width, height, random.nextInt(2) == 0 ? 0 : 1.2 * random.nextDouble());
    double noise = random.nextInt(2) == 0 ? 0 : 9 * random.nextDouble();
    for (int i = 0; i < levels.length; i++) {
      levels[i] += (float) (noise * Degradation.gauss(random));
      drawn
          .getRaster()
          .setSample(i % width, i / width, 0, Math.max(0, Math.min(255, Math.round(levels[i]))));
    }
    BufferedImage seen =
        random.nextInt(2) == 0 ? drawn : Degradation.jpeg(drawn, 0.5 + 0.45 * random.nextDouble());
    float[] ink = levels(seen);
    for (int i = 0; i < ink.length; i++) {
      ink[i] = Math.max(0, 252 - ink[i]);
    }
    return ink;
  }

  private static float[] levels(BufferedImage picture) {
    int width = picture.getWidth();
    return picture
        .getRaster()
        .getSamples(0, 0, width, picture.getHeight(), 0, new float[width * picture.getHeight()]);
  }

  private static Box inked(float[] ink, int width, int height) {
    byte[] mask = new byte[ink.length];
    boolean any = false;
    for (int i = 0; i < ink.length; i++) {
      mask[i] = (byte) (ink[i] > 36 ? 1 : 0);
      any |= ink[i] > 36;
    }
    return any ? Blob.of(new Box(0, 0, width, height), mask).box() : new Box(0, 0, 1, 1);
  }

  /** Trains by Adam (Kingma and Ba 2015) on samples that are each seen once. */
  GlyphReader train(int samples) throws IOException {
    float[][] first = initial(GlyphReader.HIDDEN, GlyphPicture.INPUTS + 1);
    float[][] second = initial(GlyphReader.ANSWERS, GlyphReader.HIDDEN + 1);
    Adam firstSteps = new Adam(first);
    Adam secondSteps = new Adam(second);
    int batches = samples / BATCH;
    for (int batch = 0; batch < batches; batch++) {
      float[][] g1 = new float[first.length][first[0].length];
      float[][] g2 = new float[second.length][second[0].length];
      for (int n = 0; n < BATCH; n++) {
        learn(sample(), first, second, g1, g2);
      }
      double rate = RATE * 0.5 * (1 + Math.cos(Math.PI * batch / batches));
      firstSteps.step(g1, rate);
      secondSteps.step(g2, rate);
    }
    return new GlyphReader(first, second);
  }

  private float[][] initial(int rows, int columns) {
    float[][] weights = new float[rows][columns];
    for (float[] row : weights) {
      for (int i = 0; i < columns - 1; i++) {
        row[i] = (float) (Degradation.gauss(random) * Math.sqrt(2.0 / columns));
      }
    }
    return weights;
  }

  private static void learn(
      Sample sample, float[][] first, float[][] second, float[][] g1, float[][] g2) {
    int inputs = sample.picture.length;
    float[] hidden = new float[first.length];
    for (int i = 0; i < hidden.length; i++) {
      float sum = first[i][inputs];
      for (int j = 0; j < inputs; j++) {
        sum += first[i][j] * sample.picture[j];
      }
      hidden[i] = Math.max(0, sum);
    }
    double[] answers = new GlyphReader(first, second).read(sample.picture);
    float[] back = new float[hidden.length];
    for (int k = 0; k < answers.length; k++) {
      float error = (float) (answers[k] - (k == sample.answer ? 1 : 0)) / BATCH;
      for (int i = 0; i < hidden.length; i++) {
        g2[k][i] += error * hidden[i];
        back[i] += error * second[k][i];
      }
      g2[k][hidden.length] += error;
    }
    for (int i = 0; i < hidden.length; i++) {
      if (hidden[i] > 0) {
        for (int j = 0; j < inputs; j++) {
          g1[i][j] += back[i] * sample.picture[j];
        }
        g1[i][inputs] += back[i];
      }
    }
  }

  private static final class Adam {

    private final float[][] weights;
    private final float[][] mean;
    private final float[][] square;
    private int steps;

    Adam(float[][] weights) {
      this.weights = weights;
      this.mean = new float[weights.length][weights[0].length];
      this.square = new float[weights.length][weights[0].length];
    }

    void step(float[][] gradient, double rate) {
      steps++;
      double a = 1 - Math.pow(0.9, steps);
      double b = 1 - Math.pow(0.999, steps);
      for (int i = 0; i < weights.length; i++) {
        for (int j = 0; j < weights[i].length; j++) {
          float g = gradient[i][j];
          mean[i][j] = 0.9f * mean[i][j] + 0.1f * g;
          square[i][j] = 0.999f * square[i][j] + 0.001f * g * g;
          weights[i][j] -= (float) (rate * (mean[i][j] / a) / (Math.sqrt(square[i][j] / b) + 1e-8));
          // It is stored with 16 bits.
          weights[i][j] = Math.max(-15.9f, Math.min(15.9f, weights[i][j]));
        }
      }
    }
  }

  /** Measures the share of samples that are recognised. */
  double accuracy(GlyphReader reader, int samples) throws IOException {
    int right = 0;
    for (int n = 0; n < samples; n++) {
      Sample sample = sample();
      double[] answers = reader.read(sample.picture);
      int best = 0;
      for (int k = 1; k < answers.length; k++) {
        best = answers[k] > answers[best] ? k : best;
      }
      right += best == sample.answer ? 1 : 0;
    }
    return (double) right / samples;
  }

  public static void main(String[] arguments) throws Exception {
    List<Path> files = Stream.of(arguments).skip(1).map(Path::of).toList();
    List<Font> fonts = fonts(files);
    GlyphReader reader = new GlyphTraining(fonts, 1).train(SAMPLES);
    System.out.printf(
        "%d fonts, %.4f of other samples are recognised%n",
        fonts.size(), new GlyphTraining(fonts, 2).accuracy(reader, 20_000));
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[0]))))) {
      reader.write(out);
    }
  }
}
