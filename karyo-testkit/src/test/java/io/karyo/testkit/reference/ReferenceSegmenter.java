package io.karyo.testkit.reference;

import io.karyo.image.Background;
import io.karyo.image.Metaphase;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import io.karyo.photo.Box;
import io.karyo.photo.Cluster;
import io.karyo.photo.OtherRegion;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Segmenter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Takes each connected part that differs from the most frequent tone for one chromosome. */
record ReferenceSegmenter(int smallest) implements Segmenter {

  static final String ID = "reference-segmenter";

  private static final Setting<Integer> SMALLEST = Setting.integer("smallest", 60, 1, 10_000);

  /** How many of 255 levels a chromosome differs from the ground. */
  private static final int CONTRAST = 40;

  @Override
  public Segmentation segment(Metaphase photograph) {
    byte[] grey = photograph.greyLevels();
    int[] levels = new int[grey.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = grey[i] & 0xff;
    }
    int[] sorted = levels.clone();
    Arrays.sort(sorted);
    int ground = sorted[sorted.length / 2];
    Segmentation.Builder builder =
        Segmentation.builder(photograph)
            .flattened(ground < 128 ? Background.BLACK : Background.WHITE, grey);
    boolean[] stands = new boolean[levels.length];
    for (int i = 0; i < stands.length; i++) {
      stands[i] = Math.abs(levels[i] - ground) > CONTRAST;
    }
    for (int i = 0; i < stands.length; i++) {
      if (stands[i]) {
        Region region = taken(stands, i, photograph.width());
        if (region.area() < smallest) {
          builder.add(new OtherRegion(region, OtherRegion.Kind.DEBRIS));
        } else {
          builder.add(new Cluster(region, List.of(new Parting(List.of(region), 0))));
        }
      }
    }
    Segmentation found = builder.build();
    return found.chromosomes().isEmpty() ? builder.note("nothing stands out").build() : found;
  }

  /** Takes a connected part out of what stands out. */
  private static Region taken(boolean[] stands, int first, int width) {
    byte[] mask = new byte[stands.length];
    Deque<Integer> next = new ArrayDeque<>(List.of(first));
    stands[first] = false;
    while (!next.isEmpty()) {
      int i = next.pop();
      mask[i] = 1;
      int x = i % width;
      for (int j :
          new int[] {i - width, i + width, x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1}) {
        if (j >= 0 && j < stands.length && stands[j]) {
          stands[j] = false;
          next.push(j);
        }
      }
    }
    return Region.of(new Box(0, 0, width, stands.length / width), mask);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Settings settings() {
    return Settings.EMPTY.with(SMALLEST, smallest);
  }

  /** Makes it. */
  static final class Provider extends PartProvider {
    Provider() {
      super(
          PartKind.SEGMENTER,
          ID,
          settings -> new ReferenceSegmenter(settings.complete(SMALLEST).get(SMALLEST)));
    }
  }
}
