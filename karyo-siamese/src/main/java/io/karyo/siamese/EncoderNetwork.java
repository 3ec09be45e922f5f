package io.karyo.siamese;

import io.karyo.spi.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The shape of one of the two equal networks of a Siamese encoder: convolutions, then one dense
 * layer to the embedding.
 *
 * <p><b>Shapes:</b> in {@code [n, 1, height, width]}; a convolution pads so that only its stride
 * shrinks the image (rounded up); pooling drops an odd last row or column.
 *
 * @param height rows of the input image, at least 8
 * @param width columns of the input image, at least 8
 * @param convolutions the convolutions in order, each followed by ReLU; at least one
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

  /**
   * One convolution.
   *
   * @param filters how many filters, at least 1
   * @param kernel the side of the square kernel in px, at least 1
   * @param stride the stride in px, at least 1
   * @param pool whether 2 × 2 max-pooling follows
   */
  public record Convolution(int filters, int kernel, int stride, boolean pool) {
    public Convolution {
      atLeast("filters", filters, 1);
      atLeast("kernel", kernel, 1);
      atLeast("stride", stride, 1);
    }

    private Settings settings() {
      return Settings.EMPTY
          .with("filters", filters)
          .with("kernel", kernel)
          .with("stride", stride)
          .with("pool", pool);
    }
  }

  public EncoderNetwork {
    atLeast("height", height, 8);
    atLeast("width", width, 8);
    convolutions = List.copyOf(convolutions);
    atLeast("convolutions", convolutions.size(), 1);
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("dropout: must be 0 to less than 1, found " + dropout);
    }
  }

  /**
   * The network of Swati et al. 2017, figure 5: 60 × 60, two convolutions of 3 × 3, each with 2 × 2
   * max-pooling, then a dense sigmoid layer (512 units in the paper: {@link
   * SameDiffEncoder#embeddingSize}). Pooling has stride 2, as in the figure; the text's stride 1
   * would make 200 million weights.
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
    return new EncoderNetwork(
        64,
        24,
        List.of(
            new Convolution(32, 5, 2, false),
            new Convolution(64, 3, 2, false),
            new Convolution(128, 3, 2, false)),
        true,
        false,
        0);
  }

  /** Rows of the image that the dense layer sees. */
  int lastHeight() {
    return shrink(height);
  }

  /** Columns of the image that the dense layer sees. */
  int lastWidth() {
    return shrink(width);
  }

  private int shrink(int side) {
    int left = side;
    for (Convolution convolution : convolutions) {
      left = (left + convolution.stride() - 1) / convolution.stride();
      left = convolution.pool() ? left / 2 : left;
    }
    return left;
  }

  /** Inputs of the dense layer that come from the image. */
  int flat() {
    return convolutions.get(convolutions.size() - 1).filters() * lastHeight() * lastWidth();
  }

  /** Inputs of the dense layer. */
  int denseInputs() {
    return flat() + (sizes ? Specimen.SIZES : 0);
  }

  Settings settings() {
    return Settings.EMPTY
        .with("height", height)
        .with("width", width)
        .with("convolutions", convolutions.stream().map(Convolution::settings).toList())
        .with("sizes", sizes)
        .with("sigmoid", sigmoid)
        .with("dropout", dropout);
  }

  static EncoderNetwork of(Settings settings) {
    settings.onlyKnown("height", "width", "convolutions", "sizes", "sigmoid", "dropout");
    EncoderNetwork standard = compact();
    List<Convolution> convolutions = new ArrayList<>();
    for (Settings convolution : settings.list("convolutions")) {
      convolution.onlyKnown("filters", "kernel", "stride", "pool");
      convolutions.add(
          new Convolution(
              convolution.integer("filters", 0),
              convolution.integer("kernel", 3),
              convolution.integer("stride", 1),
              convolution.flag("pool", false)));
    }
    return new EncoderNetwork(
        settings.integer("height", standard.height),
        settings.integer("width", standard.width),
        convolutions.isEmpty() ? standard.convolutions : convolutions,
        settings.flag("sizes", standard.sizes),
        settings.flag("sigmoid", standard.sigmoid),
        settings.number("dropout", standard.dropout));
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          Objects.requireNonNull(name) + ": must be at least " + least + ", found " + value);
    }
  }
}
