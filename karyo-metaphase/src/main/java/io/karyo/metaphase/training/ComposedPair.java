package io.karyo.metaphase.training;

import io.karyo.metaphase.internal.scene.Masks;
import io.karyo.metaphase.training.ComposedMetaphase.Contact;
import io.karyo.photo.Box;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Two chromosomes that touch or cross.
 *
 * @param x how far the middle of the second one is to the right of that of the first one, px
 * @param y how far it is below
 */
record ComposedPair(Contact contact, LoneChromosome first, LoneChromosome second, int x, int y) {

  /** Of each chromosome, the other one covers at most this share where they cross. */
  private static final double MOST_COVERED = 0.4;

  /** A part of a crossed chromosome has at least this share of it. */
  private static final double LEAST_PART = 0.1;

  /** How far from its middle a chromosome is touched or crossed, in shares of its length. */
  private static final double ALONG = 0.35;

  /** How much two that lie side by side or end to end are inclined, in radians. */
  private static final double INCLINED = Math.toRadians(20);

  /** The least angle at which an end touches a side, or two cross, in radians. */
  private static final double SLANTED = Math.toRadians(40);

  private static final double STEP = 0.5;

  /** Draws a pair; empty if these two cannot be brought together in this way. */
  static Optional<ComposedPair> draw(
      Contact contact, ChromosomePool pool, SplittableRandom random) {
    int one = random.nextInt(pool.size());
    int other = (one + 1 + random.nextInt(pool.size() - 1)) % pool.size();
    double angle = Math.PI * random.nextDouble();
    LoneChromosome first = pool.posed(one, angle, random);
    double slant = SLANTED + random.nextDouble() * (Math.PI - 2 * SLANTED);
    if (contact == Contact.CROSSING) {
      LoneChromosome second = pool.posed(other, angle + slant, random);
      double along = between(random) * ALONG * pool.length(one);
      double across = between(random) * ALONG * pool.length(other);
      int x = (int) Math.round(along * Math.cos(angle) - across * Math.cos(angle + slant));
      int y = (int) Math.round(along * Math.sin(angle) - across * Math.sin(angle + slant));
      ComposedPair pair = new ComposedPair(contact, first, second, x, y);
      return pair.crosses() ? Optional.of(pair) : Optional.empty();
    }
    double inclined = angle + between(random) * INCLINED;
    double along = between(random) * ALONG * pool.length(one);
    return switch (random.nextInt(3)) {
      case 0 ->
          touching(first, pool.posed(other, inclined, random), along, angle, side(angle), random);
      case 1 -> touching(first, pool.posed(other, inclined, random), 0, angle, angle, random);
      default ->
          touching(
              first, pool.posed(other, angle + slant, random), along, angle, angle + slant, random);
    };
  }

  /** From -1 to 1. */
  private static double between(SplittableRandom random) {
    return 2 * random.nextDouble() - 1;
  }

  private static double side(double angle) {
    return angle + Math.PI / 2;
  }

  /**
   * Moves the second chromosome towards a place on the axis of the first one until they touch.
   *
   * @param along where the place is, px from the middle of the first one
   * @param angle the direction of the first one
   * @param from the direction from which the second one comes
   */
  private static Optional<ComposedPair> touching(
      LoneChromosome first,
      LoneChromosome second,
      double along,
      double angle,
      double from,
      SplittableRandom random) {
    double x = along * Math.cos(angle);
    double y = along * Math.sin(angle);
    // Half of them are pressed together by a pixel.
    double nearer = random.nextBoolean() ? 1 : 0;
    for (double far = first.reach + second.reach; far > 0; far -= STEP) {
      if (at(Contact.TOUCHING, first, second, x, y, from, far).shared() > 0) {
        double back = far + STEP - nearer;
        return Optional.of(at(Contact.TOUCHING, first, second, x, y, from, back));
      }
    }
    return Optional.empty();
  }

  private static ComposedPair at(
      Contact contact,
      LoneChromosome first,
      LoneChromosome second,
      double x,
      double y,
      double direction,
      double far) {
    return new ComposedPair(
        contact,
        first,
        second,
        (int) Math.round(x + far * Math.cos(direction)),
        (int) Math.round(y + far * Math.sin(direction)));
  }

  /** How many pixels belong to both. */
  int shared() {
    int shared = 0;
    for (int pixel : second.pixels) {
      shared += first.contains(x + second.x(pixel), y + second.y(pixel)) ? 1 : 0;
    }
    return shared;
  }

  /** Whether each reaches beyond the other on both sides, and neither is covered too much. */
  private boolean crosses() {
    return shared() <= MOST_COVERED * Math.min(first.pixels.length, second.pixels.length)
        && isDivided(first, second, x, y)
        && isDivided(second, first, -x, -y);
  }

  /** Whether another chromosome divides one into at least two parts. */
  private static boolean isDivided(LoneChromosome one, LoneChromosome other, int x, int y) {
    byte[] rest = new byte[one.mask.length];
    for (int pixel : one.pixels) {
      boolean covered = other.contains(one.x(pixel) - x, one.y(pixel) - y);
      rest[pixel] = (byte) (covered ? 0 : 1);
    }
    long parts =
        Masks.components(rest, one.side(), new int[rest.length]).stream()
            .filter(part -> part.length >= LEAST_PART * one.pixels.length)
            .count();
    return parts >= 2;
  }

  /** The box around both, as seen from the middle of the first one. */
  Box box() {
    return box(first, 0, 0).around(box(second, x, y));
  }

  /** The box around a chromosome whose middle lies at a place. */
  static Box box(LoneChromosome one, int x, int y) {
    Box box = new Box(x, y, 1, 1);
    for (int pixel : one.pixels) {
      box = box.around(new Box(x + one.x(pixel), y + one.y(pixel), 1, 1));
    }
    return box;
  }
}
