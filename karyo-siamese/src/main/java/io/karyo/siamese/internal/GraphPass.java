package io.karyo.siamese.internal;

import io.karyo.samediff.GraphSession;
import io.karyo.samediff.ScratchMemory;
import io.karyo.samediff.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network that an application has built in SameDiff, as prediction runs it.
 *
 * <p>It gives an image the same bits in every batch if the network embeds each image by itself.
 */
public final class GraphPass implements EmbeddingPass {

  /** A graph and its session, which one thread takes at a time. */
  private record Lane(String output, GraphSession session) {}

  private final EncoderInputs inputs;
  private final Weights weights;
  private final ScratchMemory<Lane> lanes;

  /**
   * Takes weights over.
   *
   * @param maker makes a graph with these weights and returns its output, {@code [n, size]}
   * @param inputs its placeholders
   * @param weights closed with this; must not change any more
   */
  public GraphPass(Supplier<SDVariable> maker, EncoderInputs inputs, Weights weights) {
    this.inputs = inputs;
    this.weights = weights;
    lanes = new ScratchMemory<>(() -> lane(maker.get()), lane -> lane.session().close());
  }

  private static Lane lane(SDVariable output) {
    return new Lane(output.name(), new GraphSession(output.getSameDiff(), Operation.INFERENCE));
  }

  @Override
  public float[][] embed(float[] images, float[] sizes, int count) {
    int rows = PatchNetwork.wholeBlocks(count);
    float[] paddedImages = Arrays.copyOf(images, images.length / count * rows);
    float[] paddedSizes = Arrays.copyOf(sizes, sizes.length / count * rows);
    float[][] embeddings = new float[count][];
    lanes.use(
        lane -> {
          Map<String, INDArray> results =
              lane.session()
                  .run(List.of(lane.output()), inputs.arrays(paddedImages, paddedSizes, rows));
          try (INDArray result = Objects.requireNonNull(results.get(lane.output()))) {
            check(result, rows);
            float[] values = result.reshape('c', new long[] {result.length()}).toFloatVector();
            int size = values.length / rows;
            for (int n = 0; n < count; n++) {
              embeddings[n] = Arrays.copyOfRange(values, n * size, (n + 1) * size);
            }
          }
        });
    return embeddings;
  }

  private static void check(INDArray result, int rows) {
    if (result.rank() != 2 || result.size(0) != rows) {
      throw new IllegalArgumentException(
          "embedding: must be of the shape [n, size], found "
              + Arrays.toString(result.shape())
              + " for n = "
              + rows);
    }
  }

  @Override
  public Weights weights() {
    return weights;
  }

  @Override
  public void close() {
    lanes.close();
    weights.close();
  }
}
