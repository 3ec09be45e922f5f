package io.karyo.classify.karyotype;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.training.KnownDistances;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CellTypicalityTest {

  /** Distances of known chromosomes, about 10 at the median and 20 for a quarter of them. */
  private static final Typicality KNOWN = known();

  private static Typicality known() {
    double[] distances = new double[2000];
    Arrays.setAll(distances, i -> -15 * Math.log(1 - (i + 0.5) / distances.length));
    return new Typicality(
        new double[TypeMeans.TYPES][Typicality.FEATURES],
        new double[Typicality.FEATURES][Typicality.FEATURES],
        KnownDistances.of(distances));
  }

  private static double[] cell(int count, double distance, double last) {
    double[] cell = new double[count];
    Arrays.fill(cell, distance);
    cell[count - 1] = last;
    return cell;
  }

  @Test
  void aChromosomeOfAUsualCellIsAsTypicalAsByItself() {
    for (double usual : new double[] {3, 10, 19}) {
      CellTypicality cell = CellTypicality.of(KNOWN, cell(46, usual, 90));
      assertThat(cell.values()[0]).isEqualTo(KNOWN.distances().share(usual));
      assertThat(cell.values()[45]).isEqualTo(KNOWN.distances().share(90)).isLessThan(0.01);
      assertThat(cell.unfamiliar()).isFalse();
    }
  }

  @Test
  void inACellOfAnotherLaboratoryOnlyWhatStandsOutIsUntypical() {
    for (int count : new int[] {4, 22, 46}) {
      CellTypicality cell = CellTypicality.of(KNOWN, cell(count, 100, 900));
      assertThat(cell.unfamiliar()).isTrue();
      assertThat(cell.values()[0]).isGreaterThan(0.4);
      assertThat(cell.values()[count - 1]).isLessThan(0.01);
    }
  }

  @Test
  void onePictureMakesNoLaboratory() {
    assertThat(CellTypicality.of(KNOWN, new double[] {100}).unfamiliar()).isFalse();
    assertThat(CellTypicality.of(KNOWN, new double[] {100}).values()[0]).isLessThan(0.002);
    assertThat(CellTypicality.of(KNOWN, new double[0]).values()).isEmpty();
  }

  @Test
  void theFartherACellIsTheMoreItIsMeasuredByItself() {
    double before = 0;
    for (double median = 1; median < 40; median += 0.5) {
      double last = CellTypicality.of(KNOWN, cell(46, median, 200)).values()[45];
      double first = CellTypicality.of(KNOWN, cell(46, median, 200)).values()[0];
      assertThat(first).isGreaterThan(0.2).isGreaterThan(last);
      assertThat(last).isGreaterThanOrEqualTo(before);
      before = last;
    }
    assertThat(before).isGreaterThan(0.02);
  }
}
