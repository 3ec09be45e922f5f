package io.karyo.chromosome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BandProfileTest {

  @Test
  void resizingTakesTheMeanOfWhatIsCovered() {
    BandProfile profile = new BandProfile(0, 0.5f, 1);
    assertThat(profile.resized(1)).isEqualTo(new BandProfile(0.5f));
    assertThat(profile.resized(2).toArray())
        .containsExactly(new float[] {1 / 6f, 5 / 6f}, within(1e-6f));
    assertThat(profile.resized(6)).isEqualTo(new BandProfile(0, 0, 0.5f, 0.5f, 1, 1));
    assertThat(profile.resized(3)).isEqualTo(profile);
  }

  @Test
  void turnedTwiceItIsTheSame() {
    BandProfile profile = new BandProfile(0.1f, 0.2f, 0.9f);
    assertThat(profile.turned()).isEqualTo(new BandProfile(0.9f, 0.2f, 0.1f));
    assertThat(profile.turned().turned()).isEqualTo(profile);
  }

  @Test
  void correlationIsPearsons() {
    BandProfile rising = new BandProfile(0, 0.5f, 1);
    assertThat(rising.correlation(new BandProfile(0.2f, 0.3f, 0.4f))).isCloseTo(1, within(1e-6));
    assertThat(rising.correlation(rising.turned())).isCloseTo(-1, within(1e-6));
    // By hand: deviations (-.5, 0, .5) and (0, .2, -.2): -.1 / sqrt(.5 * .08).
    assertThat(rising.correlation(new BandProfile(0.4f, 0.6f, 0.2f))).isCloseTo(-0.5, within(1e-6));
    assertThat(rising.correlation(new BandProfile(0.4f, 0.4f, 0.4f))).isZero();
    assertThatThrownBy(() -> rising.correlation(new BandProfile(1)))
        .hasMessage("other: must have 3 values, found 1");
  }

  @Test
  void valuesAreCopiedAndChecked() {
    float[] values = {0.5f, 0.25f};
    BandProfile profile = new BandProfile(values);
    values[0] = 1;
    profile.toArray()[1] = 1;
    assertThat(profile)
        .isEqualTo(new BandProfile(0.5f, 0.25f))
        .hasSameHashCodeAs(new BandProfile(0.5f, 0.25f));
    assertThat(profile.size()).isEqualTo(2);
    assertThatThrownBy(() -> new BandProfile())
        .hasMessage("values: must be at least one, found none");
    assertThatThrownBy(() -> new BandProfile(Float.NaN))
        .hasMessage("values: must be 0 to 1, found NaN");
    assertThatThrownBy(() -> profile.resized(0)).hasMessage("size: must be at least 1, found 0");
  }

  @ParameterizedTest
  @EnumSource
  void anIdealChromosomeFitsItsIdeogramUprightAndNotTurned(ChromosomeType type) {
    Straightened ideal = ideal(type);
    assertThat(Ideogram.of(type).uprightFit(ideal)).isPositive();
    assertThat(Ideogram.of(type).uprightFit(ideal.turned())).isNegative();
  }

  private static Straightened ideal(ChromosomeType type) {
    float[] profile = Ideogram.of(type).profile(60).toArray();
    return Straightened.builder(60, 1, profile).bandProfile(profile).build();
  }

  @Test
  void chromosomesAreUprightIfMostFitTheirIdeograms() {
    Straightened upright = ideal(ChromosomeType.C1);
    List<ChromosomeType> types = Collections.nCopies(4, ChromosomeType.C1);
    assertThat(Ideogram.areUpright(List.of(upright, upright, upright, upright.turned()), types))
        .isTrue();
    assertThat(
            Ideogram.areUpright(
                List.of(upright, upright, upright.turned(), upright.turned()), types))
        .isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ideogram.areUpright(List.of(upright), types))
        .withMessage("types: must be one for each of 1 chromosomes, found 4");
  }

  @Test
  void theCentromereIsWhereTheIdeogramHasIt() {
    assertThat(Ideogram.of(ChromosomeType.C1).centromericIndex()).isBetween(0.45, 0.5);
    assertThat(Ideogram.of(ChromosomeType.C5).centromericIndex()).isBetween(0.22, 0.32);
    assertThat(Ideogram.of(ChromosomeType.C17).centromericIndex()).isBetween(0.25, 0.4);
  }

  @Test
  void aTurnedChromosomeIsTheSameUpsideDown() {
    Straightened image =
        Straightened.builder(2, 2, new float[] {0.1f, 0.2f, 0.3f, 0.4f})
            .bandProfile(new float[] {0.5f, 0.6f})
            .area(3)
            .quality(0.5)
            .rotation(10)
            .method("m")
            .note("n")
            .build();
    Straightened turned = image.turned();
    assertThat(turned.toArray()).containsExactly(0.4f, 0.3f, 0.2f, 0.1f);
    assertThat(turned.bandProfile()).containsExactly(0.6f, 0.5f);
    assertThat(turned.area()).isEqualTo(3);
    assertThat(turned.quality()).isEqualTo(0.5);
    assertThat(turned.rotation()).isEqualTo(10);
    assertThat(turned.method()).isEqualTo("m");
    assertThat(turned.notes()).containsExactly("n");
    assertThat(turned.turned().toArray()).isEqualTo(image.toArray());
  }
}
