package io.karyo.laboratory.internal;

import static io.karyo.laboratory.internal.LaboratoryProfileTest.cells;
import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.laboratory.Familiarity;
import io.karyo.model.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Laboratories whose cells have drawn traits. */
class KnownLaboratoriesTest {

  private static final KnownLaboratories TWO =
      KnownLaboratories.of(
          Map.of("near", cells(60, 1, 0), "far", cells(60, 2, 9)),
          Map.of("near", cells(60, 3, 0), "far", cells(60, 4, 9), "small", cells(4, 5, 0)));

  private static Familiarity of(KnownLaboratories laboratories, List<double[]> cells) {
    return laboratories.familiarity(cells).orElseThrow();
  }

  @Test
  void cellsOfEitherLaboratoryAreFamiliarAndThoseInBetweenAreNot() {
    assertThat(TWO.profiles()).containsOnlyKeys("near", "far");
    assertThat(of(TWO, cells(5, 6, 0)).isForeign()).isFalse();
    assertThat(of(TWO, cells(5, 7, 9)).isForeign()).isFalse();
    assertThat(of(TWO, cells(5, 8, 4.5)).isForeign()).isTrue();
    assertThat(TWO.familiarity(List.of())).isEmpty();
    assertThat(KnownLaboratories.NONE.familiarity(cells(5, 6, 0))).isEmpty();
  }

  @Test
  void theySurviveAModelFile() {
    Settings properties = TWO.addedTo(Settings.EMPTY.with("seed", 1L));
    assertThat(properties.names()).containsExactlyInAnyOrder("seed", "laboratories");
    KnownLaboratories restored = KnownLaboratories.of(properties);
    assertThat(restored.profiles()).containsOnlyKeys("near", "far");
    assertThat(of(restored, cells(5, 7, 9)).isForeign()).isFalse();

    LaboratoryProfile near = TWO.profiles().get("near");
    KnownLaboratories one = new KnownLaboratories(Map.of(KnownLaboratories.UNNAMED, near));
    assertThat(one.addedTo(Settings.EMPTY).names()).containsExactly("laboratory");
    assertThat(KnownLaboratories.of(one.addedTo(Settings.EMPTY)).profiles())
        .containsOnlyKeys(KnownLaboratories.UNNAMED);
    assertThat(KnownLaboratories.NONE.addedTo(Settings.EMPTY).names()).isEmpty();
  }

  @Test
  void anAdaptedModelKnowsTheNewLaboratoryOnly() {
    KnownLaboratories moved = TWO.movedTo(cells(5, 9, 4.5));
    assertThat(moved.profiles()).containsOnlyKeys(KnownLaboratories.UNNAMED);
    assertThat(KnownLaboratories.NONE.movedTo(cells(5, 9, 4.5)).profiles()).isEmpty();
  }
}
