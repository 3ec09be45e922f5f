package io.karyo.unet;

import io.karyo.metaphase.pixels.PixelClassifier;
import io.karyo.network.UNetPicture;
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
    UNetPicture picture = new UNetPicture(shape, stain, height, width);
    float[] logits = new float[CLASSES * picture.stain().length];
    Backend.outsideWorkspaces(
        () -> {
          lanes.use(lane -> run(lane, picture, logits));
          return logits;
        });
    return picture.probabilities(logits);
  }

  private static void run(Lane lane, UNetPicture picture, float[] logits) {
    long[] extents = {1, 1, picture.rows(), picture.columns()};
    INDArray stain = Nd4j.create(picture.stain(), extents, 'c');
    Map<String, INDArray> results =
        lane.session().run(List.of(lane.logits()), Map.of(UNetGraph.STAIN, stain));
    try (INDArray result = Objects.requireNonNull(results.get(lane.logits()))) {
      float[] values = result.reshape('c', new long[] {result.length()}).toFloatVector();
      System.arraycopy(values, 0, logits, 0, logits.length);
    }
  }
}
