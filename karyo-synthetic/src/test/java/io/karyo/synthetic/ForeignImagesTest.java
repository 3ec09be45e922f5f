package io.karyo.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.image.Background;
import io.karyo.image.ChromosomeImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ForeignImagesTest {

  private static final byte[] BAR = new byte[30 * 60];

  static {
    for (int i = 0; i < BAR.length; i++) {
      int x = i % 30;
      int y = i / 30;
      boolean inside = x >= 10 && x < 20 && y >= 10 && y < 50;
      BAR[i] = (byte) (!inside ? 255 : y < 30 ? 55 : 155);
    }
  }

  private static final ChromosomeImage CHROMOSOME = ChromosomeImage.of(60, 30, BAR);

  @ParameterizedTest
  @EnumSource
  void drawsTheSameForTheSameSeedAndOthersAfterwards(ForeignImages.Kind kind) {
    ForeignImages images = new ForeignImages(List.of(CHROMOSOME), 3);
    ForeignImages again = new ForeignImages(List.of(CHROMOSOME), 3);
    ChromosomeImage first = images.next(kind);
    assertThat(again.next(kind)).isEqualTo(first);
    if (kind != ForeignImages.Kind.INVERTED) {
      assertThat(images.next(kind)).isNotEqualTo(first);
    }
  }

  @ParameterizedTest
  @EnumSource
  void picturesHaveTheToneOfMostChromosomes(ForeignImages.Kind kind) {
    byte[] negative = BAR.clone();
    for (int i = 0; i < negative.length; i++) {
      negative[i] = (byte) (255 - (negative[i] & 0xff));
    }
    ChromosomeImage bright = ChromosomeImage.of(60, 30, negative);
    ForeignImages dark = new ForeignImages(List.of(CHROMOSOME, CHROMOSOME, bright), 7);
    ForeignImages fluorescent = new ForeignImages(List.of(CHROMOSOME, bright, bright), 7);
    for (int i = 0; i < 20; i++) {
      ChromosomeImage onWhite = dark.next(kind);
      ChromosomeImage onBlack = fluorescent.next(kind);
      if (kind == ForeignImages.Kind.NOISE) {
        // Noise up to the rim has no tone; its pixels are exchanged all the same.
        assertThat(mean(onBlack) + mean(onWhite)).isCloseTo(255, within(40.0));
      } else {
        assertThat(onWhite.background()).isEqualTo(Background.WHITE);
        assertThat(onBlack.background()).isEqualTo(Background.BLACK);
        assertThat(onBlack.stainLevels()).isEqualTo(onWhite.stainLevels());
      }
    }
  }

  private static double mean(ChromosomeImage image) {
    double sum = 0;
    for (byte level : image.greyLevels()) {
      sum += level & 0xff;
    }
    return sum / (image.width() * image.height());
  }

  @Test
  void invertsBandsAndLeavesTheBackground() {
    ChromosomeImage inverted =
        new ForeignImages(List.of(CHROMOSOME), 1).next(ForeignImages.Kind.INVERTED);
    assertThat(inverted.greyLevels()[0]).isEqualTo((byte) 255);
    assertThat(inverted.greyLevels()[20 * 30 + 15]).isEqualTo((byte) 155);
    assertThat(inverted.greyLevels()[40 * 30 + 15]).isEqualTo((byte) 55);
  }

  @Test
  void anOverlapHasTheStainOfBoth() {
    ForeignImages images = new ForeignImages(List.of(CHROMOSOME), 5);
    long alone = stain(CHROMOSOME);
    for (int i = 0; i < 20; i++) {
      // Where they cross the stain is full before it is the sum.
      assertThat(stain(images.next(ForeignImages.Kind.OVERLAP)))
          .isBetween(alone * 3 / 2, alone * 21 / 10);
    }
  }

  @Test
  void needsAChromosome() {
    assertThatThrownBy(() -> new ForeignImages(List.of(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chromosomes: must be at least 1, found 0");
  }

  private static long stain(ChromosomeImage image) {
    long sum = 0;
    for (byte level : image.stainLevels()) {
      sum += level & 0xff;
    }
    return sum;
  }
}
