package io.karyo.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.Adjustment;
import io.karyo.chromosome.CellScale;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightened;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NetworkInputTest {

  private static final NetworkInput.Reference REFERENCE =
      new NetworkInput.Reference(10, 20, 0.5, true);

  private static NetworkInput input(Straightened image) {
    return new NetworkInput(new PreparedChromosome(image, Optional.empty()));
  }

  private static Straightened image(int length, int width, float... stain) {
    return Straightened.builder(length, width, stain).build();
  }

  private static float[] drawn(NetworkInput input, int rows, int columns, boolean flipped) {
    float[] image = new float[rows * columns];
    input.draw(rows, columns, NetworkInput.View.plain(flipped), image, 0);
    return image;
  }

  @Test
  void theImageIsCroppedAndDividedByItsMeanStain() {
    float[] stain = {
      0, 0, 0, 0,
      0, 0.2f, 0.4f, 0,
      0, 0.6f, 0.8f, 0,
    };
    NetworkInput input = input(image(3, 4, stain));
    assertThat(drawn(input, 2, 2, false))
        .containsExactly(new float[] {-0.1f, 0.3f, 0.7f, 1.1f}, within(1e-6f));
    assertThat(drawn(input, 2, 2, true))
        .as("turned by 180 degrees, seen in a mirror")
        .containsExactly(new float[] {0.7f, 1.1f, -0.1f, 0.3f}, within(1e-6f));
  }

  @Test
  void anAdjustmentBendsTheStainAndBlursTheImage() {
    Straightened image = image(2, 2, 0.2f, 0.4f, 0.6f, 0.8f);
    Adjustment squared = new Adjustment(2, 0, 0);
    NetworkInput bent = new NetworkInput(new PreparedChromosome(image, Optional.empty(), squared));
    assertThat(drawn(bent, 2, 2, false))
        .containsExactly(new float[] {-0.34f, 0.14f, 0.94f, 2.06f}, within(1e-6f));

    float[] bands = new float[20];
    for (int i = 0; i < bands.length; i++) {
      bands[i] = i / 2 % 2 == 0 ? 0.2f : 0.8f;
    }
    double plain = contrastOf(image(10, 2, bands), Adjustment.NONE);
    assertThat(contrastOf(image(10, 2, bands), new Adjustment(1, 0.6, 0))).isLessThan(0.6 * plain);
    assertThat(contrastOf(image(10, 2, bands), new Adjustment(1, -0.6, 0)))
        .isGreaterThan(1.4 * plain);
  }

  @Test
  void anAdjustmentIsInItsRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Adjustment(0, 0, 0))
        .withMessage("gamma: must be above 0 and finite, found 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Adjustment(1, 0, -1.5))
        .withMessage("blur and gap: must be -1 to 1, found 0.0 and -1.5");
  }

  /** How much two bands in the middle differ. */
  private static double contrastOf(Straightened image, Adjustment adjustment) {
    float[] drawn =
        drawn(
            new NetworkInput(new PreparedChromosome(image, Optional.empty(), adjustment)),
            10,
            2,
            false);
    return Math.abs(drawn[10] - drawn[8]);
  }

  @Test
  void aMirrorImageHasItsColumnsExchanged() {
    float[] images = {1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0};
    NetworkInput.mirror(2, 3, images, 0, 6);
    assertThat(images).containsExactly(1, 2, 3, 4, 5, 6, 3, 2, 1, 6, 5, 4);
  }

  @Test
  void sizesAreRelativeToTheCellOrToTheReference() {
    Straightened image = image(4, 3, 0, 0.5f, 0, 0, 0.5f, 0, 0, 0.5f, 0, 0, 0.5f, 0);
    float[] lone = new float[6];
    input(image).sizes(NetworkInput.View.plain(false), REFERENCE, lone, 0);
    double area = image.area();
    double stain = image.meanStain();
    assertThat(lone)
        .containsExactly(
            new float[] {
              (float) (2 * Math.log(4 / 10.0)),
              (float) (2 * Math.log(area / 20)),
              0,
              (float) (2 * Math.log(area / 16) + 3),
              0,
              (float) (4 * Math.log(stain / 0.5))
            },
            within(1e-5f));
    CellScale scale = new CellScale(4, area, stain, 46);
    float[] known = new float[6];
    new NetworkInput(new PreparedChromosome(image, Optional.of(scale)))
        .sizes(NetworkInput.View.plain(false), REFERENCE, known, 0);
    assertThat(known[0]).isZero();
    assertThat(known[2]).isEqualTo(1);
  }

  @Test
  void anEmptyImageIsBackground() {
    assertThat(drawn(input(image(2, 2, 0, 0, 0, 0)), 2, 2, false)).containsOnly(-0.5f);
  }

  @Test
  void equalChanceDrawsEqualViews() {
    NetworkInput input = input(image(4, 2, 0.1f, 0.9f, 0.2f, 0.8f, 0.3f, 0.7f, 0.4f, 0.6f));
    EncoderNetwork network = EncoderNetwork.compact();
    int pixels = network.height() * network.width();
    float[][] images = new float[3][pixels];
    for (int i = 0; i < 3; i++) {
      SplittableRandom random = new SplittableRandom(i == 2 ? 8 : 7);
      Augmentation certain = Augmentation.standard().with(Augmentation.BLOCK, 1);
      NetworkInput.View view =
          NetworkInput.View.drawn(certain, network.height(), network.width(), false, random);
      input.draw(network.height(), network.width(), view, images[i], 0);
    }
    assertThat(images[1]).isEqualTo(images[0]).isNotEqualTo(images[2]);
  }

  /** Draws a view in which only one thing is changed, by chance. */
  private static float[] changed(Augmentation augmentation, long seed) {
    float[] stain = new float[24 * 12];
    for (int i = 0; i < stain.length; i++) {
      stain[i] = i / 12 / 3 % 2 == 0 ? 0.9f : 0.3f;
    }
    float[] drawn = new float[24 * 12];
    input(image(24, 12, stain))
        .draw(
            24,
            12,
            NetworkInput.View.drawn(augmentation, 24, 12, false, new SplittableRandom(seed)),
            drawn,
            0);
    return drawn;
  }

  private static double contrast(float[] drawn, int x) {
    double steps = 0;
    for (int y = 1; y < 24; y++) {
      steps += Math.abs(drawn[y * 12 + x] - drawn[(y - 1) * 12 + x]);
    }
    return steps;
  }

  @Test
  void bandsAreBlurredOrSharpened() {
    double plain = contrast(changed(Augmentation.none(), 1), 6);
    Augmentation sharpness = Augmentation.none().with(Augmentation.SHARPNESS, 1);
    List<Double> contrasts =
        LongStream.range(0, 20)
            .mapToDouble(seed -> contrast(changed(sharpness, seed), 6))
            .boxed()
            .toList();
    assertThat(contrasts).anyMatch(one -> one < 0.9 * plain).anyMatch(one -> one > 1.2 * plain);
  }

  @Test
  void theGapBetweenTheChromatidsIsPalerOrDarker() {
    float[] plain = changed(Augmentation.none(), 1);
    Augmentation gap = Augmentation.none().with(Augmentation.CHROMATID_GAP, 1);
    List<Double> middles =
        LongStream.range(0, 20)
            .mapToDouble(
                seed -> {
                  float[] drawn = changed(gap, seed);
                  assertThat(drawn[0]).as("the edge").isCloseTo(plain[0], within(1e-3f));
                  return drawn[6];
                })
            .boxed()
            .toList();
    assertThat(middles).anyMatch(one -> one < plain[6] - 0.3).anyMatch(one -> one > plain[6] + 0.3);
  }

  @Test
  void aReferenceIsPositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetworkInput.Reference(1, 0, 1, false))
        .withMessageStartingWith("medianLength, medianArea and medianStain: must be positive");
  }
}
