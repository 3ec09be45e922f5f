package io.karyo.synthetic;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.image.Background;
import io.karyo.model.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws cells with known truth: chromosomes of the right lengths, centromeres and bands, each bent,
 * rotated and stained a little differently.
 *
 * <pre>{@code
 * SyntheticCells cells = SyntheticCells.builder().seed(7).bend(30, 90).build();
 * for (SyntheticChromosome chromosome : cells.cell(0).chromosomes()) {
 *   check(chromosome.image(), chromosome.type(), chromosome.axis());
 * }
 * }</pre>
 *
 * <p>Bands are those of the ISCN drawing at the 850-band level, merged by blur to the resolution of
 * a microscope. Lengths, widths and grey levels are about those of the public Pki-3 set of G-banded
 * cells: 20 to 160 px long, 11 to 20 px wide. They are meant for tests; figures measured on them do
 * not hold for real cells.
 *
 * <p><b>Thread safety:</b> immutable. <b>Determinism:</b> equal settings and index give equal
 * cells, on every machine; a cell does not depend on those drawn before.
 */
public final class SyntheticCells {

  /** The 46 types of a normal female cell. */
  public static final List<ChromosomeType> FEMALE = normal(ChromosomeType.X);

  /** The 46 types of a normal male cell. */
  public static final List<ChromosomeType> MALE = normal(ChromosomeType.Y);

  private static final double ISCN_UNITS_PER_PIXEL = 124;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final Builder settings;

  private SyntheticCells(Builder settings) {
    this.settings = settings;
  }

  private static List<ChromosomeType> normal(ChromosomeType secondSex) {
    List<ChromosomeType> types = new ArrayList<>();
    for (ChromosomeType type : ChromosomeType.ALL) {
      if (type.isAutosome()) {
        types.add(type);
        types.add(type);
      }
    }
    types.add(ChromosomeType.X);
    types.add(secondSex);
    return List.copyOf(types);
  }

  /**
   * {@return a builder whose defaults look like G-banded cells sorted by a cytogeneticist: upright
   * and slightly bent}
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Draws a cell.
   *
   * @param index the index of the cell, 0 or more
   * @return the cell; without {@link Builder#karyotype} female for even and male for odd indices
   * @throws IllegalArgumentException if the index is negative
   */
  public SyntheticCell cell(int index) {
    Require.atLeast("index", index, 0);
    SplittableRandom random = new SplittableRandom(settings.seed + GOLDEN * (index + 1L));
    String id = "synthetic-" + settings.seed + "-" + index;
    List<ChromosomeType> types =
        settings.karyotype != null ? settings.karyotype : index % 2 == 0 ? FEMALE : MALE;
    CellLook look = CellLook.draw(random.split(), settings);
    List<SyntheticChromosome> chromosomes = new ArrayList<>();
    for (ChromosomeType type : types) {
      chromosomes.add(draw(type, look, random.split(), id));
    }
    shuffle(chromosomes, random);
    return new SyntheticCell(id, chromosomes);
  }

  private SyntheticChromosome draw(
      ChromosomeType type, CellLook look, SplittableRandom random, String id) {
    // One generator a purpose: what one draws does not move what another does.
    ChromosomeBody body = ChromosomeBody.draw(type, look, random.split());
    SyntheticChromosome.Pose pose = pose(random.split());
    return new ChromosomePainter(type, body, look).paint(pose, random.split(), id);
  }

  private SyntheticChromosome.Pose pose(SplittableRandom random) {
    BendShape shape = settings.shapes.get(random.nextInt(settings.shapes.size()));
    double bend =
        settings.minimumBend + (settings.maximumBend - settings.minimumBend) * random.nextDouble();
    int side = random.nextBoolean() ? 1 : -1;
    double kink = 0.3 + 0.4 * random.nextDouble();
    double rotation = settings.rotation * (2 * random.nextDouble() - 1);
    if (random.nextDouble() < settings.upsideDown) {
      rotation += 180;
    }
    // More than -180 and at most 180.
    rotation -= 360 * Math.ceil((rotation - 180) / 360);
    return new SyntheticChromosome.Pose(shape, bend, side, kink, rotation);
  }

  private static void shuffle(List<SyntheticChromosome> list, SplittableRandom random) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }

  /**
   * The common appearance of all chromosomes of a cell.
   *
   * @param variation the amount of variation, 1 as in real cells
   * @param pixelsPerUnit the condensation: px for a unit of the ISCN drawing
   * @param width px across both chromatids of a long chromosome
   * @param strength how dark the stain is
   * @param gap how light the gap between the chromatids is
   * @param rim how much darker the rims of the chromatids are
   * @param blur standard deviation in px
   * @param noise standard deviation of a pixel's stain
   * @param background the tone around a chromosome
   */
  record CellLook(
      double variation,
      double pixelsPerUnit,
      double width,
      double strength,
      double gap,
      double rim,
      double blur,
      double noise,
      Background background) {

    static CellLook draw(SplittableRandom random, Builder settings) {
      double variation = settings.variation;
      double condensation = StrictMath.exp(0.11 * variation * Gauss.next(random));
      return new CellLook(
          variation,
          condensation / ISCN_UNITS_PER_PIXEL,
          // Chromosomes that are short for their type are thick.
          14.5
              * StrictMath.pow(condensation, -0.7)
              * StrictMath.exp(0.1 * variation * Gauss.next(random)),
          StrictMath.exp(0.08 * variation * Gauss.next(random)),
          Math.max(0, 0.16 + 0.12 * variation * Gauss.next(random)),
          Math.max(0, 0.25 + 0.2 * variation * Gauss.next(random)),
          settings.blur * StrictMath.exp(0.12 * variation * Gauss.next(random)),
          settings.noise,
          settings.background);
    }
  }

  /** Collects settings. Not thread-safe; {@link #build} copies them. */
  public static final class Builder {

    private long seed;
    private @Nullable List<ChromosomeType> karyotype;
    private double minimumBend;
    private double maximumBend = 40;
    private List<BendShape> shapes = List.of(BendShape.values());
    private double rotation = 8;
    private double upsideDown;
    private double variation = 1;
    private double blur = 0.6;
    private double noise = 0.015;
    private Background background = Background.WHITE;

    private Builder() {}

    private Builder(Builder other) {
      seed = other.seed;
      karyotype = other.karyotype;
      minimumBend = other.minimumBend;
      maximumBend = other.maximumBend;
      shapes = other.shapes;
      rotation = other.rotation;
      upsideDown = other.upsideDown;
      variation = other.variation;
      blur = other.blur;
      noise = other.noise;
      background = other.background;
    }

    /**
     * Sets the random seed, default 0.
     *
     * @param seed any number
     * @return this
     */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Sets the chromosomes of a cell, for abnormal cells or for a few types only.
     *
     * @param types one entry per chromosome, at least one
     * @return this
     */
    public Builder karyotype(List<ChromosomeType> types) {
      List<ChromosomeType> copy = List.copyOf(types);
      if (copy.isEmpty()) {
        throw new IllegalArgumentException("karyotype: must have at least one type, found none");
      }
      karyotype = copy;
      return this;
    }

    /**
     * Sets the range from which the angle of bends is drawn uniformly, default 0 to 40.
     *
     * @param minimum degrees, 0 to 150
     * @param maximum degrees, the minimum to 150
     * @return this
     */
    public Builder bend(double minimum, double maximum) {
      if (!(0 <= minimum && minimum <= maximum && maximum <= 150)) {
        throw new IllegalArgumentException(
            "bend: must be 0 <= minimum <= maximum <= 150 degrees, found "
                + minimum
                + " and "
                + maximum);
      }
      minimumBend = minimum;
      maximumBend = maximum;
      return this;
    }

    /**
     * Sets the shapes of bends, which are drawn uniformly, default all.
     *
     * @param first a shape
     * @param others more shapes
     * @return this
     */
    public Builder shapes(BendShape first, BendShape... others) {
      Set<BendShape> set = EnumSet.of(first, others);
      shapes = List.copyOf(set);
      return this;
    }

    /**
     * Sets the maximum angle of rotation to either side, drawn uniformly, default 8.
     *
     * @param maximum degrees, 0 (upright) to 180 (any angle)
     * @return this
     */
    public Builder rotation(double maximum) {
      rotation = Require.inRange("rotation", maximum, 0, 180);
      return this;
    }

    /**
     * Sets the share of chromosomes with the p arm down, in addition to their rotation, default
     * none.
     *
     * @param share 0 to 1
     * @return this
     */
    public Builder upsideDown(double share) {
      upsideDown = Require.inRange("upsideDown", share, 0, 1);
      return this;
    }

    /**
     * Sets how much condensation, width, stain and the length and darkness of bands vary, between
     * cells and within one, default 1.
     *
     * @param factor 0 (all chromosomes of a type alike) to 2; 1 is about as in real cells
     * @return this
     */
    public Builder variation(double factor) {
      variation = Require.inRange("variation", factor, 0, 2);
      return this;
    }

    /**
     * Sets the blur, default 0.6.
     *
     * @param pixels the standard deviation in px, 0 to 3
     * @return this
     */
    public Builder blur(double pixels) {
      blur = Require.inRange("blur", pixels, 0, 3);
      return this;
    }

    /**
     * Sets the noise of the pixels that a chromosome covers, default 0.015. The background has
     * none, as in cut-out images.
     *
     * @param deviation the standard deviation of a pixel's stain, 0 to 0.5
     * @return this
     */
    public Builder noise(double deviation) {
      noise = Require.inRange("noise", deviation, 0, 0.5);
      return this;
    }

    /**
     * Sets the banding: dark G-bands on white (the default) or bright Q-bands on black.
     *
     * @param background the tone around a chromosome
     * @return this
     */
    public Builder background(Background background) {
      this.background = Objects.requireNonNull(background, "background");
      return this;
    }

    /** {@return a source of cells with these settings} */
    public SyntheticCells build() {
      return new SyntheticCells(new Builder(this));
    }
  }
}
