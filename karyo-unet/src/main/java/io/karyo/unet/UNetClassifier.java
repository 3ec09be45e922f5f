package io.karyo.unet;

import io.karyo.metaphase.PixelClassifier;
import io.karyo.network.UNetShape;
import io.karyo.samediff.Backend;
import io.karyo.samediff.GraphSession;
import io.karyo.samediff.ScratchMemory;
import io.karyo.samediff.Weights;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A trained U-Net. Its native memory is freed when nothing refers to it any more.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls; the weights never change.
 */
final class UNetClassifier implements PixelClassifier {

  /** A graph and its session, which one thread takes at a time. */
  private record Lane(String logits, GraphSession session) {}

  private final UNetShape shape;
  private final Weights weights;
  private final ScratchMemory<Lane> lanes;

  /**
   * Takes weights over.
   *
   * @param weights must not change any more
   */
  UNetClassifier(UNetShape shape, Weights weights) {
    this.shape = shape;
    this.weights = weights;
    lanes = new ScratchMemory<>(this::lane, lane -> lane.session().close());
  }

  private Lane lane() {
    UNetGraph network = new UNetGraph(shape, weights, 1, -1, -1);
    return new Lane(
        network.logits().name(), new GraphSession(network.graph(), Operation.INFERENCE));
  }

  Weights weights() {
    return weights;
  }

  @Override
  public float[][] classify(float[] stain, int height, int width) {
    int unit = shape.unit();
    int rows = (height + unit - 1) / unit * unit;
    int columns = (width + unit - 1) / unit * unit;
    float[] padded = new float[rows * columns];
    for (int y = 0; y < height; y++) {
      System.arraycopy(stain, y * width, padded, y * columns, width);
    }
    float[] logits = new float[CLASSES * padded.length];
    Backend.outsideWorkspaces(
        () -> {
          lanes.use(lane -> run(lane, padded, rows, columns, logits));
          return logits;
        });
    return probabilities(logits, rows, columns, height, width);
  }

  private static void run(Lane lane, float[] padded, int rows, int columns, float[] logits) {
    INDArray picture = Nd4j.create(padded, new long[] {1, 1, rows, columns}, 'c');
    Map<String, INDArray> results =
        lane.session().run(List.of(lane.logits()), Map.of(UNetGraph.STAIN, picture));
    try (INDArray result = Objects.requireNonNull(results.get(lane.logits()))) {
      float[] values = result.reshape('c', new long[] {result.length()}).toFloatVector();
      System.arraycopy(values, 0, logits, 0, logits.length);
    }
  }

  /** The softmax of the logits of each pixel within a height and a width. */
  private static float[][] probabilities(
      float[] logits, int rows, int columns, int height, int width) {
    float[][] planes = new float[CLASSES][height * width];
    double[] exponentials = new double[CLASSES];
    for (int i = 0; i < height * width; i++) {
      int from = i / width * columns + i % width;
      float most = Float.NEGATIVE_INFINITY;
      for (int k = 0; k < CLASSES; k++) {
        most = Math.max(most, logits[k * rows * columns + from]);
      }
      double sum = 0;
      for (int k = 0; k < CLASSES; k++) {
        exponentials[k] = Math.exp(logits[k * rows * columns + from] - most);
        sum += exponentials[k];
      }
      for (int k = 0; k < CLASSES; k++) {
        planes[k][i] = (float) (exponentials[k] / sum);
      }
    }
    return planes;
  }
}
