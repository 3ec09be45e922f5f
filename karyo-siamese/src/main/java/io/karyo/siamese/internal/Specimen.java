package io.karyo.siamese.internal;

import io.karyo.chromosome.CellScale;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightened;
import io.karyo.siamese.network.Augmentation;
import io.karyo.siamese.network.EncoderNetwork;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A chromosome as the network's input is drawn from it: cropped, 8 bits a pixel.
 *
 * <p>Stretching every chromosome to one size shows its bands best but hides its size, the strongest
 * cue; so size goes in beside the image, relative to the cell where that is known. So does the
 * strength of its stain, which the image is freed from: 19 is pale and 21 is dark beside their
 * like.
 */
public final class Specimen {

  /** How many size inputs there are. */
  public static final int SIZES = EncoderNetwork.SIZES;

  /**
   * What lone chromosomes are measured against.
   *
   * @param medianLength of the training data's typical cell
   * @param medianArea of the training data's typical cell
   * @param medianStain of the training data's typical cell, 0 to 1
   * @param scales whether the training data had cells with a scale; without, the network never saw
   *     one, and all chromosomes are lone to it
   */
  public record Reference(
      double medianLength, double medianArea, double medianStain, boolean scales) {
    public Reference {
      if (!(medianLength > 0
          && medianArea > 0
          && medianStain > 0
          && medianLength + medianArea + medianStain < 1e12)) {
        throw new IllegalArgumentException(
            "medianLength, medianArea and medianStain: must be positive and finite, found "
                + medianLength
                + ", "
                + medianArea
                + " and "
                + medianStain);
      }
    }
  }

  /** What is taken from each pixel, so that inputs lie around 0. */
  public static final float BACKGROUND = 0.5f;

  /** Stain below this level (of 255) is not taken for chromosome. */
  private static final int FAINT = 20;

  private final byte[] pixels;
  private final int height;
  private final int width;
  private final double mean;
  private final double deviation;
  private final double length;
  private final double area;
  private final double meanStain;
  private final Optional<CellScale> scale;

  public Specimen(PreparedChromosome chromosome) {
    Straightened image = chromosome.straightened();
    int fullWidth = image.width();
    float[] stain = image.toArray();
    byte[] levels = new byte[stain.length];
    int left = fullWidth;
    int right = -1;
    int top = image.length();
    int bottom = -1;
    long count = 0;
    double sum = 0;
    double squares = 0;
    for (int y = 0, i = 0; y < image.length(); y++) {
      for (int x = 0; x < fullWidth; x++, i++) {
        int level = Math.round(stain[i] * 255);
        levels[i] = (byte) level;
        if (level > FAINT) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = y;
          count++;
          sum += level;
          squares += (double) level * level;
        }
      }
    }
    if (count == 0) {
      left = 0;
      right = fullWidth - 1;
      top = 0;
      bottom = image.length() - 1;
    }
    height = bottom - top + 1;
    width = right - left + 1;
    pixels = new byte[height * width];
    for (int y = 0; y < height; y++) {
      System.arraycopy(levels, (top + y) * fullWidth + left, pixels, y * width, width);
    }
    mean = count == 0 ? 1 : sum / count;
    deviation = count == 0 ? 0 : Math.sqrt(Math.max(0, squares / count - mean * mean));
    length = image.length();
    area = image.area();
    meanStain = image.meanStain();
    scale = chromosome.scale();
  }

  public double length() {
    return length;
  }

  public double meanStain() {
    return meanStain;
  }

  public double area() {
    return area;
  }

  public Optional<CellScale> scale() {
    return scale;
  }

  /**
   * One way to look at a specimen.
   *
   * @param mirrored left and right exchanged
   * @param flipped ends exchanged
   * @param lone shown as if its cell were not known
   */
  public record View(
      boolean mirrored,
      boolean flipped,
      boolean lone,
      double scaleY,
      double scaleX,
      double shiftY,
      double shiftX,
      double shear,
      double bend,
      double contrast,
      double gamma,
      Block block,
      double noiseLength,
      double noiseArea,
      double noiseShape,
      double noiseStain) {

    public static View plain(boolean flipped) {
      return new View(false, flipped, false, 1, 1, 0, 0, 0, 0, 1, 1, Block.NONE, 0, 0, 0, 0);
    }

    public static View drawn(
        Augmentation a, EncoderNetwork network, boolean flipped, SplittableRandom random) {
      Block block =
          random.nextDouble() < a.get(Augmentation.BLOCK)
              ? Block.drawn(network, random)
              : Block.NONE;
      return new View(
          random.nextBoolean(),
          flipped,
          random.nextDouble() < a.get(Augmentation.LONE_SHARE),
          1 + even(random) * a.get(Augmentation.SCALE),
          1 + even(random) * a.get(Augmentation.SCALE) * 1.5,
          even(random) * a.get(Augmentation.SHIFT),
          even(random) * a.get(Augmentation.SHIFT),
          even(random) * a.get(Augmentation.SHEAR),
          even(random) * a.get(Augmentation.BEND),
          1 + even(random) * a.get(Augmentation.CONTRAST),
          Math.exp(even(random) * a.get(Augmentation.GAMMA)),
          block,
          gauss(random) * a.get(Augmentation.SIZE_NOISE),
          gauss(random) * a.get(Augmentation.SIZE_NOISE),
          gauss(random) * a.get(Augmentation.SIZE_NOISE),
          gauss(random) * a.get(Augmentation.SIZE_NOISE));
    }

    private static double even(SplittableRandom random) {
      return random.nextDouble() * 2 - 1;
    }
  }

  /** A part of the image that is hidden. */
  public record Block(int top, int left, int height, int width, float stain) {

    static final Block NONE = new Block(0, 0, 0, 0, 0);

    static Block drawn(EncoderNetwork network, SplittableRandom random) {
      int height = network.height() / 16 + random.nextInt(network.height() / 8);
      int width = network.width() / 6 + random.nextInt(Math.max(1, network.width() * 2 / 5));
      return new Block(
          random.nextInt(network.height()),
          random.nextInt(network.width() + width) - width,
          height,
          width,
          random.nextBoolean() ? 0 : 1.6f);
    }
  }

  /** A standard normal number (Box and Muller 1958). */
  public static double gauss(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }

  /** Draws the image, {@code rows x columns}, bilinearly, into {@code out}. */
  public void draw(int rows, int columns, View view, float[] out, int offset) {
    float[] curve = curve(view);
    Block block = view.block();
    double[] across = new double[columns];
    for (int x = 0; x < columns; x++) {
      double from = ((x + 0.5) / columns - 0.5) * view.scaleX();
      across[x] = view.mirrored() ? -from : from;
    }
    for (int y = 0; y < rows; y++) {
      double along = ((y + 0.5) / rows - 0.5) * view.scaleY() + view.shiftY();
      double sourceY = height * (0.5 + (view.flipped() ? -along : along)) - 0.5;
      double sideways =
          view.shiftX() + view.shear() * along + view.bend() * (4 * along * along - 1.0 / 3);
      int y0 = (int) Math.floor(sourceY);
      float lower = (float) (sourceY - y0);
      boolean blockRow = y >= block.top && y < block.top + block.height;
      boolean inner = y0 >= 0 && y0 < height - 1;
      for (int x = 0; x < columns; x++) {
        int index = offset + y * columns + x;
        if (blockRow && x >= block.left && x < block.left + block.width) {
          out[index] = block.stain - BACKGROUND;
          continue;
        }
        double sourceX = width * (0.5 + across[x] + sideways) - 0.5;
        int x0 = (int) Math.floor(sourceX);
        float farther = (float) (sourceX - x0);
        float above;
        float below;
        if (inner && x0 >= 0 && x0 < width - 1) {
          // Nearly all: checked once, not four times.
          int i = y0 * width + x0;
          int j = i + width;
          above = mix(curve[pixels[i] & 0xff], curve[pixels[i + 1] & 0xff], farther);
          below = mix(curve[pixels[j] & 0xff], curve[pixels[j + 1] & 0xff], farther);
        } else {
          above = mix(at(x0, y0, curve), at(x0 + 1, y0, curve), farther);
          below = mix(at(x0, y0 + 1, curve), at(x0 + 1, y0 + 1, curve), farther);
        }
        out[index] = mix(above, below, lower) - BACKGROUND;
      }
    }
  }

  /** Copies an image, left and right exchanged. */
  public static void mirror(int rows, int columns, float[] images, int from, int to) {
    for (int row = 0; row < rows * columns; row += columns) {
      for (int x = 0; x < columns; x++) {
        images[to + row + columns - 1 - x] = images[from + row + x];
      }
    }
  }

  private static float mix(float a, float b, float share) {
    return a * (1 - share) + b * share;
  }

  private float at(int x, int y, float[] curve) {
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : curve[pixels[y * width + x] & 0xff];
  }

  /** Stain by level, 1 for the chromosome's mean: strength of stain and exposure cancel out. */
  private float[] curve(View view) {
    float[] curve = new float[256];
    double gamma = view.gamma();
    double unit = view.contrast() / Math.pow(mean / 255, gamma);
    for (int level = 1; level < 256; level++) {
      curve[level] = (float) ((gamma == 1 ? level / 255.0 : Math.pow(level / 255.0, gamma)) * unit);
    }
    return curve;
  }

  /** Writes the {@link #SIZES} size inputs, each of the order of 1. */
  public void sizes(View view, Reference reference, float[] out, int offset) {
    boolean known = reference.scales() && scale.isPresent() && !view.lone();
    double medianLength = known ? scale.get().medianLength() : reference.medianLength();
    double medianArea = known ? scale.get().medianArea() : reference.medianArea();
    double medianStain = known ? scale.get().medianStain() : reference.medianStain();
    out[offset] = (float) (2 * Math.log(length / medianLength) + view.noiseLength());
    out[offset + 1] = (float) (2 * Math.log(area / medianArea) + view.noiseArea());
    out[offset + 2] = known ? 1 : 0;
    out[offset + 3] = (float) (2 * Math.log(area / (length * length)) + 3 + view.noiseShape());
    out[offset + 4] = (float) (3 * deviation / mean);
    out[offset + 5] = (float) (4 * Math.log(meanStain / medianStain) + view.noiseStain());
  }
}
