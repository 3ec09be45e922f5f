package io.karyo.image;

/**
 * Size limits for image files. They are checked on the file's header, before pixels are allocated.
 *
 * @param maxPixels the maximum number of pixels of an image, at least 1
 * @param maxSide the maximum width and height in px, at least 1
 * @param maxBytes the maximum size of a file in bytes, at least 1
 */
public record ImageLimits(long maxPixels, int maxSide, int maxBytes) {

  /**
   * 4,194,304 pixels, 4,096 px per side, 32 MiB per file: some hundred times the picture of a
   * chromosome, and at most about 200 MB of memory while one is read.
   */
  public static final ImageLimits DEFAULT = new ImageLimits(1 << 22, 1 << 12, 1 << 25);

  /** The most bytes that any limit can allow: they are read into one array. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - 16;

  public ImageLimits {
    check("maxPixels", maxPixels, Integer.MAX_VALUE - 16);
    check("maxSide", maxSide, Integer.MAX_VALUE);
    check("maxBytes", maxBytes, MAX_BYTES);
  }

  private static void check(String name, long value, long most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(name + ": must be 1 to " + most + ", found " + value);
    }
  }
}
