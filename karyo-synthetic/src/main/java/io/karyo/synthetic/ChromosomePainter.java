package io.karyo.synthetic;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Straightened;
import io.karyo.image.Background;
import io.karyo.image.ChromosomeImage;
import io.karyo.synthetic.SyntheticCells.CellLook;
import io.karyo.synthetic.SyntheticChromosome.Point;
import io.karyo.synthetic.SyntheticChromosome.Pose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Draws the picture of a chromosome in a pose. */
final class ChromosomePainter {

  /** Less stain is not drawn, because the background of a cut-out image is uniform. */
  private static final double VISIBLE = 0.03;

  /** The least radius of a bend, in half widths: at 1 the inner rim would turn on the spot. */
  private static final double MIN_RADIUS = 1.25;

  private final ChromosomeType type;
  private final ChromosomeBody body;
  private final CellLook look;
  private final Blur blur;

  ChromosomePainter(ChromosomeType type, ChromosomeBody body, CellLook look) {
    this.type = type;
    this.body = body;
    this.look = look;
    this.blur = Blur.of(look.blur());
  }

  SyntheticChromosome paint(Pose wanted, SplittableRandom random, String source) {
    Pose pose = feasible(wanted);
    Axis axis = Axis.lay(body.length(), kinkZone(pose.bend()), pose);
    int pad = (int) Math.ceil(body.halfWidth()) + 2 + blur.radius();
    int width = (int) Math.ceil(axis.width) + 2 * pad + 1;
    int height = (int) Math.ceil(axis.height) + 2 * pad + 1;
    double[] stain = blur.picture(stain(axis, pad, width, height), width);
    for (int i = 0; i < stain.length; i++) {
      if (stain[i] >= VISIBLE) {
        double noisy = stain[i] + look.noise() * Gauss.next(random);
        stain[i] = Math.min(1, Math.max(VISIBLE, noisy));
      } else {
        stain[i] = 0;
      }
    }
    Box box = Box.around(stain, width).grown(1);
    double shiftX = pad - box.left();
    double shiftY = pad - box.top();
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < axis.x.length; i++) {
      points.add(new Point(axis.x[i] + shiftX, axis.y[i] + shiftY));
    }
    int stained = 0;
    for (double value : stain) {
      stained += value > 0 ? 1 : 0;
    }
    int area = stained;
    return new SyntheticChromosome(
        type,
        image(stain, width, box).withSource(source),
        () -> straight(pose, area),
        points,
        axis.at(body.centromere(), shiftX, shiftY),
        body.length(),
        body.centromere() / body.length(),
        pose);
  }

  /** Bends no more than the chromosome can be bent without folding over its inner rim. */
  private Pose feasible(Pose wanted) {
    double share =
        switch (wanted.shape()) {
          case ARC -> 1;
          case KINK -> 0.55;
          case DOUBLE -> 0.5;
        };
    double most = Math.toDegrees(share * body.length() / (MIN_RADIUS * body.halfWidth()));
    return wanted.withBend(Math.min(wanted.bend(), most));
  }

  /** The length of axis that a kink takes, px. */
  private double kinkZone(double bend) {
    return Math.max(1, Math.toRadians(bend) * MIN_RADIUS * body.halfWidth());
  }

  /** The stain of a picture whose every place belongs to the nearest point of the axis. */
  private double[] stain(Axis axis, int pad, int width, int height) {
    double reach = body.halfWidth() + 1;
    double[] nearest = new double[width * height];
    int[] owner = new int[width * height];
    Arrays.fill(nearest, reach * reach);
    Arrays.fill(owner, -1);
    for (int i = 0; i < axis.x.length; i++) {
      double cx = axis.x[i] + pad;
      double cy = axis.y[i] + pad;
      for (int y = (int) Math.ceil(cy - reach); y <= cy + reach; y++) {
        double rise = (y - cy) * (y - cy);
        double half = Math.sqrt(reach * reach - rise);
        int last = y * width + (int) (cx + half);
        double dx = Math.ceil(cx - half) - cx;
        for (int at = y * width + (int) Math.ceil(cx - half); at <= last; at++, dx++) {
          double square = dx * dx + rise;
          if (square < nearest[at]) {
            nearest[at] = square;
            owner[at] = i;
          }
        }
      }
    }
    double[] stain = new double[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = owner[y * width + x];
        if (i >= 0) {
          double dx = x - pad - axis.x[i];
          double dy = y - pad - axis.y[i];
          double along = -dx * axis.sin[i] + dy * axis.cos[i];
          double across = dx * axis.cos[i] + dy * axis.sin[i];
          stain[y * width + x] = body.stain(i * axis.step + along, across);
        }
      }
    }
    return stain;
  }

  private ChromosomeImage image(double[] stain, int width, Box box) {
    boolean dark = look.background() == Background.WHITE;
    byte[] grey = new byte[box.width() * box.height()];
    for (int y = 0; y < box.height(); y++) {
      for (int x = 0; x < box.width(); x++) {
        double value = stain[(y + box.top()) * width + x + box.left()];
        grey[y * box.width() + x] = (byte) Math.round(255 * (dark ? 1 - value : value));
      }
    }
    return ChromosomeImage.of(box.height(), box.width(), grey);
  }

  private Straightened straight(Pose pose, int area) {
    int rows = Math.max(1, (int) Math.round(body.length()));
    int middle = (int) Math.ceil(body.halfWidth()) + 1;
    int columns = 2 * middle + 1;
    int pad = blur.radius();
    int sign = pose.shortArmUp() ? 1 : -1;
    double[] stain = new double[(rows + 2 * pad) * columns];
    for (int row = -pad; row < rows + pad; row++) {
      double share = (row + 0.5) / rows;
      double s = body.length() * (sign > 0 ? share : 1 - share);
      for (int column = 0; column < columns; column++) {
        stain[(row + pad) * columns + column] = body.stain(s, sign * (column - middle));
      }
    }
    double[] blurred = blur.picture(stain, columns);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      double value = blurred[i + pad * columns];
      values[i] = value < VISIBLE ? 0 : (float) Math.min(1, value);
    }
    double rotation = pose.rotation() - 180 * Math.rint(pose.rotation() / 180);
    return Straightened.builder(rows, columns, values)
        .area(area)
        .rotation(rotation <= -90 ? rotation + 180 : rotation)
        .method("synthetic")
        .build();
  }

  /** A rectangle of pixels. */
  private record Box(int left, int top, int width, int height) {

    static Box around(double[] stain, int columns) {
      int left = columns;
      int right = -1;
      int top = stain.length;
      int bottom = -1;
      for (int i = 0; i < stain.length; i++) {
        if (stain[i] > 0) {
          left = Math.min(left, i % columns);
          right = Math.max(right, i % columns);
          top = Math.min(top, i / columns);
          bottom = Math.max(bottom, i / columns);
        }
      }
      return new Box(left, top, right - left + 1, bottom - top + 1);
    }

    Box grown(int by) {
      return new Box(left - by, top - by, width + 2 * by, height + 2 * by);
    }
  }

  /**
   * A laid down axis, its least x and y 0, with sine and cosine of the clockwise angle between its
   * direction and straight down at each point.
   */
  private static final class Axis {

    final double[] x;
    final double[] y;
    final double[] sin;
    final double[] cos;
    final double step;
    final double width;
    final double height;

    private Axis(
        double[] x,
        double[] y,
        double[] sin,
        double[] cos,
        double step,
        double width,
        double height) {
      this.x = x;
      this.y = y;
      this.sin = sin;
      this.cos = cos;
      this.step = step;
      this.width = width;
      this.height = height;
    }

    static Axis lay(double length, double kinkZone, Pose pose) {
      int segments = (int) Math.ceil(length);
      double step = length / segments;
      double[] x = new double[segments + 1];
      double[] y = new double[segments + 1];
      for (int i = 0; i < segments; i++) {
        double angle = pose.turn((i + 0.5) * step, length, kinkZone);
        x[i + 1] = x[i] - step * StrictMath.sin(angle);
        y[i + 1] = y[i] + step * StrictMath.cos(angle);
      }
      double leaning = StrictMath.atan2(-x[segments], y[segments]);
      double rotation = Math.toRadians(pose.rotation()) - leaning;
      double sine = StrictMath.sin(rotation);
      double cosine = StrictMath.cos(rotation);
      double[] sin = new double[segments + 1];
      double[] cos = new double[segments + 1];
      double left = Double.POSITIVE_INFINITY;
      double top = Double.POSITIVE_INFINITY;
      double right = Double.NEGATIVE_INFINITY;
      double bottom = Double.NEGATIVE_INFINITY;
      for (int i = 0; i <= segments; i++) {
        double unrotated = x[i];
        x[i] = unrotated * cosine - y[i] * sine;
        y[i] = unrotated * sine + y[i] * cosine;
        left = Math.min(left, x[i]);
        top = Math.min(top, y[i]);
        right = Math.max(right, x[i]);
        bottom = Math.max(bottom, y[i]);
        double angle = pose.turn(i * step, length, kinkZone) + rotation;
        sin[i] = StrictMath.sin(angle);
        cos[i] = StrictMath.cos(angle);
      }
      for (int i = 0; i <= segments; i++) {
        x[i] -= left;
        y[i] -= top;
      }
      return new Axis(x, y, sin, cos, step, right - left, bottom - top);
    }

    Point at(double s, double shiftX, double shiftY) {
      int i = Math.min(x.length - 2, (int) (s / step));
      double share = s / step - i;
      return new Point(
          x[i] + share * (x[i + 1] - x[i]) + shiftX, y[i] + share * (y[i + 1] - y[i]) + shiftY);
    }
  }
}
