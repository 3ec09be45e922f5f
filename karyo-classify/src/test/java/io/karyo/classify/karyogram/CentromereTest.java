package io.karyo.classify.karyogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Ideogram;
import io.karyo.chromosome.Straightened;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CentromereTest {

  private static final int LENGTH = 100;
  private static final int WIDTH = 20;

  /** A rod 16 px wide that is narrower at some rows. */
  private static Straightened rod(int waist, int narrower, float stainThere) {
    float[] stain = new float[LENGTH * WIDTH];
    for (int row = 0; row < LENGTH; row++) {
      boolean narrow = Math.abs(row - waist) <= 1;
      int side = narrow ? 2 + narrower : 2;
      for (int column = side; column < WIDTH - side; column++) {
        stain[row * WIDTH + column] = narrow ? stainThere : 0.6f;
      }
    }
    return Straightened.builder(LENGTH, WIDTH, stain).build();
  }

  private static double index(ChromosomeType type) {
    return Ideogram.of(type).centromericIndex() * LENGTH;
  }

  @Test
  void aWaistNearTheExpectedPlaceIsTheCentromere() {
    int waist = (int) index(ChromosomeType.C7) + 4;
    assertThat(Centromere.row(rod(waist, 4, 0.6f), Optional.of(ChromosomeType.C7)))
        .isEqualTo(waist + 0.5);
  }

  @Test
  void withoutAWaistItIsTheExpectedPlace() {
    assertThat(Centromere.row(rod(0, 0, 0.6f), Optional.of(ChromosomeType.C4)))
        .isCloseTo(index(ChromosomeType.C4), within(1e-9));
  }

  @Test
  void aWaistFarFromTheExpectedPlaceIsAnother() {
    assertThat(Centromere.row(rod(70, 6, 0.6f), Optional.of(ChromosomeType.C4)))
        .isCloseTo(index(ChromosomeType.C4), within(1e-9));
  }

  @Test
  void aLightBandIsNoWaist() {
    int band = (int) index(ChromosomeType.C3) + 5;
    assertThat(Centromere.row(rod(band, 0, 0.25f), Optional.of(ChromosomeType.C3)))
        .isCloseTo(index(ChromosomeType.C3), within(1e-9));
  }

  @Test
  void aMarkerHasItsCentromereWhereItsWaistIs() {
    assertThat(Centromere.row(rod(22, 6, 0.6f), Optional.empty())).isEqualTo(22.5);
  }

  @Test
  void oneRowIsEnough() {
    Straightened dot = Straightened.builder(1, 1, new float[] {0.5f}).build();
    assertThat(Centromere.row(dot, Optional.of(ChromosomeType.Y))).isBetween(0.0, 1.0);
  }

  @Test
  void itIsNearerTheTruthThanTheExpectedPlace() {
    SyntheticCells cells = SyntheticCells.builder().seed(21).bend(0, 0).rotation(0).build();
    double[] error = new double[2];
    double[] expected = new double[2];
    int[] count = new int[2];
    for (int cell = 0; cell < 6; cell++) {
      for (SyntheticChromosome chromosome : cells.cell(cell).chromosomes()) {
        Straightened straight = chromosome.straight();
        Ideogram ideogram = Ideogram.of(chromosome.type());
        double truth = chromosome.centromericIndex() * straight.length();
        int kind = ideogram.isAcrocentric() ? 1 : 0;
        error[kind] += Math.abs(Centromere.row(straight, Optional.of(chromosome.type())) - truth);
        expected[kind] += Math.abs(ideogram.centromericIndex() * straight.length() - truth);
        count[kind]++;
      }
    }
    assertThat(error[0] / count[0]).isLessThan(0.7).isLessThan(0.7 * expected[0] / count[0]);
    assertThat(error[1] / count[1]).isLessThan(1.5).isLessThan(1.1 * expected[1] / count[1]);
  }
}
