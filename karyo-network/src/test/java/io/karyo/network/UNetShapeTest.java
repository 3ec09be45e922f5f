package io.karyo.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UNetShapeTest {

  @Test
  void eachLevelHasMoreFiltersInMultiplesOfFour() {
    UNetShape shape = new UNetShape(12, 4);
    assertThat(shape.down(0)).extracting(UNetShape.Layer::filters).containsExactly(12, 12);
    assertThat(shape.down(1)).extracting(UNetShape.Layer::filters).containsExactly(20, 20);
    assertThat(shape.down(2)).extracting(UNetShape.Layer::filters).containsExactly(32, 32);
    assertThat(shape.down(3)).extracting(UNetShape.Layer::filters).containsExactly(48, 48);
    assertThat(new UNetShape(5, 2).down(0).get(0).filters()).isEqualTo(5);
  }

  @Test
  void onTheWayUpTwoLevelsGoIn() {
    UNetShape shape = new UNetShape(12, 4);
    assertThat(shape.up(2))
        .containsExactly(
            new UNetShape.Layer("up2a", 3, 32 + 48, 32), new UNetShape.Layer("up2b", 3, 32, 32));
    assertThat(shape.out()).isEqualTo(new UNetShape.Layer("classes", 1, 12, UNetShape.CLASSES));
  }

  @Test
  void eachLevelButTheFirstHalvesThePicture() {
    assertThat(new UNetShape(4, 2).unit()).isEqualTo(2);
    assertThat(new UNetShape(4, 6).unit()).isEqualTo(32);
  }

  @Test
  void arraysAreInTheOrderOfTheirComputation() {
    Map<String, int[]> arrays = new UNetShape(4, 2).arrays();
    assertThat(arrays.keySet())
        .containsExactlyElementsOf(
            List.of(
                "down0a_kernel",
                "down0a_bias",
                "down0b_kernel",
                "down0b_bias",
                "down1a_kernel",
                "down1a_bias",
                "down1b_kernel",
                "down1b_bias",
                "up0a_kernel",
                "up0a_bias",
                "up0b_kernel",
                "up0b_bias",
                "classes_kernel",
                "classes_bias"));
    assertThat(arrays.get("down0a_kernel")).containsExactly(3, 3, 1, 4);
    assertThat(arrays.get("up0a_kernel")).containsExactly(3, 3, 12, 4);
    assertThat(arrays.get("classes_kernel")).containsExactly(1, 1, 4, 4);
    assertThat(arrays.get("classes_bias")).containsExactly(4);
  }

  @Test
  void sizesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new UNetShape(3, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("filters")
        .hasMessageContaining("found 3");
    assertThatThrownBy(() -> new UNetShape(65, 4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new UNetShape(12, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("levels")
        .hasMessageContaining("found 1");
    assertThatThrownBy(() -> new UNetShape(12, 7)).isInstanceOf(IllegalArgumentException.class);
  }
}
