package io.karyo.straighten.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Components and holes by runs against flooding pixel by pixel. */
class RunsTest {

  private static final int TRIALS = 500;

  private final SplittableRandom random = new SplittableRandom(2);

  @Test
  void theLargestComponentIsThatOfFlooding() {
    for (int n = 0; n < TRIALS; n++) {
      int width = Masks.width(random);
      byte[] mask = Masks.random(random, width, 10 + random.nextInt(40));
      Largest largest = Largest.of(Masks.bits(mask, width));
      byte[] flooded = mask.clone();
      int[] stack = new int[mask.length];
      int all = 0;
      int best = 0;
      int seed = -1;
      for (int i = 0; i < mask.length; i++) {
        if (flooded[i] == 1) {
          int size = Morphology.flood(flooded, width, i, (byte) 1, (byte) 2, true, stack);
          all += size;
          seed = size > best ? i : seed;
          best = Math.max(best, size);
        }
      }
      if (all > 0) {
        Morphology.flood(flooded, width, seed, (byte) 2, (byte) 3, true, stack);
      }
      byte[] expected = new byte[mask.length];
      for (int i = 0; i < mask.length; i++) {
        expected[i] = (byte) (flooded[i] == 3 ? 1 : 0);
      }
      assertThat(Masks.bytes(largest.mask())).isEqualTo(expected);
      assertThat(largest.share()).isEqualTo(all == 0 ? 1 : (double) best / all);
    }
  }

  @Test
  void holesAreWhatAFloodFromOutsideDoesNotReach() {
    for (int n = 0; n < TRIALS; n++) {
      int width = Masks.width(random);
      byte[] mask = Masks.random(random, width, 10 + random.nextInt(40));
      int most = random.nextInt(40);
      Holes holes = Holes.of(Masks.bits(mask, width), most);
      byte[] narrow = new byte[mask.length];
      byte[] wide = new byte[mask.length];
      byte[] flooded = mask.clone();
      int[] stack = new int[mask.length];
      Morphology.flood(flooded, width, 0, (byte) 0, (byte) 2, false, stack);
      boolean any = false;
      for (int i = 0; i < mask.length; i++) {
        if (flooded[i] == 0) {
          byte[] before = flooded.clone();
          int size = Morphology.flood(flooded, width, i, (byte) 0, (byte) 3, false, stack);
          any |= size > most;
          for (int j = 0; j < mask.length; j++) {
            if (flooded[j] != before[j]) {
              (size > most ? wide : narrow)[j] = 1;
            }
          }
        }
      }
      assertThat(Masks.bytes(holes.narrow())).isEqualTo(narrow);
      assertThat(Masks.bytes(holes.wide())).isEqualTo(wide);
      assertThat(holes.any()).isEqualTo(any);
    }
  }

  @Test
  void runsAreThePixelsOfEachRowInOrder() {
    for (int n = 0; n < TRIALS; n++) {
      int width = Masks.width(random);
      int height = 10 + random.nextInt(40);
      byte[] mask = Masks.random(random, width, height);
      Runs runs = Runs.of(Masks.bits(mask, width));
      Runs gaps = runs.gaps();
      byte[] drawn = new byte[mask.length];
      for (int y = 0; y < height; y++) {
        for (int run = runs.first(y); run < runs.first(y + 1); run++) {
          assertThat(run == runs.first(y) || runs.from(run) > runs.to(run - 1)).isTrue();
          for (int x = runs.from(run); x < runs.to(run); x++) {
            drawn[y * width + x] = 1;
          }
        }
        for (int gap = gaps.first(y); gap < gaps.first(y + 1); gap++) {
          for (int x = gaps.from(gap); x < gaps.to(gap); x++) {
            assertThat(mask[y * width + x]).isZero();
          }
        }
      }
      assertThat(drawn).isEqualTo(mask);
      assertThat(runs.pixels() + gaps.pixels()).isEqualTo(mask.length);
    }
  }
}
