package io.karyo.metaphase.internal.scene;

import io.karyo.image.Background;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How strongly chromosomes are stained in a photograph, and how wide they are: both are found, from
 * what stands out from the ground.
 *
 * <p>The first guess is the threshold of Otsu 1979. Fluorescent chromosomes differ in brightness
 * and can be darker than nuclei, so that their tone is found step by step, and then brought to the
 * same everywhere: each ends where it is less than 45 % as bright as on average.
 */
final class Levels {

  /** Smaller photographs show no cell. */
  static final int MIN_SIDE = 24;

  /**
   * Where chromosomes begin and where they are sure, on the way from the tone of the ground to
   * theirs. Glow fills gaps.
   */
  private static final double EDGE = 0.38;

  private static final double SURE = 0.55;
  private static final double GLOWING_EDGE = 0.45;
  private static final double GLOWING_SURE = 0.65;

  /** Where fluorescent chromosomes begin if something else finds out where exactly. */
  private static final double GLOWING_LEAST = 0.25;

  /** The least stain of chromosomes in spreads of the ground's, and at all. */
  private static final double MIN_SPREADS = 4;

  private static final double MIN_STAIN = 0.02;

  /** Half widths below this are noise, px. */
  private static final double MIN_HALF_WIDTH = 1.5;

  /** Half widths count as much as they are, up to this, px. */
  private static final double MOST_WEIGHT = 12;

  /** What is wider than a circle of this radius is a nucleus, in widths of a chromosome. */
  private static final double NUCLEUS = 1.7;

  /** In how many steps the tone of fluorescent chromosomes is found, from what is above this. */
  private static final int TONE_STEPS = 6;

  private static final double ABOVE = 0.35;

  /** The tone of places is found in so many steps, first from what is above this. */
  private static final int LOCAL_STEPS = 3;

  private static final double ABOVE_FIRST = 0.25;

  /** In how many widths around it is averaged, with a little of the typical tone, in widths². */
  private static final double AROUND = 1;

  private static final double TYPICAL = 0.1;
  private static final double LEAST_LOCAL = 0.2;
  private static final double MOST_LOCAL = 2.5;

  private final int imageWidth;
  private final boolean glows;
  private final byte[] none;

  /** The smoothed stain; fluorescent chromosomes are brought to one tone. */
  final float[] stain;

  /** What stands out. */
  byte[] mask;

  /** What may be of a chromosome, the darker rim of fluorescent ones included. */
  byte[] candidates;

  /** The stain of the ground. */
  double groundTone;

  /** The typical stain of a chromosome. */
  double tone;

  /** The least stain that is surely a chromosome's. */
  double sure;

  /** The typical width of a chromosome, px. */
  double width;

  /** Why there are no chromosomes; null if there are some. */
  @Nullable String problem;

  /** Finds the levels of a photograph. */
  Levels(Ground ground) {
    imageWidth = ground.width;
    glows = ground.tone == Background.BLACK;
    stain = Masks.smooth(ground.stain, imageWidth);
    none = new byte[stain.length];
    mask = none;
    candidates = none;
    if (Math.min(imageWidth, ground.height) < MIN_SIDE) {
      problem = "the photograph is less than " + MIN_SIDE + " px wide or high";
    } else {
      find();
    }
  }

  private void find() {
    byte[] all = new byte[stain.length];
    Arrays.fill(all, (byte) 1);
    double otsu = Contrast.of(stain, all, none).otsu();
    mask = Masks.above(stain, otsu);
    float[] half = Masks.distances(mask, imageWidth);
    width = typicalWidth(half);
    Contrast below = Contrast.of(stain, all, mask);
    if (width > 0 && !below.isEmpty()) {
      groundTone = below.quantile(0.5);
      tone = otsu;
      // Nuclei may be darker or paler than chromosomes, and larger than all of them.
      byte[] nuclei = wide(mask, half);
      tone = median(mask, nuclei);
      double spread = below.quantile(0.5) - below.quantile(0.16);
      double least = groundTone + Math.max(MIN_STAIN, MIN_SPREADS * spread);
      if (tone > least) {
        if (glows) {
          findTones(least);
        }
        sure = level(glows ? GLOWING_SURE : SURE);
        mask = Masks.above(stain, level(glows ? GLOWING_EDGE : EDGE));
        candidates = glows ? Masks.above(stain, level(GLOWING_LEAST)) : mask;
        width = typicalWidth(Masks.distances(mask, imageWidth));
        return;
      }
    }
    problem = "nothing stands out from the ground";
  }

  private double median(byte[] of, byte[] without) {
    Contrast contrast = Contrast.of(stain, of, without);
    return contrast.isEmpty() ? tone : contrast.quantile(0.5);
  }

  /** Finds the tone of fluorescent chromosomes, at least the one given, and evens it out. */
  private void findTones(double least) {
    byte[] nuclei = none;
    for (int step = 0; step < TONE_STEPS; step++) {
      byte[] above = Masks.above(stain, level(ABOVE));
      float[] half = Masks.distances(above, imageWidth);
      width = typicalWidth(half);
      nuclei = wide(above, half);
      tone = Math.max(least, median(above, nuclei));
    }
    float[] original = stain.clone();
    for (int step = 0; step < LOCAL_STEPS; step++) {
      byte[] above = Masks.above(stain, level(step == 0 ? ABOVE_FIRST : GLOWING_EDGE));
      even(original, above, nuclei);
    }
  }

  /** A level at a share of the way from the tone of the ground to that of chromosomes. */
  private double level(double share) {
    return groundTone + share * (tone - groundTone);
  }

  /** Brings chromosomes everywhere in the photograph to the typical tone. */
  private void even(float[] original, byte[] above, byte[] nuclei) {
    int reach = (int) Math.ceil(AROUND * width);
    float[] contrast = new float[stain.length];
    float[] present = new float[stain.length];
    for (int i = 0; i < stain.length; i++) {
      present[i] = above[i] != 0 && nuclei[i] == 0 ? 1 : 0;
      contrast[i] = present[i] * (float) (original[i] - groundTone);
    }
    double[] sums = Masks.integral(contrast, imageWidth);
    double[] counts = Masks.integral(present, imageWidth);
    double typical = tone - groundTone;
    double weight = Math.max(1, TYPICAL * width * width);
    for (int i = 0; i < stain.length; i++) {
      double sum = Masks.sumAround(sums, imageWidth, i, reach) + weight * typical;
      double count = Masks.sumAround(counts, imageWidth, i, reach) + weight;
      double local = Math.max(LEAST_LOCAL, Math.min(MOST_LOCAL, sum / count / typical));
      stain[i] = (float) (groundTone + (original[i] - groundTone) / local);
    }
  }

  /** What is wider than chromosomes: an opening with a disc. */
  byte[] wide(byte[] of) {
    return wide(of, Masks.distances(of, imageWidth));
  }

  private byte[] wide(byte[] of, float[] half) {
    byte[] middle = Masks.above(half, NUCLEUS * width);
    byte[] opened = Masks.dilated(middle, imageWidth, NUCLEUS * width);
    for (int i = 0; i < opened.length; i++) {
      opened[i] &= of[i];
    }
    return opened;
  }

  /** Twice the median of the half widths along the middle lines, the wider ones counting more. */
  private double typicalWidth(float[] half) {
    double[] weights = new double[400];
    double sum = 0;
    for (int i = imageWidth + 1; i < half.length - imageWidth - 1; i++) {
      if (half[i] >= MIN_HALF_WIDTH && isRidge(half, i)) {
        int bin = (int) Math.min(weights.length - 1, half[i] * 4);
        double weight = Math.min(half[i], MOST_WEIGHT);
        weights[bin] += weight;
        sum += weight;
      }
    }
    double seen = 0;
    for (int bin = 0; bin < weights.length && sum > 0; bin++) {
      seen += weights[bin];
      if (seen >= sum / 2) {
        return 2 * (bin + 0.5) / 4;
      }
    }
    return 0;
  }

  private boolean isRidge(float[] d, int i) {
    boolean across = d[i] >= d[i - 1] && d[i] >= d[i + 1];
    boolean along = d[i] >= d[i - imageWidth] && d[i] >= d[i + imageWidth];
    return (across || along)
        && d[i] >= d[i - imageWidth - 1] - 0.4
        && d[i] >= d[i + imageWidth + 1] - 0.4;
  }
}
