package io.karyo.straighten;

import static io.karyo.straighten.StraightenersTest.straight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.Straightened;
import io.karyo.image.ChromosomeImage;
import io.karyo.straighten.internal.Silhouette;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProjectionVectorsTest {

  /** A long thin bar with a waist, which is what the method looks for. */
  private static ChromosomeImage waisted() {
    float[] stain = Shapes.stain(Shapes.bar(110, 13));
    int width = 17;
    for (int row = 50; row < 58; row++) {
      for (int column : new int[] {2, 3, 4, 12, 13, 14}) {
        stain[row * width + column] = 0;
      }
    }
    return Shapes.onWhite(stain, width);
  }

  @ParameterizedTest
  @ValueSource(doubles = {40, 60, 80, 100})
  void aKinkIsCutAndJoined(double degrees) {
    ChromosomeImage bent = Bender.kink(waisted(), degrees, 52 / 110.0);

    Straightened result = straight(Straighteners.projectionVectors().whitenessThreshold(1), bent);

    assertThat(result.notes().get(0)).startsWith("cut at the bend and joined, ");
    assertThat(result.length()).isCloseTo(110, within(7));
    assertThat(result.width()).isLessThan(24);
    assertThat(Bender.correlation(Shapes.bandProfile(110), result.bandProfile()))
        .isGreaterThan(0.9);
    assertThat(result.quality()).isGreaterThan(2 * straight(Straighteners.none(), bent).quality());
  }

  @Test
  void aStraightChromosomeIsNotCutAtItsWaistThatIsWhatTheWhitenessIsFor() {
    for (int degrees = 0; degrees < 90; degrees += 15) {
      ChromosomeImage leaning = Bender.turn(waisted(), degrees);

      Straightened result = straight(Straighteners.projectionVectors(), leaning);

      assertThat(result.notes()).containsExactly("no bend: upright only");
      assertThat(result.length()).isCloseTo(110, within(3));
    }
    assertThat(straight(Straighteners.projectionVectors().whitenessThreshold(1), waisted()).notes())
        .anyMatch(note -> note.startsWith("cut at the bend"));
  }

  @Test
  void whitenessIsTheShareOfTheTightestBoxOfAllDirections() {
    for (double degrees : new double[] {0, 30, 45, 77}) {
      ChromosomeImage image = Bender.turn(Shapes.bar(), degrees);
      Silhouette.find(
          image,
          silhouette -> {
            // A bar with round ends: (L - W) W + pi W² / 4 of L W.
            assertThat(silhouette.whiteness()).isBetween(0.82, 0.99);
            return Attempt.upright(silhouette, "test", 1, "").result();
          });
    }
    Silhouette.find(
        Bender.kink(Shapes.bar(), 100, 0.5),
        silhouette -> {
          assertThat(silhouette.whiteness()).isLessThan(0.65);
          return Attempt.upright(silhouette, "test", 1, "").result();
        });
  }

  @ParameterizedTest
  @ValueSource(doubles = {70, -70, 40})
  void theMissingWedgeIsFilledWithTheMeanOfItsRow(double degrees) {
    float[] stain = new float[120 * 20];
    for (int row = 5; row < 115; row++) {
      Arrays.fill(stain, row * 20 + 4, row * 20 + 16, 0.5f);
    }
    ChromosomeImage bent = Bender.kink(Shapes.onWhite(stain, 20), degrees, 0.5);

    Straightened result = straight(Straighteners.projectionVectors(), bent);

    // Without the filling, rows at the join would be narrower, down to half the width.
    for (int row = 10; row < result.length() - 10; row++) {
      int stained = 0;
      int first = result.width();
      int last = -1;
      for (int column = 0; column < result.width(); column++) {
        if (result.stain(row, column) > 0.3f) {
          stained++;
          first = Math.min(first, column);
          last = column;
        }
      }
      assertThat(stained).as("row %d", row).isGreaterThanOrEqualTo(10);
      assertThat(last - first + 1 - stained).as("gaps in row %d", row).isLessThanOrEqualTo(1);
      assertThat(result.bandProfile()[row]).as("row %d", row).isCloseTo(0.5f, within(0.08f));
    }
    assertThat(result.notes().get(0)).doesNotContain(" 0 pixels");
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Straighteners.projectionVectors().whitenessThreshold(1.5))
        .withMessage("whitenessThreshold: must be 0 to 1, found 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Straighteners.projectionVectors().whitenessThreshold(Double.NaN))
        .withMessage("whitenessThreshold: must be 0 to 1, found NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Straighteners.projectionVectors().angleStep(0))
        .withMessage("angleStep: must be 1 to 45 degrees, found 0.0");
  }
}
