package io.karyo.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackgroundDetectorTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 10, 25})
  void aMarginOfAnyWidthOrNoneIsWhiteOnADarkChromosomeAndBlackOnItsNegative(int margin) {
    int width = 16 + 2 * margin;
    int height = 60 + 2 * margin;
    byte[] grey = Pictures.chromosome(width, height, margin);

    assertThat(BackgroundDetector.detect(grey, width, height))
        .isEqualTo(new BackgroundDetector(Background.WHITE, 255));
    assertThat(BackgroundDetector.detect(Pictures.between(grey, 255, 0), width, height))
        .isEqualTo(new BackgroundDetector(Background.BLACK, 0));
  }

  @ParameterizedTest
  @CsvSource({"0, 6", "0, 15", "2, 6", "2, 15", "5, 6", "5, 15", "30, 6", "30, 15"})
  void aNoisyGreyBackgroundIsFoundWithItsLevel(int margin, double noise) {
    int width = 20 + 2 * margin;
    int height = 70 + 2 * margin;
    byte[] grey = Pictures.chromosome(width, height, margin);

    for (int seed = 0; seed < 20; seed++) {
      byte[] light = Pictures.noisy(Pictures.between(grey, 0, 200), noise, seed);
      BackgroundDetector onLight = BackgroundDetector.detect(light, width, height);
      assertThat(onLight.tone()).isEqualTo(Background.WHITE);
      // Without a margin, most of the border is the chromosome's soft edge.
      assertThat((double) onLight.level()).isCloseTo(200, within(margin == 0 ? 60 : 1.5 * noise));

      byte[] dark = Pictures.noisy(Pictures.between(grey, 255, 55), noise, seed);
      BackgroundDetector onDark = BackgroundDetector.detect(dark, width, height);
      assertThat(onDark.tone()).isEqualTo(Background.BLACK);
      assertThat((double) onDark.level()).isCloseTo(55, within(margin == 0 ? 60 : 1.5 * noise));
    }
  }

  @Test
  void aFaintChromosomeInAWideNoisyMarginIsStillDarkerOrBrighterThanIt() {
    byte[] grey = Pictures.chromosome(120, 160, 50);

    for (int seed = 0; seed < 20; seed++) {
      byte[] dark = Pictures.noisy(Pictures.between(grey, 150, 200), 3, seed);
      assertThat(BackgroundDetector.detect(dark, 120, 160).tone()).isEqualTo(Background.WHITE);
      byte[] bright = Pictures.noisy(Pictures.between(grey, 100, 50), 3, seed);
      assertThat(BackgroundDetector.detect(bright, 120, 160).tone()).isEqualTo(Background.BLACK);
    }
  }

  @Test
  void aChromosomeThatCoversMostOfTheBorderHasTheBackgroundOfItsCorners() {
    // As tight as a Y chromosome of 9 x 27 pixels: 5 of 6 border pixels are chromosome.
    byte[] whole = Pictures.chromosome(15, 31, 1);
    byte[] grey = new byte[11 * 27];
    for (int y = 0; y < 27; y++) {
      System.arraycopy(whole, (y + 2) * 15 + 2, grey, y * 11, 11);
    }
    long light = 0;
    for (int x = 0; x < 11; x++) {
      light += (grey[x] & 0xff) > 240 ? 1 : 0;
    }
    assertThat(light).isBetween(1L, 6L);

    assertThat(BackgroundDetector.detect(grey, 11, 27).tone()).isEqualTo(Background.WHITE);
    assertThat(BackgroundDetector.detect(Pictures.between(grey, 255, 0), 11, 27).tone())
        .isEqualTo(Background.BLACK);
  }

  @Test
  void aChromosomeOverEveryCornerHasTheBackgroundBesideIt() {
    // A diagonal cross of two arms from corner to corner.
    int side = 60;
    byte[] grey = new byte[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        boolean arm = Math.abs(x - y) < 9 || Math.abs(x + y - side + 1) < 9;
        grey[y * side + x] = (byte) (arm ? 60 + (x * 7 + y * 3) % 80 : 255);
      }
    }
    assertThat(BackgroundDetector.detect(grey, side, side))
        .isEqualTo(new BackgroundDetector(Background.WHITE, 255));
    assertThat(BackgroundDetector.detect(Pictures.between(grey, 255, 0), side, side))
        .isEqualTo(new BackgroundDetector(Background.BLACK, 0));
  }

  @Test
  void twoChromosomesInOnePictureHaveOneBackground() {
    byte[] one = Pictures.chromosome(30, 70, 4);
    byte[] two = new byte[60 * 70];
    for (int y = 0; y < 70; y++) {
      System.arraycopy(one, y * 30, two, y * 60, 30);
      System.arraycopy(one, y * 30, two, y * 60 + 30, 30);
    }
    assertThat(BackgroundDetector.detect(two, 60, 70))
        .isEqualTo(new BackgroundDetector(Background.WHITE, 255));
  }

  @ParameterizedTest
  @CsvSource({"0, BLACK", "127, BLACK", "128, WHITE", "255, WHITE"})
  void anEvenPictureIsAllBackground(int level, Background tone) {
    for (int[] size : new int[][] {{1, 1}, {1, 9}, {9, 1}, {2, 2}, {20, 30}}) {
      byte[] grey = new byte[size[0] * size[1]];
      Arrays.fill(grey, (byte) level);

      assertThat(BackgroundDetector.detect(grey, size[0], size[1]))
          .isEqualTo(new BackgroundDetector(tone, level));
      assertThat(ChromosomeImage.of(size[1], size[0], grey).stainLevels())
          .containsOnly(new byte[] {0});
    }
  }
}
