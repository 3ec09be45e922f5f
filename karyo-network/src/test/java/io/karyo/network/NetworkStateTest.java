package io.karyo.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.model.ModelFormatException;
import io.karyo.model.Settings;
import io.karyo.testkit.InMemoryModel;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkStateTest {

  private static final NetworkInput.Reference REFERENCE =
      new NetworkInput.Reference(40, 400, 0.4, true);

  private static final List<ChromosomeType> TYPES =
      List.of(ChromosomeType.C1, ChromosomeType.C1, ChromosomeType.C21);

  private static final PolarityPrototypes PROTOTYPES =
      PolarityPrototypes.of(
          new float[][] {{1, 0}, {3, 0}, {0, 2}}, new float[][] {{-1, 1}, {-3, 1}, {1, -2}}, TYPES);

  @Test
  void aStateIsReadAsItWasWritten() throws IOException {
    InMemoryModel model = new InMemoryModel();
    new NetworkState(REFERENCE, PROTOTYPES).write(model);
    NetworkState read = NetworkState.read(model.source(), 2);
    assertThat(read.reference()).isEqualTo(REFERENCE);
    assertThat(read.prototypes()).isNotNull();
    InMemoryModel upright = new InMemoryModel();
    new NetworkState(REFERENCE, null).write(upright);
    assertThat(NetworkState.read(upright.source(), 2).prototypes()).isNull();
  }

  @Test
  void aStateThatIsNoneIsRefused() {
    InMemoryModel model = new InMemoryModel();
    model.state(Settings.EMPTY.with("medianLength", -1.0));
    assertThatThrownBy(() -> NetworkState.read(model.source(), 2))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("encoder state: medianLength, medianArea and medianStain: must be");
  }

  @Test
  void prototypesShowWhichWayUpAChromosomeLies() {
    // The means of type 1 are (2, 0), and (-2, 1) when it is turned.
    float[] upright = {2.1f, 0};
    float[] turned = {-2, 0.9f};
    assertThat(PROTOTYPES.liesTurned(upright, turned)).isFalse();
    assertThat(PROTOTYPES.liesTurned(turned, upright)).isTrue();
    assertThat(PROTOTYPES.liesTurned(ChromosomeType.C1, turned, upright)).isTrue();
    assertThat(PROTOTYPES.liesTurned(ChromosomeType.C5, turned, upright))
        .as("a type without a mean")
        .isFalse();
    assertThat(PROTOTYPES.nearest(upright)).isEqualTo(ChromosomeType.C1.ordinal());
    assertThat(PROTOTYPES.nearest(new float[] {0, 1.5f})).isEqualTo(ChromosomeType.C21.ordinal());
  }

  @Test
  void gapsAreFilledFromOtherPrototypes() {
    PolarityPrototypes one =
        PolarityPrototypes.of(
            new float[][] {{9, 9}}, new float[][] {{-9, -9}}, List.of(ChromosomeType.C5));
    PolarityPrototypes filled = one.orElse(PROTOTYPES);
    assertThat(filled.nearest(new float[] {2, 0})).isEqualTo(ChromosomeType.C1.ordinal());
    assertThat(filled.nearest(new float[] {9, 8})).isEqualTo(ChromosomeType.C5.ordinal());
  }
}
