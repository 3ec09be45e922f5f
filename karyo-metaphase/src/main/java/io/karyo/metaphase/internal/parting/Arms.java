package io.karyo.metaphase.internal.parting;

import io.karyo.metaphase.internal.scene.Patch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The arms of a cluster and the joints at which they meet.
 *
 * <p>An arm is a branch of the skeleton, or a part of one. A joint is where chromosomes may meet or
 * cross: see {@link ArmsBuilder}. An <b>end</b> of an arm is a number: twice that of the arm for
 * its first pixel, one more for its last one.
 *
 * <p><b>Units:</b> pixels are indices in the patch; angles are in degrees.
 */
final class Arms {

  /** Between which distances from a joint the direction of an arm is measured, in widths. */
  private static final double NEAR = 0.3;

  private static final double FAR = 1.5;

  /** Ends closer than this have no direction from one to the other, in widths. */
  private static final double CLOSE = 0.5;

  /** The bend if an arm is too short to have a direction. */
  private static final double UNKNOWN_BEND = 60;

  /** Between which distances from a joint width and tone of an arm are measured, in widths. */
  private static final double BESIDE = 0.6;

  private static final double BEYOND = 2;

  /** How far from a joint its palest pixel may be, in widths. */
  private static final double PALE_REACH = 0.4;

  /**
   * A part of the skeleton.
   *
   * @param pixels from one end to the other
   * @param first the joint at the first pixel, -1 if that end is free
   * @param last the joint at the last pixel, -1 if that end is free
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Arm(int[] pixels, int first, int last) {}

  /**
   * A way to continue over a joint.
   *
   * @param first an end
   * @param second another end at the same joint
   * @param bend how much a chromosome bends that goes this way
   * @param mismatch how much the two arms differ in width and tone, as a share
   */
  record Link(int first, int second, double bend, double mismatch) {}

  /**
   * A joint.
   *
   * @param ends the ends that meet
   * @param pixels of the skeleton
   * @param waist where two ends meet at a waist, its width over that of the sides; otherwise 1
   * @param contact the probability that chromosomes touch there
   * @param overlap the probability that they cross there
   * @param pale the stain of its palest pixel over the mean of the arms beside it
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Joint(
      int[] ends, int[] pixels, double waist, double contact, double overlap, double pale) {}

  private final Patch patch;
  private final double width;
  private final List<Arm> arms;
  private final List<Joint> joints = new ArrayList<>();

  /**
   * Makes joints.
   *
   * @param arms whose joints are indices of the following lists
   * @param jointPixels the pixels of each joint, at least one
   * @param waists the waist of each joint
   */
  Arms(
      Patch patch,
      double width,
      List<Arm> arms,
      List<List<Integer>> jointPixels,
      List<Double> waists) {
    this.patch = patch;
    this.width = width;
    this.arms = List.copyOf(arms);
    for (int joint = 0; joint < jointPixels.size(); joint++) {
      List<Integer> ends = new ArrayList<>();
      for (int arm = 0; arm < arms.size(); arm++) {
        if (arms.get(arm).first == joint) {
          ends.add(2 * arm);
        }
        if (arms.get(arm).last == joint) {
          ends.add(2 * arm + 1);
        }
      }
      List<Integer> pixels = jointPixels.get(joint);
      joints.add(
          new Joint(
              array(ends),
              array(pixels),
              waists.get(joint),
              around(pixels, patch.contact),
              around(pixels, patch.overlap),
              pale(pixels.get(0), ends)));
    }
  }

  /** The highest value near a joint. */
  private double around(List<Integer> pixels, float[] values) {
    int reach = (int) Math.max(1, Math.round(PALE_REACH * width));
    double most = 0;
    for (int pixel : pixels) {
      for (int dy = -reach; dy <= reach; dy++) {
        for (int dx = -reach; dx <= reach; dx++) {
          int other = pixel + dy * patch.width + dx;
          if (other >= 0 && other < values.length && dx * dx + dy * dy <= reach * reach) {
            most = Math.max(most, values[other]);
          }
        }
      }
    }
    return most;
  }

  private static int[] array(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private double pale(int centre, List<Integer> ends) {
    double least = patch.stain[centre];
    double sum = 0;
    int n = 0;
    for (int end : ends) {
      for (int k = 0; k <= FAR * width; k++) {
        float stain = patch.stain[pixelAt(end, k)];
        sum += stain;
        n++;
        least = k < PALE_REACH * width ? Math.min(least, stain) : least;
      }
    }
    return n == 0 ? 1 : least / Math.max(1e-6, sum / n);
  }

  /** The joint of an end, -1 if it is free. */
  int jointOf(int end) {
    Arm arm = arms.get(end / 2);
    return end % 2 == 0 ? arm.first : arm.last;
  }

  /** The pixel at a distance from an end, or the last one before the other end. */
  int pixelAt(int end, double px) {
    int[] pixels = arms.get(end / 2).pixels;
    int k = (int) Math.min(pixels.length - 1, Math.round(px));
    return end % 2 == 0 ? pixels[k] : pixels[pixels.length - 1 - k];
  }

  /** All ways to continue over a joint. */
  List<Link> links(Joint joint) {
    List<Link> links = new ArrayList<>();
    for (int a = 0; a < joint.ends.length; a++) {
      for (int b = a + 1; b < joint.ends.length; b++) {
        int first = joint.ends[a];
        int second = joint.ends[b];
        links.add(new Link(first, second, bend(first, second), mismatch(first, second)));
      }
    }
    return links;
  }

  /** How much a chromosome bends that goes from one arm to another. */
  double bend(int first, int second) {
    int a = pixelAt(first, NEAR * width);
    int b = pixelAt(second, NEAR * width);
    int farA = pixelAt(first, FAR * width);
    int farB = pixelAt(second, FAR * width);
    if (a == farA || b == farB) {
      return UNKNOWN_BEND;
    }
    double whole = patch.angle(farA, a, b, farB);
    return patch.distance(a, b) < CLOSE * width
        ? whole
        : Math.max(whole, patch.angle(farA, a, a, b) + patch.angle(a, b, b, farB));
  }

  private double mismatch(int first, int second) {
    double widths = Math.abs(mean(first, patch.half) - mean(second, patch.half)) / (width / 2);
    double one = mean(first, patch.stain);
    double other = mean(second, patch.stain);
    return widths + 2 * Math.abs(one - other) / Math.max(1e-6, one + other);
  }

  private double mean(int end, float[] values) {
    double sum = 0;
    int n = 0;
    for (int k = (int) (BESIDE * width); k <= BEYOND * width; k++) {
      sum += values[pixelAt(end, k)];
      n++;
    }
    return sum / n;
  }

  /** The arms in groups that joints connect. */
  List<List<Integer>> connected() {
    int[] group = new int[arms.size()];
    Arrays.setAll(group, arm -> arm);
    for (Joint joint : joints) {
      for (int k = 1; k < joint.ends.length; k++) {
        int into = group[joint.ends[0] / 2];
        int from = group[joint.ends[k] / 2];
        Arrays.setAll(group, arm -> group[arm] == from ? into : group[arm]);
      }
    }
    return IntStream.range(0, group.length)
        .filter(arm -> group[arm] == arm)
        .mapToObj(g -> IntStream.range(0, group.length).filter(a -> group[a] == g).boxed().toList())
        .toList();
  }

  List<Arm> arms() {
    return arms;
  }

  List<Joint> joints() {
    return joints;
  }
}
