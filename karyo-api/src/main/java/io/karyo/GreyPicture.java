package io.karyo;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import org.jspecify.annotations.Nullable;

/**
 * The grey levels of a picture and, if it has any, its transparency.
 *
 * <p>Samples are read from the raster: {@code BufferedImage.getRGB} would bend those of a grey
 * picture by a gamma curve.
 */
final class GreyPicture {

  private static final int BYTE_BITS = 8;
  private static final int MAX_BITS = 16;
  private static final int MAX_CHANNELS = 4;

  private final int width;
  private final int height;

  /** Grey, 0 to 255. */
  private final byte[] grey;

  /** Opacity, 0 to 255; null if all is opaque. */
  private final byte @Nullable [] alpha;

  private GreyPicture(int width, int height, byte[] grey, byte @Nullable [] alpha) {
    this.width = width;
    this.height = height;
    this.grey = grey;
    this.alpha = alpha;
  }

  /** Reads the samples; throws IllegalArgumentException for kinds that cannot be. */
  static GreyPicture of(BufferedImage picture) {
    ColorModel colours = picture.getColorModel();
    Raster raster = picture.getRaster();
    return colours instanceof IndexColorModel palette
        ? ofPalette(raster, palette)
        : ofSamples(raster, colours);
  }

  /** Throws IllegalArgumentException for samples that cannot be read. */
  static void checkSamples(SampleModel samples) {
    int channels = samples.getNumBands();
    if (channels > MAX_CHANNELS) {
      throw new IllegalArgumentException(
          "channels: must be 1 to " + MAX_CHANNELS + ", found " + channels);
    }
    int type = samples.getDataType();
    for (int band = 0; band < channels; band++) {
      int bits = samples.getSampleSize(band);
      if (bits > MAX_BITS
          || (type != DataBuffer.TYPE_BYTE
              && type != DataBuffer.TYPE_USHORT
              && type != DataBuffer.TYPE_INT)) {
        throw new IllegalArgumentException(
            "samples: must be unsigned integers of 1 to 16 bits, found "
                + bits
                + " bits of data type "
                + type);
      }
    }
  }

  private static GreyPicture ofPalette(Raster raster, IndexColorModel palette) {
    int size = palette.getMapSize();
    byte[] greys = new byte[size];
    byte[] alphas = new byte[size];
    for (int i = 0; i < size; i++) {
      greys[i] = (byte) luma(palette.getRed(i), palette.getGreen(i), palette.getBlue(i));
      alphas[i] = (byte) palette.getAlpha(i);
    }
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] grey = new byte[width * height];
    byte[] alpha = new byte[width * height];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
      for (int x = 0; x < width; x++) {
        int index = row[x];
        if (index >= size) {
          throw new IllegalArgumentException(
              "palette: must have an entry " + index + ", found " + size + " entries");
        }
        grey[y * width + x] = greys[index];
        alpha[y * width + x] = alphas[index];
      }
    }
    return new GreyPicture(width, height, grey, opaque(alpha) ? null : alpha);
  }

  private static GreyPicture ofSamples(Raster raster, ColorModel colours) {
    SampleModel samples = raster.getSampleModel();
    int space = colours.getColorSpace().getType();
    if (space != ColorSpace.TYPE_GRAY && space != ColorSpace.TYPE_RGB) {
      throw new IllegalArgumentException(
          "colours: must be grey or RGB, found those of colour space type " + space);
    }
    int channels = colours.getNumColorComponents();
    checkSamples(samples);
    int width = raster.getWidth();
    int height = raster.getHeight();
    int[] grey = samples(raster, 0, width, height);
    int bits = samples.getSampleSize(0);
    if (channels > 1) {
      // Bit depths differ in packed pixels only (5-6-5); those are brought to 8 bits.
      boolean packed = bits < BYTE_BITS;
      int[] green = samples(raster, 1, width, height);
      int[] blue = samples(raster, 2, width, height);
      if (packed) {
        scale(grey, samples.getSampleSize(0));
        scale(green, samples.getSampleSize(1));
        scale(blue, samples.getSampleSize(2));
        bits = BYTE_BITS;
      }
      for (int i = 0; i < grey.length; i++) {
        grey[i] = luma(grey[i], green[i], blue[i]);
      }
    }
    scale(grey, bits);
    byte[] alpha = null;
    if (colours.hasAlpha()) {
      int[] opacity = samples(raster, channels, width, height);
      int full = (1 << samples.getSampleSize(channels)) - 1;
      for (int i = 0; i < opacity.length; i++) {
        opacity[i] = opacity[i] * 255 / full;
        if (colours.isAlphaPremultiplied() && opacity[i] > 0) {
          grey[i] = Math.min(255, grey[i] * 255 / opacity[i]);
        }
      }
      alpha = toBytes(opacity);
    }
    return new GreyPicture(
        width, height, toBytes(grey), alpha == null || opaque(alpha) ? null : alpha);
  }

  private static int[] samples(Raster raster, int band, int width, int height) {
    return raster.getSamples(raster.getMinX(), raster.getMinY(), width, height, band, (int[]) null);
  }

  /** Brings samples of any depth to 8 bits; see {@link ChromosomeImage} for the rule. */
  private static void scale(int[] samples, int bits) {
    if (bits == BYTE_BITS) {
      return;
    }
    int full = (1 << bits) - 1;
    if (bits == MAX_BITS) {
      int brightest = 0;
      for (int sample : samples) {
        brightest = Math.max(brightest, sample);
      }
      if (brightest > full / 2) {
        for (int i = 0; i < samples.length; i++) {
          samples[i] >>= MAX_BITS - BYTE_BITS;
        }
        return;
      }
      full = Math.max(1, brightest);
    }
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (samples[i] * 255 + full / 2) / full;
    }
  }

  /** ITU-R BT.601 luma; the weights add up to 256, so that equal channels stay as they are. */
  private static int luma(int red, int green, int blue) {
    return (77 * red + 150 * green + 29 * blue + 128) >> 8;
  }

  private static byte[] toBytes(int[] levels) {
    byte[] bytes = new byte[levels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) levels[i];
    }
    return bytes;
  }

  private static boolean opaque(byte[] alpha) {
    for (byte value : alpha) {
      if (value != (byte) 255) {
        return false;
      }
    }
    return true;
  }

  ChromosomeImage toImage() {
    return ChromosomeImage.of(alpha == null ? grey : composed(alpha), width, height);
  }

  /**
   * Puts the picture on its background: the tone of the rim, the opaque pixels beside transparent
   * ones or on the frame, at the level that a tenth of them reaches or exceeds. A picture without
   * any opaque pixel becomes white.
   */
  private byte[] composed(byte[] alpha) {
    int[] rim = new int[256];
    long rimSum = 0;
    int rimCount = 0;
    long sum = 0;
    int count = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int level = grey[y * width + x] & 0xff;
        if (!opaqueAt(alpha, x, y)) {
          continue;
        }
        sum += level;
        count++;
        if (!opaqueAt(alpha, x - 1, y)
            || !opaqueAt(alpha, x + 1, y)
            || !opaqueAt(alpha, x, y - 1)
            || !opaqueAt(alpha, x, y + 1)) {
          rim[level]++;
          rimSum += level;
          rimCount++;
        }
      }
    }
    int level = 255;
    if (rimCount > 0) {
      boolean white = rimSum * count >= sum * rimCount;
      int step = white ? -1 : 1;
      level = white ? 255 : 0;
      for (int seen = rim[level]; seen * 10 < rimCount; seen += rim[level]) {
        level += step;
      }
    }
    byte[] composed = new byte[grey.length];
    for (int i = 0; i < composed.length; i++) {
      int opacity = alpha[i] & 0xff;
      composed[i] = (byte) (((grey[i] & 0xff) * opacity + level * (255 - opacity) + 127) / 255);
    }
    return composed;
  }

  private boolean opaqueAt(byte[] alpha, int x, int y) {
    return x >= 0 && y >= 0 && x < width && y < height && (alpha[y * width + x] & 0xff) >= 128;
  }
}
