package io.karyo.synthetic;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Ideogram;
import io.karyo.chromosome.Ideogram.Band;
import io.karyo.chromosome.Ideogram.Stain;
import io.karyo.image.Background;
import io.karyo.synthetic.SyntheticCells.CellLook;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A chromosome in its own coordinates: s px along the axis from the end of the p arm, d px across
 * it. Gives the stain at each place, for any bend.
 */
final class ChromosomeBody {

  /** Samples a px along the axis. */
  private static final int FINE = 4;

  private static final double STAIN_OF_LIGHT_BAND = 0.17;
  private static final double STAIN_OF_DARK_BAND = 0.72;
  private static final double DARKEST = 0.95;

  /** How far bands run into each other. */
  private static final Blur BAND_BLUR = Blur.of(0.9 * FINE);

  private static final double WAIST = 0.36;
  private static final double WAIST_DEVIATION = 2.4;

  /** Each chromatid's half width and distance from the axis, of the half width of both. */
  private static final double CHROMATID = 0.55;

  private static final double CHROMATID_OFFSET = 1 - CHROMATID;

  private final double length;
  private final double centromere;
  private final double halfWidth;
  private final CellLook look;
  private final double[] shade;
  private final double[] widthFactor;
  private final double[] slip = new double[2];
  private final Grain grain;

  private ChromosomeBody(
      double length,
      double centromere,
      double halfWidth,
      CellLook look,
      double[] shade,
      double[] widthFactor,
      SplittableRandom random) {
    this.length = length;
    this.centromere = centromere;
    this.halfWidth = halfWidth;
    this.look = look;
    this.shade = shade;
    this.widthFactor = widthFactor;
    for (int side = 0; side < 2; side++) {
      slip[side] = 0.5 * look.variation() * Gauss.next(random);
    }
    this.grain = new Grain(random, (int) length + 3, 2 * (int) halfWidth + 6);
  }

  static ChromosomeBody draw(ChromosomeType type, CellLook look, SplittableRandom random) {
    Ideogram ideogram = Ideogram.of(type);
    List<Band> bands = ideogram.bands();
    double variation = look.variation();
    double ownCondensation = StrictMath.exp(0.06 * variation * Gauss.next(random));
    double ownStrength = look.strength() * StrictMath.exp(0.05 * variation * Gauss.next(random));
    double ownWidth = StrictMath.exp(0.04 * variation * Gauss.next(random));
    double[] ends = new double[bands.size()];
    double[] density = new double[bands.size()];
    double end = 0;
    for (int i = 0; i < ends.length; i++) {
      Band band = bands.get(i);
      boolean polymorphic = band.stain() == Stain.GVAR;
      double stretch = StrictMath.exp((polymorphic ? 0.4 : 0.2) * variation * Gauss.next(random));
      double pixels = (band.end() - band.start()) * look.pixelsPerUnit() * ownCondensation;
      end += pixels * stretch;
      ends[i] = end;
      density[i] = density(band, type, look.background()) + 0.2 * variation * Gauss.next(random);
    }
    double centromere = ends[ideogram.firstLongArmBand() - 1];
    boolean acrocentric = ideogram.isAcrocentric();
    int samples = (int) Math.ceil(end * FINE) + 1;
    double[] shade = new double[samples];
    double[] widthFactor = new double[samples];
    int band = 0;
    for (int i = 0; i < samples; i++) {
      double s = i / (double) FINE;
      while (band < ends.length - 1 && s >= ends[band]) {
        band++;
      }
      shade[i] =
          ownStrength
              * (STAIN_OF_LIGHT_BAND
                  + (STAIN_OF_DARK_BAND - STAIN_OF_LIGHT_BAND)
                      * Math.min(1, Math.max(0, density[band])));
      double fromWaist = (s - centromere) / WAIST_DEVIATION;
      widthFactor[i] =
          widthFactor(bands.get(band), acrocentric)
              * (1 - WAIST * StrictMath.exp(-0.5 * fromWaist * fromWaist));
    }
    return new ChromosomeBody(
        end,
        centromere,
        // Short chromosomes are a little thinner than long ones.
        look.width() / 2 * ownWidth * (0.84 + 0.16 * Math.min(1, end / 70)),
        look,
        BAND_BLUR.line(shade),
        BAND_BLUR.line(widthFactor),
        random);
  }

  /** How densely a band is stained, 0 to 1. */
  private static double density(Band band, ChromosomeType type, Background background) {
    if (band.stain() != Stain.GVAR) {
      return band.stain().density();
    }
    boolean satellite = band.shortArm();
    if (background == Background.WHITE) {
      return satellite ? 0.4 : Stain.GVAR.density();
    }
    // Quinacrine makes the end of Y shine; elsewhere heterochromatin stays dull.
    return type == ChromosomeType.Y ? 1 : satellite ? 0.5 : 0.1;
  }

  private static double widthFactor(Band band, boolean acrocentric) {
    if (!acrocentric || !band.shortArm()) {
      return 1;
    }
    return switch (band.stain()) {
      case STALK -> 0.5;
      case GVAR -> band.start() == 0 ? 0.65 : 0.8;
      default -> 0.85;
    };
  }

  double length() {
    return length;
  }

  double centromere() {
    return centromere;
  }

  /** Returns half the width of the widest place, which no stain is beyond by more than a px. */
  double halfWidth() {
    return halfWidth;
  }

  /**
   * Returns the stain at a place.
   *
   * @param s px along the axis, any number
   * @param d px across the axis, positive to the right where the p arm is up
   * @return 0 (none) to 1
   */
  double stain(double s, double d) {
    double fromEnd = Math.min(s, length - s);
    if (fromEnd <= -0.5) {
      return 0;
    }
    double half = halfWidth * at(widthFactor, s);
    double chromatid = CHROMATID * half;
    double across = (Math.abs(d) - CHROMATID_OFFSET * half) / chromatid;
    double covered = (roundEnd(fromEnd / chromatid) - Math.abs(across)) * chromatid / 1.4 + 0.5;
    if (covered <= 0) {
      return 0;
    }
    double fromRim = (across - 0.5) / 0.5;
    double relief =
        (1 + look.rim() * bump(fromRim))
            * (1 - look.gap() * bump(d / 2))
            * (1 + 0.25 * look.variation() * grain.at(s, d));
    double stain = Math.min(1, covered) * at(shade, s + slip[d < 0 ? 0 : 1]) * relief;
    return Math.min(DARKEST, Math.max(0, stain));
  }

  /** The half width of a chromatid near its end, of 1, one radius being its half width. */
  private static double roundEnd(double radii) {
    if (radii >= 1) {
      return 1;
    }
    return radii <= 0 ? 0 : Math.sqrt(radii * (2 - radii));
  }

  private static double at(double[] samples, double s) {
    double place = Math.min(samples.length - 1, Math.max(0, s * FINE));
    int before = (int) place;
    int after = Math.min(before + 1, samples.length - 1);
    return samples[before] + (place - before) * (samples[after] - samples[before]);
  }

  /** 1 at 0, falling to both sides much as a normal curve of deviation 0.65 does. */
  private static double bump(double x) {
    double falling = 1 / (1 + x * x);
    return falling * falling;
  }

  /** Irregularities of about a px, fixed to the chromosome. */
  private static final class Grain {

    private final int rows;
    private final int columns;
    private final double[] values;

    Grain(SplittableRandom random, int rows, int columns) {
      this.rows = rows;
      this.columns = columns;
      values = new double[rows * columns];
      for (int i = 0; i < values.length; i++) {
        values[i] = Gauss.next(random);
      }
    }

    double at(double s, double d) {
      double y = Math.min(rows - 1.001, Math.max(0, s + 1));
      double x = Math.min(columns - 1.001, Math.max(0, d + 0.5 * columns));
      int row = (int) y;
      int column = (int) x;
      int i = row * columns + column;
      double upper = values[i] + (x - column) * (values[i + 1] - values[i]);
      i += columns;
      double lower = values[i] + (x - column) * (values[i + 1] - values[i]);
      return upper + (y - row) * (lower - upper);
    }
  }
}
