package io.karyo.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.image.Background;
import io.karyo.synthetic.SyntheticChromosome.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedCrowdTest {

  private static final List<SyntheticChromosome> CHROMOSOMES = chromosomes();

  private static List<SyntheticChromosome> chromosomes() {
    List<SyntheticChromosome> chromosomes = new ArrayList<>();
    for (Background background : Background.values()) {
      chromosomes.addAll(
          SyntheticCells.builder()
              .seed(3)
              .bend(0, 120)
              .background(background)
              .build()
              .cell(0)
              .chromosomes());
    }
    return chromosomes;
  }

  @Test
  void theShareOfSpammersIsKeptExactlyAndTheyAreAnywhere() {
    int[] spamAt = new int[8];
    for (SyntheticChromosome chromosome : CHROMOSOMES) {
      List<SimulatedCrowd.Line> lines = SimulatedCrowd.of(8, 0.25, 1).draw(chromosome);
      assertThat(lines).hasSize(8);
      assertThat(lines.stream().filter(SimulatedCrowd.Line::spam)).hasSize(2);
      for (int i = 0; i < 8; i++) {
        spamAt[i] += lines.get(i).spam() ? 1 : 0;
      }
    }
    // 92 chromosomes, a quarter each: 23 with a standard deviation of 4.
    for (int count : spamAt) {
      assertThat(count).isBetween(7, 39);
    }
  }

  @Test
  void honestWorkersFollowTheAxis() {
    double sum = 0;
    int fromTheUpperEnd = 0;
    for (SyntheticChromosome chromosome : CHROMOSOMES) {
      for (SimulatedCrowd.Line line : SimulatedCrowd.of(5, 0, 2).draw(chromosome)) {
        double error = chromosome.axisError(line.points());
        assertThat(error).as(chromosome.toString()).isLessThan(6);
        sum += error / (5 * CHROMOSOMES.size());
        Point start = line.points().get(0);
        Point p = chromosome.axis().get(0);
        Point q = chromosome.axis().get(chromosome.axis().size() - 1);
        fromTheUpperEnd += distance(start, p) < distance(start, q) ? 1 : 0;
        assertThat(line.points()).hasSizeBetween(5, 9);
      }
    }
    // About what clicks miss the axis by sideways, 1.2 px, and a little at the ends and in bends.
    assertThat(sum).isBetween(0.6, 1.6);
    assertThat(fromTheUpperEnd).isBetween(180, 280);
  }

  private static double distance(Point a, Point b) {
    return Math.hypot(a.x() - b.x(), a.y() - b.y());
  }

  @Test
  void spamLiesBesideTheChromosomeButWithinThePicture() {
    for (SyntheticChromosome chromosome : CHROMOSOMES) {
      for (SimulatedCrowd.Line line : SimulatedCrowd.of(5, 1, 2).draw(chromosome)) {
        assertThat(line.spam()).isTrue();
        int on = 0;
        int all = 0;
        for (int i = 1; i < line.points().size(); i++) {
          Point a = line.points().get(i - 1);
          Point b = line.points().get(i);
          // Ten samples a row or column, of which a steep or flat line has as many as pixels.
          double length = Math.max(Math.abs(b.x() - a.x()), Math.abs(b.y() - a.y()));
          int steps = (int) Math.ceil(10 * length);
          for (int k = 0; k <= steps; k++) {
            int x = (int) Math.rint(a.x() + (b.x() - a.x()) * k / steps);
            int y = (int) Math.rint(a.y() + (b.y() - a.y()) * k / steps);
            assertThat(x).isBetween(0, chromosome.image().width() - 1);
            assertThat(y).isBetween(0, chromosome.image().height() - 1);
            on += chromosome.image().stain(y, x) > 0 ? 1 : 0;
            all++;
          }
        }
        assertThat(on / (double) all).isLessThan(0.5);
      }
    }
  }

  @Test
  void linesDependOnSettingsAndChromosomeOnly() {
    SyntheticChromosome first = CHROMOSOMES.get(0);
    SimulatedCrowd crowd = SimulatedCrowd.of(6, 0.5, 9);
    List<SimulatedCrowd.Line> expected = crowd.draw(first);
    crowd.draw(CHROMOSOMES.get(1));
    assertThat(crowd.draw(first)).isEqualTo(expected);
    assertThat(SimulatedCrowd.of(6, 0.5, 9).draw(first)).isEqualTo(expected);
    List<SimulatedCrowd.Line> others = SimulatedCrowd.of(6, 0.5, 10).draw(first);
    assertThat(others)
        .filteredOn(line -> !line.spam())
        .hasSize(3)
        .doesNotContainAnyElementsOf(expected);
  }

  @Test
  void theErrorOfALineIsItsMeanDistanceFromTheAxis() {
    SyntheticChromosome straight =
        SyntheticCells.builder()
            .seed(4)
            .bend(0, 0)
            .rotation(0)
            .build()
            .cell(0)
            .chromosomes()
            .get(0);
    Point top = straight.axis().get(0);
    Point bottom = straight.axis().get(straight.axis().size() - 1);
    assertThat(straight.axisError(straight.axis())).isZero();
    assertThat(straight.axisError(List.of(bottom, top))).isCloseTo(0, within(1e-9));
    assertThat(
            straight.axisError(
                List.of(
                    new Point(top.x() + 3, top.y() - 9), new Point(bottom.x() + 3, bottom.y()))))
        .isCloseTo(3, within(1e-9));
    // The upper half only: 0 there and 0 to half the length below, a quarter of half on average.
    Point middle = new Point((top.x() + bottom.x()) / 2, (top.y() + bottom.y()) / 2);
    assertThat(straight.axisError(List.of(top, middle)))
        .isCloseTo(straight.length() / 8, within(0.5));
    assertThat(straight.axisError(List.of(middle))).isCloseTo(straight.length() / 4, within(0.5));
    assertThatThrownBy(() -> straight.axisError(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("line: must have at least one corner, found none");
  }

  @Test
  void wrongNumbersAreRefused() {
    assertThatThrownBy(() -> SimulatedCrowd.of(0, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("workers: must be 1 to 1000, found 0");
    assertThatThrownBy(() -> SimulatedCrowd.of(1001, 0, 1))
        .hasMessage("workers: must be 1 to 1000, found 1001");
    for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> SimulatedCrowd.of(5, share, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("spammers: must be 0 to 1, found " + share);
    }
  }
}
