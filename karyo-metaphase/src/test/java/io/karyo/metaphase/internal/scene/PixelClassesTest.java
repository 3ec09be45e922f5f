package io.karyo.metaphase.internal.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.metaphase.pixels.PixelClassifier;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelClassesTest {

  private static final int WIDTH = 30;
  private static final int HEIGHT = 20;

  private static float[] filled(int pixels, float value) {
    float[] values = new float[pixels];
    Arrays.fill(values, value);
    return values;
  }

  @Test
  void whatNobodyClassifiedMayAllBeChromosome() {
    PixelClasses classes = PixelClasses.unknown(5);
    for (float[] plane : new float[][] {classes.ground, classes.contact, classes.overlap}) {
      assertThat(plane).hasSize(5).containsOnly(0);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {4, 6, 12, 18, 24})
  void theClassifierSeesChromosomesOfTheWidthThatItKnows(double chromosomeWidth) {
    AtomicReference<int[]> size = new AtomicReference<>(new int[0]);
    PixelClasses classes =
        PixelClasses.of(
            (stain, height, width) -> {
              assertThat(stain).hasSize(height * width).containsOnly(0.5f);
              size.set(new int[] {height, width});
              float[][] planes = new float[PixelClassifier.CLASSES][];
              for (int k = 0; k < planes.length; k++) {
                planes[k] = filled(height * width, (k + 1) / 10f);
              }
              return planes;
            },
            filled(WIDTH * HEIGHT, 0.5f),
            WIDTH,
            chromosomeWidth);
    double scale = PixelClassifier.CHROMOSOME_WIDTH / chromosomeWidth;
    assertThat(size.get())
        .containsExactly((int) Math.round(HEIGHT * scale), (int) Math.round(WIDTH * scale));
    assertPlane(classes.ground, PixelClassifier.GROUND);
    assertPlane(classes.contact, PixelClassifier.CONTACT);
    assertPlane(classes.overlap, PixelClassifier.OVERLAP);
  }

  private static void assertPlane(float[] plane, int number) {
    assertThat(plane)
        .hasSize(WIDTH * HEIGHT)
        .usingComparatorWithPrecision(1e-6f)
        .containsOnly((number + 1) / 10f);
  }

  @Test
  void aTinyPhotographIsAtLeastOnePixel() {
    PixelClasses classes =
        PixelClasses.of(
            (stain, height, width) -> {
              assertThat(height).isEqualTo(1);
              assertThat(width).isEqualTo(1);
              return new float[][] {{1}, {0}, {0}, {0}};
            },
            filled(6, 0),
            3,
            1000);
    assertThat(classes.ground).hasSize(6).containsOnly(1);
  }
}
