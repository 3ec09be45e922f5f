package io.karyo.network;

import io.karyo.chromosome.Adjustment;
import io.karyo.chromosome.CellScale;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightened;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What an encoder network sees of a chromosome: an image and six numbers of its size.
 *
 * <p><b>Image:</b> the straightened image in 256 levels, cropped to the rows and columns that have
 * a level above 20, stretched bilinearly to the network's height and width, divided by the mean of
 * the levels above 20, minus {@link #BACKGROUND}. An {@link Adjustment} of the chromosome raises
 * the quotient to its power, pales the middle of the width by a Gaussian with a standard deviation
 * of a tenth of it, and blurs the stretched image, by 1 2 1 across and 1 4 6 4 1 along. An
 * embedding is the mean of those of this image and of its mirror image, scaled to length 1 where
 * embeddings are normalised.
 *
 * <p><b>Sizes:</b> with length (px), area (px²) and mean stain of the chromosome, and the medians
 * of its cell, or of the {@link Reference} where the cell is not known: {@code 2 ln(length ÷
 * median)}, {@code 2 ln(area ÷ median)}, 1 where the cell is known and else 0, {@code 2 ln(area ÷
 * length²) + 3}, {@code 3 · deviation ÷ mean} of the levels above 20, {@code 4 ln(stain ÷ median)}.
 *
 * <p>Stretching every chromosome to one size shows its bands best but hides its size, the strongest
 * cue; so size goes in beside the image, relative to the cell where that is known. So does the
 * strength of its stain, which the image is freed from: 19 is pale and 21 is dark beside their
 * like.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class NetworkInput {

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

  /** The standard deviation of the gap between the chromatids, relative to the width. */
  private static final double GAP_WIDTH = 0.1;

  private final byte[] pixels;
  private final int height;
  private final int width;
  private final double mean;
  private final double deviation;
  private final double length;
  private final double area;
  private final double meanStain;
  private final Optional<CellScale> scale;
  private final Adjustment adjustment;

  /**
   * Crops a chromosome.
   *
   * @param chromosome the straightened chromosome, with the scale of its cell if that is known
   */
  public NetworkInput(PreparedChromosome chromosome) {
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
    adjustment = chromosome.adjustment();
  }

  /** {@return the length of the chromosome, in px} */
  public double length() {
    return length;
  }

  /** {@return the mean stain of the chromosome, 0 to 1} */
  public double meanStain() {
    return meanStain;
  }

  /** {@return the area of the chromosome, in px²} */
  public double area() {
    return area;
  }

  /** {@return the sizes of its cell, empty for a lone chromosome} */
  public Optional<CellScale> scale() {
    return scale;
  }

  /** One way to look at a chromosome: as it is or changed by chance. */
  public static final class View {

    private final Look look;

    private View(Look look) {
      this.look = look;
    }

    /**
     * Makes the view that a prediction sees.
     *
     * @param flipped whether the chromosome is turned by 180 degrees along its axis
     * @return the view
     */
    public static View plain(boolean flipped) {
      return new View(
          new Look(false, flipped, false, 1, 1, 0, 0, 0, 0, 1, 1, Block.NONE, 0, 0, 0, 0, 0, 0));
    }

    /**
     * Draws the view of a training step.
     *
     * @param augmentation how far the image may be changed
     * @param height the rows of the image that the network sees
     * @param width its columns
     * @param flipped whether the chromosome is turned by 180 degrees along its axis
     * @param random draws the changes
     * @return the view
     */
    public static View drawn(
        Augmentation augmentation,
        int height,
        int width,
        boolean flipped,
        SplittableRandom random) {
      return new View(Look.drawn(augmentation, height, width, flipped, random));
    }
  }

  /**
   * How an image is changed.
   *
   * @param mirrored left and right exchanged
   * @param flipped ends exchanged
   * @param lone shown as if its cell were not known
   */
  private record Look(
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
      double noiseStain,
      double blur,
      double gap) {

    static Look drawn(
        Augmentation a, int height, int width, boolean flipped, SplittableRandom random) {
      Block block =
          random.nextDouble() < a.get(Augmentation.BLOCK)
              ? Block.drawn(height, width, random)
              : Block.NONE;
      return new Look(
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
          gauss(random) * a.get(Augmentation.SIZE_NOISE),
          even(random) * a.get(Augmentation.SHARPNESS),
          even(random) * a.get(Augmentation.CHROMATID_GAP));
    }

    private static double even(SplittableRandom random) {
      return random.nextDouble() * 2 - 1;
    }
  }

  /** A part of the image that is hidden. */
  private record Block(int top, int left, int height, int width, float stain) {

    static final Block NONE = new Block(0, 0, 0, 0, 0);

    static Block drawn(int rows, int columns, SplittableRandom random) {
      int height = rows / 16 + random.nextInt(rows / 8);
      int width = columns / 6 + random.nextInt(Math.max(1, columns * 2 / 5));
      return new Block(
          random.nextInt(rows),
          random.nextInt(columns + width) - width,
          height,
          width,
          random.nextBoolean() ? 0 : 1.6f);
    }
  }

  /**
   * Draws a standard normal number (Box and Muller 1958).
   *
   * @param random the source of chance
   * @return the number
   */
  public static double gauss(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }

  /**
   * Draws the image.
   *
   * @param rows of the network's image
   * @param columns of the network's image
   * @param shown how the chromosome is seen
   * @param out takes {@code rows · columns} values, row-major
   * @param offset where in {@code out} they begin
   */
  public void draw(int rows, int columns, View shown, float[] out, int offset) {
    Look view = shown.look;
    float[] curve = curve(view);
    Block block = view.block();
    double gap = view.gap() + adjustment.gap();
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
        float stain = mix(above, below, lower);
        if (gap != 0) {
          double off = (across[x] + sideways) / GAP_WIDTH;
          stain *= (float) (1 - gap * Math.exp(-off * off / 2));
        }
        out[index] = stain - BACKGROUND;
      }
    }
    double amount = view.blur() + adjustment.blur();
    if (amount != 0) {
      blur(rows, columns, (float) amount, out, offset);
    }
  }

  /** Blurs by a binomial kernel, or sharpens if the amount is negative. */
  private static void blur(int rows, int columns, float amount, float[] out, int offset) {
    float[] across = new float[rows * columns];
    for (int y = 0; y < rows; y++) {
      int row = y * columns;
      for (int x = 0; x < columns; x++) {
        float left = out[offset + row + Math.max(0, x - 1)];
        float right = out[offset + row + Math.min(columns - 1, x + 1)];
        across[row + x] = (left + 2 * out[offset + row + x] + right) / 4;
      }
    }
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        float blurred =
            (across[Math.max(0, y - 2) * columns + x]
                    + across[Math.min(rows - 1, y + 2) * columns + x]
                    + 4
                        * (across[Math.max(0, y - 1) * columns + x]
                            + across[Math.min(rows - 1, y + 1) * columns + x])
                    + 6 * across[y * columns + x])
                / 16;
        int i = offset + y * columns + x;
        out[i] += amount * (blurred - out[i]);
      }
    }
  }

  /**
   * Copies an image, left and right exchanged.
   *
   * @param rows of the image
   * @param columns of the image
   * @param images has the image and takes the copy, row-major
   * @param from where the image begins
   * @param to where the copy begins
   */
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
  private float[] curve(Look view) {
    float[] curve = new float[256];
    double gamma = view.gamma() * adjustment.gamma();
    double unit = view.contrast() / Math.pow(mean / 255, gamma);
    for (int level = 1; level < 256; level++) {
      curve[level] = (float) ((gamma == 1 ? level / 255.0 : Math.pow(level / 255.0, gamma)) * unit);
    }
    return curve;
  }

  /**
   * Writes the size inputs, each of the order of 1.
   *
   * @param shown how the chromosome is seen
   * @param reference the medians for a chromosome whose cell is not known
   * @param out takes {@link #SIZES} numbers
   * @param offset where in {@code out} they begin
   */
  public void sizes(View shown, Reference reference, float[] out, int offset) {
    Look view = shown.look;
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
