package io.karyo.cli.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.Straightened;
import io.karyo.image.ChromosomeImage;
import io.karyo.spi.Straightener;
import io.karyo.straighten.Straighteners;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StraightenedOnceTest {

  @Test
  void equalImagesAreStraightenedOnce() {
    AtomicInteger calls = new AtomicInteger();
    Straightener once =
        new StraightenedOnce(
            image ->
                Straightened.builder(1, 1, new float[] {calls.incrementAndGet() / 10f}).build());
    ChromosomeImage image = ChromosomeImage.of(2, 2, new byte[] {0, 50, 90, 0});
    Object first = once.straighten(image);
    Object copy = once.straighten(ChromosomeImage.of(2, 2, new byte[] {0, 50, 90, 0}));
    assertThat(copy).isSameAs(first);
    assertThat(once.straighten(ChromosomeImage.of(2, 2, new byte[] {0, 50, 91, 0})))
        .isNotSameAs(first);
    assertThat(calls).hasValue(2);
  }

  @Test
  void itGoesByTheOthersName() {
    Straightener once = new StraightenedOnce(Straighteners.projectionVectors());
    assertThat(once.id()).isEqualTo(Straighteners.projectionVectors().id());
    assertThat(once.settings()).isEqualTo(Straighteners.projectionVectors().settings());
  }
}
