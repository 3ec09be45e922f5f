package io.karyo.onnx;

import io.karyo.model.Require;
import io.karyo.model.Settings;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.NetworkSettings;
import io.karyo.network.ResidualShape;
import java.util.Map;
import java.util.Optional;

/** The layers of a network, and how they are written as ONNX. Equal layers see equal images. */
sealed interface Layers permits Layers.Convolutional, Layers.Residual {

  /** Rows of an image. */
  int height();

  /** Columns of an image. */
  int width();

  /** Whether sizes go in. */
  boolean sizes();

  /** The number of coordinates of an embedding. */
  int embeddingSize();

  /** The shape of each array of a model file by its name. */
  Map<String, int[]> weights();

  /** The part within the encoder that has the arrays; empty for the encoder itself. */
  Optional<String> part();

  /**
   * Adds the layers to a graph that has {@link EncoderGraph#VIEWS} and, if sizes go in, {@link
   * EncoderGraph#VIEWS_SIZES}.
   *
   * @param prefix begins the names of what is added
   * @return the name of the embeddings, not scaled
   */
  String add(Graph graph, String prefix, NetworkWeights weights);

  /** Convolutions and a dense layer. */
  record Convolutional(EncoderNetwork network, int embeddingSize) implements Layers {

    @Override
    public int height() {
      return network.height();
    }

    @Override
    public int width() {
      return network.width();
    }

    @Override
    public boolean sizes() {
      return network.sizes();
    }

    @Override
    public Map<String, int[]> weights() {
      return network.weights(embeddingSize);
    }

    @Override
    public Optional<String> part() {
      return Optional.empty();
    }

    @Override
    public String add(Graph graph, String prefix, NetworkWeights weights) {
      LayerWriter writer = new LayerWriter(graph, prefix, weights);
      String layer = EncoderGraph.VIEWS;
      int channels = 1;
      int rows = height();
      int columns = width();
      for (int i = 0; i < network.convolutions().size(); i++) {
        EncoderNetwork.Convolution convolution = network.convolutions().get(i);
        String name = "conv" + i;
        LayerWriter.Convolution written =
            new LayerWriter.Convolution(
                EncoderNetwork.kernel(i),
                channels,
                convolution.filters(),
                convolution.kernel(),
                convolution.stride());
        layer =
            writer.relu(
                name,
                writer.convolution(name, layer, written, rows, columns, EncoderNetwork.bias(i)));
        rows = written.shrunk(rows);
        columns = written.shrunk(columns);
        if (convolution.pool()) {
          layer = writer.pool(name, layer);
          rows /= 2;
          columns /= 2;
        }
        channels = convolution.filters();
      }
      String sum = writer.dense(layer, network.sizes(), network.denseInputs(), embeddingSize);
      return network.sigmoid() ? writer.sigmoid(sum) : sum;
    }
  }

  /** A residual network. */
  record Residual(ResidualShape shape) implements Layers {

    @Override
    public int height() {
      return shape.height();
    }

    @Override
    public int width() {
      return shape.width();
    }

    @Override
    public boolean sizes() {
      return true;
    }

    @Override
    public int embeddingSize() {
      return shape.embeddingSize();
    }

    @Override
    public Map<String, int[]> weights() {
      return shape.weights();
    }

    @Override
    public Optional<String> part() {
      return Optional.of("network");
    }

    @Override
    public String add(Graph graph, String prefix, NetworkWeights weights) {
      LayerWriter writer = new LayerWriter(graph, prefix, weights);
      String layer = rectified(writer, EncoderGraph.VIEWS, shape.stem());
      for (ResidualShape.Block block : shape.allBlocks()) {
        String inner = rectified(writer, layer, block.first());
        String outer = normalised(writer, inner, block.second());
        String in = layer;
        String beside = block.beside().map(next -> normalised(writer, in, next)).orElse(in);
        layer = writer.relu(block.second().name() + "_sum", writer.sum(outer, beside));
      }
      int inputs = shape.flat() + EncoderNetwork.SIZES;
      return writer.dense(layer, true, inputs, shape.embeddingSize());
    }

    private String rectified(LayerWriter writer, String in, ResidualShape.Layer layer) {
      return writer.relu(layer.name(), normalised(writer, in, layer));
    }

    private String normalised(LayerWriter writer, String in, ResidualShape.Layer layer) {
      LayerWriter.Convolution convolution =
          new LayerWriter.Convolution(
              layer.weights(), layer.channels(), layer.filters(), layer.kernel(), layer.stride());
      String convolved =
          writer.convolution(layer.name(), in, convolution, layer.rows(), layer.columns());
      return writer.normalised(convolved, layer, shape.groups());
    }
  }

  /**
   * Finds out which layers an encoder has.
   *
   * @param encoder the settings of the encoder
   * @throws IllegalArgumentException if they cannot be written as ONNX
   */
  static Layers of(Settings encoder) {
    Settings own = encoder.nested(NetworkSettings.OWN_NETWORK);
    if (own.names().isEmpty()) {
      return new Convolutional(
          encoder.get(NetworkSettings.NETWORK), encoder.get(NetworkSettings.EMBEDDING_SIZE));
    }
    String id = own.text("id", "");
    Require.that(
        id.equals(ResidualShape.ID),
        "network",
        "built in to be computed by karyo-onnx",
        "'" + id + "', which karyo-siamese computes with ND4J");
    return new Residual(ResidualShape.of(own.nested("settings")));
  }
}
