package io.karyo.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownDistancesTest {

  @Test
  void theFartherTheSmallerTheShareBeyondAllThatIsKnownToo() {
    KnownDistances known =
        KnownDistances.of(IntStream.range(0, 200).mapToDouble(i -> (199 - i) / 10.0).toArray());
    double before = 1.1;
    for (double distance = 0; distance < 60; distance += 0.37) {
      double share = known.share(distance);
      assertThat(share).isPositive().isLessThan(before);
      before = share;
    }
    assertThat(known.share(0)).isEqualTo(1);
    assertThat(known.share(10)).isCloseTo(0.5, within(0.01));
    assertThat(known.share(19)).isCloseTo(0.05, within(0.02));
    assertThat(known.median()).isEqualTo(10);
  }

  @Test
  void whereAllAreAlikeAnythingFartherIsUnknown() {
    KnownDistances one = KnownDistances.of(new double[] {2, 2, 2});
    assertThat(one.share(2)).isEqualTo(1);
    assertThat(one.share(2.1)).isZero();
  }
}
