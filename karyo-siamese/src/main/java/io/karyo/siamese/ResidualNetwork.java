package io.karyo.siamese;

import io.karyo.model.Setting;
import io.karyo.model.Settings;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.NetworkInput;
import io.karyo.spi.AbstractPart;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A residual network with group normalisation.
 *
 * <p><b>Method:</b> residual blocks of He et al. 2016 (Deep residual learning), a stem of 5 × 5
 * with stride 2 and then stages of two 3 × 3 convolutions; the first halves the image and doubles
 * the filters in every stage but the first. Differs in: group normalisation (Wu and He 2018) in
 * place of batch normalisation, which has no gradient in SameDiff and would make an embedding
 * depend on the batch; and no global mean of the last layer, because bands are told apart by where
 * they lie: a dense layer sees all of it, and the sizes.
 *
 * <p><b>Thread safety:</b> immutable; each method returns a changed copy.
 */
public final class ResidualNetwork extends AbstractPart implements SameDiffNetwork {

  static final String ID = "residual";

  private static final Setting<Integer> HEIGHT =
      Setting.integer("height", STANDARD_HEIGHT, 8, EncoderNetwork.MAX_SIDE);
  private static final Setting<Integer> WIDTH =
      Setting.integer("width", STANDARD_WIDTH, 8, EncoderNetwork.MAX_SIDE);
  private static final Setting<Integer> FILTERS = Setting.integer("filters", 24, 1, 256);
  private static final Setting<Integer> STAGES = Setting.integer("stages", 3, 1, 5);
  private static final Setting<Integer> BLOCKS = Setting.integer("blocks", 1, 1, 8);
  private static final Setting<Integer> GROUPS = Setting.integer("groups", 8, 1, 256);
  private static final Setting<Integer> EMBEDDING_SIZE =
      Setting.integer("embeddingSize", 64, 2, 4096);

  static final ResidualNetwork STANDARD = new ResidualNetwork(Settings.EMPTY);

  private static final double EPSILON = 1e-5;

  ResidualNetwork(Settings given) {
    super(ID, given, HEIGHT, WIDTH, FILTERS, STAGES, BLOCKS, GROUPS, EMBEDDING_SIZE);
  }

  private <T> ResidualNetwork with(Setting<T> setting, T value) {
    return new ResidualNetwork(settings().with(setting, value));
  }

  /**
   * Sets how many filters the first stage has; each further stage has twice as many.
   *
   * @param filters 1 to 256, a multiple of the groups; 24 unless set
   * @return the changed network
   */
  public ResidualNetwork filters(int filters) {
    return with(FILTERS, filters);
  }

  /**
   * Sets the number of stages.
   *
   * @param stages 1 to 5; 3 unless set
   * @return the changed network
   */
  public ResidualNetwork stages(int stages) {
    return with(STAGES, stages);
  }

  /**
   * Sets how many blocks of two convolutions a stage has.
   *
   * @param blocks 1 to 8; 1 unless set
   * @return the changed network
   */
  public ResidualNetwork blocks(int blocks) {
    return with(BLOCKS, blocks);
  }

  /**
   * Sets how many groups of filters are normalised together.
   *
   * @param groups 1 to 256; 8 unless set
   * @return the changed network
   */
  public ResidualNetwork groups(int groups) {
    return with(GROUPS, groups);
  }

  /**
   * Sets the size of the images that the network sees.
   *
   * @param height rows, 8 to 512; 64 unless set
   * @param width columns, 8 to 512; 24 unless set
   * @return the changed network
   */
  public ResidualNetwork images(int height, int width) {
    return with(HEIGHT, height).with(WIDTH, width);
  }

  /**
   * Sets the number of coordinates of an embedding.
   *
   * @param embeddingSize 2 to 4096; 64 unless set
   * @return the changed network
   */
  public ResidualNetwork embeddingSize(int embeddingSize) {
    return with(EMBEDDING_SIZE, embeddingSize);
  }

  @Override
  public int height() {
    return get(HEIGHT);
  }

  @Override
  public int width() {
    return get(WIDTH);
  }

  @Override
  public void check() {
    if (get(FILTERS) % get(GROUPS) != 0) {
      throw new IllegalArgumentException(
          "filters: must be a multiple of the " + get(GROUPS) + " groups, found " + get(FILTERS));
    }
  }

  @Override
  public SDVariable embedding(SameDiff graph, SDVariable images, SDVariable sizes) {
    check();
    Layers layers = new Layers(graph, get(GROUPS));
    Layer layer = new Layer(images, 1, height(), width());
    layer = layers.relu(layers.normalised("stem", layer, get(FILTERS), 5, 2));
    for (int stage = 0; stage < get(STAGES); stage++) {
      for (int block = 0; block < get(BLOCKS); block++) {
        boolean shrinks = stage > 0 && block == 0;
        layer = layers.block("stage" + stage + "_block" + block, layer, shrinks);
      }
    }
    int length = layer.channels() * layer.height() * layer.width();
    SDVariable features = graph.concat(1, layer.values().reshape(-1, length), sizes);
    int size = get(EMBEDDING_SIZE);
    return features
        .mmul(graph.var("dense", DataType.FLOAT, length + NetworkInput.SIZES, size))
        .add(graph.var("dense_bias", DataType.FLOAT, size));
  }

  /** Images on their way through the network, {@code [n, channels, height, width]}. */
  private record Layer(SDVariable values, int channels, int height, int width) {}

  /** Adds layers to a graph. */
  private record Layers(SameDiff graph, int groups) {

    /** Two convolutions, beside which the image passes unchanged. */
    Layer block(String name, Layer in, boolean shrinks) {
      int stride = shrinks ? 2 : 1;
      int filters = in.channels() * stride;
      Layer inner = relu(normalised(name + "_first", in, filters, 3, stride));
      Layer outer = normalised(name + "_second", inner, filters, 3, 1);
      Layer beside = shrinks ? normalised(name + "_beside", in, filters, 1, stride) : in;
      return relu(
          new Layer(outer.values().add(beside.values()), filters, outer.height(), outer.width()));
    }

    Layer relu(Layer in) {
      return new Layer(graph.nn().relu(in.values(), 0), in.channels(), in.height(), in.width());
    }

    /** A convolution and a group normalisation. */
    Layer normalised(String name, Layer in, int filters, int kernel, int stride) {
      SDVariable weights =
          graph.var(name + "_kernel", DataType.FLOAT, kernel, kernel, in.channels(), filters);
      SDVariable convolved =
          graph.cnn().conv2d(in.values(), weights, configuration(kernel, stride));
      int height = (in.height() + stride - 1) / stride;
      int width = (in.width() + stride - 1) / stride;
      SDVariable grouped = convolved.reshape(-1, groups, filters / groups * height * width);
      SDVariable centred = grouped.sub(grouped.mean(true, 2));
      SDVariable variance = graph.math().square(centred).mean(true, 2);
      SDVariable even = centred.div(graph.math().sqrt(variance.add(EPSILON)));
      SDVariable gain = graph.var(name + "_gain", Nd4j.ones(DataType.FLOAT, filters));
      SDVariable shift = graph.var(name + "_shift", DataType.FLOAT, filters);
      return new Layer(
          even.reshape(-1, filters, height, width)
              .mul(gain.reshape(1, filters, 1, 1))
              .add(shift.reshape(1, filters, 1, 1)),
          filters,
          height,
          width);
    }

    private static Conv2DConfig configuration(int kernel, int stride) {
      return Conv2DConfig.builder()
          .kH(kernel)
          .kW(kernel)
          .sH(stride)
          .sW(stride)
          .dataFormat("NCHW")
          .paddingMode(PaddingMode.SAME)
          .build();
    }
  }
}
