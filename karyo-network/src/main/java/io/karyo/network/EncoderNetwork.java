package io.karyo.network;

import io.karyo.model.Require;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape of one of the two equal networks of a Siamese encoder: convolutions, then one dense
 * layer to the embedding.
 *
 * <p><b>Shapes:</b> in {@code [n, 1, height, width]}; a convolution pads so that only its stride
 * shrinks the image (rounded up); pooling drops an odd last row or column.
 *
 * @param height rows of the input image, 8 to 512
 * @param width columns of the input image, 8 to 512
 * @param convolutions the convolutions in order, each followed by ReLU; 1 to 16
 * @param sizes whether length, area and shape of the chromosome join the dense layer's input; a
 *     stretched image does not show them
 * @param sigmoid whether the embedding passes a sigmoid, as the paper's does
 * @param dropout the share of the dense layer's inputs that a training step hides, 0 to less than 1
 */
public record EncoderNetwork(
    int height,
    int width,
    List<Convolution> convolutions,
    boolean sizes,
    boolean sigmoid,
    double dropout) {

  /** The name of the dense layer's weights, {@code [denseInputs, embeddingSize]}. */
  public static final String DENSE = "dense";

  /** The name of the dense layer's biases, {@code [embeddingSize]}. */
  public static final String DENSE_BIAS = "dense_bias";

  /** How many numbers describe the size of a chromosome, if sizes are an input. */
  public static final int SIZES = 6;

  /** The longest side of an image or of a kernel, in px. */
  public static final int MAX_SIDE = 512;

  /** The most filters of a convolution. */
  public static final int MAX_FILTERS = 1024;

  /**
   * One convolution.
   *
   * @param filters how many filters, 1 to 1024
   * @param kernel the side of the square kernel in px, 1 to 512
   * @param stride the stride in px, 1 to 512
   * @param pool whether 2 × 2 max-pooling follows
   */
  public record Convolution(int filters, int kernel, int stride, boolean pool) {

    private static final Setting<Integer> FILTERS = Setting.integer("filters", 0, 1, MAX_FILTERS);
    private static final Setting<Integer> KERNEL = Setting.integer("kernel", 3, 1, MAX_SIDE);
    private static final Setting<Integer> STRIDE = Setting.integer("stride", 1, 1, MAX_SIDE);
    private static final Setting<Boolean> POOL = Setting.flag("pool", false);

    public Convolution {
      FILTERS.check(filters);
      KERNEL.check(kernel);
      STRIDE.check(stride);
    }

    private Settings settings() {
      return Settings.EMPTY
          .with(FILTERS, filters)
          .with(KERNEL, kernel)
          .with(STRIDE, stride)
          .with(POOL, pool);
    }

    private static Convolution of(Settings given) {
      Settings all = given.complete(FILTERS, KERNEL, STRIDE, POOL);
      return new Convolution(all.get(FILTERS), all.get(KERNEL), all.get(STRIDE), all.get(POOL));
    }
  }

  private static final Setting<Integer> HEIGHT = Setting.integer("height", 64, 8, MAX_SIDE);
  private static final Setting<Integer> WIDTH = Setting.integer("width", 24, 8, MAX_SIDE);
  private static final Setting<List<Convolution>> CONVOLUTIONS =
      Setting.list(
          "convolutions",
          List.of(
              new Convolution(32, 5, 2, false),
              new Convolution(64, 3, 2, false),
              new Convolution(128, 3, 2, false)),
          16,
          Convolution::of,
          Convolution::settings);
  private static final Setting<Boolean> SIZES_AS_INPUT = Setting.flag("sizes", true);
  private static final Setting<Boolean> SIGMOID = Setting.flag("sigmoid", false);
  private static final Setting<Double> DROPOUT = Setting.number("dropout", 0, Require::belowOne);

  public EncoderNetwork {
    HEIGHT.check(height);
    WIDTH.check(width);
    convolutions = CONVOLUTIONS.check(convolutions);
    int lastHeight = shrink(height, convolutions);
    int lastWidth = shrink(width, convolutions);
    if (lastHeight < 1 || lastWidth < 1) {
      throw new IllegalArgumentException(
          "convolutions: must leave at least 1 x 1 pixels, found "
              + lastHeight
              + " x "
              + lastWidth);
    }
    DROPOUT.check(dropout);
  }

  /**
   * The network of Swati et al. 2017, figure 5: 60 × 60, two convolutions of 3 × 3, each with 2 × 2
   * max-pooling, then a dense sigmoid layer (512 units in the paper). Pooling has stride 2, as in
   * the figure; the text's stride 1 would make 200 million weights.
   *
   * @param first filters of the first convolution, 64 in the paper
   * @param second filters of the second convolution, 128 in the paper
   * @return the network
   */
  public static EncoderNetwork paper(int first, int second) {
    return new EncoderNetwork(
        60,
        60,
        List.of(new Convolution(first, 3, 1, true), new Convolution(second, 3, 1, true)),
        false,
        true,
        0);
  }

  /**
   * The default: a chromosome stretched to 64 × 24, three strided convolutions, sizes as further
   * inputs. Strides shrink as well as pooling does here, at a fraction of the cost.
   *
   * @return the network
   */
  public static EncoderNetwork compact() {
    return of(Settings.EMPTY);
  }

  /** Rows of the image that the dense layer sees. */
  int lastHeight() {
    return shrink(height, convolutions);
  }

  /** Columns of the image that the dense layer sees. */
  int lastWidth() {
    return shrink(width, convolutions);
  }

  private static int shrink(int side, List<Convolution> convolutions) {
    int left = side;
    for (Convolution convolution : convolutions) {
      left = (left + convolution.stride() - 1) / convolution.stride();
      left = convolution.pool() ? left / 2 : left;
    }
    return left;
  }

  /** {@return how many inputs of the dense layer come from the image} */
  public int flat() {
    return convolutions.get(convolutions.size() - 1).filters() * lastHeight() * lastWidth();
  }

  /**
   * {@return how many inputs the dense layer has: those from the image and, if the network has
   * them, the sizes}
   */
  public int denseInputs() {
    return flat() + (sizes ? SIZES : 0);
  }

  /** {@return these values by name, as a model file holds them} */
  public Settings settings() {
    return Settings.EMPTY
        .with(HEIGHT, height)
        .with(WIDTH, width)
        .with(CONVOLUTIONS, convolutions)
        .with(SIZES_AS_INPUT, sizes)
        .with(SIGMOID, sigmoid)
        .with(DROPOUT, dropout);
  }

  /**
   * Restores a network.
   *
   * @param settings what {@link #settings()} returned; a value that is missing is that of the
   *     default
   * @return a network
   * @throws IllegalArgumentException if a value is unknown or not allowed
   */
  public static EncoderNetwork of(Settings settings) {
    settings.complete(HEIGHT, WIDTH, CONVOLUTIONS, SIZES_AS_INPUT, SIGMOID, DROPOUT);
    return new EncoderNetwork(
        settings.get(HEIGHT),
        settings.get(WIDTH),
        settings.get(CONVOLUTIONS),
        settings.get(SIZES_AS_INPUT),
        settings.get(SIGMOID),
        settings.get(DROPOUT));
  }

  /**
   * Returns the name of a convolution's weights, {@code [kernel, kernel, in, filters]}.
   *
   * @param convolution its number, from 0
   * @return the name
   */
  public static String kernel(int convolution) {
    return "kernel" + convolution;
  }

  /**
   * Returns the name of a convolution's biases, {@code [filters]}.
   *
   * @param convolution its number, from 0
   * @return the name
   */
  public static String bias(int convolution) {
    return "bias" + convolution;
  }

  /**
   * Returns the arrays of a trained network, as a model file holds them.
   *
   * @param embeddingSize the number of coordinates of an embedding
   * @return the shape of each array by its name, in order
   */
  public Map<String, int[]> weights(int embeddingSize) {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    int channels = 1;
    for (int i = 0; i < convolutions.size(); i++) {
      Convolution convolution = convolutions.get(i);
      int side = convolution.kernel();
      shapes.put(kernel(i), new int[] {side, side, channels, convolution.filters()});
      shapes.put(bias(i), new int[] {convolution.filters()});
      channels = convolution.filters();
    }
    shapes.put(DENSE, new int[] {denseInputs(), embeddingSize});
    shapes.put(DENSE_BIAS, new int[] {embeddingSize});
    return shapes;
  }
}
