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

  /** The images and, as the second half of the batch, their mirror images. */
  static final String VIEWS = "views";

  /** The sizes of both. */
  static final String VIEWS_SIZES = "views_sizes";

  private static final int VIEWS_OF_EACH = 2;

  private final Graph graph = new Graph("encoder");
  private final List<String> embeddings = new ArrayList<>();
  private final Layers layers;
  private int size;

  /**
   * Begins a graph.
   *
   * @param layers those of the network, or of each of several
   */
  EncoderGraph(Layers layers) {
    this.layers = layers;
    graph.input(IMAGES, 1, layers.height(), layers.width());
    graph.constant("columns", 3);
    graph.constant("last", -1);
    graph.constant("before_first", Long.MIN_VALUE + 1);
    graph.constant("epsilon", new float[] {EPSILON}, 1);
    graph.constant("coordinates", 1);
    String mirrored =
        graph.node("Slice", "mirrored", IMAGES, "last", "before_first", "columns", "last").add();
    graph.node("Concat", VIEWS, IMAGES, mirrored).with("axis", 0).add();
    if (layers.sizes()) {
      graph.input(SIZES, EncoderNetwork.SIZES);
      graph.node("Concat", VIEWS_SIZES, SIZES, SIZES).with("axis", 0).add();
    }
  }

  /** Adds a network with its weights. */
  void add(NetworkWeights weights, boolean normalised) {
    String prefix = "network" + embeddings.size() + "_";
    String dense = layers.add(graph, prefix, weights);
    String seen = normalised ? unit(prefix + "view", dense) : dense;
    graph.constant(prefix + "pairs", VIEWS_OF_EACH, -1, layers.embeddingSize());
    String pairs = graph.node("Reshape", prefix + "views", seen, prefix + "pairs").add();
    String mean =
        graph
            .node("ReduceMean", prefix + "mean", pairs)
            .withAll("axes", 0)
            .with("keepdims", 0)
            .add();
    embeddings.add(normalised ? unit(prefix + "mean", mean) : mean);
    size += layers.embeddingSize();
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
