package io.karyo.siamese;

import io.karyo.model.Settings;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.NetworkInput;
import io.karyo.network.ResidualShape;
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
public final class ResidualNetwork implements SameDiffNetwork {

  static final ResidualNetwork STANDARD = new ResidualNetwork(ResidualShape.of(Settings.EMPTY));

  private final ResidualShape shape;

  ResidualNetwork(ResidualShape shape) {
    this.shape = shape;
  }

  private ResidualNetwork with(String setting, int value) {
    return new ResidualNetwork(ResidualShape.of(settings().with(setting, value)));
  }

  /**
   * Sets how many filters the first stage has, and in how many groups they are normalised; each
   * further stage has twice as many filters.
   *
   * @param filters 1 to 256, a multiple of the groups; 24 unless set
   * @param groups 1 to 256; 8 unless set
   * @return the changed network
   * @throws IllegalArgumentException if one is out of range, or the filters are no multiple
   */
  public ResidualNetwork filters(int filters, int groups) {
    return new ResidualNetwork(
        ResidualShape.of(settings().with("filters", filters).with("groups", groups)));
  }

  /**
   * Sets the number of stages.
   *
   * @param stages 1 to 5; 3 unless set
   * @return the changed network
   * @throws IllegalArgumentException if it is out of range
   */
  public ResidualNetwork stages(int stages) {
    return with("stages", stages);
  }

  /**
   * Sets how many blocks of two convolutions a stage has.
   *
   * @param blocks 1 to 8; 1 unless set
   * @return the changed network
   * @throws IllegalArgumentException if it is out of range
   */
  public ResidualNetwork blocks(int blocks) {
    return with("blocks", blocks);
  }

  /**
   * Sets the size of the images that the network sees.
   *
   * @param height rows, 8 to 512; 64 unless set
   * @param width columns, 8 to 512; 24 unless set
   * @return the changed network
   * @throws IllegalArgumentException if one is out of range
   */
  public ResidualNetwork images(int height, int width) {
    return with("height", height).with("width", width);
  }

  /**
   * Sets the number of coordinates of an embedding.
   *
   * @param embeddingSize 2 to 4096; 64 unless set
   * @return the changed network
   * @throws IllegalArgumentException if it is out of range
   */
  public ResidualNetwork embeddingSize(int embeddingSize) {
    return with("embeddingSize", embeddingSize);
  }

  @Override
  public String id() {
    return ResidualShape.ID;
  }

  @Override
  public Settings settings() {
    return shape.settings();
  }

  @Override
  public int height() {
    return shape.height();
  }

  @Override
  public int width() {
    return shape.width();
  }

  @Override
  public SDVariable embedding(SameDiff graph, SDVariable images, SDVariable sizes) {
    SDVariable layer = relu(normalised(images, shape.stem()));
    for (ResidualShape.Block block : shape.allBlocks()) {
      SDVariable inner = relu(normalised(layer, block.first()));
      SDVariable outer = normalised(inner, block.second());
      SDVariable in = layer;
      layer = relu(outer.add(block.beside().map(beside -> normalised(in, beside)).orElse(in)));
    }
    SDVariable features = graph.concat(1, layer.reshape(-1, shape.flat()), sizes);
    int inputs = shape.flat() + NetworkInput.SIZES;
    int size = shape.embeddingSize();
    return features
        .mmul(graph.var(EncoderNetwork.DENSE, DataType.FLOAT, inputs, size))
        .add(graph.var(EncoderNetwork.DENSE_BIAS, DataType.FLOAT, size));
  }

  private static SDVariable relu(SDVariable layer) {
    return layer.getSameDiff().nn().relu(layer, 0);
  }

  /** A convolution and a group normalisation. */
  private SDVariable normalised(SDVariable in, ResidualShape.Layer layer) {
    SameDiff graph = in.getSameDiff();
    int filters = layer.filters();
    int kernel = layer.kernel();
    SDVariable weights =
        graph.var(layer.weights(), DataType.FLOAT, kernel, kernel, layer.channels(), filters);
    SDVariable convolved = graph.cnn().conv2d(in, weights, configuration(layer));
    int perGroup = filters / shape.groups() * layer.height() * layer.width();
    SDVariable grouped = convolved.reshape(-1, shape.groups(), perGroup);
    SDVariable centred = grouped.sub(grouped.mean(true, 2));
    SDVariable variance = graph.math().square(centred).mean(true, 2);
    SDVariable even = centred.div(graph.math().sqrt(variance.add(ResidualShape.EPSILON)));
    SDVariable gain = graph.var(layer.gain(), Nd4j.ones(DataType.FLOAT, filters));
    SDVariable shift = graph.var(layer.shift(), DataType.FLOAT, filters);
    return even.reshape(-1, filters, layer.height(), layer.width())
        .mul(gain.reshape(1, filters, 1, 1))
        .add(shift.reshape(1, filters, 1, 1));
  }

  private static Conv2DConfig configuration(ResidualShape.Layer layer) {
    return Conv2DConfig.builder()
        .kH(layer.kernel())
        .kW(layer.kernel())
        .sH(layer.stride())
        .sW(layer.stride())
        .dataFormat("NCHW")
        .paddingMode(PaddingMode.SAME)
        .build();
  }

  @Override
  public String toString() {
    return id() + settings();
  }
}
