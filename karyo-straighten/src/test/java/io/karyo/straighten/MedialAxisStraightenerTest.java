package io.karyo.straighten;

import static io.karyo.straighten.StraightenersTest.straight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.Straightened;
import io.karyo.image.ChromosomeImage;
import io.karyo.spi.Straightener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Known bends, and a test for each known failure. */
final class MedialAxisStraightenerTest {

  private static final Straightener MEDIAL_AXIS = Straighteners.medialAxis();
  private static final float[] TRUTH = Shapes.bandProfile(Shapes.LENGTH);

  private static double correlation(Straightened result) {
    return Bender.correlation(TRUTH, result.bandProfile());
  }

  private static double stainOf(Straightened result) {
    double sum = 0;
    for (float value : result.toArray()) {
      sum += value;
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(doubles = {15, 30, 60, 90, 120, 150})
  void anArcComesOutWithItsLengthItsWidthAndItsBands(double degrees) {
    Straightened result = straight(MEDIAL_AXIS, Bender.arc(Shapes.bar(), degrees));

    assertThat(result.length()).isCloseTo(Shapes.LENGTH, within(3));
    assertThat(result.width()).isCloseTo(Shapes.WIDTH, within(4));
    assertThat(correlation(result)).isGreaterThan(0.95);
    assertThat(result.quality()).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @ValueSource(doubles = {30, 45, 60})
  void aWaveComesOutStraight(double degrees) {
    Straightened result = straight(MEDIAL_AXIS, Bender.wave(Shapes.bar(), degrees));

    assertThat(result.length()).isCloseTo(Shapes.LENGTH, within(3));
    assertThat(correlation(result)).isGreaterThan(0.97);
    assertThat(result.quality()).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @ValueSource(doubles = {30, 60, 80})
  void aKinkComesOutStraightThoughRoundedAtTheBend(double degrees) {
    Straightened result = straight(MEDIAL_AXIS, Bender.kink(Shapes.bar(), degrees, 0.45));

    assertThat(result.length()).isCloseTo(Shapes.LENGTH, within(8));
    assertThat(correlation(result)).isGreaterThan(0.94);
  }

  @Test
  void stainIsPreserved() {
    ChromosomeImage straight = Shapes.bar();
    double truth = 0;
    for (float value : Shapes.stain(straight)) {
      truth += value;
    }
    for (double degrees : new double[] {0.1, 45, 90}) {
      Straightened result = straight(MEDIAL_AXIS, Bender.arc(straight, degrees));
      assertThat(stainOf(result) / truth).isCloseTo(1, within(0.04));
    }
  }

  @Test
  void theLastRowsOfBothEndsAreThere() {
    // Dark tips of 4 px, a quarter of the width: thinning ends far before them.
    ChromosomeImage bar = Shapes.blank(31, 100);
    bar = Shapes.withStroke(bar, 15, 12, 15, 88, 7, 0.4f);
    float[] stain = Shapes.stain(bar);
    for (int i = 0; i < stain.length; i++) {
      int row = i / 31;
      stain[i] = stain[i] > 0 && (row < 9 || row > 91) ? 0.9f : stain[i];
    }
    ChromosomeImage tipped = Shapes.onWhite(stain, 31);
    for (double degrees : new double[] {0.1, 60, 100}) {
      Straightened result = straight(MEDIAL_AXIS, Bender.arc(tipped, degrees));
      float[] profile = result.bandProfile();
      assertThat(profile[1]).as("%s", degrees).isGreaterThan(0.6f);
      assertThat(profile[profile.length - 2]).as("%s", degrees).isGreaterThan(0.6f);
      assertThat(profile[profile.length / 2]).isCloseTo(0.4f, within(0.03f));
    }
  }

  @Test
  void aSpurIsPassedBy() {
    ChromosomeImage arc = Bender.arc(Shapes.bar(), 40);
    int middleX = arc.width() / 2;
    int middleY = arc.height() / 2;
    ChromosomeImage spiky =
        Shapes.withStroke(arc, middleX, middleY, arc.width() - 2, middleY + 4, 1, 0.5f);

    Straightened result = straight(MEDIAL_AXIS, spiky);

    assertThat(result.length()).isCloseTo(Shapes.LENGTH, within(3));
    assertThat(correlation(result)).isGreaterThan(0.95);
    assertThat(result.notes()).anyMatch(note -> note.startsWith("cut off"));
  }

  @Test
  void aGapBetweenChromatidsDoesNotSplitTheAxis() {
    float[] stain = Shapes.stain(Shapes.bar());
    int width = Shapes.bar().width();
    for (int row = 12; row < Shapes.LENGTH - 12; row++) {
      if (row < 40 || row > 46) {
        for (int column = 8; column <= 10; column++) {
          stain[row * width + column] = 0;
        }
      }
    }
    ChromosomeImage split = Bender.arc(Shapes.onWhite(stain, width), 60);

    Straightened result = straight(MEDIAL_AXIS, split);

    assertThat(result.length()).isCloseTo(Shapes.LENGTH, within(3));
    assertThat(result.width()).isCloseTo(Shapes.WIDTH, within(4));
    // Both chromatids are there, to either side of a pale middle.
    int row = result.length() / 4;
    int middle = result.width() / 2;
    assertThat(result.stain(row, middle)).isLessThan(0.25f);
    assertThat(result.stain(row, middle - 4)).isGreaterThan(0.3f);
    assertThat(result.stain(row, middle + 4)).isGreaterThan(0.3f);
  }

  @Test
  void armsOfSplayedChromatidsAreNotFollowed() {
    ChromosomeImage image = Shapes.blank(60, 110);
    image = Shapes.withStroke(image, 30, 12, 30, 60, 7, 0.6f);
    image = Shapes.withStroke(image, 27, 60, 20, 95, 3.5, 0.6f);
    image = Shapes.withStroke(image, 33, 60, 40, 95, 3.5, 0.6f);

    Straightened result = straight(MEDIAL_AXIS, image);

    // Both legs to either side of the middle, which stays where it was.
    int row = result.length() - 8;
    double balance = 0;
    int stained = 0;
    for (int column = 0; column < result.width(); column++) {
      if (result.stain(row, column) > 0.3f) {
        balance += column - (result.width() - 1) / 2.0;
        stained++;
      }
    }
    assertThat(stained).isGreaterThanOrEqualTo(10);
    assertThat(Math.abs(balance / stained)).isLessThan(3);
    assertThat(result.length()).isCloseTo(94, within(5));
  }

  @Test
  void touchingArmsAreLeftUprightAndHardlyTrusted() {
    ChromosomeImage ring = Shapes.blank(80, 80);
    for (int degrees = 0; degrees < 360; degrees += 3) {
      double x = 40 + 25 * Math.cos(Math.toRadians(degrees));
      double y = 40 + 25 * Math.sin(Math.toRadians(degrees));
      ring = Shapes.withStroke(ring, x, y, x, y, 6, 0.6f);
    }

    Straightened result = straight(MEDIAL_AXIS, ring);

    assertThat(result.notes()).containsExactly("touching arms enclose background: upright only");
    assertThat(result.quality()).isLessThan(0.5);
    assertThat(result.length()).isCloseTo(63, within(2));
    assertThat(result.stain(result.length() / 2, result.width() / 2)).isZero();
  }

  @Test
  void aHairpinThatAllButTouchesIsStraightened() {
    ChromosomeImage pin = Shapes.blank(60, 80);
    pin = Shapes.withStroke(pin, 15, 12, 15, 55, 5, 0.5f);
    pin = Shapes.withStroke(pin, 15, 55, 30, 66, 5, 0.5f);
    pin = Shapes.withStroke(pin, 30, 66, 42, 55, 5, 0.8f);
    pin = Shapes.withStroke(pin, 42, 55, 42, 14, 5, 0.8f);

    Straightened result = straight(MEDIAL_AXIS, pin);

    assertThat(result.length()).isBetween(115, 135);
    assertThat(result.width()).isLessThan(20);
    assertThat(result.bandProfile()[20]).isCloseTo(0.5f, within(0.05f));
    assertThat(result.bandProfile()[result.length() - 20]).isCloseTo(0.8f, within(0.05f));
  }

  @Test
  void whatIsAsWideAsLongStaysAsItStands() {
    for (int width : new int[] {14, 16, 20}) {
      ChromosomeImage squat = Shapes.blank(40, 40);
      squat =
          Shapes.withStroke(squat, 20 - width / 4.0, 20, 20 + width / 4.0, 20, width / 3.0, 0.4f);
      squat = Shapes.withStroke(squat, 20, 8, 20, 14, 3, 0.8f);

      Straightened result = straight(MEDIAL_AXIS, squat);

      assertThat(result.toArray()).isEqualTo(straight(Straighteners.none(), squat).toArray());
      assertThat(result.notes()).containsExactly("short and wide: upright only");
    }
  }

  @Test
  void normalsDoNotCrossOnTheInnerSideOfATightBend() {
    // The inner wall of a bend of 170 degrees has a radius of 1.3 times the half width.
    ChromosomeImage tight = Bender.arc(Shapes.bar(54, 14), 170);

    Straightened result = straight(MEDIAL_AXIS, tight);

    // Crossing normals sample the inner wall twice, and backwards.
    assertThat(result.length()).isCloseTo(54, within(4));
    double truth = 0;
    for (float value : Shapes.stain(Shapes.bar(54, 14))) {
      truth += value;
    }
    assertThat(stainOf(result) / truth).isCloseTo(1, within(0.08));
    assertThat(Bender.correlation(Shapes.bandProfile(54), result.bandProfile())).isGreaterThan(0.9);
  }

  @Test
  void aHighResolutionImageIsStraightenedLikeASmallOne() {
    Straightened result = straight(MEDIAL_AXIS, Bender.arc(Shapes.bar(540, 90), 80));

    assertThat(result.length()).isCloseTo(540, within(8));
    assertThat(Bender.correlation(Shapes.bandProfile(540), result.bandProfile()))
        .isGreaterThan(0.98);
  }
}
