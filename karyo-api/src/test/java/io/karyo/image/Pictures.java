package io.karyo.image;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Draws chromosomes. */
public final class Pictures {

  private Pictures() {}

  /** A banded chromosome with a soft edge, upright in the middle, dark on white (255). */
  static byte[] chromosome(int width, int height, int margin) {
    byte[] grey = new byte[width * height];
    double radius = (width - 2.0 * margin) / 2;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double top = margin + radius;
        double bottom = height - margin - radius;
        double nearest = Math.max(top, Math.min(bottom, y + 0.5));
        double distance = Math.hypot(x + 0.5 - width / 2.0, y + 0.5 - nearest);
        double inside = Math.max(0, Math.min(1, (radius - distance) / 2));
        double band = 150 + 60 * Math.sin(y * 0.7);
        grey[y * width + x] = (byte) Math.round(255 - inside * band);
      }
    }
    return grey;
  }

  /** Maps 0 to 255 onto the given range; a range that falls inverts. */
  static byte[] between(byte[] grey, int black, int white) {
    byte[] mapped = new byte[grey.length];
    for (int i = 0; i < grey.length; i++) {
      mapped[i] = (byte) Math.round(black + (white - black) * (grey[i] & 0xff) / 255.0);
    }
    return mapped;
  }

  static byte[] noisy(byte[] grey, double deviation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] noisy = new byte[grey.length];
    for (int i = 0; i < grey.length; i++) {
      long level = Math.round((grey[i] & 0xff) + deviation * random.nextGaussian());
      noisy[i] = (byte) Math.max(0, Math.min(255, level));
    }
    return noisy;
  }

  /** A picture of the given type whose colour channels all have the levels, not by drawing. */
  public static BufferedImage picture(int type, byte[] grey, int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, type);
    WritableRaster raster = picture.getRaster();
    int colours = picture.getColorModel().getNumColorComponents();
    for (int i = 0; i < grey.length; i++) {
      for (int band = 0; band < raster.getNumBands(); band++) {
        int bits = raster.getSampleModel().getSampleSize(band);
        int level = band < colours ? grey[i] & 0xff : 255;
        int sample = bits == 16 ? level * 257 : level * ((1 << bits) - 1) / 255;
        raster.setSample(i % width, i / width, band, sample);
      }
    }
    return picture;
  }

  public static byte[] encode(BufferedImage picture, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!ImageIO.write(picture, format, out)) {
      throw new IOException("no writer of " + format + " for " + picture);
    }
    return out.toByteArray();
  }
}
