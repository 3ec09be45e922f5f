package io.karyo.siamese.baseline;

import io.karyo.network.EncoderNetwork;
import io.karyo.samediff.GradientSession;
import io.karyo.samediff.Weights;
import io.karyo.siamese.internal.DeepCnnNetwork;
import io.karyo.siamese.internal.TrainingGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A Deep CNN with its loss and gradients, in SameDiff.
 *
 * <p>Not thread-safe.
 */
final class DeepCnnGraph implements AutoCloseable {

  private final DeepCnnNetwork network;
  private final List<DeepCnnNetwork.Dropped> dropped;
  private final SameDiff graph = SameDiff.create();
  private final GradientSession session;
  private int masks;

  DeepCnnGraph(DeepCnnNetwork network, Weights weights) {
    this.network = network;
    this.dropped = network.dropped();
    EncoderNetwork body = network.body();
    SDVariable images =
        graph.placeHolder("images", DataType.FLOAT, -1, 1, body.height(), body.width());
    SDVariable types = graph.placeHolder("types", DataType.FLOAT, -1, DeepCnnNetwork.TYPES);
    SDVariable features =
        TrainingGraph.convolutions(graph, body, weights, images, this::masked)
            .reshape(-1, body.flat());
    SDVariable first =
        graph
            .nn()
            .sigmoid(
                TrainingGraph.dense(
                    graph, weights, EncoderNetwork.DENSE, EncoderNetwork.DENSE_BIAS, features));
    SDVariable second =
        graph
            .nn()
            .sigmoid(
                TrainingGraph.dense(
                    graph, weights, DeepCnnNetwork.DENSE_2, DeepCnnNetwork.DENSE_2_BIAS, first));
    SDVariable logits =
        TrainingGraph.dense(
            graph, weights, DeepCnnNetwork.OUTPUT, DeepCnnNetwork.OUTPUT_BIAS, masked(second));
    // By hand: ND4J's own are wrong in the gradient (sparse labels), overflow (logSoftmax) or warn.
    SDVariable shifted = logits.sub(logits.max(true, 1));
    SDVariable logSums = graph.math().log(graph.math().exp(shifted).sum(1));
    logSums.sub(shifted.mul(types).sum(1)).mean(GradientSession.LOSS);
    session = new GradientSession(graph, weights.names());
  }

  private SDVariable masked(SDVariable layer) {
    long[] shape = shape(-1, masks);
    return layer.mul(graph.placeHolder(mask(masks++), DataType.FLOAT, shape));
  }

  private static String mask(int number) {
    return "mask" + number;
  }

  private long[] shape(int count, int mask) {
    List<Integer> shape = dropped.get(mask).shape();
    long[] batch = new long[shape.size() + 1];
    batch[0] = count;
    for (int i = 1; i < batch.length; i++) {
      batch[i] = shape.get(i - 1);
    }
    return batch;
  }

  /**
   * Computes loss and gradients of a batch.
   *
   * @param images an image a type, row-major
   * @param types the ordinal number of each image's type
   * @param masks for each of {@link DeepCnnNetwork#dropped()} what a batch of it is multiplied by
   */
  GradientSession.Step compute(float[] images, int[] types, List<float[]> masks) {
    EncoderNetwork body = network.body();
    Map<String, INDArray> inputs = new LinkedHashMap<>();
    inputs.put(
        "images",
        Nd4j.create(images, new long[] {types.length, 1, body.height(), body.width()}, 'c'));
    float[] oneHot = new float[types.length * DeepCnnNetwork.TYPES];
    for (int i = 0; i < types.length; i++) {
      oneHot[i * DeepCnnNetwork.TYPES + types[i]] = 1;
    }
    inputs.put("types", Nd4j.create(oneHot, new long[] {types.length, DeepCnnNetwork.TYPES}, 'c'));
    for (int i = 0; i < masks.size(); i++) {
      inputs.put(mask(i), Nd4j.create(masks.get(i), shape(types.length, i), 'c'));
    }
    return session.compute(inputs);
  }

  @Override
  public void close() {
    session.close();
  }
}
