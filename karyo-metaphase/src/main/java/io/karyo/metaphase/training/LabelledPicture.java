package io.karyo.metaphase.training;

import io.karyo.image.Metaphase;
import io.karyo.metaphase.Segmenters;
import io.karyo.metaphase.internal.parting.SceneSegmentation;
import io.karyo.metaphase.internal.scene.Ground;
import io.karyo.metaphase.internal.scene.Masks;
import io.karyo.metaphase.internal.scene.Resampling;
import io.karyo.metaphase.internal.scene.Scene;
import io.karyo.metaphase.pixels.PixelClassifier;
import io.karyo.photo.Box;
import io.karyo.photo.Cluster;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.spi.SegmenterTraining;
import io.karyo.spi.SegmenterTraining.KnownPixels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A photograph at the scale of {@link PixelClassifier}, in which boxes tell for most pixels to
 * which chromosome they belong.
 *
 * <p>A cluster is labelled by the parting that fits its boxes best, as far as its pieces each fit
 * one box; the rest of it is unknown. One without a box is ground, as nuclei and dirt are.
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
   * Labels a photograph, by its pixels if they are known, otherwise by boxes.
   *
   * @param annotated the photograph
   * @param margin how far boxes reach beyond chromosomes, px
   * @param classifier finds the pieces that are compared with boxes; null for shape alone
   * @return empty if nothing looks like a chromosome
   * @throws IOException if the photograph cannot be read
   */
  static Optional<LabelledPicture> of(
      SegmenterTraining.Photograph annotated, int margin, @Nullable PixelClassifier classifier)
      throws IOException {
    Metaphase photograph = annotated.load();
    Ground ground = Ground.of(photograph);
    Scene scene = Scene.of(ground, classifier);
    if (scene.problem() != null) {
      return Optional.empty();
    }
    byte[] first = new byte[photograph.width() * photograph.height()];
    byte[] second = new byte[first.length];
    Optional<KnownPixels> pixels = annotated.loadPixels();
    if (pixels.isPresent()) {
      label(pixels.get(), photograph.width(), first, second);
    } else {
      label(
          SceneSegmentation.of(photograph, ground, scene),
          annotated.boxesOfChromosomes(),
          margin,
          first,
          second);
    }
    return Optional.of(scaled(scene, photograph.width(), first, second));
  }

  private static void label(KnownPixels pixels, int width, byte[] first, byte[] second) {
    List<Region> unknown = new ArrayList<>(pixels.uncertain());
    List<Region> known = pixels.chromosomes();
    if (known.size() > MOST_CHROMOSOMES) {
      unknown.addAll(known.subList(MOST_CHROMOSOMES, known.size()));
      known = known.subList(0, MOST_CHROMOSOMES);
    }
    unknown.forEach(region -> markUnknown(region, List.of(), first, width));
    byte number = 0;
    for (Region region : known) {
      byte next = ++number;
      each(region, width, i -> mark(i, next, first, second));
    }
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
    List<Map<Box, Region>> fitting = new ArrayList<>();
    List<Box> unmatched = new ArrayList<>(boxes);
    int chromosomes = 0;
    for (int k = 0; k < regions.size(); k++) {
      Map<Box, Region> known = Map.of();
      if (k < found.clusters().size() && chromosomes + owned.get(k).size() <= MOST_CHROMOSOMES) {
        known = fitting(found.clusters().get(k), owned.get(k), margin);
      }
      fitting.add(known);
      unmatched.removeAll(known.keySet());
      chromosomes += known.size();
    }
    for (int k = 0; k < regions.size(); k++) {
      boolean isGround = owned.get(k).isEmpty() && !isWithinBox(regions.get(k), unmatched, margin);
      if (!isGround && fitting.get(k).size() < Math.max(1, owned.get(k).size())) {
        markUnknown(regions.get(k), fitting.get(k).values(), first, width);
      }
    }
    byte number = 0;
    for (int k = 0; k < regions.size(); k++) {
      for (Region region : fitting.get(k).values()) {
        byte next = ++number;
        each(region, width, i -> mark(i, next, first, second));
      }
      if (!fitting.get(k).isEmpty()) {
        each(regions.get(k), width, i -> first[i] = first[i] == 0 ? (byte) UNKNOWN : first[i]);
      }
    }
  }

  private static void mark(int pixel, byte number, byte[] first, byte[] second) {
    if (first[pixel] == 0) {
      first[pixel] = number;
    } else if (first[pixel] != (byte) UNKNOWN) {
      second[pixel] = number;
    }
  }

  /** Whether most of a region lies in a box, so that it may be a part of that chromosome. */
  private static boolean isWithinBox(Region region, List<Box> boxes, int margin) {
    return boxes.stream().anyMatch(box -> common(region, core(box, margin)) > region.area() / 2);
  }

  private static int common(Region region, Box box) {
    int common = 0;
    if (region.box().meets(box)) {
      for (byte pixel : region.mask(box)) {
        common += pixel;
      }
    }
    return common;
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
        int common = common(regions.get(k), core);
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

  /** The pieces that fit one box each, of the parting of which most do so and best. */
  private static Map<Box, Region> fitting(Cluster cluster, List<Box> boxes, int margin) {
    Map<Box, Region> best = Map.of();
    double most = 0;
    for (Parting parting : cluster.partings()) {
      Map<Box, Region> fitting = new LinkedHashMap<>();
      double fit = 0;
      for (Region region : parting.chromosomes()) {
        Box widened = region.box().widened(margin);
        Optional<Box> box =
            boxes.stream()
                .filter(one -> !fitting.containsKey(one))
                .max(Comparator.comparingDouble(widened::iou));
        if (box.isPresent() && widened.iou(box.get()) >= (boxes.size() == 1 ? SAME_ALONE : SAME)) {
          fitting.put(box.get(), region);
          fit += widened.iou(box.get());
        }
      }
      if (fit > most) {
        most = fit;
        best = fitting;
      }
    }
    return best;
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

  /** Marks a region but for the known parts of it; around the unknown nothing is known, either. */
  private static void markUnknown(
      Region region, Collection<Region> known, byte[] labels, int width) {
    Box box = region.box().widened(RIM);
    byte[] mask = region.mask(box);
    for (Region part : known) {
      byte[] ofPart = part.mask(box);
      for (int k = 0; k < mask.length; k++) {
        mask[k] = ofPart[k] != 0 ? 0 : mask[k];
      }
    }
    byte[] around = Masks.dilated(mask, box.width(), RIM);
    for (int k = 0; k < around.length; k++) {
      int x = box.left() + k % box.width();
      int y = box.top() + k / box.width();
      if (around[k] != 0 && x >= 0 && y >= 0 && x < width && y < labels.length / width) {
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
}
