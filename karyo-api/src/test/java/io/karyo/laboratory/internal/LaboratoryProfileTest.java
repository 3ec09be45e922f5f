package io.karyo.laboratory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.karyo.laboratory.Familiarity;
import io.karyo.laboratory.Trait;
import io.karyo.model.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Cells whose traits are drawn. */
class LaboratoryProfileTest {

  private static final LaboratoryProfile KNOWN =
      LaboratoryProfile.of(cells(100, 1, 0), cells(60, 2, 0)).orElseThrow();

  /** Cells of a laboratory; one that is shifted deviates in each trait by so many deviations. */
  static List<double[]> cells(int count, long seed, double shift) {
    Random random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              double[] traits = new double[Trait.values().length];
              Arrays.setAll(traits, k -> k + 0.2 * (random.nextGaussian() + shift));
              return traits;
            })
        .toList();
  }

  private static Familiarity of(LaboratoryProfile profile, List<double[]> cells) {
    return profile.familiarity(cells).orElseThrow();
  }

  @Test
  void fewOtherCellsOfTheLaboratoryAreForeignAndAllOfAnotherOne() {
    long own =
        cells(1000, 3, 0).stream().filter(cell -> of(KNOWN, List.of(cell)).isForeign()).count();
    assertThat(own).isLessThan(10);
    assertThat(cells(1000, 4, 4)).allMatch(cell -> of(KNOWN, List.of(cell)).isForeign());
    double half =
        cells(1000, 5, 0).stream()
            .mapToDouble(cell -> of(KNOWN, List.of(cell)).score())
            .average()
            .orElseThrow();
    assertThat(half).as("a share, like any p value").isCloseTo(0.5, within(0.08));
  }

  @Test
  void severalCellsTogetherAreAsFamiliarAsTheirMean() {
    assertThat(of(KNOWN, cells(5, 6, 0)).score()).isGreaterThan(0.5);
    Familiarity foreign = of(KNOWN, cells(5, 7, 4));
    assertThat(foreign.isForeign()).isTrue();
    assertThat(foreign.cells()).isEqualTo(5);
    assertThat(foreign.deviations()).hasSize(Trait.values().length);
    assertThat(foreign.deviations().get(Trait.STAIN)).isBetween(2.5, 5.5);
    assertThat(foreign.toString()).matches("familiarity .*e-.* \\((.* \\+\\d\\.\\d(, )?){3}\\)");
    assertThat(KNOWN.familiarity(List.of())).isEmpty();
  }

  @Test
  void tooFewCellsShowNothing() {
    assertThat(LaboratoryProfile.of(cells(100, 1, 0), cells(4, 2, 0))).isEmpty();
    assertThat(LaboratoryProfile.of(List.of(), cells(5, 2, 0))).isPresent();
  }

  @Test
  void anAdaptedProfileKnowsThePicturesOfTheNewLaboratory() {
    List<double[]> pictures = cells(5, 8, 4);
    List<double[]> others = cells(5, 9, 4);
    for (double[] cell : others) {
      // What the model thinks of them is as at home.
      cell[Trait.TYPICALITY.ordinal()] = Trait.TYPICALITY.ordinal();
      cell[Trait.DOUBT.ordinal()] = Trait.DOUBT.ordinal();
    }
    assertThat(of(KNOWN, others).isForeign()).isTrue();
    assertThat(of(KNOWN.movedTo(pictures), others).isForeign()).isFalse();
    assertThat(KNOWN.movedTo(List.of())).isSameAs(KNOWN);
  }

  @Test
  void itSurvivesItsSettings() {
    LaboratoryProfile restored = LaboratoryProfile.of(KNOWN.settings()).orElseThrow();
    for (double[] cell : cells(20, 10, 1)) {
      assertThat(of(restored, List.of(cell)).score())
          .isCloseTo(of(KNOWN, List.of(cell)).score(), within(1e-6));
    }
    assertThat(LaboratoryProfile.of(Settings.EMPTY)).isEqualTo(Optional.empty());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LaboratoryProfile.of(KNOWN.settings().with("distances", "1 x")))
        .withMessageContaining("distances: must be numbers, found '1 x'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LaboratoryProfile.of(KNOWN.settings().with("distances", "-1 2")))
        .withMessageContaining("distances: must be 0 to 1e9");
    Settings flat = KNOWN.settings().nested("deviation").with("STAIN", 0.0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LaboratoryProfile.of(KNOWN.settings().with("deviation", flat)))
        .withMessageContaining("deviation: must be a number above 0");
  }
}
