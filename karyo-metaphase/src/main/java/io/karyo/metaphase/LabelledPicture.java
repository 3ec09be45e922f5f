package io.karyo.metaphase;

import io.karyo.image.Metaphase;
import io.karyo.photo.Box;
import io.karyo.photo.Cluster;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * A photograph at the scale of {@link PixelClassifier}, in which boxes tell for most pixels to
 * which chromosome they belong.
 *
 * <p>A cluster whose boxes fit one of its partings is labelled by that parting; one without a box
 * is ground, as nuclei and dirt are; all other clusters are unknown.
 */
final class LabelledPicture {

  /** The label of pixels of which nothing is known; chromosomes have numbers from 1. */
  static final int UNKNOWN = 255;

  private static final int MOST_CHROMOSOMES = 250;

  /** The least intersection over union of a piece's box and its annotation. */
  private static final double SAME = 0.72;

  private static final double SAME_ALONE = 0.55;

  /** A box belongs to what covers most of it, and at least this share: few of a diagonal one. */
  private static final double COVERED = 0.05;

  /** How far around an unknown cluster nothing is known, px. */
  private static final int RIM = 2;

  /** Chromosomes closer than this are not alone, px. */
  private static final int BESIDE = 2;

  /** Smaller chromosomes at this scale are no examples, px. */
  private static final int LEAST_AREA = 60;

  private static final float STEPS = 85;
  private static final float LEAST = -0.5f;

  final int width;
  final int height;

  private final byte[] stain;
  private final byte[] first;
  private final byte[] second;

  /** The pixels of each chromosome that touches no other. */
  final List<int[]> alone = new ArrayList<>();

  private LabelledPicture(int width, int height, float[] stain, byte[] first, byte[] second) {
    this.width = width;
    this.height = height;
    this.stain = new byte[stain.length];
    for (int i = 0; i < stain.length; i++) {
      this.stain[i] = (byte) Math.max(0, Math.min(255, Math.round((stain[i] - LEAST) * STEPS)));
    }
    this.first = first;
    this.second = second;
    findAlone();
  }

  /**
   * Labels a photograph.
   *
   * @param boxes the annotated boxes of its chromosomes
   * @param margin how far they reach beyond chromosomes, px
   * @return empty if nothing looks like a chromosome
   */
  static Optional<LabelledPicture> of(Metaphase photograph, List<Box> boxes, int margin) {
    Ground ground = Ground.of(photograph);
    Scene scene = Scene.of(ground, null);
    if (scene.problem() != null) {
      return Optional.empty();
    }
    byte[] first = new byte[photograph.width() * photograph.height()];
    byte[] second = new byte[first.length];
    label(GeometricSegmenter.segmented(photograph, ground, scene), boxes, margin, first, second);
    return Optional.of(scaled(scene, photograph.width(), first, second));
  }

  /**
   * Labels a photograph at its own scale.
   *
   * @param stain of the photograph, relative to that of chromosomes
   * @param boxes the annotated boxes of its chromosomes
   * @param margin how far they reach beyond chromosomes, px
   */
  static LabelledPicture unscaled(
      Metaphase photograph, float[] stain, List<Box> boxes, int margin) {
    byte[] first = new byte[stain.length];
    byte[] second = new byte[stain.length];
    label(Segmenters.geometric().segment(photograph), boxes, margin, first, second);
    return new LabelledPicture(photograph.width(), photograph.height(), stain, first, second);
  }

  private static void label(
      Segmentation found, List<Box> boxes, int margin, byte[] first, byte[] second) {
    int width = found.photograph().width();
    List<Region> regions = new ArrayList<>();
    found.clusters().forEach(cluster -> regions.add(cluster.region()));
    found.others().forEach(other -> regions.add(other.region()));
    List<List<Box>> owned = owned(regions, boxes, margin);
    int chromosomes = 0;
    for (int k = 0; k < regions.size(); k++) {
      Region all = regions.get(k);
      List<Box> own = owned.get(k);
      Optional<Parting> fitting =
          k < found.clusters().size()
              ? fitting(found.clusters().get(k), own, margin)
              : Optional.empty();
      if (fitting.isPresent() && chromosomes + own.size() <= MOST_CHROMOSOMES) {
        for (Region region : fitting.get().chromosomes()) {
          byte number = (byte) ++chromosomes;
          each(region, width, i -> (first[i] == 0 ? first : second)[i] = number);
        }
        each(all, width, i -> first[i] = first[i] == 0 ? (byte) UNKNOWN : first[i]);
      } else if (!own.isEmpty()) {
        markUnknown(all, first, width);
      }
    }
  }

  private static LabelledPicture scaled(Scene scene, int width, byte[] first, byte[] second) {
    int height = first.length / width;
    double scale = PixelClassifier.CHROMOSOME_WIDTH / scene.width();
    int newWidth = (int) Math.max(2, Math.round(width * scale));
    int newHeight = (int) Math.max(2, Math.round(height * scale));
    byte[] newFirst = new byte[newWidth * newHeight];
    byte[] newSecond = new byte[newWidth * newHeight];
    for (int k = 0; k < newFirst.length; k++) {
      int row = k / newWidth;
      int x = Math.min(width - 1, (int) ((k % newWidth + 0.5) * width / newWidth));
      int y = Math.min(height - 1, (int) ((row + 0.5) * height / newHeight));
      newFirst[k] = first[y * width + x];
      newSecond[k] = second[y * width + x];
    }
    float[] stain = Resampling.resampled(scene.relativeStain(), width, height, newWidth, newHeight);
    return new LabelledPicture(newWidth, newHeight, stain, newFirst, newSecond);
  }

  private static Box core(Box box, int margin) {
    int across = Math.max(1, box.width() - 2 * margin);
    int down = Math.max(1, box.height() - 2 * margin);
    return new Box(
        box.left() + (box.width() - across) / 2,
        box.top() + (box.height() - down) / 2,
        across,
        down);
  }

  /** For each region the boxes of which it covers most. */
  private static List<List<Box>> owned(List<Region> regions, List<Box> boxes, int margin) {
    List<List<Box>> owned = new ArrayList<>();
    regions.forEach(region -> owned.add(new ArrayList<>()));
    for (Box box : boxes) {
      Box core = core(box, margin);
      double most = COVERED * core.area();
      int owner = -1;
      for (int k = 0; k < regions.size(); k++) {
        int common = 0;
        for (byte pixel : regions.get(k).mask(core)) {
          common += pixel;
        }
        if (common >= most) {
          most = common;
          owner = k;
        }
      }
      if (owner >= 0) {
        owned.get(owner).add(box);
      }
    }
    return owned;
  }

  /** The parting whose pieces fit the boxes best, one to one. */
  private static Optional<Parting> fitting(Cluster cluster, List<Box> boxes, int margin) {
    Parting best = null;
    double most = 0;
    for (Parting parting : cluster.partings()) {
      double fit = fit(parting, boxes, margin);
      if (fit > most) {
        most = fit;
        best = parting;
      }
    }
    return Optional.ofNullable(best);
  }

  private static double fit(Parting parting, List<Box> boxes, int margin) {
    if (parting.chromosomes().size() != boxes.size()) {
      return 0;
    }
    Set<Box> taken = new HashSet<>();
    double sum = 0;
    for (Region region : parting.chromosomes()) {
      Box box = region.box().widened(margin);
      double most = boxes.size() == 1 ? SAME_ALONE : SAME;
      Box best = null;
      for (Box other : boxes) {
        if (other.iou(box) >= most) {
          most = other.iou(box);
          best = other;
        }
      }
      if (best == null || !taken.add(best)) {
        return 0;
      }
      sum += most;
    }
    return sum;
  }

  private static void each(Region region, int width, IntConsumer action) {
    Box box = region.box();
    byte[] mask = region.mask();
    for (int k = 0; k < mask.length; k++) {
      if (mask[k] != 0) {
        action.accept((box.top() + k / box.width()) * width + box.left() + k % box.width());
      }
    }
  }

  private static void markUnknown(Region region, byte[] labels, int width) {
    Box box = region.box().widened(RIM);
    byte[] mask = Masks.dilated(region.mask(box), box.width(), RIM);
    for (int k = 0; k < mask.length; k++) {
      int x = box.left() + k % box.width();
      int y = box.top() + k / box.width();
      boolean inside = x >= 0 && y >= 0 && x < width && y < labels.length / width;
      if (mask[k] != 0 && inside && labels[y * width + x] == 0) {
        labels[y * width + x] = (byte) UNKNOWN;
      }
    }
  }

  private void findAlone() {
    boolean[] beside = new boolean[UNKNOWN + 1];
    int[] areas = new int[UNKNOWN + 1];
    for (int i = 0; i < first.length; i++) {
      int label = first[i] & 0xff;
      areas[label]++;
      if (second[i] != 0) {
        beside[label] = true;
        beside[second[i] & 0xff] = true;
      } else if (label != 0 && !beside[label]) {
        beside[label] = hasOtherAround(i, label);
      }
    }
    for (int label = 1; label < UNKNOWN; label++) {
      if (areas[label] > LEAST_AREA && !beside[label]) {
        int[] pixels = new int[areas[label]];
        int filled = 0;
        for (int i = 0; i < first.length; i++) {
          if ((first[i] & 0xff) == label) {
            pixels[filled++] = i;
          }
        }
        alone.add(Arrays.copyOf(pixels, filled));
      }
    }
  }

  /** Whether another chromosome is near, or the border, which may cut this one. */
  private boolean hasOtherAround(int pixel, int label) {
    for (int dy = -BESIDE; dy <= BESIDE; dy++) {
      for (int dx = -BESIDE; dx <= BESIDE; dx++) {
        int x = pixel % width + dx;
        int y = pixel / width + dy;
        if (x < 0 || y < 0 || x >= width || y >= height) {
          return true;
        }
        int other = first(y * width + x);
        if (other != 0 && other != label) {
          return true;
        }
      }
    }
    return false;
  }

  /** The number of the chromosome of a pixel, 0 for ground, or {@link #UNKNOWN}. */
  int first(int pixel) {
    return first[pixel] & 0xff;
  }

  /** The number of the other chromosome where two overlap, otherwise 0. */
  int second(int pixel) {
    return second[pixel] & 0xff;
  }

  /** The stain, interpolated; 0 is the ground and 1 the typical stain of a chromosome. */
  float stain(double x, double y) {
    double u = Math.max(0, Math.min(width - 1.001, x));
    double v = Math.max(0, Math.min(height - 1.001, y));
    int left = (int) u;
    int top = (int) v;
    int i = top * width + left;
    float across = (float) (u - left);
    float down = (float) (v - top);
    float above = value(i) * (1 - across) + value(i + 1) * across;
    float below = value(i + width) * (1 - across) + value(i + width + 1) * across;
    return above * (1 - down) + below * down;
  }

  private float value(int pixel) {
    return (stain[pixel] & 0xff) / STEPS + LEAST;
  }

  /** The mean column of some pixels. */
  double middleX(int[] pixels) {
    return Arrays.stream(pixels).mapToLong(pixel -> pixel % width).sum() / (double) pixels.length;
  }

  /** The mean row of some pixels. */
  double middleY(int[] pixels) {
    return Arrays.stream(pixels).mapToLong(pixel -> pixel / width).sum() / (double) pixels.length;
  }
}
