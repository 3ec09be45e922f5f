package io.karyo.chromosome;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.image.Polarity;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PolarityTest {

  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void withoutEvidenceBothWaysAreAsProbable() {
    assertThat(Polarity.prior()).isZero();
    assertThat(Polarity.prior(0, 0, 0)).isCloseTo(0, Offset.offset(1e-12));
    assertThat(Polarity.prior(3, -3)).isCloseTo(0, Offset.offset(1e-12));
  }

  @Test
  void manyThatLieOneWayMakeItProbable() {
    double[] evidence = new double[46];
    Arrays.fill(evidence, 2);
    assertThat(Polarity.prior(evidence)).isBetween(4.0, Math.log(93));
    Arrays.fill(evidence, -2);
    assertThat(Polarity.prior(evidence)).isBetween(-Math.log(93), -4.0);
  }

  @Test
  void knownPolaritiesCountAsThoseOfManyDo() {
    assertThat(Polarity.prior(INFINITY, INFINITY, INFINITY, -INFINITY))
        .isCloseTo(Math.log(3.5 / 1.5), Offset.offset(1e-12));
  }
}
