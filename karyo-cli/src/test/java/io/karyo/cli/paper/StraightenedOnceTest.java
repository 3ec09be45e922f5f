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
            image -> Straightened.of(1, 1, new float[] {calls.incrementAndGet() / 10f}).build());
    ChromosomeImage image = ChromosomeImage.of(new byte[] {0, 50, 90, 0}, 2, 2);
    Object first = once.straighten(image);
    Object copy = once.straighten(ChromosomeImage.of(new byte[] {0, 50, 90, 0}, 2, 2));
    assertThat(copy).isSameAs(first);
    assertThat(once.straighten(ChromosomeImage.of(new byte[] {0, 50, 91, 0}, 2, 2)))
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
