package io.karyo.siamese.baseline;

import io.karyo.model.Settings;
import io.karyo.siamese.SameDiffEncoder;
import io.karyo.spi.SiameseEncoder;

/**
 * What Swati et al. 2017 compare their Siamese networks with: classifiers that look at pixels. They
 * are here for such comparisons only.
 *
 * <pre>{@code
 * Karyotyper.builder()
 *     .encoder(Baselines.pixels(60, 60))
 *     .classifier(Baselines.deepCnn())          // or EmbeddingClassifiers.mlp()
 *     .train(dataset);
 * }</pre>
 */
public final class Baselines {

  private Baselines() {}

  /**
   * An encoder that learns nothing: the embedding is the picture.
   *
   * <p><b>Shapes:</b> an embedding has {@code height · width} coordinates, row-major from the top
   * left. <b>Units:</b> the picture is cut to the chromosome, stretched bilinearly to the given
   * size, as the input of {@link SameDiffEncoder} is, and divided by the chromosome's mean stain;
   * the background is -0.5, the mean 0.5.
   *
   * <p><b>Thread safety:</b> immutable, and so is what it trains. <b>Determinism:</b> plain Java;
   * the seed does not matter.
   *
   * @param height rows, 1 to 512; 60 in the paper
   * @param width columns, 1 to 512; 60 in the paper
   * @return the encoder, id {@code "pixels"}
   * @throws IllegalArgumentException if a side is out of range
   */
  public static SiameseEncoder pixels(int height, int width) {
    return new PixelEncoder(
        Settings.EMPTY.with(PixelEncoder.HEIGHT, height).with(PixelEncoder.WIDTH, width));
  }

  /**
   * The "Deep CNN", a convolutional network that is trained on types instead of pairs.
   *
   * @return the default configuration, id {@code "deep-cnn"}, for embeddings by {@code pixels(60,
   *     60)}
   */
  public static DeepCnnClassifier deepCnn() {
    return DeepCnnClassifier.STANDARD;
  }
}
