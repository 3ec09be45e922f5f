package io.karyo.metaphase.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AxisTest {

  private static final int WIDTH = 101;

  @ParameterizedTest
  @ValueSource(doubles = {-80, -30, 0, 25, 45, 80})
  void aStripLiesAtItsAngle(double degrees) {
    double angle = Math.toRadians(degrees);
    int[] strip =
        IntStream.range(0, WIDTH * WIDTH)
            .filter(
                i -> {
                  int row = i / WIDTH;
                  double dx = i % WIDTH - 50;
                  double dy = row - 40;
                  double along = dx * Math.cos(angle) + dy * Math.sin(angle);
                  double across = dy * Math.cos(angle) - dx * Math.sin(angle);
                  return Math.abs(along) < 30 && Math.abs(across) < 6;
                })
            .toArray();
    Axis axis = Axis.of(strip, WIDTH);
    assertThat(axis.x()).isCloseTo(50, within(0.5));
    assertThat(axis.y()).isCloseTo(40, within(0.5));
    assertThat(Math.sin(axis.angle() - angle)).isCloseTo(0, within(0.03));
  }

  @Test
  void onePixelIsItsMiddle() {
    Axis axis = Axis.of(new int[] {3 * WIDTH + 7}, WIDTH);
    assertThat(axis.x()).isEqualTo(7);
    assertThat(axis.y()).isEqualTo(3);
    assertThat(axis.angle()).isFinite();
  }
}
