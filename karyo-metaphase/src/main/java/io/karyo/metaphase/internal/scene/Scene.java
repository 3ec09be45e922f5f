package io.karyo.metaphase.internal.scene;

import io.karyo.image.Background;
import io.karyo.metaphase.pixels.PixelClassifier;
import io.karyo.photo.Box;
import io.karyo.photo.OtherRegion;
import io.karyo.photo.OtherRegion.Kind;
import io.karyo.photo.Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands out from the ground, sorted into pieces of chromosomes and other things.
 *
 * <p>No scale is assumed: widths are measured in the typical width of the chromosomes, and areas in
 * their mean area, both of this photograph.
 */
public final class Scene {

  /** What remains around a nucleus belongs to it up to this distance, in widths. */
  private static final double RIM = 0.2;

  /** The least share of a nucleus that is classified as ground. */
  private static final double NUCLEAR = 0.6;

  /**
   * What has so much of its border within a nucleus is a part of it; measured so far beside, px.
   */
  private static final double ENCLOSED = 0.6;

  private static final int BESIDE = 2;

  /** Holes up to this area, in squares of the width, are filled. */
  private static final double HOLE = 0.3;

  /** Pieces up to this share of the mean area are dirt. */
  private static final double SMALL = 0.25;

  /** Parts of the sure pixels up to this share of the mean area are left out. */
  private static final double PART = 0.12;

  /** Pieces stranger than this are none of chromosomes. */
  private static final double STRANGE = 16;

  /** Pieces up to this are chromosomes if otherwise there are too few. */
  private static final double STRANGEST = 40;

  /** Chromosomes are longer than wide: in a cell, one has at least so many squares of its width. */
  private static final double LONG = 2;

  /** A 46th of one cell is at most so many times the median piece. */
  private static final double SEVERAL = 1.6;

  private static final int MIN_PIXELS = 10;
  private static final int USUAL_COUNT = 46;

  private final Ground ground;
  private final int imageWidth;
  private final Levels levels;
  private double area;
  private @Nullable String problem;
  private final List<OtherRegion> others = new ArrayList<>();
  private final List<Region> pieces = new ArrayList<>();
  private final List<Doubtful> doubtful = new ArrayList<>();
  private final @Nullable PixelClassifier classifier;
  private PixelClasses classes;

  /**
   * A piece that may be dirt.
   *
   * @param region its pixels
   * @param strangeness how much its looks differ from those of chromosomes
   */
  public record Doubtful(Region region, double strangeness) {}

  private Scene(Ground ground, @Nullable PixelClassifier classifier) {
    this.ground = ground;
    this.classifier = classifier;
    imageWidth = ground.width;
    levels = new Levels(ground);
    problem = levels.problem;
    classes = PixelClasses.unknown(levels.stain.length);
  }

  /**
   * Sorts a photograph.
   *
   * @param classifier tells chromosomes from other things; null to do so by width and looks alone
   */
  public static Scene of(Ground ground, @Nullable PixelClassifier classifier) {
    Scene scene = new Scene(ground, classifier);
    if (scene.problem == null) {
      scene.find();
    }
    return scene;
  }

  private void find() {
    double hole = HOLE * levels.width * levels.width;
    Masks.fillHoles(levels.mask, imageWidth, hole);
    byte[] wide = levels.wide(levels.mask);
    byte[] mask = levels.mask;
    if (classifier != null && levels.candidates != mask) {
      mask = levels.candidates;
      Masks.fillHoles(mask, imageWidth, hole);
    }
    int[] labels = new int[mask.length];
    removeNuclei(mask, wide, labels);
    sort(Masks.components(mask, imageWidth, labels).stream().map(this::region).toList());
    if (pieces.isEmpty()) {
      problem = "nothing looks like a chromosome";
    }
  }

  /** Takes what is no chromosome from what stands out. */
  private void removeNuclei(byte[] mask, byte[] wide, int[] labels) {
    byte[] removed;
    if (classifier == null) {
      removed = Masks.dilated(wide, imageWidth, RIM * levels.width);
    } else {
      classes = PixelClasses.of(classifier, relativeStain(), imageWidth, levels.width);
      removed = Masks.above(classes.ground, 0.5);
      for (int i = 0; i < mask.length; i++) {
        removed[i] &= mask[i];
      }
      removeDarkParts(mask, wide, removed, labels);
    }
    for (int[] pixels : Masks.components(classifier == null ? wide : removed, imageWidth, labels)) {
      if (pixels.length >= MIN_PIXELS) {
        Region region = region(pixels);
        boolean isWide = false;
        for (int i : pixels) {
          isWide |= wide[i] != 0;
        }
        Kind kind = isWide ? Kind.NUCLEUS : Kind.DEBRIS;
        others.add(new OtherRegion(region, Annotations.isPatch(region) ? Kind.ANNOTATION : kind));
      }
    }
    for (int i = 0; i < mask.length; i++) {
      mask[i] = removed[i] != 0 ? 0 : mask[i];
    }
  }

  /** Adds those parts of nuclei that the classifier left because they are dark. */
  private void removeDarkParts(byte[] mask, byte[] wide, byte[] removed, int[] labels) {
    byte[] nuclei = new byte[mask.length];
    for (int[] pixels : Masks.components(wide, imageWidth, labels)) {
      if (share(pixels, removed) > NUCLEAR) {
        for (int i : pixels) {
          nuclei[i] = 1;
        }
      }
    }
    byte[] left = new byte[mask.length];
    for (int i = 0; i < mask.length; i++) {
      left[i] = (byte) (mask[i] & ~removed[i]);
      nuclei[i] &= removed[i];
    }
    for (int[] pixels : Masks.components(left, imageWidth, labels)) {
      if (enclosed(pixels, labels, nuclei) > ENCLOSED) {
        for (int i : pixels) {
          removed[i] = 1;
        }
      }
    }
  }

  /** The share of the border of a component that lies within a mask. */
  private double enclosed(int[] pixels, int[] labels, byte[] mask) {
    int[] steps = {BESIDE, -BESIDE, BESIDE * imageWidth, -BESIDE * imageWidth};
    int border = 0;
    int in = 0;
    for (int i : pixels) {
      for (int step : steps) {
        int j = i + step;
        if (j >= 0 && j < mask.length && labels[j] != labels[i]) {
          border++;
          in += mask[j];
        }
      }
    }
    return (double) in / Math.max(1, border);
  }

  private static double share(int[] pixels, byte[] mask) {
    int in = 0;
    for (int i : pixels) {
      in += mask[i];
    }
    return (double) in / pixels.length;
  }

  /** Sorts what is no nucleus. */
  private void sort(List<Region> components) {
    List<Region> large = new ArrayList<>();
    for (Region component : components) {
      if (component.area() > levels.width * levels.width) {
        large.add(component);
      }
    }
    area = meanArea(large);
    large.clear();
    for (Region component : components) {
      if (Annotations.isLettering(component, ground)) {
        others.add(new OtherRegion(component, Kind.ANNOTATION));
      } else if (component.area() >= SMALL * area) {
        large.add(component);
      } else if (component.area() >= MIN_PIXELS) {
        others.add(new OtherRegion(component, Kind.DEBRIS));
      }
    }
    Looks looks = new Looks(large.stream().map(this::look).toList());
    for (int i = 0; i < large.size(); i++) {
      double strangeness = looks.strangeness(i);
      Kind kind = looks.touches(i) ? Kind.BORDER : Kind.DEBRIS;
      // A classifier has seen dirt before.
      if (strangeness <= STRANGE || (classifier != null && kind == Kind.DEBRIS)) {
        pieces.add(large.get(i));
      } else if (strangeness <= STRANGEST && kind == Kind.DEBRIS) {
        doubtful.add(new Doubtful(large.get(i), strangeness));
      } else {
        others.add(new OtherRegion(large.get(i), kind));
      }
    }
    doubtful.sort(Comparator.comparingDouble(Doubtful::strangeness));
    area = meanArea(pieces);
    if (pieces.stream().noneMatch(piece -> piece.area() > LONG * levels.width * levels.width)) {
      pieces.forEach(piece -> others.add(new OtherRegion(piece, Kind.DEBRIS)));
      pieces.clear();
    }
  }

  /**
   * Estimates the mean area of a chromosome: a 46th of all, as long as that can be. Of a part of a
   * cell it would be less than half of the median piece, and of several cells more than that; then
   * the median is taken instead.
   */
  private static double meanArea(List<Region> pieces) {
    int[] areas = pieces.stream().mapToInt(Region::area).sorted().toArray();
    long sum = 0;
    for (int one : areas) {
      sum += one;
    }
    double median = areas.length == 0 ? 0 : areas[areas.length / 2];
    double share = sum / (double) USUAL_COUNT;
    return share < median / 2 || share > SEVERAL * median ? median : share;
  }

  private Looks.Look look(Region region) {
    Patch patch = patch(region);
    double sum = 0;
    double squares = 0;
    double widest = 0;
    for (int i = 0; i < patch.mask.length; i++) {
      if (patch.mask[i] != 0) {
        sum += patch.stain[i];
        squares += patch.stain[i] * patch.stain[i];
        widest = Math.max(widest, patch.half[i]);
      }
    }
    Box box = region.box();
    boolean touches =
        box.left() == 0
            || box.top() == 0
            || box.right() == imageWidth
            || box.bottom() == ground.height;
    double mean = sum / region.area();
    double deviation = Math.sqrt(Math.max(0, squares / region.area() - mean * mean));
    return new Looks.Look(
        region.area() / area,
        mean / levels.tone,
        deviation / levels.tone,
        2 * widest / levels.width,
        touches);
  }

  private Region region(int[] pixels) {
    int left = Integer.MAX_VALUE;
    int right = 0;
    int top = Integer.MAX_VALUE;
    int bottom = 0;
    for (int i : pixels) {
      left = Math.min(left, i % imageWidth);
      right = Math.max(right, i % imageWidth);
      top = Math.min(top, i / imageWidth);
      bottom = Math.max(bottom, i / imageWidth);
    }
    Box box = new Box(left, top, right - left + 1, bottom - top + 1);
    byte[] mask = new byte[(int) box.area()];
    for (int i : pixels) {
      mask[(i / imageWidth - top) * box.width() + i % imageWidth - left] = 1;
    }
    return Region.of(box, mask);
  }

  /** Cuts out a piece. */
  public Patch patch(Region piece) {
    double hole = HOLE * levels.width * levels.width;
    return new Patch(piece, levels.stain, classes, imageWidth, levels.sure, PART * area, hole);
  }

  /** Why there are no chromosomes; null if there are some. */
  public @Nullable String problem() {
    return problem;
  }

  /** The typical width of a chromosome, px; 0 if there is none. */
  public double width() {
    return problem == null ? levels.width : 0;
  }

  /** The stain on a scale on which the ground is 0 and a chromosome is typically 1. */
  public float[] relativeStain() {
    return relative(levels.stain);
  }

  /** The same of the photograph as it is: neither smoothed nor levelled. */
  public float[] relativeGround() {
    return relative(ground.stain);
  }

  private float[] relative(float[] values) {
    float[] relative = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      relative[i] = (float) ((values[i] - levels.groundTone) / contrast());
    }
    return relative;
  }

  /** The tone of the ground. */
  public Background tone() {
    return ground.tone;
  }

  /** The typical stain of a chromosome beyond that of the ground. */
  public double contrast() {
    return levels.tone - levels.groundTone;
  }

  /** The estimated mean area of a chromosome, px. */
  public double area() {
    return area;
  }

  /** The stain that is shown as the brightest in fluorescence. */
  public double full() {
    return problem == null ? 2 * levels.tone : 1;
  }

  /** What is no chromosome. */
  public List<OtherRegion> others() {
    return others;
  }

  /** Pieces that look strange, the least strange first. */
  public List<Doubtful> doubtful() {
    return doubtful;
  }

  /** Lone chromosomes and clusters. */
  public List<Region> pieces() {
    return pieces;
  }
}
