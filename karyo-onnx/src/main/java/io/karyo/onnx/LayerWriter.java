package io.karyo.onnx;

import io.karyo.model.Require;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.ResidualShape;
import java.util.Arrays;

/** Adds the layers of one network to a graph, with their weights. Not thread-safe. */
final class LayerWriter {

  private final Graph graph;
  private final String prefix;
  private final NetworkWeights weights;

  /**
   * Begins a network.
   *
   * @param prefix begins the names of all that is added
   */
  LayerWriter(Graph graph, String prefix, NetworkWeights weights) {
    this.graph = graph;
    this.prefix = prefix;
    this.weights = weights;
  }

  /**
   * A convolution that pads so that only its stride shrinks the image.
   *
   * @param kernel the name of its weights, {@code [side, side, in, out]}
   * @param side the side of the kernel
   */
  record Convolution(String kernel, int in, int out, int side, int stride) {

    /** By how much a side of an image is padded in all. */
    private int padding(int extent) {
      return Math.max(0, (shrunk(extent) - 1) * stride + side - extent);
    }

    /** What a side of an image becomes. */
    int shrunk(int extent) {
      return (extent + stride - 1) / stride;
    }
  }

  /**
   * Adds a convolution.
   *
   * @param name its name
   * @param in the name of what goes in
   * @param rows of what goes in
   * @param columns of what goes in
   * @param bias the name of the biases; none without
   */
  String convolution(
      String name, String in, Convolution convolution, int rows, int columns, String... bias) {
    int side = convolution.side();
    int high = convolution.padding(rows);
    int wide = convolution.padding(columns);
    String[] inputs = Arrays.copyOf(new String[] {in, prefix + name + "_kernel"}, 2 + bias.length);
    graph.constant(
        inputs[1],
        outputsFirst(weights.array(convolution.kernel()), convolution),
        convolution.out(),
        convolution.in(),
        side,
        side);
    for (int i = 0; i < bias.length; i++) {
      inputs[2 + i] =
          graph.constant(prefix + name + "_bias", weights.array(bias[i]), convolution.out());
    }
    return graph
        .node("Conv", prefix + name, inputs)
        .withAll("kernel_shape", side, side)
        .withAll("strides", convolution.stride(), convolution.stride())
        .withAll("pads", high / 2, wide / 2, high - high / 2, wide - wide / 2)
        .add();
  }

  /** From {@code [side · side, in, out]} to {@code [out, in, side · side]}. */
  private static float[] outputsFirst(float[] values, Convolution convolution) {
    int area = convolution.side() * convolution.side();
    int inputs = convolution.in();
    int outputs = convolution.out();
    float[] moved = new float[values.length];
    for (int place = 0; place < area; place++) {
      for (int in = 0; in < inputs; in++) {
        for (int out = 0; out < outputs; out++) {
          moved[(out * inputs + in) * area + place] = values[(place * inputs + in) * outputs + out];
        }
      }
    }
    return moved;
  }

  /** Adds a group normalisation with the gains and shifts of a layer. */
  String normalised(String in, ResidualShape.Layer layer, int groups) {
    String name = prefix + layer.name();
    int filters = layer.filters();
    float[] ones = new float[groups];
    Arrays.fill(ones, 1);
    graph.constant(name + "_groups", 0, groups, -1);
    graph.constant(name + "_ones", ones, groups);
    graph.constant(name + "_zeros", new float[groups], groups);
    graph.constant(name + "_filters", 0, filters, layer.height(), layer.width());
    graph.constant(name + "_gain", weights.array(layer.gain()), filters, 1, 1);
    graph.constant(name + "_shift", weights.array(layer.shift()), filters, 1, 1);
    String grouped = graph.node("Reshape", name + "_grouped", in, name + "_groups").add();
    String even =
        graph
            .node("InstanceNormalization", name + "_even", grouped, name + "_ones", name + "_zeros")
            .with("epsilon", (float) ResidualShape.EPSILON)
            .add();
    String images = graph.node("Reshape", name + "_images", even, name + "_filters").add();
    String scaled = graph.node("Mul", name + "_scaled", images, name + "_gain").add();
    return graph.node("Add", name + "_shifted", scaled, name + "_shift").add();
  }

  /** Adds a convolution of stride 1, which keeps the size of an image of any size. */
  String convolution(String name, String in, Convolution convolution, String bias) {
    Require.that(convolution.stride() == 1, "stride", "1", convolution.stride());
    // A stride of 1 pads all extents alike.
    return convolution(name, in, convolution, 1, 1, bias);
  }

  String relu(String name, String in) {
    return graph.node("Relu", prefix + name + "_relu", in).add();
  }

  String pool(String name, String in) {
    return graph
        .node("MaxPool", prefix + name + "_pool", in)
        .withAll("kernel_shape", 2, 2)
        .withAll("strides", 2, 2)
        .add();
  }

  /** Adds images of twice the height and width; each pixel becomes 2 × 2. */
  String doubled(String name, String in) {
    String scales = graph.constant(prefix + name + "_scales", new float[] {1, 1, 2, 2}, 4);
    return graph
        .node("Resize", prefix + name + "_doubled", in, "", scales)
        .with("mode", "nearest")
        .with("coordinate_transformation_mode", "asymmetric")
        .with("nearest_mode", "floor")
        .add();
  }

  /** Adds an image with the channels of the first image, then those of the second. */
  String joined(String name, String first, String second) {
    return graph.node("Concat", prefix + name + "_joined", first, second).with("axis", 1).add();
  }

  /** Adds the sum of two layers, named after the first. */
  String sum(String first, String second) {
    return graph.node("Add", first + "_sum", first, second).add();
  }

  String sigmoid(String in) {
    return graph.node("Sigmoid", prefix + "sigmoid", in).add();
  }

  /**
   * Adds the dense layer.
   *
   * @param image the name of the last image
   * @param sizes whether sizes join it
   */
  String dense(String image, boolean sizes, int inputs, int outputs) {
    String flat = graph.node("Flatten", prefix + "flat", image).add();
    String features =
        sizes
            ? graph
                .node("Concat", prefix + "features", flat, EncoderGraph.VIEWS_SIZES)
                .with("axis", 1)
                .add()
            : flat;
    graph.constant(prefix + "dense", weights.array(EncoderNetwork.DENSE), inputs, outputs);
    graph.constant(prefix + "dense_bias", weights.array(EncoderNetwork.DENSE_BIAS), outputs);
    return graph
        .node("Gemm", prefix + "linear", features, prefix + "dense", prefix + "dense_bias")
        .add();
  }
}
