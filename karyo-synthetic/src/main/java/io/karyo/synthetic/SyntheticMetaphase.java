package io.karyo.synthetic;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.LabelledBox;
import io.karyo.image.Background;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Metaphase;
import io.karyo.model.Require;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A drawn photograph of a metaphase, with the pixels of each chromosome.
 *
 * <p>Light passes through all chromosomes that lie over each other, so that crossings are darker
 * than either; on a black ground their light adds up.
 *
 * <p><b>Thread safety:</b> immutable. <b>Determinism:</b> equal calls draw equal photographs.
 *
 * <pre>{@code
 * SyntheticCell cell = SyntheticCells.builder().seed(1).build().cell(0);
 * SyntheticMetaphase drawn = SyntheticMetaphase.scattered(cell, 7);
 * }</pre>
 *
 * @param photograph the photograph
 * @param chromosomes the pixels of each chromosome, in the order in which they were placed
 * @param types their types
 */
public record SyntheticMetaphase(
    Metaphase photograph, List<Region> chromosomes, List<ChromosomeType> types) {

  private static final int SIDE = 900;

  public SyntheticMetaphase {
    chromosomes = List.copyOf(chromosomes);
    types = List.copyOf(types);
    Require.that(chromosomes.size() == types.size(), "types", "one a chromosome", types.size());
  }

  /**
   * Draws a cell whose chromosomes lie apart.
   *
   * @param cell the cell
   * @param seed decides on places and noise
   * @return a photograph of 900 px a side
   * @throws IllegalArgumentException if there are too many chromosomes
   */
  public static SyntheticMetaphase scattered(SyntheticCell cell, long seed) {
    return builder(SIDE, SIDE, Background.WHITE).seed(seed).scatter(cell, seed).build();
  }

  /**
   * {@return the boxes around the chromosomes with a margin as annotators leave it}
   *
   * @param margin px
   */
  public List<LabelledBox> boxes(int margin) {
    List<LabelledBox> boxes = new ArrayList<>();
    for (int i = 0; i < chromosomes.size(); i++) {
      boxes.add(new LabelledBox(types.get(i), chromosomes.get(i).box().widened(margin)));
    }
    return boxes;
  }

  /**
   * Begins a photograph.
   *
   * @param height rows, at least 1
   * @param width columns, at least 1
   * @param ground white for an absorbing stain, black for a fluorescent one
   * @return the builder
   */
  public static Builder builder(int height, int width, Background ground) {
    return new Builder(height, width, ground);
  }

  /** Draws a photograph. Not thread-safe. */
  public static final class Builder {

    /** Space around each chromosome, px. */
    private static final int GAP = 6;

    private static final int ATTEMPTS = 5000;

    /** What belongs to a chromosome: at least this stain, of 255. */
    private static final int EDGE = 40;

    /** The stain of a nucleus, and that of each of its grains. */
    private static final double NUCLEUS = 0.5;

    private static final double GRAIN = 0.08;

    private final int height;
    private final int width;
    private final Background ground;
    private final double[] passing;
    private final List<Box> taken = new ArrayList<>();
    private final List<Region> chromosomes = new ArrayList<>();
    private final List<ChromosomeType> types = new ArrayList<>();
    private double unevenness;
    private double noise = 0.01;
    private long seed = 1;

    private Builder(int height, int width, Background ground) {
      this.height = Require.atLeast("height", height, 1);
      this.width = Require.atLeast("width", width, 1);
      this.ground = ground;
      passing = new double[height * width];
      Arrays.fill(passing, 1);
    }

    /**
     * Places a chromosome; where others lie, they cross.
     *
     * @param chromosome a drawn chromosome, whatever its background
     * @param left the column of the left side of its picture
     * @param top the row of the upper side of its picture
     * @return this builder
     * @throws IllegalArgumentException if it does not lie within the photograph
     */
    public Builder place(SyntheticChromosome chromosome, int left, int top) {
      ChromosomeImage image = chromosome.image();
      Box box = new Box(left, top, image.width(), image.height());
      Require.that(isInside(box), "box", "within the photograph", box);
      byte[] stain = image.stainLevels();
      byte[] mask = new byte[stain.length];
      for (int i = 0; i < stain.length; i++) {
        int level = stain[i] & 0xff;
        mask[i] = (byte) (level >= EDGE ? 1 : 0);
        darken(left + i % image.width(), top + i / image.width(), level / 255.0);
      }
      taken.add(box);
      chromosomes.add(Region.of(box, mask));
      types.add(chromosome.type());
      return this;
    }

    /**
     * Places the chromosomes of a cell apart from each other and from what was placed before.
     *
     * @param cell the cell
     * @param places decides on the places
     * @return this builder
     * @throws IllegalArgumentException if there is no room
     */
    public Builder scatter(SyntheticCell cell, long places) {
      SplittableRandom random = new SplittableRandom(places);
      for (SyntheticChromosome chromosome : cell.chromosomes()) {
        ChromosomeImage image = chromosome.image();
        int across = width - image.width();
        int down = height - image.height();
        Box box;
        int attempts = 0;
        do {
          boolean room = across > 0 && down > 0 && attempts++ < ATTEMPTS;
          Require.that(room, "cell", "small enough to lie apart", cell.id());
          int left = random.nextInt(across);
          int top = random.nextInt(down);
          box = new Box(left, top, image.width(), image.height());
        } while (!isFree(box.widened(GAP)));
        place(chromosome, box.left(), box.top());
      }
      return this;
    }

    /**
     * Draws a nucleus that does not divide: a grainy disc.
     *
     * @param x the column of its middle, which may lie outside
     * @param y the row of its middle
     * @param radius px
     * @return this builder
     */
    public Builder nucleus(int x, int y, int radius) {
      SplittableRandom random = new SplittableRandom(x * 31L + y);
      disc(x, y, radius, NUCLEUS);
      for (int k = 0; k < radius * radius / 20; k++) {
        double angle = random.nextDouble() * 2 * Math.PI;
        double out = Math.sqrt(random.nextDouble()) * (radius - 4);
        int grainX = (int) (x + out * Math.cos(angle));
        int grainY = (int) (y + out * Math.sin(angle));
        disc(grainX, grainY, 2, GRAIN);
      }
      return this;
    }

    /**
     * Draws a speck of dirt: a small black disc.
     *
     * @param x the column of its middle
     * @param y the row of its middle
     * @param radius px
     * @return this builder
     */
    public Builder dirt(int x, int y, int radius) {
      disc(x, y, radius, 0.9);
      return this;
    }

    /**
     * Draws a black rectangle, as a scale bar is.
     *
     * @param box its place
     * @return this builder
     */
    public Builder bar(Box box) {
      for (int y = box.top(); y < box.bottom(); y++) {
        for (int x = box.left(); x < box.right(); x++) {
          darken(x, y, 1);
        }
      }
      taken.add(box);
      return this;
    }

    /**
     * Makes the light fall off from the upper left to the lower right corner.
     *
     * @param share by how much of the light, 0 to below 1
     * @return this builder
     */
    public Builder unevenness(double share) {
      unevenness = Require.belowOne("share", share);
      return this;
    }

    /**
     * Sets the noise.
     *
     * @param deviation the standard deviation, in shares of the brightest light, at least 0
     * @return this builder
     */
    public Builder noise(double deviation) {
      noise = Require.notNegative("deviation", deviation);
      return this;
    }

    /**
     * Sets what decides on the noise.
     *
     * @param value any number
     * @return this builder
     */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    private void disc(int x, int y, int radius, double stain) {
      for (int v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v++) {
        for (int u = Math.max(0, x - radius); u <= Math.min(width - 1, x + radius); u++) {
          double inside = radius + 0.5 - Math.hypot(u - x, v - y);
          darken(u, v, stain * Math.max(0, Math.min(1, inside)));
        }
      }
      taken.add(new Box(x - radius, y - radius, 2 * radius + 1, 2 * radius + 1));
    }

    private void darken(int x, int y, double stain) {
      if (x >= 0 && y >= 0 && x < width && y < height) {
        passing[y * width + x] *= 1 - stain;
      }
    }

    private boolean isInside(Box box) {
      return box.left() >= 0 && box.top() >= 0 && box.right() <= width && box.bottom() <= height;
    }

    private boolean isFree(Box box) {
      return taken.stream().allMatch(other -> box.iou(other) == 0);
    }

    /** {@return the photograph, with 16 bits a pixel} */
    public SyntheticMetaphase build() {
      SplittableRandom random = new SplittableRandom(seed);
      short[] levels = new short[passing.length];
      for (int i = 0; i < levels.length; i++) {
        int row = i / width;
        double along = (i % width / (double) width + row / (double) height) / 2;
        double light = 0.9 * (1 - unevenness * along);
        double level =
            ground == Background.WHITE
                ? light * passing[i]
                : 0.08 * (1 - unevenness * along) + 0.8 * (1 - passing[i]);
        double noisy = level + noise * Gauss.next(random);
        levels[i] = (short) Math.round(65_535 * Math.max(0, Math.min(1, noisy)));
      }
      return new SyntheticMetaphase(Metaphase.of(height, width, levels), chromosomes, types);
    }
  }
}
