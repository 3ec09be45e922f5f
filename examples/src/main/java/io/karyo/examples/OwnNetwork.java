package io.karyo.examples;

import io.karyo.Karyotyper;
import io.karyo.data.ChromosomeDataset;
import io.karyo.siamese.SameDiffNetwork;
import io.karyo.siamese.SiameseEncoders;
import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;

/**
 * Trains a network of your own, saves it and loads it again.
 *
 * <p>It has two convolutions with instance normalisation, of which the second is residual.
 */
public final class OwnNetwork {

  private static final int FILTERS = 16;
  private static final int SIZES = 6;
  private static final int EMBEDDING = 32;

  private OwnNetwork() {}

  /**
   * Runs the example.
   *
   * @param args the CSV file of a data set, the file to write the model to, and the number of
   *     epochs
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] args) throws IOException {
    SameDiffNetwork network = SameDiffNetwork.named("acme-residual", OwnNetwork::embedding);
    Path model = Path.of(args[1]);
    try (Karyotyper karyotyper =
        Karyotyper.builder()
            .encoder(SiameseEncoders.sameDiff().network(network).epochs(Integer.parseInt(args[2])))
            .train(ChromosomeDataset.fromManifest(Path.of(args[0])))) {
      System.out.println("right on validation: " + karyotyper.report().validationAccuracy());
      karyotyper.save(model);
    }
    int threads = Runtime.getRuntime().availableProcessors();
    try (Karyotyper again = Karyotyper.load(model, threads, SiameseEncoders.providers(network))) {
      System.out.println("loaded, trained on images: " + again.report().trainingImages());
    }
  }

  private static SDVariable embedding(SameDiff graph, SDVariable images, SDVariable sizes) {
    SDVariable first = graph.nn().relu(normalised(graph, images, "first", 1, 4), 0);
    SDVariable second = normalised(graph, first, "second", FILTERS, 1);
    SDVariable sum = graph.nn().relu(first.add(second), 0);
    int length = FILTERS * (64 / 4) * (24 / 4);
    SDVariable features = graph.concat(1, sum.reshape(-1, length), sizes);
    return features.mmul(graph.var("dense", DataType.FLOAT, length + SIZES, EMBEDDING));
  }

  /** A convolution whose every filter has mean 0 and variance 1 over each image. */
  private static SDVariable normalised(
      SameDiff graph, SDVariable in, String name, int channels, int stride) {
    SDVariable kernel = graph.var(name, DataType.FLOAT, 5, 5, channels, FILTERS);
    Conv2DConfig configuration =
        Conv2DConfig.builder()
            .kH(5)
            .kW(5)
            .sH(stride)
            .sW(stride)
            .dataFormat("NCHW")
            .paddingMode(PaddingMode.SAME)
            .build();
    SDVariable convolved = graph.cnn().conv2d(in, kernel, configuration);
    SDVariable centred = convolved.sub(convolved.mean(true, 2, 3));
    SDVariable variance = graph.math().square(centred).mean(true, 2, 3);
    return centred.div(graph.math().sqrt(variance.add(1e-5)));
  }
}
