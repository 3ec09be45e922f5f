package io.karyo.metaphase.training;

import io.karyo.metaphase.internal.scene.Masks;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Composes pictures of touching and crossing chromosomes: a part of a photograph, turned and scaled
 * at random, into which lone chromosomes of other photographs are pasted.
 *
 * <p>In bright field the light of two chromosomes over each other is multiplied; in fluorescence it
 * is added. The pasted ones blend by a random way between the two.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls, each with its own random numbers.
 */
final class Composer {

  /** How often nothing is pasted, and how many chromosomes are otherwise. */
  private static final double PLAIN = 0.25;

  private static final int FEWEST = 2;
  private static final int MOST = 10;

  /** How many of the pasted chromosomes cross another, touch it, and lie by themselves. */
  private static final double CROSSING = 0.4;

  private static final double BY_ITSELF = 0.1;

  /** How many of those that touch lie end to end, and how many side by side. */
  private static final double END_TO_END = 0.35;

  private static final double SIDE_BY_SIDE = 0.2;

  /** How much these are inclined: the standard deviation, in radians. */
  private static final double INCLINED = Math.toRadians(12);

  /** How much of a chromosome another one covers at most, and at least so many px. */
  private static final double MOST_COVERED = 0.4;

  private static final int LEAST_COVERED = 12;

  /** How far the sizes of parts and of pasted chromosomes vary: standard deviations of logs. */
  private static final double PART_SIZES = 0.12;

  private static final double SIZES = 0.1;

  /** How far parts lie from a chromosome, px. */
  private static final double SHIFT = 20;

  /** How far the light around a chromosome is pasted with it, px. */
  private static final int HALO = 2;

  /** From how far a chromosome comes that touches another one, px beyond its own reach. */
  private static final double FAR = 80;

  private static final int TRIES = 60;
  private static final double HALF_PX = 0.5;
  private static final double MOST_ABSORBED = 0.5;

  private final List<LabelledPicture> pictures;
  private final List<LabelledPicture> withLone;
  private final int side;

  Composer(List<LabelledPicture> pictures, int side) {
    this.pictures = pictures;
    this.side = side;
    withLone = pictures.stream().filter(picture -> !picture.alone.isEmpty()).toList();
  }

  ComposedPicture draw(SplittableRandom random) {
    ComposedPicture picture = part(random);
    double absorbed = random.nextDouble() * MOST_ABSORBED;
    boolean plain = withLone.isEmpty() || random.nextDouble() < PLAIN;
    int count = plain ? 0 : FEWEST + random.nextInt(MOST - FEWEST + 1);
    for (int k = 0; k < count; k++) {
      place(picture, absorbed, random);
    }
    vary(picture, random);
    return picture;
  }

  /** A part of a photograph, near a chromosome. */
  private ComposedPicture part(SplittableRandom random) {
    LabelledPicture from = pictures.get(random.nextInt(pictures.size()));
    int centre = random.nextInt(from.width * from.height);
    for (int k = 0; k < TRIES && from.first(centre) == 0; k++) {
      centre = random.nextInt(from.width * from.height);
    }
    double x = centre % from.width + SHIFT * random.nextGaussian();
    int row = centre / from.width;
    double y = row + SHIFT * random.nextGaussian();
    Turn turn = Turn.draw(PART_SIZES, random);
    ComposedPicture part = new ComposedPicture(side);
    for (int i = 0; i < part.first.length; i++) {
      double dx = i % side - side / 2;
      double dy = i / side - side / 2;
      double u = x + turn.x(dx, dy);
      double v = y + turn.y(dx, dy);
      int column = (int) Math.round(u);
      int line = (int) Math.round(v);
      if (column < 0 || line < 0 || column >= from.width || line >= from.height) {
        part.first[i] = LabelledPicture.UNKNOWN;
      } else {
        int pixel = line * from.width + column;
        part.stain[i] = from.stain(u, v);
        part.first[i] = from.first(pixel);
        part.second[i] = from.second(pixel);
      }
    }
    return part;
  }

  private void place(ComposedPicture picture, double absorbed, SplittableRandom random) {
    int target = -1;
    for (int k = 0; k < TRIES && target < 0; k++) {
      int i = random.nextInt(picture.first.length);
      boolean known = picture.first[i] != 0 && picture.first[i] != LabelledPicture.UNKNOWN;
      target = known && picture.second[i] == 0 ? i : -1;
    }
    if (target < 0 || random.nextDouble() < BY_ITSELF) {
      LoneChromosome piece = piece(2 * Math.PI * random.nextDouble(), random);
      int x = random.nextInt(side);
      int y = random.nextInt(side);
      if (covered(picture, piece, x, y) == 0) {
        paste(picture, piece, x, y, false, absorbed, random);
      }
    } else if (random.nextDouble() < CROSSING) {
      cross(picture, target, absorbed, random);
    } else {
      touch(picture, target, absorbed, random);
    }
  }

  private LoneChromosome piece(double angle, SplittableRandom random) {
    return LoneChromosome.draw(withLone, angle, SIZES, HALO, random);
  }

  /** Lays a chromosome over a pixel. */
  private void cross(
      ComposedPicture picture, int target, double absorbed, SplittableRandom random) {
    LoneChromosome piece = piece(2 * Math.PI * random.nextDouble(), random);
    int pixel = piece.pixels[random.nextInt(piece.pixels.length)];
    int x = target % side - piece.x(pixel);
    int y = target / side - piece.y(pixel);
    int covered = covered(picture, piece, x, y);
    if (covered >= LEAST_COVERED && covered <= MOST_COVERED * piece.pixels.length) {
      paste(picture, piece, x, y, true, absorbed, random);
    }
  }

  /** Moves a chromosome towards the one at a pixel until they touch. */
  private void touch(
      ComposedPicture picture, int target, double absorbed, SplittableRandom random) {
    Axis axis = Axis.of(picture.chromosomeAt(target), side);
    double along = axis.angle() + (random.nextBoolean() ? 0 : Math.PI);
    double how = random.nextDouble();
    double inclined = INCLINED * random.nextGaussian();
    if (how < END_TO_END) {
      approach(
          picture, piece(along + inclined, random), axis.x(), axis.y(), along, absorbed, random);
      return;
    }
    boolean beside = how < END_TO_END + SIDE_BY_SIDE;
    double lying = beside ? along + inclined : 2 * Math.PI * random.nextDouble();
    double from = beside ? along + Math.PI / 2 : 2 * Math.PI * random.nextDouble();
    int row = target / side;
    approach(picture, piece(lying, random), target % side, row, from, absorbed, random);
  }

  /**
   * Moves a chromosome towards a place until it touches what lies there.
   *
   * @param angle the direction from the place to where it comes from, in radians
   */
  private void approach(
      ComposedPicture picture,
      LoneChromosome piece,
      double targetX,
      double targetY,
      double angle,
      double absorbed,
      SplittableRandom random) {
    double dx = Math.cos(angle);
    double dy = Math.sin(angle);
    double from = piece.reach + FAR;
    for (double distance = from; distance >= 0; distance -= HALF_PX) {
      int x = (int) Math.round(targetX + dx * distance);
      int y = (int) Math.round(targetY + dy * distance);
      int covered = covered(picture, piece, x, y);
      if (covered != 0) {
        // Most touch or nearly so; some are pressed together.
        double back = random.nextDouble() < 0.45 ? 1 : random.nextDouble() < 0.55 ? 0 : -1;
        if (covered > 0 && distance < from) {
          paste(
              picture,
              piece,
              (int) Math.round(x + dx * back),
              (int) Math.round(y + dy * back),
              false,
              absorbed,
              random);
        }
        return;
      }
    }
  }

  /** Counts the pixels of others that a chromosome would cover; -1 for two of them or unknown. */
  private static int covered(ComposedPicture picture, LoneChromosome piece, int x0, int y0) {
    int covered = 0;
    for (int pixel : piece.pixels) {
      int x = x0 + piece.x(pixel);
      int y = y0 + piece.y(pixel);
      if (picture.isInside(x, y)) {
        int i = y * picture.side + x;
        if (picture.second[i] != 0 || picture.first[i] == LabelledPicture.UNKNOWN) {
          return -1;
        }
        covered += picture.first[i] != 0 ? 1 : 0;
      }
    }
    return covered;
  }

  private static void paste(
      ComposedPicture picture,
      LoneChromosome piece,
      int x0,
      int y0,
      boolean over,
      double absorbed,
      SplittableRandom random) {
    int number = picture.newNumber();
    for (int k = 0; k < piece.stain.length; k++) {
      int x = x0 + piece.x(k);
      int y = y0 + piece.y(k);
      if (!picture.isInside(x, y) || !piece.halo[k]) {
        continue;
      }
      int i = y * picture.side + x;
      float below = Math.max(0, picture.stain[i]);
      float above = piece.stain[k];
      picture.stain[i] =
          below == 0
              ? Math.max(picture.stain[i], above)
              : (float) (below + above - absorbed * below * above);
      if (piece.mask[k] && picture.first[i] != LabelledPicture.UNKNOWN) {
        if (picture.first[i] == 0) {
          picture.first[i] = number;
        } else if (over && picture.second[i] == 0) {
          picture.second[i] = number;
        } else if (!over && random.nextBoolean()) {
          picture.first[i] = number;
        }
      }
    }
  }

  /** Varies tone, contrast, sharpness and noise. */
  private static void vary(ComposedPicture picture, SplittableRandom random) {
    double gain = Math.exp(0.15 * random.nextGaussian());
    double gamma = Math.exp(0.15 * random.nextGaussian());
    double noise = 0.06 * random.nextDouble();
    double ground = 0.03 * random.nextGaussian();
    float[] sharp = picture.stain.clone();
    float[] smooth = Masks.smooth(picture.stain, picture.side);
    float share = random.nextDouble() < 0.4 ? (float) random.nextDouble() : 0;
    for (int i = 0; i < sharp.length; i++) {
      float value = sharp[i] + share * (smooth[i] - sharp[i]);
      double toned = value > 0 ? Math.pow(value, gamma) : value;
      picture.stain[i] = (float) (toned * gain + ground + noise * random.nextGaussian());
    }
  }
}
