package io.karyo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.internal.NamedFile;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChromosomeImageReadTest {

  private static final int WIDTH = 24;
  private static final int HEIGHT = 50;
  private static final byte[] GREY = Pictures.chromosome(WIDTH, HEIGHT, 4);

  private static ChromosomeImage read(byte[] file) throws IOException {
    return ChromosomeImage.read(new ByteArrayInputStream(file), "a picture");
  }

  private static BufferedImage picture(int type) {
    return Pictures.picture(type, GREY, WIDTH, HEIGHT);
  }

  @ParameterizedTest
  @CsvSource({
    "png, 10",
    "bmp, 10",
    "gif, 10",
    "tiff, 10", // TYPE_BYTE_GRAY
    "png, 11",
    "tiff, 11", // TYPE_USHORT_GRAY
    "png, 5",
    "bmp, 5",
    "tiff, 5", // TYPE_3BYTE_BGR
    "png, 1",
    "bmp, 1",
    "tiff, 1", // TYPE_INT_RGB
    "png, 6",
    "tiff, 6", // TYPE_4BYTE_ABGR
    "png, 2" // TYPE_INT_ARGB
  })
  void everyDepthAndNumberOfChannelsKeepsItsLevels(String format, int type) throws IOException {
    ChromosomeImage image = read(Pictures.encode(picture(type), format));

    assertThat(image.width()).isEqualTo(WIDTH);
    assertThat(image.height()).isEqualTo(HEIGHT);
    assertThat(image.background()).isEqualTo(Background.WHITE);
    assertThat(image.greyLevels()).isEqualTo(GREY);
    assertThat(image).isEqualTo(ChromosomeImage.of(HEIGHT, WIDTH, GREY));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10})
  void jpegKeepsItsLevelsAsFarAsJpegDoes(int type) throws IOException {
    ChromosomeImage image = read(Pictures.encode(picture(type), "jpg"));

    byte[] found = image.greyLevels();
    double sum = 0;
    for (int i = 0; i < GREY.length; i++) {
      sum += Math.abs((found[i] & 0xff) - (GREY[i] & 0xff));
    }
    assertThat(sum / GREY.length).isLessThan(5);
    assertThat(image.background()).isEqualTo(Background.WHITE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff"})
  void aPictureOfOneBitIsBlackAndWhite(String format) throws IOException {
    byte[] twoLevels = new byte[GREY.length];
    for (int i = 0; i < GREY.length; i++) {
      twoLevels[i] = (byte) ((GREY[i] & 0xff) > 160 ? 255 : 0);
    }
    BufferedImage picture =
        Pictures.picture(BufferedImage.TYPE_BYTE_BINARY, twoLevels, WIDTH, HEIGHT);

    assertThat(read(Pictures.encode(picture, format)).greyLevels()).isEqualTo(twoLevels);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff"})
  void aPaletteIsApplied(String format) throws IOException {
    // Entry i is the colour 255 - i: the stored samples are the negative of the picture.
    byte[] falling = new byte[256];
    for (int i = 0; i < 256; i++) {
      falling[i] = (byte) (255 - i);
    }
    BufferedImage picture =
        new BufferedImage(
            WIDTH,
            HEIGHT,
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, 256, falling, falling, falling));
    for (int i = 0; i < GREY.length; i++) {
      picture.getRaster().setSample(i % WIDTH, i / WIDTH, 0, 255 - (GREY[i] & 0xff));
    }

    assertThat(read(Pictures.encode(picture, format)).greyLevels()).isEqualTo(GREY);
    assertThat(ChromosomeImage.of(picture).greyLevels()).isEqualTo(GREY);
  }

  @Test
  void coloursBecomeTheirLuma() {
    BufferedImage picture = new BufferedImage(3, 3, BufferedImage.TYPE_INT_RGB);
    picture.getRaster().setPixel(1, 1, new int[] {200, 100, 50});

    // 0.299 * 200 + 0.587 * 100 + 0.114 * 50 = 124.2
    ChromosomeImage image = ChromosomeImage.of(picture);
    assertThat(image.background()).isEqualTo(Background.BLACK);
    assertThat(image.greyLevels()[4] & 0xff).isEqualTo(124);
  }

  @Test
  void packedPixelsOfFewBitsAreScaledToEight() {
    BufferedImage picture = new BufferedImage(3, 3, BufferedImage.TYPE_USHORT_565_RGB);
    picture.getRaster().setPixel(1, 1, new int[] {31, 63, 31});

    assertThat(ChromosomeImage.of(picture).greyLevels()[4] & 0xff).isEqualTo(255);
  }

  @Test
  void sixteenBitsLoseTheirLowerHalf() throws IOException {
    BufferedImage picture = picture(BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < GREY.length; i++) {
      picture.getRaster().setSample(i % WIDTH, i / WIDTH, 0, (GREY[i] & 0xff) << 8 | 0xfe);
    }
    assertThat(read(Pictures.encode(picture, "png")).greyLevels()).isEqualTo(GREY);
  }

  @Test
  void twelveBitsInSixteenAreScaledByTheBrightestSample() throws IOException {
    BufferedImage picture = picture(BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < GREY.length; i++) {
      picture.getRaster().setSample(i % WIDTH, i / WIDTH, 0, (GREY[i] & 0xff) * 4000 / 255);
    }
    byte[] found = read(Pictures.encode(picture, "tiff")).greyLevels();
    for (int i = 0; i < GREY.length; i++) {
      assertThat(found[i] & 0xff).isBetween((GREY[i] & 0xff) - 1, (GREY[i] & 0xff) + 1);
    }
    assertThat(found[0] & 0xff).isEqualTo(255);
  }

  @Test
  void greyWithTransparencyIsReadWithItsBackground() throws IOException {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 2, null);
    BufferedImage picture = new BufferedImage(model, raster, false, null);
    for (int i = 0; i < GREY.length; i++) {
      raster.setPixel(i % WIDTH, i / WIDTH, new int[] {GREY[i] & 0xff, 255});
    }
    // What lies under a transparent pixel must not be seen.
    for (int y = 0; y < HEIGHT; y++) {
      raster.setPixel(0, y, new int[] {7, 0});
      raster.setPixel(1, y, new int[] {90, 0});
    }

    ChromosomeImage image = read(Pictures.encode(picture, "png"));
    assertThat(image.background()).isEqualTo(Background.WHITE);
    assertThat(image.greyLevels()).isEqualTo(GREY);
  }

  @ParameterizedTest
  @CsvSource({"false, 6, WHITE", "true, 6, BLACK", "false, 7, WHITE", "true, 7, BLACK"})
  void whatIsTransparentAroundACutOutChromosomeIsItsBackground(
      boolean fluorescent, int type, Background tone) {
    byte[] grey = fluorescent ? Pictures.between(GREY, 255, 0) : GREY;
    BufferedImage picture = Pictures.picture(type, grey, WIDTH, HEIGHT);
    for (int i = 0; i < grey.length; i++) {
      if ((GREY[i] & 0xff) > 235) {
        // The opposite tone lies beneath, unless it is premultiplied.
        int hidden = type == BufferedImage.TYPE_4BYTE_ABGR && !fluorescent ? 0 : 255;
        int level = type == BufferedImage.TYPE_4BYTE_ABGR ? hidden : 0;
        picture.getRaster().setPixel(i % WIDTH, i / WIDTH, new int[] {level, level, level, 0});
      }
    }

    ChromosomeImage image = ChromosomeImage.of(picture);
    assertThat(image.background()).isEqualTo(tone);
    byte[] stain = image.stainLevels();
    byte[] whole = ChromosomeImage.of(HEIGHT, WIDTH, GREY).stainLevels();
    for (int i = 0; i < stain.length; i++) {
      assertThat(stain[i] & 0xff).isBetween((whole[i] & 0xff) - 40, (whole[i] & 0xff) + 1);
    }
    assertThat(stain[0]).isZero();
  }

  @Test
  void premultipliedColoursAreDividedByTheirOpacity() {
    byte[] white = new byte[25];
    Arrays.fill(white, (byte) 255);
    BufferedImage picture = Pictures.picture(BufferedImage.TYPE_4BYTE_ABGR_PRE, white, 5, 5);
    // Half-transparent mid-grey is 64 premultiplied; over white it is (128 + 255) / 2.
    picture.getRaster().setPixel(2, 2, new int[] {64, 64, 64, 128});

    assertThat(ChromosomeImage.of(picture).greyLevels()[12] & 0xff).isBetween(190, 192);
  }

  @Test
  void aWhollyTransparentPictureIsAnEmptyWhiteOne() {
    ChromosomeImage image =
        ChromosomeImage.of(new BufferedImage(4, 5, BufferedImage.TYPE_INT_ARGB));

    assertThat(image.background()).isEqualTo(Background.WHITE);
    assertThat(image.stainLevels()).containsOnly(new byte[] {0});
  }

  @Test
  void aPartOfALargerPictureIsReadFromItsOwnCorner() {
    BufferedImage whole = picture(BufferedImage.TYPE_BYTE_GRAY);
    byte[] expected = new byte[10 * 12];
    for (int y = 0; y < 12; y++) {
      System.arraycopy(GREY, (y + 3) * WIDTH + 2, expected, y * 10, 10);
    }
    assertThat(ChromosomeImage.of(whole.getSubimage(2, 3, 10, 12)).greyLevels())
        .isEqualTo(ChromosomeImage.of(12, 10, expected).greyLevels());
  }

  @Test
  void samplesOfOtherKindsAreRefused() {
    ComponentColorModel floats =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            false,
            false,
            Transparency.OPAQUE,
            DataBuffer.TYPE_FLOAT);
    BufferedImage picture =
        new BufferedImage(floats, floats.createCompatibleWritableRaster(3, 3), false, null);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChromosomeImage.of(picture))
        .withMessageStartingWith(
            "picture: must have samples that are unsigned integers of 1 to 16 bits, found 32-bit"
                + " floating-point numbers");
  }

  @Test
  void aFileIsReadAndNamed(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("1-1.tiff");
    Files.write(file, Pictures.encode(picture(BufferedImage.TYPE_BYTE_GRAY), "tiff"));

    ChromosomeImage image = ChromosomeImage.read(file);
    assertThat(image.source()).isEqualTo(file.toString());
    assertThat(image.greyLevels()).isEqualTo(GREY);
  }

  @Test
  void aStreamIsLeftOpen() throws IOException {
    boolean[] closed = new boolean[1];
    InputStream in =
        new ByteArrayInputStream(Pictures.encode(picture(BufferedImage.TYPE_BYTE_GRAY), "png")) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    ChromosomeImage.read(in, "a picture");
    assertThat(closed[0]).isFalse();
  }

  @Test
  void aMissingFileIsAnIoException(@TempDir Path folder) {
    assertThatThrownBy(() -> ChromosomeImage.read(folder.resolve("none.png")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("none.png");
  }

  @Test
  void anEmptyFileIsRefused() {
    assertThatExceptionOfType(UnreadableImageException.class)
        .isThrownBy(() -> read(new byte[0]))
        .withMessage("a picture: must not be empty, found 0 bytes");
  }

  @Test
  void aFileThatIsNoImageIsRefused() {
    for (byte[] other :
        List.of(
            "path,label\n".getBytes(StandardCharsets.UTF_8), new byte[11], new byte[] {1, 2, 3})) {
      assertThatExceptionOfType(UnreadableImageException.class)
          .isThrownBy(() -> read(other))
          .withMessage(
              "a picture: must be a PNG, JPEG, BMP, GIF or TIFF image, found "
                  + other.length
                  + " bytes of none of them");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "gif", "tiff"})
  void aFileCutShortIsRefusedWhereverItEnds(String format) throws IOException {
    byte[] file = Pictures.encode(picture(BufferedImage.TYPE_BYTE_GRAY), format);
    // The last 21 bytes of a PNG are checksums and its end: all pixels are there.
    int pixelsEnd = format.equals("png") ? file.length - 21 : file.length;
    for (int length = 0; length < pixelsEnd; length += 7) {
      byte[] part = Arrays.copyOf(file, length);
      assertThatExceptionOfType(UnreadableImageException.class)
          .as("%d of %d bytes", length, file.length)
          .isThrownBy(() -> read(part))
          .withMessageStartingWith("a picture: must ")
          // Names of Java classes mean nothing to who has the file.
          .withMessageNotContaining("Exception");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "gif", "tiff"})
  void damagedBytesGiveAnImageOrTheOneException(String format) throws IOException {
    byte[] file = Pictures.encode(picture(BufferedImage.TYPE_BYTE_GRAY), format);
    SplittableRandom random = new SplittableRandom(7);
    int refused = 0;
    for (int round = 0; round < 400; round++) {
      byte[] damaged = file.clone();
      for (int i = 0; i <= round % 4; i++) {
        // Headers hold most of what can go wrong.
        int most = random.nextBoolean() ? Math.min(200, file.length) : file.length;
        damaged[random.nextInt(most)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(read(damaged).width()).isPositive();
      } catch (UnreadableImageException e) {
        assertThat(e).hasMessageStartingWith("a picture: must ");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void onePixelIsAnImageWithoutStain() throws IOException {
    for (int level : new int[] {0, 90, 255}) {
      BufferedImage picture =
          Pictures.picture(BufferedImage.TYPE_BYTE_GRAY, new byte[] {(byte) level}, 1, 1);
      ChromosomeImage image = read(Pictures.encode(picture, "png"));
      assertThat(image.width()).isEqualTo(1);
      assertThat(image.height()).isEqualTo(1);
      assertThat(image.stain(0, 0)).isZero();
      assertThat(image.greyLevels()).containsExactly((byte) level);
    }
  }

  @Test
  void anImageWithoutPixelsIsRefused() {
    for (byte[] file : List.of(pngHeader(0, 0), bmpHeader(0, 0), tiffHeader(0, 0))) {
      assertThatExceptionOfType(UnreadableImageException.class)
          .isThrownBy(() -> read(file))
          .withMessageStartingWith("a picture: must be ");
    }
  }

  @Test
  void aHugeImageIsRefusedByItsHeader() {
    for (byte[] file :
        List.of(pngHeader(20_000, 20_000), bmpHeader(20_000, 20_000), tiffHeader(20_000, 20_000))) {
      assertThatExceptionOfType(UnreadableImageException.class)
          .isThrownBy(() -> read(file))
          .withMessage(
              "a picture: must be at most 4096 pixels a side and 4194304 in all, found 20000 x"
                  + " 20000; cut out the chromosome, or read it with other ImageLimits");
    }
  }

  @Test
  void aTiffOfImpossibleDepthIsRefusedBeforeItIsDecoded() {
    // The JDK's decoder answers 27 bits with a table of 2^27 entries.
    assertThatExceptionOfType(UnreadableImageException.class)
        .isThrownBy(() -> read(tiffHeader(8, 8, 27, 1)))
        .withMessageStartingWith(
            "a picture: must have samples that are unsigned integers of 1 to 16 bits, found ");
  }

  @Test
  void aTiffOfTilesFarLargerThanItIsRefusedBeforeItIsDecoded() {
    int[][] entries = {
      {256, 4, 8},
      {257, 4, 8},
      {258, 3, 8},
      {259, 3, 1},
      {262, 3, 1},
      {277, 3, 1},
      {322, 4, 1 << 15},
      {323, 4, 1 << 15},
      {324, 4, 200},
      {325, 4, 64}
    };
    assertThatExceptionOfType(UnreadableImageException.class)
        .isThrownBy(() -> read(tiff(entries)))
        .withMessageContaining("tiles must be at most 4096 pixels a side")
        .withMessageContaining("found 32768 x 32768");
  }

  @Test
  void aJpegOfMoreScansThanAnyNeedsIsRefusedBeforeItIsDecoded() throws IOException {
    byte[] good = Pictures.encode(picture(BufferedImage.TYPE_BYTE_GRAY), "jpg");
    byte[] scans = new byte[2 * 100];
    for (int i = 0; i < scans.length; i += 2) {
      scans[i] = (byte) 0xff;
      scans[i + 1] = (byte) 0xda;
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(good, 0, good.length - 2);
    file.writeBytes(scans);
    file.write(good, good.length - 2, 2);
    assertThatExceptionOfType(UnreadableImageException.class)
        .isThrownBy(() -> read(file.toByteArray()))
        .withMessage("a picture: must have at most 100 scans, found 101");
  }

  @Test
  void aReaderThatFailsWhenItIsAskedIsOneOfTheTwoResults() throws IOException {
    ImageReaderSpi failing =
        new ImageReaderSpi() {
          @Override
          public boolean canDecodeInput(Object source) {
            throw new IllegalStateException("asked");
          }

          @Override
          public ImageReader createReaderInstance(Object extension) {
            throw new IllegalStateException("made");
          }

          @Override
          public String getDescription(java.util.Locale locale) {
            return "fails";
          }

          @Override
          public Class<?>[] getInputTypes() {
            return new Class<?>[] {ImageInputStream.class};
          }
        };
    IIORegistry registry = IIORegistry.getDefaultInstance();
    registry.registerServiceProvider(failing);
    try {
      assertThatExceptionOfType(UnreadableImageException.class)
          .isThrownBy(() -> read(new byte[] {1, 2, 3}))
          .withMessageStartingWith("a picture: must be an undamaged image, found ");
    } finally {
      registry.deregisterServiceProvider(failing);
    }
  }

  @Test
  void aSoundCmykPictureIsCalledWhatItIs() throws IOException {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 4, null);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), null);
    } finally {
      writer.dispose();
    }
    assertThatExceptionOfType(UnreadableImageException.class)
        .isThrownBy(() -> read(file.toByteArray()))
        .withMessage(
            "a picture: must be grey or RGB, found CMYK; save it with 8 or 16 bits, grey or RGB");
  }

  @Test
  void aSoundPictureOfFloatingPointNumbersIsCalledWhatItIs() throws IOException {
    int[][] entries = {
      {256, 4, 8},
      {257, 4, 8},
      {258, 3, 32},
      {259, 3, 1},
      {262, 3, 1},
      {273, 4, 140},
      {277, 3, 1},
      {278, 4, 8},
      {279, 4, 256},
      {339, 3, 3}
    };
    assertThatExceptionOfType(UnreadableImageException.class)
        .isThrownBy(() -> read(tiff(entries)))
        .withMessage(
            "a picture: must have samples that are unsigned integers of 1 to 16 bits, found 32-bit"
                + " floating-point numbers; save it with 8 or 16 bits, grey or RGB");
  }

  /** Pages of the picture, in a TIFF or a GIF file. */
  private static byte[] pages(String format, int count) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < count; i++) {
        writer.writeToSequence(
            new IIOImage(picture(BufferedImage.TYPE_BYTE_GRAY), null, null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif", "tiff"})
  void aFileOfSeveralPagesIsRefusedAndOneOfOnePageIsRead(String format) throws IOException {
    assertThat(read(pages(format, 1)).greyLevels()).isEqualTo(GREY);

    byte[] three = pages(format, 3);
    assertThatExceptionOfType(UnreadableImageException.class)
        .isThrownBy(() -> read(three))
        .withMessage("a picture: must have one page or frame, found 3; save the one by itself");
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "4, true", "2, false"})
  void aSmallerCopyOrMaskOfATiffsPageIsNoPageOfItsOwn(int type, boolean read) throws IOException {
    // The second directory has one entry, the type, and no picture that is looked at.
    byte[] one = Pictures.encode(picture(BufferedImage.TYPE_BYTE_GRAY), "tiff");
    ByteBuffer file = ByteBuffer.allocate(one.length + 18).put(one);
    file.order(one[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = file.getInt(4);
    file.putInt(directory + 2 + 12 * file.getShort(directory), one.length);
    file.putShort((short) 1).putShort((short) 254).putShort((short) 4).putInt(1).putInt(type);
    file.putInt(directory); // The chain runs in a circle.

    if (read) {
      assertThat(read(file.array()).greyLevels()).isEqualTo(GREY);
    } else {
      assertThatExceptionOfType(UnreadableImageException.class)
          .isThrownBy(() -> read(file.array()))
          .withMessageContaining("found 2;");
    }
  }

  @Test
  void pagesOfABigTiffAreCountedToo() {
    byte[] one = bigTiff();
    ByteBuffer file = ByteBuffer.allocate(one.length + 36).order(ByteOrder.LITTLE_ENDIAN).put(one);
    file.putLong(16 + 8 + 9 * 20, one.length);
    file.putLong(1).putShort((short) 256).putShort((short) 4).putLong(1).putLong(WIDTH);

    assertThatExceptionOfType(UnreadableImageException.class)
        .isThrownBy(() -> read(file.array()))
        .withMessageContaining("must have one page or frame, found 2");
  }

  @Test
  void aFolderIsNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> ChromosomeImage.read(folder))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(folder + ": must be a file, found a folder");
  }

  @Test
  void aFileThatFailsWhileItIsReadIsNamed(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("1-1.tiff"));
    assertThatThrownBy(
            () ->
                NamedFile.read(
                    file,
                    in -> {
                      throw new IOException("Input/output error");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage(
            file + ": must be readable, failed with: java.io.IOException: Input/output error");
  }

  /** Cut out of a body of light (150) and dark (60) bands along a hard edge, on white or not. */
  private static BufferedImage bands(int type, boolean cutOut) {
    BufferedImage picture = new BufferedImage(20, 60, type);
    for (int y = 0; y < 60; y++) {
      for (int x = 0; x < 20; x++) {
        boolean body = x >= 6 && x < 14 && y >= 5 && y < 55;
        int level = !body ? (cutOut ? 0 : 255) : y % 10 < 5 ? 150 : 60;
        int alpha = body || !cutOut ? 255 : 0;
        picture.setRGB(x, y, alpha << 24 | level << 16 | level << 8 | level);
      }
    }
    return picture;
  }

  @ParameterizedTest
  @ValueSource(strings = {"rgba", "palette", "single transparent colour"})
  void bandsThatAHardEdgeCutsThroughAreNoBackground(String kind) throws IOException {
    BufferedImage cut = bands(BufferedImage.TYPE_INT_ARGB, true);
    if (!kind.equals("rgba")) {
      byte[] levels = {0, 60, (byte) 150, (byte) 255};
      byte[] alphas = {0, -1, -1, -1};
      IndexColorModel colours =
          kind.equals("palette")
              ? new IndexColorModel(2, 4, levels, levels, levels, alphas)
              : new IndexColorModel(2, 4, levels, levels, levels, 0);
      BufferedImage indexed = new BufferedImage(20, 60, BufferedImage.TYPE_BYTE_BINARY, colours);
      for (int i = 0; i < 20 * 60; i++) {
        int argb = cut.getRGB(i % 20, i / 20);
        int index = argb >>> 24 == 0 ? 0 : (argb & 0xff) == 60 ? 1 : 2;
        indexed.getRaster().setSample(i % 20, i / 20, 0, index);
      }
      cut = indexed;
    }
    ChromosomeImage image = read(Pictures.encode(cut, "png"));
    ChromosomeImage whole = ChromosomeImage.of(bands(BufferedImage.TYPE_INT_RGB, false));

    assertThat(whole.stain(10, 10)).isEqualTo(105 / 255f);
    assertThat(image.background()).isEqualTo(Background.WHITE);
    assertThat(image.stainLevels()).isEqualTo(whole.stainLevels());
  }

  @Test
  void theBackgroundAroundALooseCutStaysTheBackground() {
    // A photograph on grey of 200, cut out with some of its background.
    byte[] photograph = Pictures.between(GREY, 0, 200);
    BufferedImage picture =
        Pictures.picture(BufferedImage.TYPE_4BYTE_ABGR, photograph, WIDTH, HEIGHT);
    for (int i = 0; i < GREY.length; i++) {
      boolean inside = i % WIDTH > 1 && i % WIDTH < WIDTH - 2 && i / WIDTH > 1;
      picture.getRaster().setSample(i % WIDTH, i / WIDTH, 3, inside ? 255 : 0);
    }
    assertThat(ChromosomeImage.of(picture).stainLevels())
        .isEqualTo(ChromosomeImage.of(HEIGHT, WIDTH, photograph).stainLevels());
  }

  @Test
  void limitsAreTheCallers() throws IOException {
    byte[] file = Pictures.encode(picture(BufferedImage.TYPE_BYTE_GRAY), "png");
    ImageLimits exact = new ImageLimits(WIDTH * HEIGHT, HEIGHT, file.length);
    assertThat(ChromosomeImage.read(new ByteArrayInputStream(file), "a", exact).width())
        .isEqualTo(WIDTH);

    for (ImageLimits tight :
        List.of(
            new ImageLimits(WIDTH * HEIGHT - 1, HEIGHT, file.length),
            new ImageLimits(WIDTH * HEIGHT, HEIGHT - 1, file.length))) {
      assertThatExceptionOfType(UnreadableImageException.class)
          .isThrownBy(() -> ChromosomeImage.read(new ByteArrayInputStream(file), "a", tight))
          .withMessageContaining("found 24 x 50");
    }
    ImageLimits bytes = new ImageLimits(WIDTH * HEIGHT, HEIGHT, file.length - 1);
    assertThatExceptionOfType(UnreadableImageException.class)
        .isThrownBy(() -> ChromosomeImage.read(new ByteArrayInputStream(file), "a", bytes))
        .withMessage("a: must have at most " + (file.length - 1) + " bytes, found more");
  }

  @Test
  void limitsBelowOneAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageLimits(0, 1, 1))
        .withMessageStartingWith("maxPixels: must be 1 to ")
        .withMessageEndingWith(", found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageLimits(1, -1, 1))
        .withMessageStartingWith("maxSide: must be 1 to ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageLimits(1, 1, 0))
        .withMessageStartingWith("maxBytes: must be 1 to ");
  }

  @Test
  void aTiffReaderBesideTheLibraryIsFoundThoughImageIoHasNotRegisteredIt() throws IOException {
    byte[] file = bigTiff();
    withoutRegistered(
        "com.twelvemonkeys.", () -> assertThat(read(file).greyLevels()).isEqualTo(GREY));
  }

  @Test
  void aTiffThatTheJdkDoesNotReadNamesTheMissingDependency() throws Exception {
    assertRefusedByTheJdkAlone(
        bigTiff(),
        "1-1.tiff: must be a PNG, JPEG, BMP, GIF or TIFF image, found 1412 bytes of none of them;"
            + " more kinds of TIFF are read if com.twelvemonkeys.imageio:imageio-tiff is on the"
            + " class path");
    assertRefusedByTheJdkAlone(
        tiffHeader(8, 8, 8, 900),
        "1-1.tiff: must have 1 to 4 channels, found 900; save it with 8 or 16 bits, grey or RGB;"
            + " more kinds of TIFF are read if com.twelvemonkeys.imageio:imageio-tiff is on the"
            + " class path");
  }

  /** Reads with a copy of the library that has nothing beside it. */
  private static void assertRefusedByTheJdkAlone(byte[] file, String message) throws Exception {
    URL classes = ChromosomeImage.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader alone =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Method read =
          alone
              .loadClass(ChromosomeImage.class.getName())
              .getMethod("read", InputStream.class, String.class);
      withoutRegistered(
          "com.twelvemonkeys.",
          () ->
              assertThatThrownBy(
                      () -> read.invoke(null, new ByteArrayInputStream(file), "1-1.tiff"))
                  .isInstanceOf(InvocationTargetException.class)
                  .cause()
                  .hasMessage(message));
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  /** Takes readers out of ImageIO's registry for a while. */
  private static void withoutRegistered(String prefix, Action action) throws IOException {
    IIORegistry registry = IIORegistry.getDefaultInstance();
    Iterator<ImageReaderSpi> all = registry.getServiceProviders(ImageReaderSpi.class, true);
    List<ImageReaderSpi> taken = new ArrayList<>();
    all.forEachRemaining(
        spi -> {
          if (spi.getClass().getName().startsWith(prefix)) {
            taken.add(spi);
          }
        });
    assertThat(taken).isNotEmpty();
    taken.forEach(registry::deregisterServiceProvider);
    try {
      action.run();
    } finally {
      taken.forEach(registry::registerServiceProvider);
    }
  }

  /** A TIFF of 64-bit offsets, which the JDK does not read. */
  private static byte[] bigTiff() {
    int[][] entries = {
      {256, 4, WIDTH},
      {257, 4, HEIGHT},
      {258, 3, 8},
      {259, 3, 1},
      {262, 3, 1},
      {273, 4, 16 + 8 + 9 * 20 + 8},
      {277, 3, 1},
      {278, 4, HEIGHT},
      {279, 4, GREY.length}
    };
    ByteBuffer file =
        ByteBuffer.allocate(16 + 8 + 9 * 20 + 8 + GREY.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'I').put((byte) 'I').putShort((short) 43);
    file.putShort((short) 8).putShort((short) 0).putLong(16);
    file.putLong(entries.length);
    for (int[] entry : entries) {
      file.putShort((short) entry[0]).putShort((short) entry[1]).putLong(1).putLong(entry[2]);
    }
    file.putLong(0).put(GREY);
    return file.array();
  }

  private static byte[] pngHeader(int width, int height) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    ByteBuffer header = ByteBuffer.allocate(17);
    header.put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width).putInt(height);
    header.put(new byte[] {8, 0, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(header.array());
    out.writeBytes(ByteBuffer.allocate(4).putInt(13).array());
    out.writeBytes(header.array());
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    out.writeBytes(
        ByteBuffer.allocate(8).putInt(0).put("IDAT".getBytes(StandardCharsets.US_ASCII)).array());
    return out.toByteArray();
  }

  private static byte[] bmpHeader(int width, int height) {
    ByteBuffer file = ByteBuffer.allocate(54 + 1024).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'B').put((byte) 'M').putInt(54 + 1024).putInt(0).putInt(54 + 1024);
    file.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) 8);
    return file.array();
  }

  private static byte[] tiffHeader(int width, int height) {
    return tiffHeader(width, height, 8, 1);
  }

  private static byte[] tiffHeader(int width, int height, int bits, int channels) {
    int[][] entries = {
      {256, 4, width},
      {257, 4, height},
      {258, 3, bits},
      {259, 3, 1},
      {262, 3, 1},
      {273, 4, 200},
      {277, 3, channels},
      {278, 4, height},
      {279, 4, width}
    };
    return tiff(entries);
  }

  /** A TIFF of one image: each entry is a tag, a type and a value. */
  private static byte[] tiff(int[]... entries) {
    ByteBuffer file = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
    file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    file.putShort((short) entries.length);
    for (int[] entry : entries) {
      file.putShort((short) entry[0]).putShort((short) entry[1]).putInt(1).putInt(entry[2]);
    }
    return file.array();
  }
}
