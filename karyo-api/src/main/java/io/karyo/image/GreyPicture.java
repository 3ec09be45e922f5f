package io.karyo.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The grey levels of a picture and, if it has any, its transparency.
 *
 * <p>Samples are read from the raster, because {@code BufferedImage.getRGB} would apply a gamma
 * curve to a grey picture.
 */
final class GreyPicture {

  private static final int BYTE_BITS = 8;
  private static final int MAX_BITS = 16;
  private static final int MAX_CHANNELS = 4;

  /**
   * By how many standard deviations of all opaque pixels the rim of a cut-out is darker, if the
   * background is black. Nine of ten real chromosomes have 0.4 or more even where the cut goes
   * through them at a stain of 100 of 255.
   */
  private static final double DARKER_RIM = 0.2;

  /** By how many the rim differs, if its level is that of the background. */
  private static final double BACKGROUND_RIM = 0.3;

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

  /**
   * Reads the samples.
   *
   * @throws UnsupportedPictureException if they are of an unsupported kind
   */
  static GreyPicture of(BufferedImage picture) {
    ColorModel colours = picture.getColorModel();
    Raster raster = picture.getRaster();
    return colours instanceof IndexColorModel palette
        ? ofPalette(raster, palette)
        : ofSamples(raster, colours);
  }

  /**
   * Checks how samples are stored.
   *
   * @throws UnsupportedPictureException if they are of an unsupported kind
   */
  static void checkSamples(SampleModel samples) {
    int channels = samples.getNumBands();
    if (channels > MAX_CHANNELS) {
      throw new UnsupportedPictureException(
          "must have 1 to " + MAX_CHANNELS + " channels, found " + channels);
    }
    int type = samples.getDataType();
    for (int band = 0; band < channels; band++) {
      int bits = samples.getSampleSize(band);
      if (bits > MAX_BITS
          || (type != DataBuffer.TYPE_BYTE
              && type != DataBuffer.TYPE_USHORT
              && type != DataBuffer.TYPE_INT)) {
        throw new UnsupportedPictureException(
            "must have samples that are unsigned integers of 1 to 16 bits, found "
                + kind(type, bits));
      }
    }
  }

  private static String kind(int type, int bits) {
    return switch (type) {
      case DataBuffer.TYPE_FLOAT, DataBuffer.TYPE_DOUBLE -> bits + "-bit floating-point numbers";
      case DataBuffer.TYPE_SHORT -> bits + "-bit integers with a sign";
      default -> bits + "-bit integers";
    };
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
    Samples read = read(raster, colours);
    int width = raster.getWidth();
    int height = raster.getHeight();
    int[] grey = read.grey;
    scale(grey, read.bits);
    byte[] alpha = null;
    if (colours.hasAlpha()) {
      int channels = colours.getNumColorComponents();
      int[] opacity = samples(raster, channels, width, height);
      int full = (1 << raster.getSampleModel().getSampleSize(channels)) - 1;
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

  /** Grey samples and how many bits each has. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Samples(int[] grey, int bits) {}

  private static Samples read(Raster raster, ColorModel colours) {
    SampleModel samples = raster.getSampleModel();
    int space = colours.getColorSpace().getType();
    if (space != ColorSpace.TYPE_GRAY && space != ColorSpace.TYPE_RGB) {
      throw new UnsupportedPictureException(
          "must be grey or RGB, found "
              + (space == ColorSpace.TYPE_CMYK ? "CMYK" : "colour space type " + space));
    }
    checkSamples(samples);
    int width = raster.getWidth();
    int height = raster.getHeight();
    int[] grey = samples(raster, 0, width, height);
    int bits = samples.getSampleSize(0);
    if (colours.getNumColorComponents() > 1) {
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
    return new Samples(grey, bits);
  }

  /**
   * Reads a photograph, with the depth of its samples if it is opaque.
   *
   * @throws UnsupportedPictureException if they are of an unsupported kind
   */
  static Metaphase photograph(BufferedImage picture) {
    ColorModel colours = picture.getColorModel();
    if (!(colours instanceof IndexColorModel) && !colours.hasAlpha()) {
      Samples read = read(picture.getRaster(), colours);
      if (read.bits > BYTE_BITS) {
        short[] levels = new short[read.grey.length];
        for (int i = 0; i < levels.length; i++) {
          levels[i] = (short) read.grey[i];
        }
        return Metaphase.of(picture.getHeight(), picture.getWidth(), levels);
      }
    }
    GreyPicture grey = of(picture);
    return Metaphase.of(grey.height, grey.width, grey.opaque());
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

  /** Brings samples of any depth to 8 bits, in place. */
  static byte[] toBytes(int[] samples, int bits) {
    scale(samples, bits);
    return toBytes(samples);
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
    return ChromosomeImage.of(height, width, opaque());
  }

  private byte[] opaque() {
    return alpha == null ? grey : composed(alpha);
  }

  /** Puts the picture on the background that it was cut out of. */
  private byte[] composed(byte[] alpha) {
    int[] opaque = new int[256];
    int[] rim = new int[256];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (opaqueAt(alpha, x, y)) {
          int level = grey[y * width + x] & 0xff;
          opaque[level]++;
          if (!opaqueAt(alpha, x - 1, y)
              || !opaqueAt(alpha, x + 1, y)
              || !opaqueAt(alpha, x, y - 1)
              || !opaqueAt(alpha, x, y + 1)) {
            rim[level]++;
          }
        }
      }
    }
    int level = levelBehind(opaque, rim);
    byte[] composed = new byte[grey.length];
    for (int i = 0; i < composed.length; i++) {
      int opacity = alpha[i] & 0xff;
      composed[i] = (byte) (((grey[i] & 0xff) * opacity + level * (255 - opacity) + 127) / 255);
    }
    return composed;
  }

  /**
   * Returns the level of the background that a picture was cut out of.
   *
   * <p>The rim, the opaque pixels beside transparent ones or on the frame, is background or at
   * least near it, if its mean differs enough from that of all opaque pixels: the level is then
   * what a tenth of the rim reaches or exceeds. A rim like the whole is chromosome, cut tight with
   * hard edges: the background is then white or black, and white if nothing speaks for black.
   *
   * @param opaque the histogram of the opaque pixels
   * @param rim the histogram of those at the rim
   */
  private static int levelBehind(int[] opaque, int[] rim) {
    int count = Arrays.stream(rim).sum();
    if (count == 0) {
      return 255;
    }
    double deviation = Math.max(1, BackgroundDetector.deviation(opaque));
    double lighter = (BackgroundDetector.mean(rim) - BackgroundDetector.mean(opaque)) / deviation;
    boolean white = lighter >= -DARKER_RIM;
    int level = white ? 255 : 0;
    if (Math.abs(lighter) >= BACKGROUND_RIM) {
      int step = white ? -1 : 1;
      for (int seen = rim[level]; seen * 10 < count; seen += rim[level]) {
        level += step;
      }
    }
    return level;
  }

  private boolean opaqueAt(byte[] alpha, int x, int y) {
    return x >= 0 && y >= 0 && x < width && y < height && (alpha[y * width + x] & 0xff) >= 128;
  }
}
