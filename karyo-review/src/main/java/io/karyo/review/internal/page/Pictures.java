package io.karyo.review.internal.page;

import io.karyo.chromosome.Straightened;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Metaphase;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Makes PNG files in memory. */
public final class Pictures {

  private static final int WHITE = 255;

  private Pictures() {}

  /** Grey levels, row-major, 0 (black) to 255 (white). */
  public static final class Grey {
    private final int width;
    private final int height;
    private final byte[] levels;

    private Grey(int width, int height, byte[] levels) {
      this.width = width;
      this.height = height;
      this.levels = levels;
    }

    int width() {
      return width;
    }

    int height() {
      return height;
    }

    /** Returns a key that is equal for equal pictures. */
    List<Object> key() {
      return List.of(width, ByteBuffer.wrap(levels));
    }
  }

  /** Draws a black picture of different opacity on white. */
  static Grey onWhite(BufferedImage black) {
    int width = black.getWidth();
    int[] pixels = black.getRGB(0, 0, width, black.getHeight(), null, 0, width);
    byte[] levels = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      levels[i] = (byte) (WHITE - (pixels[i] >>> 24));
    }
    return new Grey(width, black.getHeight(), levels);
  }

  /** Draws a chromosome as it lies in its image, dark on white, whatever it was dyed with. */
  static Grey stain(ChromosomeImage image) {
    byte[] levels = image.stainLevels();
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (WHITE - (levels[i] & 0xff));
    }
    return new Grey(image.width(), image.height(), levels);
  }

  /** Draws a straightened chromosome dark on white, a pixel each. */
  static Grey stain(Straightened straightened) {
    float[] stain = straightened.toArray();
    byte[] levels = new byte[stain.length];
    for (int i = 0; i < stain.length; i++) {
      levels[i] = (byte) (WHITE - Math.round(WHITE * stain[i]));
    }
    return new Grey(straightened.width(), straightened.length(), levels);
  }

  /** Draws an image as it was cut out, p arm up if it is known to be down. */
  public static Grey cutOut(ChromosomeImage image, boolean turned) {
    byte[] levels = image.greyLevels();
    if (turned) {
      for (int i = 0, j = levels.length - 1; i < j; i++, j--) {
        byte level = levels[i];
        levels[i] = levels[j];
        levels[j] = level;
      }
    }
    return new Grey(image.width(), image.height(), levels);
  }

  static Grey photograph(Metaphase photograph) {
    return new Grey(photograph.width(), photograph.height(), photograph.greyLevels());
  }

  public static byte[] png(Grey grey) {
    BufferedImage picture =
        new BufferedImage(grey.width, grey.height, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setDataElements(0, 0, grey.width, grey.height, grey.levels);
    return png(picture);
  }

  public static byte[] png(BufferedImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Without a file on the disk between.
    try (MemoryCacheImageOutputStream cache = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(picture, "png", cache)) {
        throw new IOException("picture: this Java cannot write PNG files");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Draws a picture grey, in a smaller width. */
  static BufferedImage small(BufferedImage picture, int width) {
    int height = Math.max(1, Math.round((float) width * picture.getHeight() / picture.getWidth()));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = small.createGraphics();
    Image scaled = picture.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING);
    graphics.drawImage(scaled, 0, 0, null);
    graphics.dispose();
    return small;
  }

  /** Returns a URL that has the picture itself. */
  public static String url(byte[] png) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
  }
}
