package io.karyo.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes an image file with each ImageIO reader that accepts it, until one succeeds, because two
 * TIFF readers often support different files.
 */
final class ImageDecoder<T> {

  /**
   * A progressive JPEG image has about ten; each goes over all pixels, however few bytes it has.
   */
  private static final int MAX_SCANS = 100;

  private final byte[] bytes;
  private final String name;
  private final ImageLimits limits;
  private final Function<BufferedImage, T> converter;
  private final Set<Class<?>> tried = new HashSet<>();
  private final List<Exception> failures = new ArrayList<>();

  private ImageDecoder(
      byte[] bytes, String name, ImageLimits limits, Function<BufferedImage, T> converter) {
    this.bytes = bytes;
    this.name = name;
    this.limits = limits;
    this.converter = converter;
  }

  /** Reads a file and converts what it holds. */
  static <T> T read(
      InputStream in, String name, ImageLimits limits, Function<BufferedImage, T> converter)
      throws IOException {
    byte[] bytes = in.readNBytes(limits.maxBytes() + 1);
    if (bytes.length == 0) {
      throw new UnreadableImageException(name + ": must not be empty, found 0 bytes");
    }
    if (bytes.length > limits.maxBytes()) {
      throw new UnreadableImageException(
          name + ": must have at most " + limits.maxBytes() + " bytes, found more");
    }
    return new ImageDecoder<>(bytes, name, limits, converter).decode();
  }

  private T decode() throws IOException {
    if (isCutShortJpeg()) {
      throw new UnreadableImageException(
          name + ": must be a whole JPEG image, found no end of it in " + bytes.length + " bytes");
    }
    if (scansOfJpeg() > MAX_SCANS) {
      throw new UnreadableImageException(
          name + ": must have at most " + MAX_SCANS + " scans, found " + scansOfJpeg());
    }
    if (isTiff()) {
      checkPages(TiffPages.count(bytes));
    }
    T image = decode(this::registered);
    if (image == null) {
      image = decode(this::beside);
    }
    if (image == null) {
      throw unreadable();
    }
    return image;
  }

  /** Finds readers that accept the file. */
  @FunctionalInterface
  private interface Finder {
    List<ImageReader> find() throws IOException;
  }

  private @Nullable T decode(Finder finder) throws UnreadableImageException {
    List<ImageReader> readers = List.of();
    try {
      readers = finder.find();
      for (ImageReader reader : readers) {
        if (!tried.add(reader.getClass())) {
          continue;
        }
        try (ImageInputStream in = open()) {
          // To count the frames of a GIF its reader goes on to the end, and then back.
          reader.setInput(in, !isGif(), true);
          if (isGif()) {
            checkPages(reader.getNumImages(true));
          }
          checkHeader(reader);
          return converter.apply(reader.read(0));
        } catch (UnreadableImageException e) {
          throw e;
        } catch (IOException | RuntimeException e) {
          // Decoders answer a damaged file with any runtime exception.
          failures.add(e);
        }
      }
      return null;
    } catch (UnreadableImageException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // So may one that is only asked whether it knows the file.
      failures.add(e);
      return null;
    } finally {
      readers.forEach(ImageReader::dispose);
    }
  }

  private ImageInputStream open() {
    return new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
  }

  /** Finds the readers that ImageIO has registered. */
  private List<ImageReader> registered() throws IOException {
    List<ImageReader> readers = new ArrayList<>();
    try (ImageInputStream in = open()) {
      ImageIO.getImageReaders(in).forEachRemaining(readers::add);
    }
    // WBMP has no signature: its reader claims whatever begins with two zeros.
    readers.removeIf(reader -> reader.getClass().getName().contains(".wbmp."));
    return readers;
  }

  /**
   * Finds the readers in the class loader of this library. ImageIO registers those of the context
   * class loader of the thread that first uses it, which may not include them.
   */
  private List<ImageReader> beside() throws IOException {
    List<ImageReader> readers = new ArrayList<>();
    for (ImageReaderSpi spi :
        ServiceLoader.load(ImageReaderSpi.class, ImageDecoder.class.getClassLoader())) {
      try (ImageInputStream in = open()) {
        if (spi.canDecodeInput(in)) {
          readers.add(spi.createReaderInstance());
        }
      }
    }
    return readers;
  }

  /** Checks the size in the header before anything of that size is allocated. */
  private void checkHeader(ImageReader reader) throws IOException {
    checkSize("", reader.getWidth(0), reader.getHeight(0));
    // A decoder allocates whole tiles, which a damaged TIFF may make larger than the image.
    checkSize("tiles ", reader.getTileWidth(0), reader.getTileHeight(0));
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    if (types.hasNext()) {
      GreyPicture.checkSamples(types.next().getSampleModel());
    }
  }

  private void checkPages(int pages) throws UnreadableImageException {
    if (pages < 1) {
      throw new UnreadableImageException(
          name + ": must be a whole image, found none in " + bytes.length + " bytes");
    }
    if (pages > 1) {
      throw new UnreadableImageException(
          name + ": must have one page or frame, found " + pages + "; save the one by itself");
    }
  }

  private void checkSize(String what, int width, int height) throws UnreadableImageException {
    if (width < 1 || height < 1) {
      throw new UnreadableImageException(
          name + ": " + what + "must be at least 1 x 1 pixels, found " + width + " x " + height);
    }
    if (width > limits.maxSide()
        || height > limits.maxSide()
        || (long) width * height > limits.maxPixels()) {
      throw new UnreadableImageException(
          name
              + ": "
              + what
              + "must be at most "
              + limits.maxSide()
              + " pixels a side and "
              + limits.maxPixels()
              + " in all, found "
              + width
              + " x "
              + height
              + "; cut out the chromosome, or read it with other ImageLimits");
    }
  }

  private UnreadableImageException unreadable() {
    String hint =
        isTiff()
                && tried.stream()
                    .noneMatch(reader -> reader.getName().startsWith("com.twelvemonkeys."))
            ? "; more kinds of TIFF are read if com.twelvemonkeys.imageio:imageio-tiff is on the"
                + " class path"
            : "";
    if (failures.isEmpty()) {
      return new UnreadableImageException(
          name
              + ": must be a PNG, JPEG, BMP, GIF or TIFF image, found "
              + bytes.length
              + " bytes of none of them"
              + hint);
    }
    Exception first =
        failures.stream()
            .filter(UnsupportedPictureException.class::isInstance)
            .findFirst()
            .orElse(failures.get(0));
    UnreadableImageException unreadable =
        new UnreadableImageException(name + ": " + problem(first) + hint, first);
    failures.stream().filter(other -> other != first).forEach(unreadable::addSuppressed);
    return unreadable;
  }

  /** Returns the decoder's message if it is meant for people; other details are in the cause. */
  private static String problem(Exception failure) {
    String message = failure.getMessage();
    if (failure instanceof UnsupportedPictureException) {
      return message + "; save it with 8 or 16 bits, grey or RGB";
    }
    boolean meant = failure instanceof IOException && message != null;
    return "must be an undamaged image, found damage" + (meant ? " (" + message + ")" : "");
  }

  private boolean isGif() {
    return startsWith('G', 'I', 'F', '8');
  }

  private boolean isTiff() {
    return startsWith('I', 'I', 42, 0)
        || startsWith('M', 'M', 0, 42)
        || startsWith('I', 'I', 43, 0)
        || startsWith('M', 'M', 0, 43);
  }

  /**
   * Returns whether the last scan of a JPEG image is truncated. The decoder fills the missing part
   * with grey and only reports a warning.
   */
  private boolean isCutShortJpeg() {
    return isJpeg() && lastMarker(0xd9) <= lastMarker(0xda);
  }

  private int scansOfJpeg() {
    int scans = 0;
    for (int i = 0; isJpeg() && i < bytes.length - 1; i++) {
      scans += (bytes[i] & 0xff) == 0xff && (bytes[i + 1] & 0xff) == 0xda ? 1 : 0;
    }
    return scans;
  }

  private boolean isJpeg() {
    return startsWith(0xff, 0xd8, 0xff);
  }

  private boolean startsWith(int... signature) {
    return bytes.length >= signature.length
        && IntStream.range(0, signature.length).allMatch(i -> (bytes[i] & 0xff) == signature[i]);
  }

  /** Returns where a JPEG marker occurs last, -1 if it does not. */
  private int lastMarker(int code) {
    for (int i = bytes.length - 2; i >= 0; i--) {
      if ((bytes[i] & 0xff) == 0xff && (bytes[i + 1] & 0xff) == code) {
        return i;
      }
    }
    return -1;
  }
}
