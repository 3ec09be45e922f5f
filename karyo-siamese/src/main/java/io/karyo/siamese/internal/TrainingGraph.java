package io.karyo.siamese.internal;

import io.karyo.network.EncoderNetwork;
import io.karyo.network.PairLoss;
import io.karyo.samediff.GradientSession;
import io.karyo.samediff.Weights;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.ops.SDMath;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The Siamese network with its loss and gradients, in SameDiff.
 *
 * <p>Both towers are one: the different images of a batch are embedded together, and the loss is
 * taken over a matrix of all distances with a matrix of how often each pair was sampled.
 *
 * <p>Not thread-safe.
 */
public final class TrainingGraph implements GradientPass {

  /** Above the largest difference of two logits: 2 ÷ 0.01. */
  private static final double FAR_BELOW = 1e3;

  private static final String MASK = "mask";
  private static final String SIMILAR = "karyo_similar";
  private static final String DISSIMILAR = "karyo_dissimilar";

  private final SameDiff graph;
  private final EncoderInputs inputs;
  private final GradientSession session;

  TrainingGraph(EncoderNetwork network, Weights weights, boolean normalised, PairLoss loss) {
    graph = SameDiff.create();
    SDVariable embedding = embedding(graph, network, weights, normalised, network.dropout() > 0);
    inputs = new EncoderInputs(network.height(), network.width(), network.sizes());
    session = gradients(embedding, weights, loss);
  }

  /**
   * Adds the loss of a network that is in a graph already.
   *
   * @param embedding its output, {@code [n, size]}
   * @param inputs its placeholders
   * @param weights its variables, which are the graph's own
   * @throws IllegalArgumentException if a variable has no gradient
   */
  public TrainingGraph(SDVariable embedding, EncoderInputs inputs, Weights weights, PairLoss loss) {
    this.graph = embedding.getSameDiff();
    this.inputs = inputs;
    session = gradients(embedding, weights, loss);
  }

  private GradientSession gradients(SDVariable embedding, Weights weights, PairLoss loss) {
    SDVariable similar = graph.placeHolder(SIMILAR, DataType.FLOAT, -1, -1);
    SDVariable dissimilar = graph.placeHolder(DISSIMILAR, DataType.FLOAT, -1, -1);
    loss(loss, embedding, similar, dissimilar);
    return new GradientSession(graph, weights.names());
  }

  /**
   * Adds a network to a graph: the placeholders {@code images} and {@code sizes}, the weights by
   * their names.
   *
   * @param mask whether a placeholder {@code mask} hides inputs of the dense layer
   */
  static SDVariable embedding(
      SameDiff graph, EncoderNetwork network, Weights weights, boolean normalised, boolean mask) {
    SDVariable images = EncoderInputs.images(graph, network.height(), network.width());
    SDVariable layer =
        convolutions(graph, network, weights, images, UnaryOperator.identity())
            .reshape(-1, network.flat());
    if (network.sizes()) {
      layer = graph.concat(1, layer, EncoderInputs.sizes(graph));
    }
    if (mask) {
      layer = layer.mul(graph.placeHolder(MASK, DataType.FLOAT, -1, network.denseInputs()));
    }
    SDVariable dense =
        dense(graph, weights, EncoderNetwork.DENSE, EncoderNetwork.DENSE_BIAS, layer);
    if (network.sigmoid()) {
      dense = graph.nn().sigmoid(dense);
    }
    return normalised ? unit(dense) : dense;
  }

  /** Adds vectors scaled to length 1 to their graph. */
  public static SDVariable unit(SDVariable vectors) {
    SDMath math = vectors.getSameDiff().math();
    return vectors.div(math.sqrt(math.square(vectors).sum(true, 1).add(ForwardPass.EPSILON)));
  }

  /**
   * Makes a graph of a trained network, with copies of its weights.
   *
   * @param output the name of the embedding
   */
  public static SameDiff trained(
      EncoderNetwork network, Weights weights, boolean normalised, String output) {
    SameDiff graph = SameDiff.create();
    embedding(graph, network, weights.copy(), normalised, false).rename(output);
    return graph;
  }

  /**
   * Adds a network's convolutions to a graph, each with its ReLU and its pooling.
   *
   * @param pooled is applied to each pooled layer
   */
  public static SDVariable convolutions(
      SameDiff graph,
      EncoderNetwork network,
      Weights weights,
      SDVariable images,
      UnaryOperator<SDVariable> pooled) {
    SDVariable layer = images;
    for (int i = 0; i < network.convolutions().size(); i++) {
      EncoderNetwork.Convolution convolution = network.convolutions().get(i);
      layer =
          graph
              .cnn()
              .conv2d(
                  layer,
                  graph.var(EncoderNetwork.kernel(i), weights.get(EncoderNetwork.kernel(i))),
                  graph.var(EncoderNetwork.bias(i), weights.get(EncoderNetwork.bias(i))),
                  ForwardPass.convolution(convolution));
      layer = graph.nn().relu(layer, 0);
      if (convolution.pool()) {
        layer = pooled.apply(graph.cnn().maxPooling2d(layer, ForwardPass.POOL));
      }
    }
    return layer;
  }

  /** Adds a dense layer to a graph. */
  public static SDVariable dense(
      SameDiff graph, Weights weights, String name, String biases, SDVariable inputs) {
    return inputs
        .mmul(graph.var(name, weights.get(name)))
        .add(graph.var(biases, weights.get(biases)));
  }

  private void loss(
      PairLoss loss, SDVariable embedding, SDVariable similar, SDVariable dissimilar) {
    SDVariable products = graph.mmul(embedding, embedding, false, true, false);
    if (loss instanceof PairLoss.Contrastive contrastive) {
      SDVariable squares = graph.math().square(embedding).sum(true, 1);
      SDVariable squared =
          graph.nn().relu(products.mul(-2).add(squares).add(graph.permute(squares, 1, 0)), 0);
      SDVariable hinge =
          graph
              .nn()
              .relu(
                  graph
                      .math()
                      .sqrt(squared.add(PairLossGradient.EPSILON))
                      .rsub(contrastive.margin()),
                  0);
      SDVariable pairs = similar.sum().add(dissimilar.sum());
      squared
          .mul(similar)
          .add(graph.math().square(hinge).mul(dissimilar))
          .sum()
          .div(pairs)
          .mul(GradientSession.LOSS, 0.5);
      return;
    }
    PairLoss.SupervisedContrastive supervised = (PairLoss.SupervisedContrastive) loss;
    SDVariable sampled = graph.math().sign(similar.add(dissimilar));
    SDVariable logits = products.mul(1 / supervised.temperature());
    // The largest of a row's sampled logits becomes 0: no exponential overflows, and not all of
    // them vanish. Those that were not sampled are out of its way and then 0, too.
    SDVariable largest = logits.add(sampled.sub(1).mul(FAR_BELOW)).max(true, 1);
    SDVariable shifted = logits.sub(largest).mul(sampled);
    SDVariable all = graph.math().exp(shifted).mul(similar.add(dissimilar)).sum(true, 1);
    // The sum of a row without a sampled pair is 0, and its logarithm is not wanted.
    SDVariable none = graph.math().sign(all).rsub(1);
    SDVariable terms = shifted.sub(graph.math().log(all.add(none))).mul(similar).sum(1);
    SDVariable partners = similar.sum(1);
    // Images without a similar partner in the batch give 0 / tiny = 0 and do not count.
    SDVariable anchors = graph.math().sign(partners).sum();
    terms
        .div(partners.add(PairLossGradient.EPSILON))
        .sum()
        .div(anchors.add(PairLossGradient.EPSILON))
        .mul(GradientSession.LOSS, -1.0);
  }

  @Override
  public GradientSession.Step compute(
      float[] images, float[] sizes, float[] mask, int count, List<Pair> pairs) {
    Map<String, INDArray> arrays = inputs.arrays(images, sizes, count);
    if (mask.length > 0) {
      arrays.put(MASK, Nd4j.create(mask, new long[] {count, mask.length / count}, 'c'));
    }
    arrays.put(SIMILAR, matrix(pairs, PairLabel.SIMILAR, count));
    arrays.put(DISSIMILAR, matrix(pairs, PairLabel.DISSIMILAR, count));
    return session.compute(arrays);
  }

  private static INDArray matrix(List<Pair> pairs, PairLabel label, int count) {
    float[] counts = PairLossGradient.counts(pairs, label, count);
    return Nd4j.create(counts, new long[] {count, count}, 'c');
  }

  @Override
  public void close() {
    session.close();
  }
}
