package io.karyo.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.iscn.Iscn;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NumericChangeTest {

  private static List<Iscn> cells(String... karyotypes) {
    return Stream.of(karyotypes).map(Iscn::parse).toList();
  }

  private static NumericChange of(List<Iscn> annotated, List<Iscn> found) {
    return NumericChange.of("case", annotated, found).orElseThrow();
  }

  @Test
  void theConsensusOfTheCellsCounts() {
    NumericChange down =
        of(
            cells("47,XY,+21", "47,XY,+21", "47,XY,+21"),
            cells("47,XY,+21", "46,XY,-5,+21", "47,XY,+21"));
    assertThat(down.annotated()).hasToString("47,XY,+21[3]");
    assertThat(down.found()).hasToString("47,XY,+21[3]");
    assertThat(down.right()).isTrue();
    assertThat(down.exact()).isTrue();
    assertThat(down.cells()).isEqualTo(3);
  }

  @Test
  void anotherTypeDoesNotMatterForTheChange() {
    NumericChange one = of(cells("47,XX,+18"), cells("46,XX,-5,+18"));
    assertThat(one.right()).isTrue();
    assertThat(one.exact()).isFalse();
    assertThat(of(cells("47,XX,+18"), cells("46,XX")).right()).isFalse();
    assertThat(of(cells("47,XX,+18"), cells("48,XX,+18,+18")).right()).isFalse();
  }

  @Test
  void sexChromosomesAreComparedTogether() {
    assertThat(of(cells("47,XYY"), cells("47,XYY")).right()).isTrue();
    assertThat(of(cells("47,XYY"), cells("46,XY")).right()).isFalse();
    assertThat(of(cells("45,X"), cells("44,X,-9")).right()).isTrue();
    assertThat(of(cells("45,X"), cells("45,Y")).right()).isFalse();
    assertThat(of(cells("47,XXY"), cells("47,XXX")).right()).isFalse();
  }

  @Test
  void normalNumbersAreNoChange() {
    assertThat(NumericChange.of("case", cells("46,XY"), cells("47,XYY")))
        .isEqualTo(Optional.empty());
    // One cell of four does not make a gain.
    assertThat(
            NumericChange.of(
                "case",
                cells("47,XY,+21", "46,XY", "46,XY", "46,XY"),
                cells("46,XY", "46,XY", "46,XY", "46,XY")))
        .isEqualTo(Optional.empty());
  }

  @Test
  void eachCellMustBeFound() {
    assertThatThrownBy(() -> NumericChange.of("case", cells("45,X"), List.of()))
        .hasMessage("found: must be 1 karyotypes, found 0");
  }
}
