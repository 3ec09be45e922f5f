package io.karyo.siamese;

import io.karyo.Pair;
import io.karyo.PairLabel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The Siamese network with its loss and gradients, in SameDiff.
 *
 * <p>Both towers are one: the different images of a batch are embedded together, and the loss is
 * taken over a matrix of all distances with a matrix of how often each pair was sampled.
 *
 * <p>Not thread-safe.
 */
final class TrainingGraph implements AutoCloseable {

  /** Sessions remember every array they ever freed; a new one now and then forgets. */
  private static final int STEPS_PER_SESSION = 50;

  private static final double EPSILON = 1e-9;

  /** Far below exp(-2/0.1), the share of an opposite embedding. */
  private static final double NEVER_ZERO = 1e-30;

  private final EncoderNetwork network;
  private final SameDiff graph = SameDiff.create();
  private final SameDiff gradients;
  private final Map<String, String> gradientNames = new LinkedHashMap<>();
  private final List<String> outputs;
  private InferenceSession session;
  private int steps;

  TrainingGraph(EncoderNetwork network, Weights weights, boolean normalised, PairLoss loss) {
    this.network = network;
    SDVariable images =
        graph.placeHolder("images", DataType.FLOAT, -1, 1, network.height(), network.width());
    SDVariable similar = graph.placeHolder("similar", DataType.FLOAT, -1, -1);
    SDVariable dissimilar = graph.placeHolder("dissimilar", DataType.FLOAT, -1, -1);
    SDVariable embedding = embedding(images, weights, normalised);
    loss(loss, embedding, similar, dissimilar);
    graph.setLossVariables("loss");
    // Needed to build the gradient function; its updater is never used.
    graph.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Sgd(1))
            .dataSetFeatureMapping("images")
            .dataSetLabelMapping("similar")
            .minimize("loss")
            .build());
    QuietOutput.run(graph::createGradFunction);
    gradients = graph.getFunction("grad");
    for (String name : weights.names()) {
      gradientNames.put(name, graph.getVariable(name).gradient().name());
    }
    outputs = new ArrayList<>(gradientNames.values());
    outputs.add("loss");
    session = new InferenceSession(gradients);
  }

  private SDVariable embedding(SDVariable images, Weights weights, boolean normalised) {
    SDVariable layer = images;
    for (int i = 0; i < network.convolutions().size(); i++) {
      EncoderNetwork.Convolution convolution = network.convolutions().get(i);
      layer =
          graph
              .cnn()
              .conv2d(
                  layer,
                  graph.var(Weights.kernel(i), weights.get(Weights.kernel(i))),
                  graph.var(Weights.bias(i), weights.get(Weights.bias(i))),
                  ForwardPass.convolution(convolution));
      layer = graph.nn().relu(layer, 0);
      if (convolution.pool()) {
        layer = graph.cnn().maxPooling2d(layer, ForwardPass.POOL);
      }
    }
    layer = layer.reshape(-1, network.flat());
    if (network.sizes()) {
      SDVariable sizes = graph.placeHolder("sizes", DataType.FLOAT, -1, Specimen.SIZES);
      layer = graph.concat(1, layer, sizes);
    }
    if (network.dropout() > 0) {
      // The dropout operation has no gradient in SameDiff; a mask has.
      layer = layer.mul(graph.placeHolder("mask", DataType.FLOAT, -1, network.denseInputs()));
    }
    SDVariable dense =
        layer
            .mmul(graph.var(Weights.DENSE, weights.get(Weights.DENSE)))
            .add(graph.var(Weights.DENSE_BIAS, weights.get(Weights.DENSE_BIAS)));
    if (network.sigmoid()) {
      dense = graph.nn().sigmoid(dense);
    }
    return normalised
        ? dense.div(
            graph.math().sqrt(graph.math().square(dense).sum(true, 1).add(ForwardPass.EPSILON)))
        : dense;
  }

  private void loss(
      PairLoss loss, SDVariable embedding, SDVariable similar, SDVariable dissimilar) {
    SDVariable products = graph.mmul(embedding, embedding, false, true, false);
    if (loss instanceof PairLoss.Contrastive contrastive) {
      SDVariable squares = graph.math().square(embedding).sum(true, 1);
      SDVariable squared =
          graph.nn().relu(products.mul(-2).add(squares).add(graph.permute(squares, 1, 0)), 0);
      SDVariable hinge =
          graph.nn().relu(graph.math().sqrt(squared.add(EPSILON)).rsub(contrastive.margin()), 0);
      SDVariable pairs = similar.sum().add(dissimilar.sum());
      squared
          .mul(similar)
          .add(graph.math().square(hinge).mul(dissimilar))
          .sum()
          .div(pairs)
          .mul("loss", 0.5);
      return;
    }
    PairLoss.SupervisedContrastive supervised = (PairLoss.SupervisedContrastive) loss;
    // Cosines are at most 1: subtracting it first keeps the exponentials within 0 to 1.
    SDVariable logits = products.sub(1.0).mul(1 / supervised.temperature());
    SDVariable all =
        graph.math().exp(logits).mul(similar.add(dissimilar)).sum(true, 1).add(NEVER_ZERO);
    SDVariable terms = logits.sub(graph.math().log(all)).mul(similar).sum(1);
    SDVariable partners = similar.sum(1);
    // Images without a similar partner in the batch give 0 / tiny = 0 and do not count.
    SDVariable anchors = graph.math().sign(partners).sum();
    terms.div(partners.add(EPSILON)).sum().div(anchors.add(EPSILON)).mul("loss", -1.0);
  }

  /** What a step gave: the loss and a gradient for each weight. The caller closes it. */
  record Step(double loss, Map<String, INDArray> gradients) implements AutoCloseable {
    INDArray gradient(String weight) {
      return Objects.requireNonNull(gradients.get(weight), weight);
    }

    @Override
    public void close() {
      gradients.values().forEach(INDArray::close);
    }
  }

  /**
   * Computes loss and gradients of a batch.
   *
   * @param images {@code n} images, row-major
   * @param sizes {@code n · SIZES} numbers
   * @param mask {@code n · denseInputs} numbers, 0 or 1/(1 − dropout); empty without dropout
   * @param count n
   * @param pairs the pairs, as indices of the images
   */
  Step compute(float[] images, float[] sizes, float[] mask, int count, List<Pair> pairs) {
    Map<String, INDArray> inputs = new LinkedHashMap<>();
    inputs.put(
        "images",
        Nd4j.create(images, new long[] {count, 1, network.height(), network.width()}, 'c'));
    if (network.sizes()) {
      inputs.put("sizes", Nd4j.create(sizes, new long[] {count, Specimen.SIZES}, 'c'));
    }
    if (network.dropout() > 0) {
      inputs.put("mask", Nd4j.create(mask, new long[] {count, network.denseInputs()}, 'c'));
    }
    inputs.put("similar", matrix(pairs, PairLabel.SIMILAR, count));
    inputs.put("dissimilar", matrix(pairs, PairLabel.DISSIMILAR, count));
    if (++steps % STEPS_PER_SESSION == 0) {
      session.getMmgr().close();
      session = new InferenceSession(gradients);
    }
    Map<String, INDArray> results =
        session.output(
            outputs, inputs, null, List.of(), List.of(), At.defaultAt(Operation.TRAINING));
    inputs.values().forEach(INDArray::close);
    Map<String, INDArray> byWeight = new LinkedHashMap<>();
    gradientNames.forEach(
        (weight, gradient) -> {
          INDArray result = Objects.requireNonNull(results.get(gradient), gradient);
          byWeight.put(weight, result.dup('c'));
          result.close();
        });
    INDArray loss = Objects.requireNonNull(results.get("loss"), "loss");
    double value = loss.getDouble(0);
    loss.close();
    return new Step(value, byWeight);
  }

  /** How often each pair of images was sampled; each pair stands in both triangles. */
  private static INDArray matrix(List<Pair> pairs, PairLabel label, int count) {
    float[] matrix = new float[count * count];
    for (Pair pair : pairs) {
      if (pair.label() == label) {
        matrix[pair.first() * count + pair.second()]++;
        matrix[pair.second() * count + pair.first()]++;
      }
    }
    return Nd4j.create(matrix, new long[] {count, count}, 'c');
  }

  @Override
  public void close() {
    session.getMmgr().close();
  }
}
