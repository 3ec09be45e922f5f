package io.karyo.metaphase.internal.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MasksTest {

  private static byte[] random(SplittableRandom random, int size, double share) {
    byte[] mask = new byte[size];
    for (int i = 0; i < size; i++) {
      mask[i] = (byte) (random.nextDouble() < share ? 1 : 0);
    }
    return mask;
  }

  @Test
  void distancesAreNearlyThoseToTheNearestEmptyPixel() {
    SplittableRandom random = new SplittableRandom(1);
    int width = 23;
    for (int round = 0; round < 20; round++) {
      byte[] mask = random(random, width * 17, 0.97);
      mask[random.nextInt(mask.length)] = 0;
      float[] found = Masks.distances(mask, width);
      for (int i = 0; i < mask.length; i++) {
        double nearest = Double.MAX_VALUE;
        for (int j = 0; j < mask.length; j++) {
          if (mask[j] == 0) {
            nearest = Math.min(nearest, Math.hypot(i % width - j % width, i / width - j / width));
          }
        }
        assertThat((double) found[i]).isCloseTo(nearest, offset(0.09 * nearest + 1e-6));
      }
    }
  }

  @Test
  void componentsAreConnectedBySidesOrCorners() {
    byte[] mask = {
      1, 0, 0, 0, 1,
      0, 1, 0, 0, 1,
      0, 0, 0, 0, 0,
      1, 1, 0, 0, 1
    };
    int[] labels = new int[mask.length];
    List<int[]> components = Masks.components(mask, 5, labels);
    assertThat(components).extracting(pixels -> pixels.length).containsExactly(2, 2, 2, 1);
    assertThat(labels[6]).isEqualTo(1);
    assertThat(labels[9]).isEqualTo(2);
    assertThat(labels[19]).isEqualTo(4);
    assertThat(labels[1]).isZero();
  }

  @Test
  void onlySmallEnclosedHolesAreFilled() {
    byte[] mask = {
      1, 1, 1, 1, 1, 1, 1,
      1, 0, 1, 1, 0, 0, 1,
      1, 1, 1, 1, 1, 1, 1,
      1, 0, 1, 1, 1, 1, 1
    };
    Masks.fillHoles(mask, 7, 1);
    assertThat(mask[8]).isEqualTo((byte) 1);
    assertThat(mask[11]).as("too large").isZero();
    assertThat(mask[22]).as("open at the border").isZero();
  }

  @Test
  void dilationReachesAsFarAsTold() {
    byte[] mask = new byte[81];
    mask[40] = 1;
    byte[] wider = Masks.dilated(mask, 9, 2);
    int count = 0;
    for (byte value : wider) {
      count += value;
    }
    assertThat(count).as("a disc of radius 2").isEqualTo(13);
  }

  @Test
  void smoothingKeepsTheMeanOfAFlatPicture() {
    float[] flat = new float[35];
    Arrays.fill(flat, 0.25f);
    assertThat(Masks.smooth(flat, 7)).containsOnly(0.25f);
    float[] peak = new float[25];
    peak[12] = 16;
    float[] smooth = Masks.smooth(peak, 5);
    assertThat(smooth[12]).isEqualTo(4);
    assertThat(smooth[11]).isEqualTo(2);
    assertThat(smooth[6]).isEqualTo(1);
  }

  @Test
  void sumsAroundAPixelAreThoseOfASquare() {
    SplittableRandom random = new SplittableRandom(2);
    int width = 8;
    float[] values = new float[width * 6];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(9);
    }
    double[] integral = Masks.integral(values, width);
    for (int i = 0; i < values.length; i++) {
      double sum = 0;
      for (int j = 0; j < values.length; j++) {
        boolean near = Math.abs(i % width - j % width) <= 2 && Math.abs(i / width - j / width) <= 2;
        sum += near ? values[j] : 0;
      }
      assertThat(Masks.sumAround(integral, width, i, 2)).isEqualTo(sum);
    }
  }
}
