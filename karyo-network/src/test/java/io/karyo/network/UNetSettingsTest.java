package io.karyo.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.model.ModelFormatException;
import io.karyo.model.Settings;
import io.karyo.testkit.InMemoryModel;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class UNetSettingsTest {

  @Test
  void settingsThatAreNotSetHaveDefaults() {
    assertThat(UNetSettings.complete(Settings.EMPTY.with("steps", 7)))
        .isEqualTo(Settings.EMPTY.with("filters", 12).with("levels", 5).with("steps", 7));
    assertThatThrownBy(() -> UNetSettings.complete(Settings.EMPTY.with("step", 7)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> UNetSettings.complete(Settings.EMPTY.with("steps", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("steps");
  }

  @Test
  void aStateIsReadAsItWasWritten() throws IOException {
    InMemoryModel model = new InMemoryModel();
    assertThat(UNetSettings.hasLearned(model.source())).isFalse();
    UNetSettings.writeLearned(model);
    assertThat(UNetSettings.hasLearned(model.source())).isTrue();
  }

  @Test
  void aStateThatIsNoneIsRefused() {
    InMemoryModel model = new InMemoryModel();
    model.state(Settings.EMPTY.with("learned", "yes"));
    assertThatThrownBy(() -> UNetSettings.hasLearned(model.source()))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageContaining("segmenter state")
        .hasMessageContaining("learned");
  }
}
