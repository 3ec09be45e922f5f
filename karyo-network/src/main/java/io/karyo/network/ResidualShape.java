package io.karyo.network;

import io.karyo.model.Require;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The shape of a residual network with group normalisation: a stem, stages of blocks, and a dense
 * layer that sees the last image and the sizes.
 *
 * <p><b>Shapes:</b> {@code [n, 1, height, width]} goes in; a convolution pads so that only its
 * stride shrinks the image (rounded up).
 *
 * @param height rows of the input image, 8 to 512
 * @param width columns of the input image, 8 to 512
 * @param filters filters of the first stage, 1 to 256, a multiple of the groups; each further stage
 *     halves the image and has twice as many
 * @param stages 1 to 5
 * @param blocks blocks of two convolutions in each stage, 1 to 8
 * @param groups how many groups of filters are normalised together, 1 to 256
 * @param embeddingSize coordinates of an embedding, 2 to 4096
 */
public record ResidualShape(
    int height, int width, int filters, int stages, int blocks, int groups, int embeddingSize) {

  /** The id of the network, and of these settings in a model file. */
  public static final String ID = "residual";

  /** What is added to a variance before its root is taken. */
  public static final double EPSILON = 1e-5;

  private static final Setting<Integer> HEIGHT =
      Setting.integer("height", 64, 8, EncoderNetwork.MAX_SIDE);
  private static final Setting<Integer> WIDTH =
      Setting.integer("width", 24, 8, EncoderNetwork.MAX_SIDE);
  private static final Setting<Integer> FILTERS = Setting.integer("filters", 24, 1, 256);
  private static final Setting<Integer> STAGES = Setting.integer("stages", 3, 1, 5);
  private static final Setting<Integer> BLOCKS = Setting.integer("blocks", 1, 1, 8);
  private static final Setting<Integer> GROUPS = Setting.integer("groups", 8, 1, 256);
  private static final Setting<Integer> EMBEDDING_SIZE = NetworkSettings.EMBEDDING_SIZE;

  /**
   * A convolution without biases, then group normalisation with a gain and a shift for each filter.
   *
   * @param name the beginning of the names of its arrays
   * @param channels what goes in
   * @param filters what comes out
   * @param kernel the side of the square kernel in px
   * @param stride the stride in px
   * @param rows rows of what goes in
   * @param columns columns of what goes in
   */
  public record Layer(
      String name, int channels, int filters, int kernel, int stride, int rows, int columns) {

    /** {@return rows of what comes out} */
    public int height() {
      return (rows + stride - 1) / stride;
    }

    /** {@return columns of what comes out} */
    public int width() {
      return (columns + stride - 1) / stride;
    }

    /** {@return the name of the weights, {@code [kernel, kernel, channels, filters]}} */
    public String weights() {
      return name + "_kernel";
    }

    /** {@return the name of the gains, {@code [filters]}} */
    public String gain() {
      return name + "_gain";
    }

    /** {@return the name of the shifts, {@code [filters]}} */
    public String shift() {
      return name + "_shift";
    }

    private Layer next(String name, int filters, int kernel, int stride) {
      return new Layer(name, this.filters, filters, kernel, stride, height(), width());
    }
  }

  /**
   * The sum of two convolutions, with a ReLU between them, and of what goes in, then a ReLU.
   *
   * @param first the first convolution
   * @param second the second
   * @param beside is applied to what goes in before it is added; empty for nothing
   */
  public record Block(Layer first, Layer second, Optional<Layer> beside) {}

  public ResidualShape {
    HEIGHT.check(height);
    WIDTH.check(width);
    FILTERS.check(filters);
    STAGES.check(stages);
    BLOCKS.check(blocks);
    GROUPS.check(groups);
    EMBEDDING_SIZE.check(embeddingSize);
    Require.that(
        filters % groups == 0, "filters", "a multiple of the " + groups + " groups", filters);
  }

  /**
   * Restores a shape.
   *
   * @param given what {@link #settings()} returned; a value that is missing is that of the default
   * @return a shape
   * @throws IllegalArgumentException if a value is unknown or not allowed
   */
  public static ResidualShape of(Settings given) {
    Settings all = given.complete(HEIGHT, WIDTH, FILTERS, STAGES, BLOCKS, GROUPS, EMBEDDING_SIZE);
    return new ResidualShape(
        all.get(HEIGHT),
        all.get(WIDTH),
        all.get(FILTERS),
        all.get(STAGES),
        all.get(BLOCKS),
        all.get(GROUPS),
        all.get(EMBEDDING_SIZE));
  }

  /** {@return these values by name, as a model file holds them} */
  public Settings settings() {
    return Settings.EMPTY
        .with(HEIGHT, height)
        .with(WIDTH, width)
        .with(FILTERS, filters)
        .with(STAGES, stages)
        .with(BLOCKS, blocks)
        .with(GROUPS, groups)
        .with(EMBEDDING_SIZE, embeddingSize);
  }

  /** {@return the first convolution, which a ReLU follows} */
  public Layer stem() {
    return new Layer("stem", 1, filters, 5, 2, height, width);
  }

  /** {@return the blocks of all stages, in order} */
  public List<Block> allBlocks() {
    List<Block> all = new ArrayList<>();
    Layer last = stem();
    for (int stage = 0; stage < stages; stage++) {
      for (int i = 0; i < blocks; i++) {
        String name = "stage" + stage + "_block" + i;
        boolean shrinks = stage > 0 && i == 0;
        int stride = shrinks ? 2 : 1;
        int next = last.filters() * stride;
        Layer first = last.next(name + "_first", next, 3, stride);
        Layer second = first.next(name + "_second", next, 3, 1);
        Optional<Layer> beside =
            shrinks ? Optional.of(last.next(name + "_beside", next, 1, stride)) : Optional.empty();
        all.add(new Block(first, second, beside));
        last = second;
      }
    }
    return all;
  }

  /** {@return how many numbers of the last image the dense layer sees} */
  public int flat() {
    List<Block> all = allBlocks();
    Layer last = all.get(all.size() - 1).second();
    return last.filters() * last.height() * last.width();
  }

  /**
   * {@return the shape of each array of a trained network by its name; the dense layer has the
   * names of {@link EncoderNetwork}, and sees the last image channel by channel, then the sizes}
   */
  public Map<String, int[]> weights() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    add(stem(), shapes);
    for (Block block : allBlocks()) {
      add(block.first(), shapes);
      add(block.second(), shapes);
      block.beside().ifPresent(layer -> add(layer, shapes));
    }
    shapes.put(EncoderNetwork.DENSE, new int[] {flat() + EncoderNetwork.SIZES, embeddingSize});
    shapes.put(EncoderNetwork.DENSE_BIAS, new int[] {embeddingSize});
    return shapes;
  }

  private static void add(Layer layer, Map<String, int[]> shapes) {
    int side = layer.kernel();
    shapes.put(layer.weights(), new int[] {side, side, layer.channels(), layer.filters()});
    shapes.put(layer.gain(), new int[] {layer.filters()});
    shapes.put(layer.shift(), new int[] {layer.filters()});
  }
}
