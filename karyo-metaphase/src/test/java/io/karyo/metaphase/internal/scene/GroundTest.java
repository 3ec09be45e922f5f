package io.karyo.metaphase.internal.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.image.Background;
import io.karyo.image.Metaphase;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroundTest {

  /** A slope of light with a dark or bright disc. */
  private static Metaphase slope(boolean inverted, int width, int height) {
    short[] levels = new short[width * height];
    for (int i = 0; i < levels.length; i++) {
      int x = i % width;
      int y = i / width;
      double light = 1 - 0.2 * x / width;
      boolean disc = Math.hypot(x - width / 2.0, y - height / 2.0) < height / 12.0;
      double level = inverted ? 0.05 * light + (disc ? 0.4 : 0) : light * (disc ? 0.4 : 1);
      levels[i] = (short) (level * 60_000);
    }
    return Metaphase.of(height, width, levels);
  }

  @ParameterizedTest
  @CsvSource({"300,200", "97,64", "64,301"})
  void brightFieldIsDividedByItsGround(int width, int height) {
    Ground ground = Ground.of(slope(false, width, height));
    assertThat(ground.tone).isEqualTo(Background.WHITE);
    int middle = height / 2 * width + width / 2;
    assertThat(ground.stain[middle]).isBetween(0.52f, 0.68f);
    assertThat(ground.stain[0]).isBetween(-0.13f, 0.13f);
    assertThat(ground.stain[width - 1]).isBetween(-0.13f, 0.13f);
    byte[] flat = ground.flattened(1);
    assertThat(flat[0] & 0xff).isGreaterThan(220);
    assertThat(flat[middle] & 0xff).isBetween(85, 130);
  }

  @Test
  void theGroundOfFluorescenceIsSubtracted() {
    Ground ground = Ground.of(slope(true, 300, 200));
    assertThat(ground.tone).isEqualTo(Background.BLACK);
    assertThat(ground.stain[100 * 300 + 150]).isGreaterThan(0.7f);
    assertThat(ground.stain[299]).isBetween(-0.02f, 0.02f);
    byte[] flat = ground.flattened(1);
    assertThat(flat[299] & 0xff).isLessThan(6);
    assertThat(flat[100 * 300 + 150] & 0xff).isGreaterThan(180);
  }

  @Test
  void aBlackAndAWhitePhotographHaveNoStain() {
    for (byte level : new byte[] {0, -1}) {
      byte[] grey = new byte[50 * 40];
      Arrays.fill(grey, level);
      assertThat(Ground.of(Metaphase.of(40, 50, grey)).stain).containsOnly(0f);
    }
  }
}
