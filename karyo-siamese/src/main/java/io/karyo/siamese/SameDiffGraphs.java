package io.karyo.siamese;

import io.karyo.Karyotyper;
import io.karyo.samediff.Backend;
import io.karyo.siamese.internal.EncoderInputs;
import io.karyo.spi.TrainedEncoder;
import java.util.List;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Hands out trained networks as SameDiff graphs, to be put into graphs of an application's own,
 * trained further with a head of its own, or run by ND4J.
 *
 * <pre>{@code
 * SameDiff graph = SameDiffGraphs.of(karyotyper.trainedEncoder()).get(0);
 * SDVariable logits = graph.getVariable(SameDiffGraphs.EMBEDDING).mmul(graph.var("head", weights));
 * }</pre>
 *
 * <p><b>Placeholders:</b> {@value #IMAGES} {@code [n, 1, height, width]} and, if the network has
 * them, {@value #SIZES} {@code [n, 6]}, as {@link io.karyo.network.NetworkInput} draws them.
 * <b>Output:</b> {@value #EMBEDDING} {@code [n, size]}, of length 1 if embeddings are normalised.
 * <b>Variables:</b> the arrays that {@link io.karyo.network.EncoderNetwork#weights} names, or those
 * of a {@link SameDiffNetwork}, copied: a graph may be changed, trained and closed without an
 * effect on the karyotyper.
 *
 * <p>A graph embeds what it is given. The embedding of a {@link Karyotyper} is the mean of those of
 * an image and of its mirror image, divided by its length again, of each network, one after the
 * other.
 */
public final class SameDiffGraphs {

  /** The placeholder of the images. */
  public static final String IMAGES = EncoderInputs.IMAGES;

  /** The placeholder of the sizes. */
  public static final String SIZES = EncoderInputs.SIZES;

  /** The output. */
  public static final String EMBEDDING = "embedding";

  private SameDiffGraphs() {}

  /**
   * Copies the trained networks of an encoder.
   *
   * @param encoder a trained encoder that is open, as of {@link Karyotyper#trainedEncoder()}
   * @return one graph for each network
   * @throws IllegalArgumentException if it is not a SameDiff encoder, or several of it
   * @throws IllegalStateException if it is closed
   */
  public static List<SameDiff> of(TrainedEncoder encoder) {
    List<TrainedEncoder> members =
        encoder instanceof TrainedConcatenation several ? several.encoders() : List.of(encoder);
    return Backend.outsideWorkspaces(() -> members.stream().map(SameDiffGraphs::graph).toList());
  }

  private static SameDiff graph(TrainedEncoder encoder) {
    if (!(encoder instanceof TrainedSameDiff trained)) {
      throw new IllegalArgumentException(
          "encoder: must be '"
              + SameDiffEncoder.ID
              + "', or several of it, found "
              + encoder
              + "; a model that karyo-onnx has loaded can be loaded with"
              + " SiameseEncoders.providers()");
    }
    return trained.graph();
  }
}
