package io.karyo.classify.karyotype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.model.ModelFormatException;
import io.karyo.model.Settings;
import org.junit.jupiter.api.Test;

class AssignerParametersTest {

  private static Settings without(Settings settings, String name) {
    Settings rest = Settings.EMPTY;
    for (var entry : settings.asMap().entrySet()) {
      rest = entry.getKey().equals(name) ? rest : rest.with(entry.getKey(), entry.getValue());
    }
    return rest;
  }

  @Test
  void whatIsSavedIsRead() {
    AssignerParameters.Draft draft = new AssignerParameters.Draft();
    draft.wayWeight = 3.25;
    draft.polarityWeights = new double[] {5, 6};
    AssignerParameters read = AssignerParameters.of(draft.build().settings());
    assertThat(read.wayWeight()).isEqualTo(3.25);
    assertThat(read.polarityWeights()).containsExactly(5, 6);
    assertThat(read.settings()).isEqualTo(draft.build().settings());
  }

  @Test
  void filesOfBeforeWeighedTheDifferenceOfDistancesAndGetTheUsualWeightOfTheRatio() {
    Settings now = new AssignerParameters.Draft().build().settings();
    Settings before = without(now, "wayRatioWeight");
    assertThat(AssignerParameters.of(before.with("wayWeight", 28.3)).wayWeight()).isEqualTo(4);
    assertThat(AssignerParameters.of(before.with("wayWeight", 0.0)).wayWeight()).isZero();
    assertThatThrownBy(() -> AssignerParameters.of(before))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("wayWeight: must be a number below a million, found NaN");
  }
}
