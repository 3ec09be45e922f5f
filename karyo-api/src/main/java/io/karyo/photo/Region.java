package io.karyo.photo;

import io.karyo.model.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A set of pixels of a photograph, kept as runs along rows. Regions of one photograph may overlap,
 * where chromosomes cross.
 *
 * <p><b>Units:</b> px of the photograph. <b>Thread safety:</b> immutable. Two regions are equal if
 * they have the same pixels.
 */
public final class Region {

  /**
   * A corner of an outline, on the grid between pixels: (0, 0) is the top left corner of the top
   * left pixel.
   *
   * @param x px to the right
   * @param y px down
   */
  public record Corner(int x, int y) {}

  private final Box box;
  private final int area;

  /** For each row of the box, where its runs start in {@link #runs}; one more for the end. */
  private final int[] rows;

  /** The first column of each run and the first one behind it, in px of the photograph. */
  private final int[] runs;

  private Region(Box box, int area, int[] rows, int[] runs) {
    this.box = box;
    this.area = area;
    this.rows = rows;
    this.runs = runs;
  }

  /**
   * Makes a region of a mask.
   *
   * @param box where the mask lies in the photograph
   * @param mask a value for each pixel of the box, row-major; the pixels of the region are those
   *     that are not 0
   * @return the region; its box is the smallest one
   * @throws IllegalArgumentException if the mask does not fit the box, or is 0 everywhere
   */
  public static Region of(Box box, byte[] mask) {
    Require.that(mask.length == box.area(), "mask", box.area() + " pixels", mask.length);
    int left = box.width();
    int right = -1;
    int top = box.height();
    int bottom = -1;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] != 0) {
        left = Math.min(left, i % box.width());
        right = Math.max(right, i % box.width());
        top = Math.min(top, i / box.width());
        bottom = Math.max(bottom, i / box.width());
      }
    }
    Require.that(right >= 0, "mask", "not 0 in at least one pixel", "0 everywhere");
    IntStream.Builder runs = IntStream.builder();
    int[] rows = new int[bottom - top + 2];
    int area = 0;
    int ends = 0;
    for (int y = top; y <= bottom; y++) {
      boolean inside = false;
      for (int x = left; x <= right + 1; x++) {
        boolean here = x <= right && mask[y * box.width() + x] != 0;
        area += here ? 1 : 0;
        if (here != inside) {
          runs.add(box.left() + x);
          ends++;
          inside = here;
        }
      }
      rows[y - top + 1] = ends;
    }
    Box tight = new Box(box.left() + left, box.top() + top, right - left + 1, bottom - top + 1);
    return new Region(tight, area, rows, runs.build().toArray());
  }

  /** No photograph has more pixels. */
  private static final long MOST_PIXELS = 1 << 24;

  /**
   * Makes a region of outlines, as a person draws them or {@link #outline()} gives them.
   *
   * @param outline closed polygons of at least 3 corners each, filled by the even-odd rule: a
   *     polygon within another one is a hole
   * @return the pixels whose centres lie inside
   * @throws IllegalArgumentException if a polygon has too few corners, no pixel lies inside, or the
   *     outline is larger than any photograph
   */
  public static Region ofOutline(List<List<Corner>> outline) {
    int left = Integer.MAX_VALUE;
    int top = Integer.MAX_VALUE;
    int right = Integer.MIN_VALUE;
    int bottom = Integer.MIN_VALUE;
    for (List<Corner> polygon : outline) {
      Require.that(polygon.size() >= 3, "polygon", "of at least 3 corners", polygon);
      for (Corner corner : polygon) {
        left = Math.min(left, corner.x);
        top = Math.min(top, corner.y);
        right = Math.max(right, corner.x);
        bottom = Math.max(bottom, corner.y);
      }
    }
    Require.that(left < right && top < bottom, "outline", "a polygon with an area", outline);
    long width = (long) right - left;
    long height = (long) bottom - top;
    Require.that(
        width <= MOST_PIXELS && width * height <= MOST_PIXELS,
        "outline",
        "of at most " + MOST_PIXELS + " px",
        width + " x " + height);
    Box box = new Box(left, top, (int) width, (int) height);
    byte[] mask = filled(outline, box);
    for (byte pixel : mask) {
      if (pixel != 0) {
        return of(box, mask);
      }
    }
    throw new IllegalArgumentException(
        "outline: must enclose the centre of a pixel, found " + outline);
  }

  /** Inverts what is to the right of each edge, row by row; inside, an odd number of edges does. */
  private static byte[] filled(List<List<Corner>> outline, Box box) {
    byte[] mask = new byte[Math.toIntExact(box.area())];
    for (List<Corner> polygon : outline) {
      for (int i = 0; i < polygon.size(); i++) {
        Corner a = polygon.get(i);
        Corner b = polygon.get((i + 1) % polygon.size());
        for (int y = Math.min(a.y, b.y); y < Math.max(a.y, b.y); y++) {
          double x = a.x + (y + 0.5 - a.y) * ((double) b.x - a.x) / ((double) b.y - a.y);
          int row = (y - box.top()) * box.width();
          for (int k = (int) Math.ceil(x - 0.5) - box.left(); k < box.width(); k++) {
            mask[row + k] ^= 1;
          }
        }
      }
    }
    return mask;
  }

  /** The pixels of several regions, at least one. */
  static Region union(Collection<Region> regions) {
    Box box = regions.stream().map(Region::box).reduce(Box::around).orElseThrow();
    byte[] union = new byte[Math.toIntExact(box.area())];
    for (Region region : regions) {
      byte[] mask = region.mask(box);
      for (int i = 0; i < mask.length; i++) {
        union[i] |= mask[i];
      }
    }
    return of(box, union);
  }

  /** The pixels that another region does not have, at least one. */
  Region without(Region other) {
    byte[] mask = mask();
    byte[] gone = other.mask(box);
    for (int i = 0; i < mask.length; i++) {
      mask[i] = gone[i] != 0 ? 0 : mask[i];
    }
    return of(box, mask);
  }

  /** {@return the smallest box around the region} */
  public Box box() {
    return box;
  }

  /** {@return the number of pixels, at least 1} */
  public int area() {
    return area;
  }

  /**
   * Returns whether a pixel belongs to the region.
   *
   * @param x its column
   * @param y its row
   * @return whether it does; false for a pixel outside the photograph
   */
  public boolean contains(int x, int y) {
    if (!box.contains(x, y)) {
      return false;
    }
    for (int k = rows[y - box.top()]; k < rows[y - box.top() + 1]; k += 2) {
      if (x < runs[k + 1]) {
        return x >= runs[k];
      }
    }
    return false;
  }

  /** {@return a new array with 1 for each pixel of the box that belongs to the region, else 0} */
  public byte[] mask() {
    return mask(box);
  }

  /**
   * Draws the region in a box.
   *
   * @param frame the box, which may cut the region or reach beyond it
   * @return a new array with 1 for each pixel of the frame that belongs to the region, else 0
   */
  public byte[] mask(Box frame) {
    byte[] mask = new byte[Math.toIntExact(frame.area())];
    int last = Math.min(box.bottom(), frame.bottom());
    for (int y = Math.max(box.top(), frame.top()); y < last; y++) {
      int row = (y - frame.top()) * frame.width() - frame.left();
      for (int k = rows[y - box.top()]; k < rows[y - box.top() + 1]; k += 2) {
        int from = Math.max(runs[k], frame.left());
        int to = Math.min(runs[k + 1], frame.right());
        if (from < to) {
          Arrays.fill(mask, row + from, row + to, (byte) 1);
        }
      }
    }
    return mask;
  }

  /**
   * Counts common pixels.
   *
   * @param other another region
   * @return how many pixels belong to both
   */
  public int common(Region other) {
    int common = 0;
    int last = Math.min(box.bottom(), other.box.bottom());
    for (int y = Math.max(box.top(), other.box.top()); y < last; y++) {
      int k = rows[y - box.top()];
      int j = other.rows[y - other.box.top()];
      int endK = rows[y - box.top() + 1];
      int endJ = other.rows[y - other.box.top() + 1];
      while (k < endK && j < endJ) {
        int from = Math.max(runs[k], other.runs[j]);
        int to = Math.min(runs[k + 1], other.runs[j + 1]);
        common += Math.max(0, to - from);
        if (runs[k + 1] < other.runs[j + 1]) {
          k += 2;
        } else {
          j += 2;
        }
      }
    }
    return common;
  }

  /**
   * Measures how well two regions agree.
   *
   * @param other another region
   * @return the number of common pixels over that of the union, 0 to 1
   */
  public double iou(Region other) {
    int common = common(other);
    return (double) common / ((long) area + other.area - common);
  }

  /**
   * Returns the outline, to be drawn over the photograph.
   *
   * @return a closed polygon for each part of the region that is connected by sides or corners, and
   *     one for each hole; filled by the even-odd rule they are the region
   */
  public List<List<Corner>> outline() {
    int width = box.width() + 2;
    byte[] mask = mask(box.widened(1));
    boolean[] followed = new boolean[mask.length];
    List<List<Corner>> polygons = new ArrayList<>();
    for (int i = width; i < mask.length; i++) {
      if (mask[i] != 0 && mask[i - width] == 0 && !followed[i]) {
        polygons.add(follow(mask, width, i, followed));
      }
    }
    return polygons;
  }

  /**
   * {@return the {@linkplain #outline() outline} as the data of an SVG path, in px of the
   * photograph; to be filled by the even-odd rule}
   */
  public String svgPath() {
    StringBuilder path = new StringBuilder();
    for (List<Corner> polygon : outline()) {
      char command = 'M';
      for (Corner corner : polygon) {
        path.append(command).append(corner.x()).append(' ').append(corner.y());
        command = 'L';
      }
      path.append('Z');
    }
    return path.toString();
  }

  /** For a direction (right, down, left, up), the pixel ahead on the right hand of a corner. */
  private static final int[] RIGHT_X = {0, -1, -1, 0};

  private static final int[] RIGHT_Y = {0, 0, -1, -1};

  /**
   * Follows an outline with the region on the right hand.
   *
   * @param start a pixel without another above it
   * @param followed the pixels whose upper side was followed
   */
  private List<Corner> follow(byte[] mask, int width, int start, boolean[] followed) {
    List<Corner> corners = new ArrayList<>();
    int x = start % width;
    int y = start / width;
    int direction = 0;
    do {
      if (direction == 0) {
        followed[y * width + x] = true;
      }
      x += direction == 0 ? 1 : direction == 2 ? -1 : 0;
      y += direction == 1 ? 1 : direction == 3 ? -1 : 0;
      int left = (direction + 3) % 4;
      int turn;
      // What lies ahead on the left hand lies on the right hand after a turn to the left.
      if (mask[(y + RIGHT_Y[left]) * width + x + RIGHT_X[left]] != 0) {
        turn = left;
      } else if (mask[(y + RIGHT_Y[direction]) * width + x + RIGHT_X[direction]] != 0) {
        turn = direction;
      } else {
        turn = (direction + 1) % 4;
      }
      if (turn != direction) {
        corners.add(new Corner(x + box.left() - 1, y + box.top() - 1));
      }
      direction = turn;
    } while (y * width + x != start || direction != 0);
    return corners;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Region region
        && box.equals(region.box)
        && Arrays.equals(rows, region.rows)
        && Arrays.equals(runs, region.runs);
  }

  @Override
  public int hashCode() {
    return 31 * box.hashCode() + Arrays.hashCode(runs);
  }

  @Override
  public String toString() {
    return "Region[" + area + " px in " + box + "]";
  }
}
