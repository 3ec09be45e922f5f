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
 * <p>Background tone and level are detected. The library works with the <b>stain</b>: 0 for the
 * background, rising with the darkness of an absorbing stain or the brightness of a fluorescent
 * one.
 *
 * <p><b>Files</b> may be PNG, JPEG, BMP, GIF or TIFF, grey, palette or RGB, with or without
 * transparency, of 1 to 16 bits per channel. Multi-page TIFFs and animated GIFs are rejected,
 * because the right page is unknown; smaller copies of the first page are ignored. CMYK,
 * floating-point and signed samples are rejected as well.
 *
 * <ul>
 *   <li>Samples are used as stored; a palette is applied, but no colour profile or gamma curve.
 *       Colour becomes grey by its luma, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601).
 *   <li>16 bits become 8 by dropping the lower ones. If the topmost bit is 0 in the whole picture,
 *       as from a 12-bit camera, its brightest sample becomes 255 instead. On a white background,
 *       the brightest sample is the background. On a black one it belongs to the chromosome, so the
 *       relative brightness of the chromosomes of a cell is lost, and one hot pixel makes its
 *       chromosome dim. Save such cells with 8 bits, or with samples that use all 16.
 *   <li>Transparent pixels are background; the second of two channels is read as opacity. The level
 *       of the background is that of the rim of the opaque pixels. If the rim does not differ from
 *       the rest, as with a tightly cut chromosome with hard edges, the background is white, or
 *       black if the rim is a little darker than the rest.
 *   <li>Files must be within {@link ImageLimits}.
 *   <li>The JDK reads the common kinds of TIFF. With {@code com.twelvemonkeys.imageio:imageio-tiff}
 *       on the class path, nearly all are read; the module {@code io.karyo:karyo} brings it.
 * </ul>
 *
 * <p><b>Shapes:</b> {@code [height][width]}, row-major, origin top left. <b>Thread safety:</b>
 * immutable. Two images are equal if their pixels, backgrounds and known polarities are equal; the
 * source does not count.
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
   * Returns whether a file name has the extension of an image format that {@link #read(Path)}
   * supports. The content is not checked.
   *
   * @param name the name of a file, or its path
   * @return whether the extension is that of a PNG, JPEG, BMP, GIF or TIFF file, in upper or lower
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
   *     stored with 8 bits
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
   * Creates an image from a picture in memory, by the rules for files.
   *
   * @param picture grey, palette or colour, 1 to 16 bits per channel; copied
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
    Objects.requireNonNull(name, "name");
    return ImageDecoder.read(in, name, limits, picture -> GreyPicture.of(picture).toImage())
        .withSource(name);
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
   * Sets the source of the image, for messages.
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
   * Sets the known polarity of the chromosome; in a karyogram, for example, the p arm is up. A
   * {@link Karyotyper} then examines the image only this way up, in half the time. Otherwise it
   * finds the polarity itself.
   *
   * @param polarity whether the p arm is up or down
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

  /** {@return the number of columns, in px, at least 1} */
  public int width() {
    return width;
  }

  /** {@return the number of rows, in px, at least 1} */
  public int height() {
    return height;
  }

  /** {@return the detected tone of the background} */
  public Background background() {
    return background;
  }

  /** {@return where the image came from, for example a file's path} */
  public String source() {
    return source;
  }

  /** {@return the polarity that {@link #withPolarity} set, empty if none} */
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
   * {@return the stain of all pixels as unsigned bytes: a new array of {@code width · height}
   * levels, row-major, 0 (background) to 255}
   */
  public byte[] stainLevels() {
    return stain.clone();
  }

  /**
   * {@return the original grey levels, for display: a new array of {@code width · height} levels,
   * row-major, 0 (black) to 255 (white)}
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
