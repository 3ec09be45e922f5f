package io.karyo.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.karyo.photo.Box;
import io.karyo.photo.Region;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverlapPixelsTest {

  private static Region bar(int left, int top, int width, int height) {
    byte[] mask = new byte[width * height];
    Arrays.fill(mask, (byte) 1);
    return Region.of(new Box(left, top, width, height), mask);
  }

  private final List<Region> crossing = List.of(bar(0, 4, 10, 2), bar(4, 0, 2, 10));

  @Test
  void countsWhatIsGivenToTwo() {
    assertThat(OverlapPixels.of(crossing, crossing)).isEqualTo(new OverlapPixels(4, 4));
    assertThat(OverlapPixels.of(crossing, List.of(bar(0, 4, 10, 2), bar(4, 0, 2, 5))))
        .as("one of the two ends within the other")
        .isEqualTo(new OverlapPixels(4, 2));
    assertThat(OverlapPixels.of(crossing, List.of(bar(0, 4, 10, 2))))
        .isEqualTo(new OverlapPixels(4, 0));
  }

  @Test
  void whatIsSharedElsewhereDoesNotCount() {
    List<Region> elsewhere = List.of(bar(0, 0, 3, 3), bar(0, 0, 2, 30));
    assertThat(OverlapPixels.of(crossing, elsewhere)).isEqualTo(new OverlapPixels(4, 0));
    assertThat(OverlapPixels.of(List.of(), elsewhere)).isEqualTo(new OverlapPixels(0, 0));
  }

  @Test
  void addsUp() {
    assertThat(new OverlapPixels(4, 2).plus(new OverlapPixels(3, 3)))
        .isEqualTo(new OverlapPixels(7, 5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OverlapPixels(1, 2))
        .withMessageContaining("shared: must be from 0 to 1, found 2");
  }
}
