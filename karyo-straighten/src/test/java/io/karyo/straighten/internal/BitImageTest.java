package io.karyo.straighten.internal;

import static org.assertj.core.api.Assertions.assertThat;

import boofcv.alg.filter.binary.BinaryImageOps;
import boofcv.struct.image.GrayU8;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Images of bits against BoofCV and against images of bytes. */
class BitImageTest {

  private static final int TRIALS = 300;

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void dilatesErodesAndClosesAsBoofCvDoes() {
    for (int n = 0; n < TRIALS; n++) {
      int width = Masks.width(random);
      int height = 10 + random.nextInt(40);
      byte[] mask = Masks.random(random, width, height);
      BitImage bits = Masks.bits(mask, width);
      GrayU8 image = new GrayU8(width, height);
      image.setData(mask);
      assertThat(Masks.bytes(bits.dilate())).isEqualTo(BinaryImageOps.dilate8(image, 1, null).data);
      assertThat(Masks.bytes(bits.dilateByCross()))
          .isEqualTo(BinaryImageOps.dilate4(image, 1, null).data);
      assertThat(Masks.bytes(bits.erode())).isEqualTo(BinaryImageOps.erode8(image, 1, null).data);
      int radius = 1 + random.nextInt(3);
      assertThat(Masks.bytes(bits.close(radius)))
          .isEqualTo(
              BinaryImageOps.erode8(BinaryImageOps.dilate8(image, radius, null), radius, null)
                  .data);
    }
  }

  @Test
  void theMajorityOfABinaryImageIsTheThresholdOfTheMedian() {
    for (int n = 0; n < 40; n++) {
      int width = Masks.width(random);
      int height = 10 + random.nextInt(30);
      byte[] levels = new byte[width * height];
      for (int y = 1; y < height - 1; y++) {
        for (int x = 1; x < width - 1; x++) {
          levels[y * width + x] = (byte) random.nextInt(128);
        }
      }
      byte[] majority = Masks.bytes(BitImage.atLeast(levels, width, height, 60, 0).majority());
      for (int y = 1; y < height - 1; y++) {
        for (int x = 1; x < width - 1; x++) {
          int[] around = new int[9];
          for (int k = 0; k < 9; k++) {
            around[k] = levels[(y + k / 3 - 1) * width + x + k % 3 - 1];
          }
          Arrays.sort(around);
          assertThat(majority[y * width + x]).isEqualTo((byte) (around[4] >= 60 ? 1 : 0));
        }
      }
    }
  }

  @Test
  void aMarginIsAddedAndCroppedAway() {
    for (int n = 0; n < TRIALS; n++) {
      int width = Masks.width(random);
      int height = 10 + random.nextInt(40);
      byte[] levels = new byte[width * height];
      for (int i = 0; i < levels.length; i++) {
        levels[i] = (byte) random.nextInt(256);
      }
      int threshold = 1 + random.nextInt(255);
      int margin = random.nextInt(70);
      BitImage wide = BitImage.atLeast(levels, width, height, threshold, margin);
      assertThat(wide.width).isEqualTo(width + 2 * margin);
      byte[] expected = new byte[levels.length];
      int count = 0;
      for (int i = 0; i < levels.length; i++) {
        expected[i] = (byte) ((levels[i] & 0xff) >= threshold ? 1 : 0);
        count += expected[i];
      }
      assertThat(wide.count()).isEqualTo(count);
      assertThat(Masks.bytes(wide.crop(margin, margin, width, height))).isEqualTo(expected);
    }
  }

  @Test
  void theBoxHoldsAllPixelsAndNoMore() {
    for (int n = 0; n < TRIALS; n++) {
      int left = random.nextInt(150);
      int right = left + random.nextInt(150);
      int top = random.nextInt(10);
      int bottom = top + random.nextInt(10);
      BitImage image = new BitImage(right + 1 + random.nextInt(70), bottom + 1 + random.nextInt(5));
      image.set(top + random.nextInt(bottom - top + 1), left, left + 1);
      image.set(top + random.nextInt(bottom - top + 1), right, right + 1);
      int column = left + random.nextInt(right - left + 1);
      image.set(top, column, column + 1);
      image.set(bottom, column, right + 1);
      assertThat(image.box()).containsExactly(left, top, right, bottom);
    }
  }

  @Test
  void rangesAreSetAndSetsCombined() {
    for (int n = 0; n < TRIALS; n++) {
      int width = Masks.width(random);
      BitImage one = new BitImage(width, 3);
      int from = random.nextInt(width);
      int to = from + random.nextInt(width - from + 1);
      one.set(1, from, to);
      BitImage other = new BitImage(width, 3);
      int otherFrom = random.nextInt(width);
      other.set(1, otherFrom, width);
      for (int x = 0; x < width; x++) {
        boolean a = x >= from && x < to;
        boolean b = x >= otherFrom;
        assertThat(one.get(x, 1)).isEqualTo(a);
        assertThat(one.or(other).get(x, 1)).isEqualTo(a || b);
        assertThat(one.and(other).get(x, 1)).isEqualTo(a && b);
        assertThat(one.without(other).get(x, 1)).isEqualTo(a && !b);
      }
      assertThat(one.count()).isEqualTo(to - from);
    }
  }
}
