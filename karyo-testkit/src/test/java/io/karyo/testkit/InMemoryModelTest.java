package io.karyo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSink;
import io.karyo.model.Settings;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryModelTest {

  private final InMemoryModel model = new InMemoryModel();

  @Test
  void givesBackWhatWasSaved() {
    model.array("weights", new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    model.state(Settings.EMPTY.with("epochs", 7));
    assertThat(model.source().array("weights", 2, 3)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(model.source().array("weights", -1, 3)).hasSize(6);
    assertThat(model.source().shape("weights")).containsExactly(2, 3);
    assertThat(model.source().state().integer("epochs", 0)).isEqualTo(7);
  }

  @Test
  void holdsCopies() {
    float[] weights = {1};
    model.array("weights", weights, 1);
    weights[0] = 2;
    model.source().array("weights", 1)[0] = 3;
    model.source().shape("weights")[0] = 3;
    assertThat(model.source().array("weights", 1)).containsExactly(1);
  }

  @Test
  void keepsThePartsOfAPartApart() throws IOException {
    model.nested("a").array("weights", new float[] {1}, 1);
    model.nested("b").array("weights", new float[] {2}, 1);
    model.nested("a").state(Settings.EMPTY.with("n", 1));
    assertThat(model.source().nested("a").array("weights", 1)).containsExactly(1);
    assertThat(model.source().nested("b").array("weights", 1)).containsExactly(2);
    assertThat(model.source().nested("a").state().integer("n", 0)).isEqualTo(1);
    assertThat(model.source().nested("c").state()).isEqualTo(Settings.EMPTY);
  }

  @Test
  void refusesWhatAModelFileWouldRefuse() {
    model.array("weights", new float[] {1}, 1);
    assertThatThrownBy(() -> model.array("weights", new float[] {1}, 1))
        .hasMessage("array 'weights': must be written once");
    for (String name : List.of("a/b", "", ".w", "-w", "x".repeat(65))) {
      String message =
          "name: must be 1 to 64 of a-z, A-Z, 0-9, '_', '.' and '-', the first no '.' or '-',"
              + " found '"
              + name
              + "'";
      assertThatThrownBy(() -> model.array(name, new float[] {1}, 1)).hasMessage(message);
      assertThatThrownBy(() -> model.nested(name)).hasMessage(message);
    }
    assertThatThrownBy(() -> model.array("a", new float[] {1}, 2))
        .hasMessage("array 'a': must have the 2 values of shape [2], found 1");
    assertThatThrownBy(() -> model.array("a", new float[] {1}, -1, -1))
        .hasMessage("array 'a': must have no extent below 1, found [-1, -1]");
    assertThatThrownBy(() -> model.array("a", new float[0], 0))
        .hasMessage("array 'a': must have no extent below 1, found [0]");
    assertThatThrownBy(() -> model.array("a", new float[] {1}, 1, 1, 1, 1, 1, 1, 1, 1, 1))
        .hasMessage("array 'a': must have at most 8 dimensions, found 9");
    assertThatThrownBy(() -> model.array("a", new float[] {1, Float.NaN}, 2))
        .hasMessage("array 'a': must be finite, found NaN at 1");
    String longName = "y".repeat(64);
    ModelSink deep = model.nested(longName).nested(longName).nested(longName);
    assertThatThrownBy(() -> deep.nested(longName))
        .hasMessage("path of '" + longName + "': must be at most 256 characters, found 272");
  }

  @Test
  void saysWhatDoesNotFitWhenRead() {
    model.array("weights", new float[] {1, 2}, 2);
    assertThatThrownBy(() -> model.source().array("weights", 3))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("array 'weights': must have shape [3], found [2]");
    assertThatThrownBy(() -> model.source().array("weights", 1, 2))
        .isInstanceOf(ModelFormatException.class);
    assertThatThrownBy(() -> model.source().shape("bias"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("array 'bias': must be saved, found none");
  }
}
