package io.karyo.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class UNetPictureTest {

  private static final UNetShape SHAPE = new UNetShape(4, 2);

  @Test
  void groundIsAddedAtTheRightAndBelow() {
    UNetPicture picture = new UNetPicture(SHAPE, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 3, 3);
    assertThat(picture.rows()).isEqualTo(4);
    assertThat(picture.columns()).isEqualTo(4);
    assertThat(picture.stain()).containsExactly(1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 0, 0, 0, 0);
  }

  @Test
  void wholeUnitsStayAsTheyAre() {
    float[] stain = {1, 2, 3, 4, 5, 6, 7, 8};
    UNetPicture picture = new UNetPicture(SHAPE, stain, 2, 4);
    assertThat(picture.stain()).containsExactly(stain);
  }

  @Test
  void probabilitiesAreThoseOfThePixelsOfThePicture() {
    UNetPicture picture = new UNetPicture(SHAPE, new float[] {1, 2, 3}, 1, 3);
    float[] logits = new float[UNetShape.CLASSES * 2 * 4];
    // Too great for the exponential function, which takes differences only.
    logits[1] = 1000;
    logits[8 + 1] = 1000 + (float) Math.log(3);
    float[][] planes = picture.probabilities(logits);
    assertThat(planes).hasNumberOfRows(UNetShape.CLASSES);
    assertThat(planes[0]).containsExactly(new float[] {0.25f, 0.25f, 0.25f}, within(1e-3f));
    assertThat(planes[1][1]).isCloseTo(0.75f, within(1e-3f));
  }

  @Test
  void pictureAndSizeMustFit() {
    assertThatThrownBy(() -> new UNetPicture(SHAPE, new float[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stain");
    assertThatThrownBy(() -> new UNetPicture(SHAPE, new float[0], 0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("height");
  }
}
