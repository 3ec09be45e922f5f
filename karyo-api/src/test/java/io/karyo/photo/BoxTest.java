package io.karyo.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BoxTest {

  @Test
  void aBoxHasAtLeastOnePixel() {
    assertThatThrownBy(() -> new Box(0, 0, 0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("width: must be at least 1, found 0");
    assertThatThrownBy(() -> new Box(0, 0, 3, -1))
        .hasMessage("height: must be at least 1, found -1");
    assertThat(new Box(-5, 2, 100_000, 100_000).area()).isEqualTo(10_000_000_000L);
  }

  @Test
  void itContainsItsPixelsOnly() {
    Box box = new Box(2, 3, 4, 5);
    assertThat(box.right()).isEqualTo(6);
    assertThat(box.bottom()).isEqualTo(8);
    assertThat(box.contains(2, 3)).isTrue();
    assertThat(box.contains(5, 7)).isTrue();
    assertThat(box.contains(6, 7)).isFalse();
    assertThat(box.contains(5, 8)).isFalse();
    assertThat(box.contains(1, 3)).isFalse();
    assertThat(box.contains(2, 2)).isFalse();
  }

  @Test
  void itIsWidenedOnEverySide() {
    assertThat(new Box(2, 3, 4, 5).widened(3)).isEqualTo(new Box(-1, 0, 10, 11));
    assertThatThrownBy(() -> new Box(2, 3, 4, 5).widened(-1))
        .hasMessage("margin: must be at least 0, found -1");
  }

  @Test
  void intersectionOverUnionIsThatOfPixels() {
    Box box = new Box(0, 0, 4, 4);
    assertThat(box.iou(box)).isEqualTo(1);
    assertThat(box.iou(new Box(2, 0, 4, 4))).isEqualTo(8.0 / 24);
    assertThat(box.iou(new Box(2, 2, 4, 4))).isEqualTo(4.0 / 28);
    assertThat(box.iou(new Box(4, 0, 4, 4))).isZero();
    assertThat(box.iou(new Box(-9, -9, 2, 2))).isZero();
  }
}
