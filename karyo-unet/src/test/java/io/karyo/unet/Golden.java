package io.karyo.unet;

import io.karyo.image.Metaphase;
import io.karyo.metaphase.Segmenters;
import io.karyo.network.Optimizer;
import io.karyo.network.UNetSettings;
import io.karyo.network.UNetShape;
import io.karyo.photo.Region;
import io.karyo.samediff.Backend;
import io.karyo.samediff.Weights;
import io.karyo.spi.Segmenter;
import io.karyo.testkit.InMemoryModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * A trained network that was recorded with its answers, which karyo-onnx compares with its own.
 * {@link #main} made it.
 */
final class Golden {

  static final UNetShape SHAPE = new UNetShape(6, 3);

  /** Of every so many pixels the probabilities are recorded. */
  static final int EVERY = 35;

  static final String WEIGHTS = "weights.f32";
  static final String PHOTOGRAPH = "photograph.png";
  static final String PROBABILITIES = "probabilities.f32";
  static final String CHROMOSOMES = "chromosomes.txt";

  private static final int STEPS = 400;
  private static final double LEARNING_RATE = 1e-2;
  private static final long PHOTOGRAPHED = 30;

  private Golden() {}

  static Path folder() {
    try {
      return Path.of(Objects.requireNonNull(Golden.class.getResource("/golden"), "golden").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The recorded network. */
  static Segmenter segmenter() throws IOException {
    ByteBuffer numbers = read(folder().resolve(WEIGHTS));
    InMemoryModel model = new InMemoryModel();
    UNetSettings.writeLearned(model);
    SHAPE
        .arrays()
        .forEach(
            (name, shape) -> {
              int length = 1;
              for (int extent : shape) {
                length *= extent;
              }
              float[] values = new float[length];
              for (int i = 0; i < length; i++) {
                values[i] = numbers.getFloat();
              }
              model.array(name, values, shape);
            });
    return NetworkSegmenter.standard()
        .size(SHAPE.filters(), SHAPE.levels())
        .restore(model.source());
  }

  static ByteBuffer read(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }

  static Metaphase photograph(Path folder) throws IOException {
    return Metaphase.read(folder.resolve(PHOTOGRAPH));
  }

  /** The darkness of a photograph on white ground, as a stain. */
  static float[] stain(Metaphase photograph) {
    byte[] grey = photograph.greyLevels();
    float[] stain = new float[grey.length];
    for (int i = 0; i < stain.length; i++) {
      stain[i] = 1.25f * (230 - (grey[i] & 0xff)) / 230;
    }
    return stain;
  }

  static float[][] probabilities(UNetClassifier network, Metaphase photograph) {
    return network.classify(stain(photograph), photograph.height(), photograph.width());
  }

  static String chromosomes(Segmenter segmenter, Metaphase photograph) {
    return segmenter.segment(photograph).chromosomes().stream()
        .map(Golden::line)
        .collect(Collectors.joining());
  }

  private static String line(Region region) {
    return region.box() + " " + region.area() + "\n";
  }

  private static UNetClassifier trained() throws IOException {
    Weights weights = Weights.drawn(SHAPE.arrays(), new SplittableRandom(1));
    Drawn.train(SHAPE, weights, Optimizer.adam(LEARNING_RATE, 0), STEPS);
    return new UNetClassifier(SHAPE, weights);
  }

  private static void write(Path file, List<float[]> arrays) throws IOException {
    int length = arrays.stream().mapToInt(array -> array.length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] array : arrays) {
      for (float value : array) {
        bytes.putFloat(value);
      }
    }
    Files.write(file, bytes.array());
  }

  private static float[] thinned(float[] plane) {
    float[] values = new float[(plane.length + EVERY - 1) / EVERY];
    for (int i = 0; i < values.length; i++) {
      values[i] = plane[i * EVERY];
    }
    return values;
  }

  /** Trains a network and records it in the folder that is the argument, src/test/resources. */
  public static void main(String[] args) throws IOException {
    Backend.require();
    Path folder = Files.createDirectories(Path.of(args[0], "golden"));
    Metaphase drawn = Drawn.photograph(PHOTOGRAPHED).load();
    BufferedImage image =
        new BufferedImage(drawn.width(), drawn.height(), BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, drawn.width(), drawn.height(), drawn.greyLevels());
    ImageIO.write(image, "png", folder.resolve(PHOTOGRAPH).toFile());
    UNetClassifier network = trained();
    write(
        folder.resolve(WEIGHTS),
        network.weights().names().stream().map(network.weights()::values).toList());
    Metaphase photograph = photograph(folder);
    write(
        folder.resolve(PROBABILITIES),
        List.of(probabilities(network, photograph)).stream().map(Golden::thinned).toList());
    Files.writeString(
        folder.resolve(CHROMOSOMES), chromosomes(Segmenters.guided(network), photograph));
  }
}
