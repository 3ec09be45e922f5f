package io.karyo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every byte changed once and every prefix of an image file give an image or the one error. */
class CorruptionSweepTest {

  private static final byte[] GREY = Pictures.chromosome(20, 36, 3);

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "gif", "tiff"})
  void noDamageToASyntheticImageEndsInAnotherError(String format) throws IOException {
    sweep(Pictures.encode(Pictures.picture(BufferedImage.TYPE_BYTE_GRAY, GREY, 20, 36), format));
  }

  @ParameterizedTest
  @CsvSource({
    "pki3/images/97002023.12/1-1.tiff",
    "bioimlab/images/001/1-1.bmp",
    "cir/images/115966.1341591/1-1.tiff"
  })
  void noDamageToARealImageEndsInAnotherError(String file) throws IOException {
    sweep(Files.readAllBytes(real(file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void noDamageToARealImageInAFormatThatTheDataHaveNotEndsInAnotherError(String format)
      throws IOException {
    ChromosomeImage image = ChromosomeImage.read(real("cir/images/115966.1341591/1-1.tiff"));
    sweep(
        Pictures.encode(
            Pictures.picture(
                BufferedImage.TYPE_BYTE_GRAY, image.greyLevels(), image.width(), image.height()),
            format));
  }

  private static Path real(String file) {
    Path path = Path.of(System.getProperty("karyo.data", ""), file);
    assumeTrue(Files.exists(path), "no real images here: " + path);
    return path;
  }

  private static void sweep(byte[] good) throws IOException {
    assertThat(read(good, "as it is")).isTrue();
    int refused = 0;
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) 0xff;
      refused += read(bad, "byte " + i) ? 0 : 1;
      refused += read(Arrays.copyOf(good, i), i + " bytes") ? 0 : 1;
    }
    assertThat(refused).as("refused of %d", 2 * good.length).isGreaterThan(good.length / 2);
  }

  /** Returns whether it is an image; fails unless it is refused as it should be. */
  private static boolean read(byte[] file, String what) {
    try {
      ChromosomeImage image = ChromosomeImage.read(new ByteArrayInputStream(file), "the picture");
      assertThat(image.stainLevels()).as(what).hasSize(image.width() * image.height());
      return true;
    } catch (UnreadableImageException e) {
      assertThat(e).as(what).hasMessageStartingWith("the picture: must ");
      return false;
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return fail(what, e);
    }
  }
}
