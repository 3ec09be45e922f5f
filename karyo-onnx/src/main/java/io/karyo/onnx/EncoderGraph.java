package io.karyo.onnx;

import io.karyo.network.EncoderNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes encoder networks as an ONNX graph.
 *
 * <p><b>Shapes:</b> {@code images [n, 1, height, width]} and, if a network has them, {@code sizes
 * [n, 6]} go in; {@code embedding [n, size]} comes out: the mean over an image and its mirror
 * image, of length 1 if embeddings are normalised, one network's after the other's.
 */
final class EncoderGraph {

  static final String IMAGES = "images";
  static final String SIZES = "sizes";
  static final String EMBEDDING = "embedding";

  /** What is added to a sum of squares before its root is taken, as in karyo's own engines. */
  private static final float EPSILON = 1e-12f;

  /** An image and its mirror image; the mirror images are the second half of the batch. */
  private static final int VIEWS = 2;

  private final Graph graph = new Graph("encoder");
  private final List<String> embeddings = new ArrayList<>();
  private final EncoderNetwork network;
  private int size;

  /**
   * Begins a graph.
   *
   * @param network the shape of the network, or of each of several
   */
  EncoderGraph(EncoderNetwork network) {
    this.network = network;
    graph.input(IMAGES, 1, network.height(), network.width());
    graph.constant("columns", 3);
    graph.constant("last", -1);
    graph.constant("before_first", Long.MIN_VALUE + 1);
    graph.constant("epsilon", new float[] {EPSILON}, 1);
    graph.constant("coordinates", 1);
    String mirrored =
        graph.node("Slice", "mirrored", IMAGES, "last", "before_first", "columns", "last").add();
    graph.node("Concat", "views", IMAGES, mirrored).with("axis", 0).add();
    if (network.sizes()) {
      graph.input(SIZES, EncoderNetwork.SIZES);
      graph.node("Concat", "views_sizes", SIZES, SIZES).with("axis", 0).add();
    }
  }

  /** Adds a network with its weights. */
  void add(NetworkWeights weights, boolean normalised) {
    String prefix = "network" + embeddings.size() + "_";
    String dense = dense(prefix, convolved(prefix, weights), weights);
    String seen = normalised ? unit(prefix + "view", dense) : dense;
    graph.constant(prefix + "pairs", VIEWS, -1, weights.embeddingSize());
    String pairs = graph.node("Reshape", prefix + "views", seen, prefix + "pairs").add();
    String mean =
        graph
            .node("ReduceMean", prefix + "mean", pairs)
            .withAll("axes", 0)
            .with("keepdims", 0)
            .add();
    embeddings.add(normalised ? unit(prefix + "mean", mean) : mean);
    size += weights.embeddingSize();
  }

  private String convolved(String prefix, NetworkWeights weights) {
    String layer = "views";
    int rows = network.height();
    int columns = network.width();
    int channels = 1;
    for (int i = 0; i < network.convolutions().size(); i++) {
      EncoderNetwork.Convolution convolution = network.convolutions().get(i);
      int kernel = convolution.kernel();
      int stride = convolution.stride();
      int high = padding(rows, kernel, stride);
      int wide = padding(columns, kernel, stride);
      String name = prefix + "conv" + i;
      graph.constant(
          name + "_kernel",
          kernel(
              weights.array(EncoderNetwork.kernel(i)),
              kernel * kernel,
              channels,
              convolution.filters()),
          convolution.filters(),
          channels,
          kernel,
          kernel);
      graph.constant(name + "_bias", weights.array(EncoderNetwork.bias(i)), convolution.filters());
      layer =
          graph
              .node("Conv", name, layer, name + "_kernel", name + "_bias")
              .withAll("kernel_shape", kernel, kernel)
              .withAll("strides", stride, stride)
              .withAll("pads", high / 2, wide / 2, high - high / 2, wide - wide / 2)
              .add();
      layer = graph.node("Relu", name + "_relu", layer).add();
      rows = (rows + stride - 1) / stride;
      columns = (columns + stride - 1) / stride;
      if (convolution.pool()) {
        layer =
            graph
                .node("MaxPool", name + "_pool", layer)
                .withAll("kernel_shape", 2, 2)
                .withAll("strides", 2, 2)
                .add();
        rows /= 2;
        columns /= 2;
      }
      channels = convolution.filters();
    }
    return graph.node("Flatten", prefix + "flat", layer).add();
  }

  /** By how much an image is padded in all, so that only the stride shrinks it. */
  private static int padding(int side, int kernel, int stride) {
    return Math.max(0, ((side + stride - 1) / stride - 1) * stride + kernel - side);
  }

  /** From {@code [k · k, in, out]} to {@code [out, in, k · k]}. */
  private static float[] kernel(float[] values, int area, int inputs, int outputs) {
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

  private String dense(String prefix, String features, NetworkWeights weights) {
    String all =
        network.sizes()
            ? graph
                .node("Concat", prefix + "features", features, "views_sizes")
                .with("axis", 1)
                .add()
            : features;
    graph.constant(
        prefix + "dense",
        weights.array(EncoderNetwork.DENSE),
        network.denseInputs(),
        weights.embeddingSize());
    graph.constant(
        prefix + "dense_bias", weights.array(EncoderNetwork.DENSE_BIAS), weights.embeddingSize());
    String sum =
        graph.node("Gemm", prefix + "linear", all, prefix + "dense", prefix + "dense_bias").add();
    return network.sigmoid() ? graph.node("Sigmoid", prefix + "sigmoid", sum).add() : sum;
  }

  /** Scales vectors to length 1. */
  private String unit(String prefix, String vectors) {
    String squares = graph.node("Mul", prefix + "_squares", vectors, vectors).add();
    String sum =
        graph.node("ReduceSum", prefix + "_sum", squares, "coordinates").with("keepdims", 1).add();
    String padded = graph.node("Add", prefix + "_padded", sum, "epsilon").add();
    String length = graph.node("Sqrt", prefix + "_length", padded).add();
    return graph.node("Div", prefix + "_unit", vectors, length).add();
  }

  /** Joins the embeddings of the networks and returns the graph, to which more can be added. */
  Graph finish() {
    graph.node("Concat", EMBEDDING, embeddings.toArray(new String[0])).with("axis", 1).add();
    graph.output(EMBEDDING, size);
    return graph;
  }

  /** Returns the number of coordinates of an embedding. */
  int size() {
    return size;
  }
}
