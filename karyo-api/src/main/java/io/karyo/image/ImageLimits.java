package io.karyo.image;

/**
 * What an image file may ask for before it is refused; checked on the file's header, before any
 * pixel is allocated.
 *
 * @param maxPixels the most pixels an image may have, at least 1
 * @param maxSide the most pixels a side of it may have, at least 1
 * @param maxBytes the most bytes a file may have, at least 1
 */
public record ImageLimits(long maxPixels, int maxSide, int maxBytes) {

  /**
   * 4,194,304 pixels, 4,096 a side, 32 MiB a file: some hundred times a chromosome's picture, and
   * no more than about 200 MB of memory while one is read.
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
