package io.karyo.siamese;

import io.karyo.model.Settings;
import io.karyo.spi.Part;
import io.karyo.spi.PartKind;
import java.util.Objects;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A network of your own for {@link SameDiffEncoder#network(SameDiffNetwork)}: it builds the
 * embedding of an image in a SameDiff graph.
 *
 * <pre>{@code
 * SameDiffNetwork network =
 *     SameDiffNetwork.named(
 *         "acme-dense",
 *         (graph, images, sizes) -> {
 *           SDVariable pixels = graph.concat(1, images.reshape(-1, 64 * 24), sizes);
 *           SDVariable weights = graph.var("weights", DataType.FLOAT, 64 * 24 + 6, 32);
 *           return pixels.mmul(weights);
 *         });
 * Karyotyper.builder().encoder(SiameseEncoders.sameDiff().network(network)).train(dataset);
 * }</pre>
 *
 * <p><b>Variables:</b> every variable of the graph is trained and saved under its name, which must
 * be one of a model file's ({@link io.karyo.model.ModelRules#isName}). It must be of 32-bit floats
 * and of a known shape, and the embedding must depend on it. A variable of two or more dimensions
 * that is all 0, as {@code graph.var(name, type, shape)} makes it, is drawn by the training's seed:
 * normal with variance 2 ÷ inputs (He et al. 2015), where the last dimension counts the outputs.
 * Others begin as they are; what the graph draws with ND4J's generator depends on the seed, too.
 *
 * <p><b>Limits of SameDiff 1.0.0-M2.1:</b> {@code batchNorm} and {@code dropout} have no gradient,
 * and max-pooling with padding has a wrong one. Each image must be embedded by itself: statistics
 * of a batch are refused.
 *
 * <p><b>Thread safety:</b> implementations must be immutable; {@link #embedding} is called for each
 * training and for each thread that predicts, and must build the same graph each time.
 */
@FunctionalInterface
public interface SameDiffNetwork extends Part {

  /** The kind under which a {@link io.karyo.spi.PartProvider} registers a network. */
  PartKind<SameDiffNetwork> KIND = PartKind.inner("network", SameDiffNetwork.class);

  /** The rows of an image unless {@link #height} is overridden. */
  int STANDARD_HEIGHT = 64;

  /** The columns of an image unless {@link #width} is overridden. */
  int STANDARD_WIDTH = 24;

  /**
   * Builds the network.
   *
   * @param graph a graph with the two placeholders and nothing else
   * @param images {@code [n, 1, height, width]}, as {@link io.karyo.network.NetworkInput} draws
   *     them
   * @param sizes {@code [n, 6]}, the size of each chromosome, as described there; need not be used
   * @return the embeddings, {@code [n, size]}, size 2 to 4096; karyo scales them to length 1 if the
   *     encoder is {@link SameDiffEncoder#normalised}
   */
  SDVariable embedding(SameDiff graph, SDVariable images, SDVariable sizes);

  /** {@return the rows of an image, 8 to 512; 64 unless overridden} */
  default int height() {
    return STANDARD_HEIGHT;
  }

  /** {@return the columns of an image, 8 to 512; 24 unless overridden} */
  default int width() {
    return STANDARD_WIDTH;
  }

  /**
   * Gives a network, usually a lambda, the id under which a model file names it.
   *
   * @param id the stable id, for example {@code "acme-resnet"}
   * @param network the network
   * @return the same network under that id
   * @throws IllegalArgumentException if the id is invalid, see {@link Part#checkId}
   */
  static SameDiffNetwork named(String id, SameDiffNetwork network) {
    Objects.requireNonNull(network, "network");
    return named(id, network.height(), network.width(), network);
  }

  /**
   * Gives a network an id and the size of its images.
   *
   * @param id the stable id
   * @param height the rows of an image, 8 to 512
   * @param width the columns of an image, 8 to 512
   * @param network the network
   * @return the network under that id, with images of that size
   * @throws IllegalArgumentException if the id is invalid, see {@link Part#checkId}
   */
  static SameDiffNetwork named(String id, int height, int width, SameDiffNetwork network) {
    String checked = Part.checkId(id);
    Objects.requireNonNull(network, "network");
    return new SameDiffNetwork() {
      @Override
      public SDVariable embedding(SameDiff graph, SDVariable images, SDVariable sizes) {
        return network.embedding(graph, images, sizes);
      }

      @Override
      public int height() {
        return height;
      }

      @Override
      public int width() {
        return width;
      }

      @Override
      public String id() {
        return checked;
      }

      @Override
      public Settings settings() {
        return network.settings();
      }

      @Override
      public void check() {
        network.check();
      }

      @Override
      public String toString() {
        return checked;
      }
    };
  }
}
