package io.karyo.network;

import io.karyo.model.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape of a U-Net (Ronneberger et al. 2015) that classifies the pixels of a picture: on the
 * way down each level but the first halves the picture by the maximum of 2 × 2; on the way up it is
 * doubled and joined to what the level had on the way down. A level has two 3 × 3 convolutions with
 * ReLU on each way; a 1 × 1 convolution gives the classes' logits.
 *
 * <p><b>Shapes:</b> {@code [n, 1, height, width]} goes in and {@code [n, CLASSES, height, width]}
 * comes out, with height and width multiples of {@link #unit}.
 *
 * @param filters filters of the first level, 4 to 64; each further one has 1.6 times as many
 * @param levels 2 to 6
 */
public record UNetShape(int filters, int levels) {

  /** How many classes there are: ground, chromosome, contact, overlap. */
  public static final int CLASSES = 4;

  /** The setting of {@link #filters()}. */
  public static final Setting<Integer> FILTERS = Setting.integer("filters", 12, 4, 64);

  /** The setting of {@link #levels()}. */
  public static final Setting<Integer> LEVELS = Setting.integer("levels", 5, 2, 6);

  private static final double GROWTH = 1.6;
  private static final int MULTIPLE = 4;
  private static final int KERNEL = 3;

  /**
   * A convolution.
   *
   * @param name the beginning of the names of its arrays
   * @param kernel the side of the square kernel in px
   * @param channels what goes in
   * @param filters what comes out
   */
  public record Layer(String name, int kernel, int channels, int filters) {

    /** {@return the name of the weights, {@code [kernel, kernel, channels, filters]}} */
    public String weights() {
      return name + "_kernel";
    }

    /** {@return the name of the biases, {@code [filters]}} */
    public String biases() {
      return name + "_bias";
    }
  }

  public UNetShape {
    FILTERS.check(filters);
    LEVELS.check(levels);
  }

  /** {@return what the sides of a picture must be multiples of, px} */
  public int unit() {
    return 1 << (levels - 1);
  }

  /**
   * Returns the convolutions of a level on the way down.
   *
   * @param level 0 for the finest
   * @return two layers
   */
  public List<Layer> down(int level) {
    int channels = level == 0 ? 1 : filters(level - 1);
    return two("down" + level, channels, level);
  }

  /**
   * Returns the convolutions of a level on the way up.
   *
   * @param level 0 for the finest; the coarsest has none
   * @return two layers; what goes into the first is the level on the way down, then the coarser one
   */
  public List<Layer> up(int level) {
    return two("up" + level, filters(level) + filters(level + 1), level);
  }

  /** {@return the convolution that gives the logits} */
  public Layer out() {
    return new Layer("classes", 1, filters, CLASSES);
  }

  private List<Layer> two(String name, int channels, int level) {
    int out = filters(level);
    return List.of(
        new Layer(name + "a", KERNEL, channels, out), new Layer(name + "b", KERNEL, out, out));
  }

  private int filters(int level) {
    double grown = filters * Math.pow(GROWTH, level) / MULTIPLE;
    return level == 0 ? filters : MULTIPLE * (int) Math.round(grown);
  }

  /** {@return the shapes of all arrays by name, in the order in which they are computed} */
  public Map<String, int[]> arrays() {
    List<Layer> layers = new ArrayList<>();
    for (int level = 0; level < levels; level++) {
      layers.addAll(down(level));
    }
    for (int level = levels - 2; level >= 0; level--) {
      layers.addAll(up(level));
    }
    layers.add(out());
    Map<String, int[]> arrays = new LinkedHashMap<>();
    for (Layer layer : layers) {
      arrays.put(
          layer.weights(),
          new int[] {layer.kernel(), layer.kernel(), layer.channels(), layer.filters()});
      arrays.put(layer.biases(), new int[] {layer.filters()});
    }
    return arrays;
  }
}
