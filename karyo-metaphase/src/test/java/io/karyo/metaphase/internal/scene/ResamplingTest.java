package io.karyo.metaphase.internal.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplingTest {

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  @ParameterizedTest
  @CsvSource({"5, 7, 11, 3", "30, 20, 15, 10", "4, 4, 9, 9", "1, 1, 6, 5", "6, 5, 1, 1"})
  void aConstantPictureStaysConstant(int width, int height, int newWidth, int newHeight) {
    float[] values = new float[width * height];
    Arrays.fill(values, 0.7f);
    assertThat(Resampling.resampled(values, width, height, newWidth, newHeight))
        .hasSize(newWidth * newHeight)
        .usingComparatorWithPrecision(1e-6f)
        .containsOnly(0.7f);
  }

  @ParameterizedTest
  @CsvSource({"40, 30", "20, 15", "120, 90", "57, 44"})
  void theMeanIsKept(int newWidth, int newHeight) {
    float[] values = new float[60 * 45];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < values.length; i++) {
      // Even at the border, whose pixels count differently.
      boolean inside = i % 60 > 2 && i % 60 < 57 && i / 60 > 2 && i / 60 < 42;
      values[i] = inside ? (float) random.nextDouble() : 0.5f;
    }
    assertThat(mean(Resampling.resampled(values, 60, 45, newWidth, newHeight)))
        .isCloseTo(mean(values), within(0.01));
  }

  @Test
  void halfTheSizeIsTheMeanOfFourPixels() {
    float[] values = {0, 1, 10, 10, 2, 3, 10, 30};
    assertThat(Resampling.resampled(values, 4, 2, 2, 1)).containsExactly(1.5f, 15);
  }

  @Test
  void aRampStaysARamp() {
    float[] ramp = new float[12];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i;
    }
    float[] larger = Resampling.resampled(ramp, 12, 1, 24, 1);
    for (int x = 1; x < 23; x++) {
      assertThat(larger[x]).isCloseTo(x / 2f - 0.25f, within(1e-5f));
    }
  }

  @Test
  void nothingChangesAtTheSameSize() {
    float[] values = {1, 2, 3, 4, 5, 6};
    assertThat(Resampling.resampled(values, 3, 2, 3, 2)).containsExactly(values);
  }

  @Test
  void beyondTheBorderTheBorderGoesOn() {
    float[] values = {1, 2, 3, 4};
    assertThat(Resampling.sample(values, 2, 2, -5, -5)).isEqualTo(1);
    assertThat(Resampling.sample(values, 2, 2, 9, 9)).isEqualTo(4);
    assertThat(Resampling.sample(values, 2, 2, 0.5, 0.5)).isEqualTo(2.5f);
    assertThat(Resampling.sample(new float[] {8}, 1, 1, 0.4, -0.3)).isEqualTo(8);
  }
}
