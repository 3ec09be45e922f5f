package io.karyo.image;

import io.karyo.internal.NamedFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The photograph of a metaphase: grey levels of 8 or 16 bits.
 *
 * <p>Files and pictures are read by the rules of {@link ChromosomeImage}, with two differences:
 * samples of more than 8 bits stay as they are, except in pictures with transparency, and files may
 * be as large as {@link #LIMITS} allows.
 *
 * <p><b>Shapes:</b> {@code [height][width]}, row-major, origin top left. <b>Thread safety:</b>
 * immutable. Two photographs are equal if their sizes, depths and levels are equal; the name does
 * not count.
 */
public final class Metaphase {

  /** 16,777,216 pixels, 8,192 px per side, 128 MiB per file. */
  public static final ImageLimits LIMITS = new ImageLimits(1 << 24, 1 << 13, 1 << 27);

  private static final int BYTE_BITS = 8;
  private static final int SHORT_BITS = 16;

  private final int width;
  private final int height;
  private final int bits;
  private final short[] levels;
  private final String name;

  private Metaphase(int width, int height, int bits, short[] levels, String name) {
    if (width < 1 || height < 1 || (long) width * height != levels.length) {
      throw new IllegalArgumentException(
          "levels: must be height x width of at least 1 x 1, found "
              + height
              + " x "
              + width
              + " and "
              + levels.length
              + " levels");
    }
    this.width = width;
    this.height = height;
    this.bits = bits;
    this.levels = levels;
    this.name = name;
  }

  /**
   * Makes a photograph of 8 bits.
   *
   * @param height rows, at least 1
   * @param width columns, at least 1
   * @param grey {@code height · width} levels, row-major, each 0 (black) to 255 (white) as an
   *     unsigned byte; copied
   * @return the photograph
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public static Metaphase of(int height, int width, byte[] grey) {
    short[] levels = new short[grey.length];
    for (int i = 0; i < grey.length; i++) {
      levels[i] = (short) (grey[i] & 0xff);
    }
    return new Metaphase(width, height, BYTE_BITS, levels, "photograph in memory");
  }

  /**
   * Makes a photograph of 16 bits.
   *
   * @param height rows, at least 1
   * @param width columns, at least 1
   * @param grey {@code height · width} levels, row-major, each 0 (black) to 65,535 as an unsigned
   *     short; they need not use the whole range; copied
   * @return the photograph
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public static Metaphase of(int height, int width, short[] grey) {
    return new Metaphase(width, height, SHORT_BITS, grey.clone(), "photograph in memory");
  }

  /**
   * Makes a photograph of a picture in memory, by the rules for files.
   *
   * @param picture grey, palette or colour, 1 to 16 bits per channel; copied
   * @return the photograph
   * @throws IllegalArgumentException if its samples are of another kind
   */
  public static Metaphase of(BufferedImage picture) {
    try {
      return GreyPicture.photograph(picture);
    } catch (UnsupportedPictureException e) {
      throw new IllegalArgumentException("picture: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a file within {@link #LIMITS}.
   *
   * @param file a PNG, JPEG, BMP, GIF or TIFF file
   * @return the photograph; its name is the file's path
   * @throws UnreadableImageException if the file is no image, damaged or too large
   * @throws IOException if the file cannot be read
   */
  public static Metaphase read(Path file) throws IOException {
    return read(file, LIMITS);
  }

  /**
   * Reads a file.
   *
   * @param file a PNG, JPEG, BMP, GIF or TIFF file
   * @param limits what the file may ask for
   * @return the photograph; its name is the file's path
   * @throws UnreadableImageException if the file is no image, damaged or too large
   * @throws IOException if the file cannot be read
   */
  public static Metaphase read(Path file, ImageLimits limits) throws IOException {
    return NamedFile.read(file, in -> read(in, file.toString(), limits));
  }

  /**
   * Reads a photograph from a stream.
   *
   * @param in a PNG, JPEG, BMP, GIF or TIFF file; read to its end, or to one byte past the limit,
   *     and not closed
   * @param name names the photograph in messages
   * @param limits what the file may ask for
   * @return the photograph
   * @throws UnreadableImageException if the file is no image, damaged or too large
   * @throws IOException if the stream cannot be read
   */
  public static Metaphase read(InputStream in, String name, ImageLimits limits) throws IOException {
    Objects.requireNonNull(name, "name");
    return ImageDecoder.read(in, name, limits, GreyPicture::photograph).withName(name);
  }

  /**
   * Sets the name, for messages.
   *
   * @param other for example a file's path
   * @return the same photograph with that name
   */
  public Metaphase withName(String other) {
    return new Metaphase(width, height, bits, levels, Objects.requireNonNull(other, "other"));
  }

  /** {@return the number of columns, in px, at least 1} */
  public int width() {
    return width;
  }

  /** {@return the number of rows, in px, at least 1} */
  public int height() {
    return height;
  }

  /** {@return how many bits a level has, 8 or 16} */
  public int bits() {
    return bits;
  }

  /** {@return what names the photograph in messages, for example a file's path} */
  public String name() {
    return name;
  }

  /**
   * {@return the levels as unsigned shorts: a new array of {@code width · height}, row-major, 0
   * (black) to 255, or to 65,535 if there are 16 bits}
   */
  public short[] levels() {
    return levels.clone();
  }

  /**
   * {@return the photograph for display: a new array of {@code width · height} unsigned bytes,
   * row-major, 0 (black) to 255 (white); 16 bits become 8 as in {@link ChromosomeImage}}
   */
  public byte[] greyLevels() {
    int[] grey = new int[levels.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = levels[i] & 0xffff;
    }
    return GreyPicture.toBytes(grey, bits);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Metaphase photograph
        && width == photograph.width
        && bits == photograph.bits
        && Arrays.equals(levels, photograph.levels);
  }

  @Override
  public int hashCode() {
    return 31 * width + Arrays.hashCode(levels);
  }

  @Override
  public String toString() {
    return "Metaphase[" + name + ", " + width + "x" + height + ", " + bits + " bits]";
  }
}
