package io.karyo.image;

import io.karyo.Karyotyper;
import io.karyo.internal.NamedFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The picture of one chromosome, cut out of a metaphase.
 *
 * <p>Background tone and level are detected; what the library works with is the <b>stain</b>: 0 for
 * the background, rising with the darkness of an absorbing stain or the brightness of a fluorescent
 * one.
 *
 * <p><b>Files</b> may be PNG, JPEG, BMP, GIF or TIFF, grey, palette or RGB, with or without
 * transparency, of 1 to 16 bits a channel. A TIFF of several pages and an animated GIF are refused,
 * because nobody knows which page shows the chromosome; smaller copies of the first page do no
 * harm. So are CMYK and samples that are floating-point numbers or have a sign.
 *
 * <ul>
 *   <li>Samples are taken as they are stored, a palette applied; no colour profile or gamma curve
 *       is. Colour becomes grey by its luma, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601).
 *   <li>16 bits become 8 by dropping the lower ones. If the topmost bit is 0 in the whole picture,
 *       as from a 12-bit camera, its brightest sample becomes 255 instead. On a white background
 *       that is the background. On a black one it is the chromosome's own, so that chromosomes of
 *       one cell lose how bright they are relative to each other, and one hot pixel makes its
 *       chromosome dim; save such cells with 8 bits, or with samples that use all 16.
 *   <li>What is transparent is background; the second of two channels is taken for opacity. The
 *       level of the background is that of the rim of what is opaque. If the rim is no different
 *       from the rest, as of a chromosome cut tight with hard edges, the background is white, or
 *       black if the rim is a little darker than the rest.
 *   <li>A file may be no larger than {@link ImageLimits} say.
 *   <li>The JDK reads the common kinds of TIFF. With {@code com.twelvemonkeys.imageio:imageio-tiff}
 *       on the class path, nearly all are read; the module {@code io.karyo:karyo} brings it.
 * </ul>
 *
 * <p><b>Shapes:</b> {@code [height][width]}, row-major, origin top left. <b>Thread safety:</b>
 * immutable. Two images are equal if their pixels, their backgrounds and what is known of their
 * polarity are; the source does not count.
 */
public final class ChromosomeImage {

  private static final Set<String> ENDINGS =
      Set.of("png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff");

  private final int width;
  private final int height;
  private final byte[] stain;
  private final Background background;
  private final int backgroundLevel;
  private final String source;
  private final @Nullable Polarity polarity;

  /**
   * Returns whether a file is named like an image that {@link #read(Path)} takes. What it holds
   * shows when it is read.
   *
   * @param name the name of a file, or its path
   * @return whether its ending is that of a PNG, JPEG, BMP, GIF or TIFF file, in letters of either
   *     case
   */
  public static boolean isImageName(String name) {
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  private ChromosomeImage(
      int width,
      int height,
      byte[] stain,
      Background background,
      int backgroundLevel,
      String source,
      @Nullable Polarity polarity) {
    this.width = width;
    this.height = height;
    this.stain = stain;
    this.background = background;
    this.backgroundLevel = backgroundLevel;
    this.source = source;
    this.polarity = polarity;
  }

  /**
   * Makes an image of grey levels.
   *
   * @param height rows, at least 1
   * @param width columns, at least 1
   * @param grey the image, row-major, {@code height · width} levels, each 0 (black) to 255 (white)
   *     as an unsigned byte; copied
   * @return the image
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public static ChromosomeImage of(int height, int width, byte[] grey) {
    checkSize(grey.length, width, height);
    BackgroundDetector detected = BackgroundDetector.detect(grey, width, height);
    byte[] stain = new byte[grey.length];
    for (int i = 0; i < grey.length; i++) {
      int level = grey[i] & 0xff;
      int difference =
          detected.tone() == Background.WHITE ? detected.level() - level : level - detected.level();
      stain[i] = (byte) Math.max(0, difference);
    }
    return new ChromosomeImage(
        width, height, stain, detected.tone(), detected.level(), "image in memory", null);
  }

  /**
   * Makes an image of grey levels.
   *
   * @param height rows, at least 1
   * @param width columns, at least 1
   * @param grey the image, row-major, {@code height · width} levels, each 0 (black) to 1 (white);
   *     kept with 8 bits
   * @return the image
   * @throws IllegalArgumentException if the sizes do not fit or a level is not 0 to 1
   */
  public static ChromosomeImage of(int height, int width, float[] grey) {
    checkSize(grey.length, width, height);
    byte[] levels = new byte[grey.length];
    for (int i = 0; i < grey.length; i++) {
      if (!(grey[i] >= 0 && grey[i] <= 1)) {
        throw new IllegalArgumentException("grey[" + i + "]: must be 0 to 1, found " + grey[i]);
      }
      levels[i] = (byte) Math.round(grey[i] * 255);
    }
    return of(height, width, levels);
  }

  /**
   * Makes an image of a picture in memory, by the rules for files.
   *
   * @param picture grey, palette or colour, 1 to 16 bits a channel; copied
   * @return the image
   * @throws IllegalArgumentException if its samples are of another kind, or it is larger than
   *     {@link ImageLimits#DEFAULT} allows
   */
  public static ChromosomeImage of(BufferedImage picture) {
    ImageLimits limits = ImageLimits.DEFAULT;
    int side = Math.max(picture.getWidth(), picture.getHeight());
    long pixels = (long) picture.getWidth() * picture.getHeight();
    if (side > limits.maxSide() || pixels > limits.maxPixels()) {
      throw new IllegalArgumentException(
          "picture: must be at most "
              + limits.maxSide()
              + " px a side and "
              + limits.maxPixels()
              + " px, found "
              + picture.getWidth()
              + " x "
              + picture.getHeight());
    }
    try {
      return GreyPicture.of(picture).toImage();
    } catch (UnsupportedPictureException e) {
      throw new IllegalArgumentException("picture: " + e.getMessage(), e);
    }
  }

  /**
   * Reads an image file within {@link ImageLimits#DEFAULT}.
   *
   * @param file a PNG, JPEG, BMP, GIF or TIFF file
   * @return the image; its source is the file's path
   * @throws UnreadableImageException if the file is no image, damaged or too large
   * @throws IOException if the file cannot be read
   */
  public static ChromosomeImage read(Path file) throws IOException {
    return read(file, ImageLimits.DEFAULT);
  }

  /**
   * Reads an image file.
   *
   * @param file a PNG, JPEG, BMP, GIF or TIFF file
   * @param limits what the file may ask for
   * @return the image; its source is the file's path
   * @throws UnreadableImageException if the file is no image, damaged or too large
   * @throws IOException if the file cannot be read
   */
  public static ChromosomeImage read(Path file, ImageLimits limits) throws IOException {
    return NamedFile.read(file, in -> read(in, file.toString(), limits));
  }

  /**
   * Reads an image from a stream within {@link ImageLimits#DEFAULT}.
   *
   * @param in a PNG, JPEG, BMP, GIF or TIFF file; read to its end and not closed
   * @param name names the image in messages and becomes its source
   * @return the image
   * @throws UnreadableImageException if the file is no image, damaged or too large
   * @throws IOException if the stream cannot be read
   */
  public static ChromosomeImage read(InputStream in, String name) throws IOException {
    return read(in, name, ImageLimits.DEFAULT);
  }

  /**
   * Reads an image from a stream.
   *
   * @param in a PNG, JPEG, BMP, GIF or TIFF file; read to its end, or to one byte past the limit,
   *     and not closed
   * @param name names the image in messages and becomes its source
   * @param limits what the file may ask for
   * @return the image
   * @throws UnreadableImageException if the file is no image, damaged or too large
   * @throws IOException if the stream cannot be read
   */
  public static ChromosomeImage read(InputStream in, String name, ImageLimits limits)
      throws IOException {
    return ImageDecoder.read(in, Objects.requireNonNull(name, "name"), limits).withSource(name);
  }

  private static void checkSize(int pixels, int width, int height) {
    if (width < 1 || height < 1 || (long) width * height != pixels) {
      throw new IllegalArgumentException(
          "grey: must be width x height of at least 1 x 1, found "
              + width
              + " x "
              + height
              + " and "
              + pixels
              + " pixels");
    }
  }

  /**
   * Names where the image came from, for messages.
   *
   * @param source for example a file's path
   * @return the same image with that source
   */
  public ChromosomeImage withSource(String source) {
    return new ChromosomeImage(
        width,
        height,
        stain,
        background,
        backgroundLevel,
        Objects.requireNonNull(source, "source"),
        polarity);
  }

  /**
   * Adds the knowledge of which way up the chromosome lies, as in a karyogram, where the p arm is
   * up. A {@link Karyotyper} then looks at it this way up only, in half the time; of an image
   * without this knowledge it finds the polarity out.
   *
   * @param polarity which way up the chromosome lies
   * @return the same image with that polarity
   */
  public ChromosomeImage withPolarity(Polarity polarity) {
    return new ChromosomeImage(
        width,
        height,
        stain,
        background,
        backgroundLevel,
        source,
        Objects.requireNonNull(polarity, "polarity"));
  }

  /**
   * Returns the number of columns.
   *
   * @return px, at least 1
   */
  public int width() {
    return width;
  }

  /**
   * Returns the number of rows.
   *
   * @return px, at least 1
   */
  public int height() {
    return height;
  }

  /**
   * Returns the detected tone of the background.
   *
   * @return white or black
   */
  public Background background() {
    return background;
  }

  /**
   * Returns where the image came from.
   *
   * @return for example a file's path
   */
  public String source() {
    return source;
  }

  /**
   * Returns which way up the chromosome lies, if the caller knows.
   *
   * @return what {@link #withPolarity} was given, empty if nothing was
   */
  public Optional<Polarity> polarity() {
    return Optional.ofNullable(polarity);
  }

  /**
   * Returns one pixel's stain.
   *
   * @param row 0 to {@link #height()} - 1
   * @param column 0 to {@link #width()} - 1
   * @return 0 (background) to 1
   */
  public float stain(int row, int column) {
    int index = Objects.checkIndex(row, height) * width + Objects.checkIndex(column, width);
    return (stain[index] & 0xff) / 255f;
  }

  /**
   * Returns the stain of all pixels as unsigned bytes.
   *
   * @return a new array of {@code width · height} levels, row-major, 0 (background) to 255
   */
  public byte[] stainLevels() {
    return stain.clone();
  }

  /**
   * Returns the picture as it looked, for display.
   *
   * @return a new array of {@code width · height} grey levels, row-major, 0 (black) to 255 (white)
   */
  public byte[] greyLevels() {
    byte[] grey = new byte[stain.length];
    for (int i = 0; i < grey.length; i++) {
      int level = stain[i] & 0xff;
      grey[i] =
          (byte)
              (background == Background.WHITE ? backgroundLevel - level : backgroundLevel + level);
    }
    return grey;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChromosomeImage image
        && width == image.width
        && height == image.height
        && background == image.background
        && backgroundLevel == image.backgroundLevel
        && polarity == image.polarity
        && Arrays.equals(stain, image.stain);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.hashCode(stain);
  }

  @Override
  public String toString() {
    return "ChromosomeImage[" + source + ", " + width + "x" + height + ", " + background + "]";
  }
}
