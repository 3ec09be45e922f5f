package io.karyo.straighten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.karyo.image.Background;
import io.karyo.image.ChromosomeImage;
import io.karyo.straighten.internal.Silhouette;
import io.karyo.straighten.internal.Skeleton;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Silhouette and skeleton against slow and obvious versions. */
final class SilhouetteTest {

  /**
   * Two arms of 10 px beside each other that touch, joined at the bottom.
   *
   * @param line the tone of the line between them; -1 for none
   */
  private static ChromosomeImage arms(int line, Background background) {
    int width = 41;
    int height = 50;
    byte[] tones = new byte[width * height];
    if (background == Background.WHITE) {
      Arrays.fill(tones, (byte) 255);
    }
    for (int y = 5; y < 45; y++) {
      for (int x = 10; x < 31; x++) {
        boolean between = x == 20 && y < 35 && line >= 0;
        tones[y * width + x] = (byte) (between ? line : 128);
      }
    }
    ChromosomeImage image = ChromosomeImage.of(height, width, tones);
    assertThat(image.background()).isEqualTo(background);
    return image;
  }

  private static int lengthOfAxis(ChromosomeImage image) {
    return Silhouette.find(image, s -> new Skeleton(s).path.length, rejected -> Integer.MIN_VALUE);
  }

  @Test
  void aLineWithoutLightPartsArmsThatTouch() {
    int around = lengthOfAxis(arms(0, Background.BLACK));
    assertThat(around).isGreaterThan(55);
    // A dim line is a gap that glows, a bright one on white is a gap between chromatids.
    assertThat(lengthOfAxis(arms(20, Background.BLACK))).isLessThan(45);
    assertThat(lengthOfAxis(arms(-1, Background.BLACK))).isLessThan(45);
    assertThat(lengthOfAxis(arms(255, Background.WHITE))).isLessThan(45);
  }

  @Test
  void aGapBetweenChromatidsIsFilledThoughALineWithoutLightCutsElsewhere() {
    int width = 30;
    int height = 80;
    byte[] grey = new byte[width * height];
    for (int y = 10; y < 70; y++) {
      for (int x = 8; x < 22; x++) {
        boolean gap = x >= 13 && x < 17 && y >= 20 && y < 36;
        boolean line = y == 55 && x < 15;
        grey[y * width + x] = (byte) (line ? 0 : gap ? 10 : 200);
      }
    }
    Silhouette silhouette =
        Silhouette.find(
            ChromosomeImage.of(height, width, grey),
            found -> found,
            rejected -> {
              throw new AssertionError(rejected);
            });
    assertThat(silhouette.loop).isFalse();
    assertThat(silhouette.contains(15 - silhouette.left, 28 - silhouette.top)).isTrue();
    assertThat(silhouette.contains(10 - silhouette.left, 55 - silhouette.top)).isFalse();
  }

  @Test
  void aSkeletonIsThinAndHangsTogetherAndItsPathIsTheLongest() {
    SplittableRandom random = new SplittableRandom(9);
    for (int trial = 0; trial < 60; trial++) {
      ChromosomeImage image = Shapes.blank(50, 60);
      double x = 15 + random.nextInt(20);
      double y = 15 + random.nextInt(20);
      for (int stroke = 0; stroke < 4; stroke++) {
        double toX = 10 + random.nextInt(30);
        double toY = 10 + random.nextInt(40);
        image = Shapes.withStroke(image, x, y, toX, toY, 2 + random.nextInt(4), 0.7f);
        x = toX;
        y = toY;
      }
      Silhouette.find(
          image,
          silhouette -> {
            Skeleton skeleton = new Skeleton(silhouette);
            byte[] thin = skeleton.pixels();
            int first = 0;
            while (thin[first] == 0) {
              first++;
            }
            int[] distances = distances(thin, silhouette.width, first);
            for (int i = 0; i < thin.length; i++) {
              assertThat(thin[i] == 0 || distances[i] < Integer.MAX_VALUE).isTrue();
              assertThat(thin[i] == 0 || silhouette.mask[i] == 1).isTrue();
            }
            // Exact for a tree; a skeleton with rings may hide a slightly longer one.
            if (!silhouette.loop && isTree(thin, silhouette.width)) {
              int longest = 0;
              for (int i = 0; i < thin.length; i++) {
                if (thin[i] != 0) {
                  for (int d : distances(thin, silhouette.width, i)) {
                    longest = d == Integer.MAX_VALUE ? longest : Math.max(longest, d);
                  }
                }
              }
              assertThat(length(skeleton.path, silhouette.width)).isEqualTo(longest);
            }
            return Attempt.upright(silhouette, "test", 1, "").result();
          });
    }
  }

  private static boolean isTree(byte[] thin, int width) {
    int pixels = 0;
    int links = 0;
    for (int i = 0; i < thin.length; i++) {
      if (thin[i] != 0) {
        pixels++;
        for (int step : new int[] {1, width - 1, width, width + 1}) {
          links += thin[i + step];
        }
      }
    }
    return links == pixels - 1;
  }

  private static int length(int[] path, int width) {
    int length = 0;
    for (int i = 1; i < path.length; i++) {
      int step = Math.abs(path[i] - path[i - 1]);
      length += step == 1 || step == width ? 5 : 7;
    }
    return length;
  }

  private static int[] distances(byte[] thin, int width, int start) {
    int[] distance = new int[thin.length];
    Arrays.fill(distance, Integer.MAX_VALUE);
    distance[start] = 0;
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    queue.add(start);
    while (!queue.isEmpty()) {
      int i = queue.remove();
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          int j = i + dy * width + dx;
          int through = distance[i] + (dx == 0 || dy == 0 ? 5 : 7);
          if (j != i && thin[j] != 0 && through < distance[j]) {
            distance[j] = through;
            queue.add(j);
          }
        }
      }
    }
    return distance;
  }

  @Test
  void leanAndElongationAreThoseOfTheShape() {
    for (double degrees : new double[] {-85, -40, -5, 0, 20, 60, 89}) {
      Silhouette.find(
          Bender.turn(Shapes.bar(91, 13), degrees),
          silhouette -> {
            assertThat(Math.toDegrees(silhouette.lean)).isCloseTo(degrees, within(0.7));
            assertThat(silhouette.elongation).isCloseTo(91 / 13.0, within(0.5));
            return Attempt.upright(silhouette, "test", 1, "").result();
          });
    }
  }

  @Test
  void aPaleWaistDoesNotLoseAnArm() {
    float[] stain = Shapes.stain(Shapes.bar());
    int width = Shapes.bar().width();
    for (int row = 44; row < 50; row++) {
      for (int column = 0; column < width; column++) {
        stain[row * width + column] = Math.min(stain[row * width + column], 0.12f);
      }
    }
    for (ChromosomeImage image :
        new ChromosomeImage[] {Shapes.onWhite(stain, width), Shapes.onBlack(stain, width)}) {
      Silhouette.find(
          image,
          silhouette -> {
            assertThat(silhouette.share).isGreaterThan(0.9);
            assertThat(silhouette.height - 2 * Silhouette.MARGIN).isCloseTo(90, within(1));
            return Attempt.upright(silhouette, "test", 1, "").result();
          });
    }
  }

  @Test
  void glowInAWideHoleIsNotPartOfTheChromosome() {
    // A few pixels without any light are taken for a cut, which is opened again.
    int width = 61;
    float[] stain = new float[width * 61];
    for (int y = 0; y < 61; y++) {
      for (int x = 0; x < width; x++) {
        double radius = Math.hypot(x - 30, y - 30);
        stain[y * width + x] = radius > 22 ? 0 : radius > 5.2 ? 0.6f : 10 / 255f;
      }
    }
    for (int x = 29; x <= 31; x++) {
      stain[30 * width + x] = 0;
    }
    Silhouette.find(
        Shapes.onBlack(stain, width),
        silhouette -> {
          assertThat(silhouette.loop).isTrue();
          int middle = silhouette.height / 2 * silhouette.width + silhouette.width / 2;
          for (int step = -3; step <= 3; step++) {
            assertThat(silhouette.mask[middle + step]).as("%d", step).isZero();
          }
          return Attempt.upright(silhouette, "test", 1, "").result();
        });
  }

  @Test
  void glowAroundAFluorescentChromosomeIsNotPartOfIt() {
    int width = 61;
    float[] stain = new float[width * 101];
    for (int y = 0; y < 101; y++) {
      for (int x = 0; x < width; x++) {
        double outside =
            Math.hypot(Math.max(0, Math.abs(x - 30) - 6), Math.max(0, Math.abs(y - 50) - 35));
        stain[y * width + x] = (float) (0.6 * Math.exp(-outside / 2.5));
      }
    }
    Silhouette.find(
        Shapes.onBlack(stain, width),
        silhouette -> {
          assertThat(silhouette.width - 2 * Silhouette.MARGIN).isBetween(13, 19);
          assertThat(silhouette.height - 2 * Silhouette.MARGIN).isBetween(71, 77);
          return Attempt.upright(silhouette, "test", 1, "").result();
        });
  }
}
