package io.karyo.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MinimumTest {

  @Test
  void findsAMinimumWithinAndAtTheEnds() {
    assertThat(Minimum.between(0.1, 10, x -> (x - 3) * (x - 3))).isCloseTo(3, within(1e-6));
    assertThat(Minimum.between(0.1, 10, x -> x)).isCloseTo(0.1, within(1e-6));
    assertThat(Minimum.between(0.1, 10, x -> -x)).isCloseTo(10, within(1e-5));
  }
}
