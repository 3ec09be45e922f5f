package io.karyo.unet;

import io.karyo.network.UNetShape;
import io.karyo.samediff.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/** Builds a U-Net in SameDiff. */
final class UNetGraph {

  /** The name of the placeholder of the pictures, {@code [n, 1, height, width]}. */
  static final String STAIN = "stain";

  private static final Pooling2DConfig HALVED =
      Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).isNHWC(false).build();

  private final SameDiff graph = SameDiff.create();
  private final SDVariable stain;
  private final SDVariable logits;
  private final Map<String, SDVariable> variables = new HashMap<>();

  /**
   * Builds a graph.
   *
   * @param weights which the graph shares
   * @param pictures how many pictures go in at once
   * @param height their rows, -1 if they differ
   * @param width their columns, -1 if they differ
   */
  UNetGraph(UNetShape shape, Weights weights, int pictures, int height, int width) {
    stain = graph.placeHolder(STAIN, DataType.FLOAT, pictures, 1, height, width);
    weights.names().forEach(name -> variables.put(name, graph.var(name, weights.get(name))));
    SDVariable[] beside = new SDVariable[shape.levels()];
    SDVariable layer = stain;
    for (int level = 0; level < shape.levels(); level++) {
      layer = level == 0 ? layer : graph.cnn().maxPooling2d(layer, HALVED);
      layer = activated(layer, shape.down(level));
      beside[level] = layer;
    }
    for (int level = shape.levels() - 2; level >= 0; level--) {
      SDVariable doubled = graph.cnn().upsampling2d(layer, 2, 2, true);
      layer = activated(graph.concat(1, beside[level], doubled), shape.up(level));
    }
    logits = convolved(layer, shape.out());
  }

  private SDVariable activated(SDVariable in, List<UNetShape.Layer> layers) {
    SDVariable layer = in;
    for (UNetShape.Layer next : layers) {
      layer = graph.nn().relu(convolved(layer, next), 0);
    }
    return layer;
  }

  private SDVariable convolved(SDVariable in, UNetShape.Layer layer) {
    Conv2DConfig same =
        Conv2DConfig.builder()
            .kH(layer.kernel())
            .kW(layer.kernel())
            .sH(1)
            .sW(1)
            .dataFormat("NCHW")
            .paddingMode(PaddingMode.SAME)
            .build();
    return graph
        .cnn()
        .conv2d(in, variables.get(layer.weights()), variables.get(layer.biases()), same);
  }

  SameDiff graph() {
    return graph;
  }

  /** The logits of the classes, {@code [n, classes, height, width]}. */
  SDVariable logits() {
    return logits;
  }
}
