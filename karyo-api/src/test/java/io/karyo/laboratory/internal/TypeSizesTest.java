package io.karyo.laboratory.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.model.Settings;
import io.karyo.spi.CellEvidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Cells of bars, two of each type, the shorter the higher the type. */
class TypeSizesTest {

  private static final int TYPES = ChromosomeType.ALL.size();

  private static List<ChromosomeType> types() {
    return IntStream.range(0, 2 * TYPES).mapToObj(i -> ChromosomeType.ALL.get(i / 2)).toList();
  }

  /** Lengths are raised to a power, as where short ones are cut out more generously, and scaled. */
  private static List<Straightened> bars(double scale, double power) {
    return IntStream.range(0, 2 * TYPES)
        .mapToObj(
            i -> {
              double length = Math.exp(-(i / 2) / 12.0) * (i % 2 == 0 ? 0.99 : 1.01);
              int rows = (int) Math.round(scale * Math.pow(length, power));
              float[] stain = new float[3 * rows];
              Arrays.fill(stain, 0.5f);
              return Straightened.builder(rows, 3, stain).build();
            })
        .toList();
  }

  private static final TypeSizes SIZES =
      TypeSizes.of(
          List.of(
              new TypeSizes.KnownCell(bars(300, 1), types()),
              new TypeSizes.KnownCell(bars(400, 1), types())));

  private static List<CellEvidence.Chromosome> unknown(List<Straightened> cell, float[] before) {
    List<CellEvidence.Chromosome> evidence = new ArrayList<>();
    for (Straightened one : cell) {
      Classification classification =
          new Classification(new TypeProbabilities(before), new Embedding(1, 0), one);
      evidence.add(new CellEvidence.Chromosome(evidence.size(), classification, classification));
    }
    return evidence;
  }

  private static float[] even() {
    float[] even = new float[TYPES];
    Arrays.fill(even, 1f / TYPES);
    return even;
  }

  private static List<ChromosomeType> found(List<CellEvidence.Chromosome> cell) {
    return cell.stream().map(one -> one.asItLies().type()).toList();
  }

  @Test
  void sizesShowTypesWhateverTheScaleOfTheCell() {
    for (List<Straightened> cell : List.of(bars(300, 1), bars(700, 1), bars(300, 0.8))) {
      assertThat(found(SIZES.weighed(unknown(cell, even())))).isEqualTo(types());
    }
  }

  @Test
  void whatIsImpossibleRemainsSo() {
    float[] before = new float[TYPES];
    before[3] = 0.25f;
    before[23] = 0.75f;
    List<CellEvidence.Chromosome> weighed = SIZES.weighed(unknown(bars(300, 1), before));
    for (CellEvidence.Chromosome one : weighed) {
      float[] after = one.asItLies().probabilities().toArray();
      assertThat(after[3] + after[23]).isEqualTo(1);
    }
    assertThat(weighed.get(6).asItLies().type()).isEqualTo(ChromosomeType.ALL.get(3));
  }

  @Test
  void theyAreUnknownUnlessEachTypeWasSeenSeveralTimesInLargeCells() {
    assertThat(SIZES.isEmpty()).isFalse();
    assertThat(SIZES.areComparable(36)).isTrue();
    assertThat(SIZES.areComparable(35)).as("a cell that may lack the short ones").isFalse();
    assertThat(TypeSizes.NONE.areComparable(46)).isFalse();
    assertThat(TypeSizes.of(List.of()).isEmpty()).isTrue();
    assertThat(TypeSizes.of(List.of(new TypeSizes.KnownCell(bars(300, 1), types()))).isEmpty())
        .as("two of each type")
        .isTrue();
    TypeSizes.KnownCell few =
        new TypeSizes.KnownCell(bars(300, 1).subList(0, 39), types().subList(0, 39));
    TypeSizes.KnownCell some =
        new TypeSizes.KnownCell(bars(300, 1).subList(9, 48), types().subList(9, 48));
    assertThat(TypeSizes.of(List.of(few, few, some, some)).isEmpty()).isTrue();
  }

  @Test
  void theySurviveAModelFile() {
    TypeSizes restored = TypeSizes.of(SIZES.settings());
    List<CellEvidence.Chromosome> cell = unknown(bars(300, 1), even());
    assertThat(restored.weighed(cell)).isEqualTo(SIZES.weighed(cell));
    assertThat(TypeSizes.of(Settings.EMPTY).isEmpty()).isTrue();
    assertThat(TypeSizes.NONE.settings()).isEqualTo(Settings.EMPTY);
  }

  @Test
  void damagedOnesAreRefused() {
    Settings sizes = SIZES.settings();
    Settings length = sizes.nested("length");
    assertThatThrownBy(() -> TypeSizes.of(sizes.with("length", length.with("deviation", 0.0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("deviation");
    assertThatThrownBy(() -> TypeSizes.of(Settings.EMPTY.with("length", length)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TypeSizes.of(sizes.with("length", length.with("7", 1e9))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("7");
  }
}
