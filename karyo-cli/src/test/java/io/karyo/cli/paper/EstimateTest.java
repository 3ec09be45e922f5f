package io.karyo.cli.paper;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EstimateTest {

  @Test
  void aFamilyTakesWhatItTookOnAverageAndAnUnknownOneWhatAllDid() {
    Estimate estimate = new Estimate();
    assertThat(estimate.of(Family.DEEP_CNN)).isZero();
    estimate.took(Family.DEEP_CNN, 10);
    estimate.took(Family.DEEP_CNN, 20);
    estimate.took(Family.SIAMESE_MLP, 60);
    assertThat(estimate.of(Family.DEEP_CNN)).isEqualTo(15);
    assertThat(estimate.of(Family.SIAMESE_MLP)).isEqualTo(60);
    assertThat(estimate.of(Family.PIXEL_MLP)).isEqualTo(30);
  }

  @Test
  void timesAreRounded() {
    assertThat(Estimate.text(0)).isEqualTo("0 min");
    assertThat(Estimate.text(100)).isEqualTo("2 min");
    assertThat(Estimate.text(3600 + 59)).isEqualTo("1 h 01 min");
  }
}
