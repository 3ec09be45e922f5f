package io.karyo.siamese.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightened;
import io.karyo.model.Settings;
import io.karyo.spi.PartProvider;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import io.karyo.testkit.InMemoryModel;
import io.karyo.testkit.SiameseEncoderContract;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PixelEncoderTest extends SiameseEncoderContract {

  @Override
  protected SiameseEncoder encoder() {
    return Baselines.pixels(32, 12);
  }

  @Override
  protected boolean drawsByChance() {
    return false;
  }

  @Override
  protected Optional<PartProvider> provider() {
    return Optional.of(new BaselineProviders.Pixels());
  }

  private static float[] pixels(int height, int width, int rows, int columns, float... stain) {
    try (TrainedEncoder encoder =
        Baselines.pixels(height, width).restore(new InMemoryModel().source())) {
      Straightened image = Straightened.builder(rows, columns, stain).build();
      Embedding embedding =
          encoder.encode(List.of(new PreparedChromosome(image, Optional.empty()))).get(0);
      return embedding.toArray();
    }
  }

  @Test
  void anEmbeddingIsThePictureRowByRowOverItsMeanStain() {
    // The mean of 0.2, 0.4, 0.6 and 0.8 is 0.5; 8 bits hold them exactly.
    assertThat(pixels(2, 2, 2, 2, 0.2f, 0.4f, 0.6f, 0.8f))
        .containsExactly(new float[] {-0.1f, 0.3f, 0.7f, 1.1f}, within(1e-6f));
  }

  @Test
  void backgroundIsCutOffAroundTheChromosomeAndPlainWithin() {
    float[] stain = {
      0, 0, 0, 0,
      0, 0.4f, 0, 0,
      0, 0.4f, 0.4f, 0,
    };
    assertThat(pixels(2, 2, 3, 4, stain)).containsExactly(0.5f, -0.5f, 0.5f, 0.5f);
  }

  @Test
  void aPictureOfAnotherSizeIsStretchedBilinearly() {
    // Rows at 1/4 and 3/4 of two rows are those at 0 and 1; four lie at -1/4, 1/4, 3/4 and 5/4.
    float[] stretched = pixels(4, 1, 2, 1, 0.4f, 0.8f);
    float[] levels = {2 / 3f, 4 / 3f};
    assertThat(stretched)
        .containsExactly(
            new float[] {
              0.75f * levels[0] - 0.5f,
              0.75f * levels[0] + 0.25f * levels[1] - 0.5f,
              0.25f * levels[0] + 0.75f * levels[1] - 0.5f,
              0.75f * levels[1] - 0.5f
            },
            within(1e-6f));
  }

  @Test
  void wrongSidesAreRefused() {
    assertThatThrownBy(() -> Baselines.pixels(0, 60))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("height: must be 1 to 512, found 0");
    assertThatThrownBy(() -> Baselines.pixels(60, 513))
        .hasMessage("width: must be 1 to 512, found 513");
    assertThat(new PixelEncoder(Settings.EMPTY).settings())
        .isEqualTo(Baselines.pixels(60, 60).settings());
  }
}
