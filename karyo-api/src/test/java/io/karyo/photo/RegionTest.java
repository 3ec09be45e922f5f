package io.karyo.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionTest {

  private static byte[] randomMask(SplittableRandom random, Box box, double share) {
    byte[] mask = new byte[(int) box.area()];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (random.nextDouble() < share ? 1 : 0);
    }
    mask[random.nextInt(mask.length)] = 1;
    return mask;
  }

  @Test
  void aMaskMustFitAndHaveAPixel() {
    assertThatThrownBy(() -> Region.of(new Box(0, 0, 2, 2), new byte[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mask: must be 4 pixels, found 3");
    assertThatThrownBy(() -> Region.of(new Box(0, 0, 2, 2), new byte[4]))
        .hasMessage("mask: must be not 0 in at least one pixel, found 0 everywhere");
  }

  @Test
  void theBoxIsTheSmallestOne() {
    byte[] mask = new byte[20];
    mask[6] = 1;
    mask[12] = 7;
    Region region = Region.of(new Box(10, 20, 5, 4), mask);
    assertThat(region.box()).isEqualTo(new Box(11, 21, 2, 2));
    assertThat(region.area()).isEqualTo(2);
    assertThat(region.mask()).containsExactly(1, 0, 0, 1);
    assertThat(region).hasToString("Region[2 px in " + new Box(11, 21, 2, 2) + "]");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9, 1})
  void pixelsAreThoseOfTheMask(double share) {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 30; round++) {
      Box box = new Box(round - 15, 4 - round, 1 + random.nextInt(12), 1 + random.nextInt(12));
      byte[] mask = randomMask(random, box, share);
      Region region = Region.of(box, mask);
      int area = 0;
      for (int y = box.top() - 2; y < box.bottom() + 2; y++) {
        for (int x = box.left() - 2; x < box.right() + 2; x++) {
          boolean expected =
              box.contains(x, y) && mask[(y - box.top()) * box.width() + x - box.left()] != 0;
          assertThat(region.contains(x, y)).isEqualTo(expected);
          area += expected ? 1 : 0;
        }
      }
      assertThat(region.area()).isEqualTo(area);
      assertThat(region.mask(box)).isEqualTo(mask);
      Region again = Region.of(region.box(), region.mask());
      assertThat(again).isEqualTo(region).hasSameHashCodeAs(region);
    }
  }

  @Test
  void commonPixelsAreCounted() {
    SplittableRandom random = new SplittableRandom(4);
    for (int round = 0; round < 200; round++) {
      Box one = new Box(random.nextInt(6), random.nextInt(6), 8, 7);
      Box other = new Box(random.nextInt(6), random.nextInt(6), 6, 9);
      Region a = Region.of(one, randomMask(random, one, 0.6));
      Region b = Region.of(other, randomMask(random, other, 0.4));
      int common = 0;
      for (int y = 0; y < 20; y++) {
        for (int x = 0; x < 20; x++) {
          common += a.contains(x, y) && b.contains(x, y) ? 1 : 0;
        }
      }
      assertThat(a.common(b)).isEqualTo(common);
      assertThat(b.common(a)).isEqualTo(common);
      assertThat(a.iou(b)).isEqualTo(common / (double) (a.area() + b.area() - common));
    }
  }

  @Test
  void aFrameMayCutTheRegion() {
    Region region = Region.of(new Box(0, 0, 3, 3), new byte[] {1, 1, 1, 1, 1, 1, 1, 1, 1});
    assertThat(region.mask(new Box(2, 2, 2, 2))).containsExactly(1, 0, 0, 0);
    assertThat(region.mask(new Box(-1, 1, 2, 1))).containsExactly(0, 1);
    assertThat(region.mask(new Box(9, 9, 1, 1))).containsExactly(0);
  }

  @Test
  void theOutlineOfARectangleHasItsCorners() {
    Region region = Region.of(new Box(5, 7, 3, 2), new byte[] {1, 1, 1, 1, 1, 1});
    assertThat(region.outline())
        .containsExactly(
            List.of(
                new Region.Corner(8, 7),
                new Region.Corner(8, 9),
                new Region.Corner(5, 9),
                new Region.Corner(5, 7)));
    assertThat(region.svgPath()).isEqualTo("M8 7L8 9L5 9L5 7Z");
  }

  /** By the even-odd rule: a pixel is inside if an odd number of sides lies to its left. */
  private static boolean isInside(List<List<Region.Corner>> outline, int x, int y) {
    int sides = 0;
    for (List<Region.Corner> polygon : outline) {
      for (int k = 0; k < polygon.size(); k++) {
        Region.Corner a = polygon.get(k);
        Region.Corner b = polygon.get((k + 1) % polygon.size());
        boolean crosses =
            a.x() == b.x() && Math.min(a.y(), b.y()) <= y && Math.max(a.y(), b.y()) > y;
        sides += crosses && a.x() <= x ? 1 : 0;
      }
    }
    return sides % 2 == 1;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.5, 0.7, 0.9})
  void theOutlineEnclosesThePixels(double share) {
    SplittableRandom random = new SplittableRandom(6);
    for (int round = 0; round < 50; round++) {
      Box box = new Box(2, 1, 1 + random.nextInt(9), 1 + random.nextInt(9));
      Region region = Region.of(box, randomMask(random, box, share));
      List<List<Region.Corner>> outline = region.outline();
      for (int y = 0; y < 12; y++) {
        for (int x = 0; x < 12; x++) {
          assertThat(isInside(outline, x, y)).isEqualTo(region.contains(x, y));
        }
      }
    }
  }

  @Test
  void regionsOfOtherPixelsDiffer() {
    Region region = Region.of(new Box(0, 0, 2, 2), new byte[] {1, 0, 1, 1});
    assertThat(region)
        .isNotEqualTo(Region.of(new Box(0, 0, 2, 2), new byte[] {1, 1, 1, 0}))
        .isNotEqualTo(Region.of(new Box(1, 0, 2, 2), new byte[] {1, 0, 1, 1}))
        .isNotEqualTo("region");
  }
}
