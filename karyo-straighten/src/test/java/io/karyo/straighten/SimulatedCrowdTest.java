package io.karyo.straighten;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.Straightened;
import io.karyo.spi.Straightener;
import io.karyo.synthetic.SimulatedCrowd;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The crowd's spammers are found and its consensus is the axis, where the truth is known. */
final class SimulatedCrowdTest {

  private static final int WORKERS = 10;

  private static final List<SyntheticChromosome> CHROMOSOMES =
      SyntheticCells.builder().seed(17).bend(0, 120).rotation(30).build().cell(0).chromosomes();

  private static Polyline polyline(List<SyntheticChromosome.Point> points) {
    return new Polyline(
        points.stream().map(point -> new Polyline.Point(point.x(), point.y())).toList());
  }

  private static List<Polyline> polylines(List<SimulatedCrowd.Line> lines) {
    return lines.stream().map(line -> polyline(line.points())).toList();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.2, 0.3, 0.4})
  void allSpammersAreFoundAndTheConsensusIsCloserThanAWorker(double spammers) {
    SimulatedCrowd crowd = SimulatedCrowd.of(WORKERS, spammers, 5);
    double consensusError = 0;
    double workerError = 0;
    int wronged = 0;
    for (SyntheticChromosome chromosome : CHROMOSOMES) {
      List<SimulatedCrowd.Line> lines = crowd.draw(chromosome);
      List<Polyline> polylines = polylines(lines);
      AxisConsensus consensus = AxisConsensus.of(chromosome.image(), polylines, 0.6);
      for (int i = 0; i < WORKERS; i++) {
        boolean found = consensus.spammers().contains(i);
        if (lines.get(i).spam()) {
          assertThat(found).as("spammer %d of %s", i, chromosome).isTrue();
        } else {
          wronged += found ? 1 : 0;
        }
      }
      SimulatedCrowd.Line chosen = lines.get(polylines.indexOf(consensus.axis().orElseThrow()));
      consensusError += chromosome.axisError(chosen.points()) / CHROMOSOMES.size();
      // The first is as good as any: lines are shuffled.
      workerError += chromosome.axisError(lines.get(0).points()) / CHROMOSOMES.size();
    }
    assertThat(wronged).as("honest workers taken for spammers").isZero();
    assertThat(consensusError).isLessThan(0.9).isLessThan(workerError);
  }

  @Test
  void whatIsStraightenedAlongTheConsensusIsAsLongAsTheChromosome() {
    SimulatedCrowd crowd = SimulatedCrowd.of(WORKERS, 0.4, 6);
    double off = 0;
    for (SyntheticChromosome chromosome : CHROMOSOMES) {
      List<Polyline> lines = polylines(crowd.draw(chromosome));
      Straightener straightener = Straighteners.medialAxis((image, unaided) -> lines);
      Straightened result = StraightenersTest.straight(straightener, chromosome.image());
      assertThat(result.notes()).contains("axis drawn: consensus of 6 of 10 workers");
      off += Math.abs(result.length() / chromosome.length() - 1) / CHROMOSOMES.size();
    }
    assertThat(off).as("mean relative error of the length").isLessThan(0.02);
  }
}
