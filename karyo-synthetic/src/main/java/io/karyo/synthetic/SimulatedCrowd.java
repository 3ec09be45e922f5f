package io.karyo.synthetic;

import io.karyo.image.ChromosomeImage;
import io.karyo.model.Require;
import io.karyo.synthetic.SyntheticChromosome.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Simulates workers who draw the axes of synthetic chromosomes, like the crowd of Swati et al.
 * 2017, section 3.1.1. Most are as accurate as people; spammers draw arbitrary lines.
 *
 * <pre>{@code
 * SimulatedCrowd crowd = SimulatedCrowd.of(10, 0.3, 7);
 * for (SimulatedCrowd.Line line : crowd.draw(chromosome)) {
 *   check(line.points(), line.spam());
 * }
 * }</pre>
 *
 * <p>A worker clicks five to nine points along the axis, beginning at either end. A click misses it
 * by 1.2 px in x and in y (standard deviation); the first and the last stop short of the end, or
 * overshoot it, by 3 % of the length. A spammer ignores the chromosome: the line is a diagonal or
 * an edge of the picture or leads through a few random places, and at most 40 % of it lies on the
 * chromosome by chance.
 *
 * <p><b>Thread safety:</b> immutable. <b>Determinism:</b> equal settings and chromosomes give equal
 * lines, on every machine; lines do not depend on those drawn before.
 */
public final class SimulatedCrowd {

  private static final int MAX_WORKERS = 1000;
  private static final int MIN_CLICKS = 5;
  private static final int MORE_CLICKS = 5;
  private static final double CLICK_DEVIATION = 1.2;
  private static final double END_DEVIATION = 0.03;
  private static final double MAX_ON_CHROMOSOME = 0.4;
  private static final int TRIES = 20;

  /**
   * A line drawn by a worker.
   *
   * @param points its corners, 2 or more, in the coordinates of the picture
   * @param spam whether a spammer drew it
   */
  public record Line(List<Point> points, boolean spam) {
    public Line {
      points = List.copyOf(points);
    }
  }

  private final int workers;
  private final int spammers;
  private final long seed;

  private SimulatedCrowd(int workers, int spammers, long seed) {
    this.workers = workers;
    this.spammers = spammers;
    this.seed = seed;
  }

  /**
   * Creates a crowd.
   *
   * @param workers the number of workers per chromosome, 1 to 1000
   * @param spammers the share of spammers, 0 to 1; rounded to whole workers
   * @param seed the random seed
   * @return the crowd
   * @throws IllegalArgumentException if a number is out of range
   */
  public static SimulatedCrowd of(int workers, double spammers, long seed) {
    Require.inRange("workers", workers, 1, MAX_WORKERS);
    Require.inRange("spammers", spammers, 0, 1);
    return new SimulatedCrowd(workers, (int) Math.round(spammers * workers), seed);
  }

  /**
   * Draws the lines of all workers on a chromosome.
   *
   * @param chromosome the chromosome
   * @return one line per worker, with the spammers mixed in
   */
  public List<Line> draw(SyntheticChromosome chromosome) {
    ChromosomeImage image = chromosome.image();
    SplittableRandom random =
        new SplittableRandom(31 * seed + Arrays.hashCode(image.stainLevels()));
    List<Line> lines = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      SplittableRandom own = random.split();
      lines.add(
          worker < spammers
              ? new Line(spam(image, own), true)
              : new Line(clicks(chromosome, own), false));
    }
    for (int i = workers - 1; i > 0; i--) {
      Collections.swap(lines, i, random.nextInt(i + 1));
    }
    return List.copyOf(lines);
  }

  private static List<Point> clicks(SyntheticChromosome chromosome, SplittableRandom random) {
    List<Point> axis = chromosome.axis();
    int last = MIN_CLICKS - 1 + random.nextInt(MORE_CLICKS);
    double first = END_DEVIATION * Gauss.next(random);
    double end = 1 + END_DEVIATION * Gauss.next(random);
    List<Point> clicks = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      Point aim = place(axis, first + (end - first) * i / last);
      clicks.add(
          new Point(
              aim.x() + CLICK_DEVIATION * Gauss.next(random),
              aim.y() + CLICK_DEVIATION * Gauss.next(random)));
    }
    if (random.nextBoolean()) {
      Collections.reverse(clicks);
    }
    return clicks;
  }

  /** The place at a share of the axis, or straight on from its ends for shares beyond 0 and 1. */
  private static Point place(List<Point> axis, double share) {
    double index = share * (axis.size() - 1);
    int from = (int) Math.max(0, Math.min(axis.size() - 2, Math.floor(index)));
    Point a = axis.get(from);
    Point b = axis.get(from + 1);
    double rest = index - from;
    return new Point(a.x() + rest * (b.x() - a.x()), a.y() + rest * (b.y() - a.y()));
  }

  private static List<Point> spam(ChromosomeImage image, SplittableRandom random) {
    int right = image.width() - 1;
    int bottom = image.height() - 1;
    for (int i = 0; i < TRIES; i++) {
      List<Point> line = new ArrayList<>();
      if (random.nextInt(3) == 0) {
        boolean falling = random.nextBoolean();
        line.add(new Point(0, falling ? 0 : bottom));
        line.add(new Point(right, falling ? bottom : 0));
      } else {
        for (int points = 2 + random.nextInt(3); points > 0; points--) {
          line.add(new Point(right * random.nextDouble(), bottom * random.nextDouble()));
        }
      }
      if (shareOnChromosome(image, line) <= MAX_ON_CHROMOSOME) {
        return line;
      }
    }
    // Background, in every picture.
    return random.nextBoolean()
        ? List.of(new Point(0, 0), new Point(0, bottom))
        : List.of(new Point(0, 0), new Point(right, 0));
  }

  private static double shareOnChromosome(ChromosomeImage image, List<Point> line) {
    int on = 0;
    int all = 0;
    for (int i = 1; i < line.size(); i++) {
      Point a = line.get(i - 1);
      Point b = line.get(i);
      int steps = 1 + (int) Math.max(Math.abs(b.x() - a.x()), Math.abs(b.y() - a.y()));
      for (int k = 0; k <= steps; k++) {
        double share = (double) k / steps;
        int x = (int) Math.rint(a.x() + share * (b.x() - a.x()));
        int y = (int) Math.rint(a.y() + share * (b.y() - a.y()));
        on += image.stain(y, x) > 0 ? 1 : 0;
        all++;
      }
    }
    return on / (double) all;
  }
}
