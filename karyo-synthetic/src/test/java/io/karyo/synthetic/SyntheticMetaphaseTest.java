package io.karyo.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.image.Background;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyntheticMetaphaseTest {

  private static final SyntheticCell CELL =
      SyntheticCells.builder().seed(1).noise(0).rotation(180).build().cell(0);

  @Test
  void scatteredChromosomesLieApart() {
    SyntheticMetaphase drawn = SyntheticMetaphase.scattered(CELL, 1);
    assertThat(drawn.chromosomes()).hasSize(46);
    assertThat(drawn.types()).hasSize(46);
    assertThat(drawn.photograph().bits()).isEqualTo(16);
    for (int i = 0; i < 46; i++) {
      for (int j = 0; j < i; j++) {
        Region one = drawn.chromosomes().get(i);
        assertThat(one.common(drawn.chromosomes().get(j))).isZero();
      }
    }
    assertThat(drawn.boxes(6).get(3).box()).isEqualTo(drawn.chromosomes().get(3).box().widened(6));
    assertThat(drawn.boxes(6).get(3).type()).isEqualTo(drawn.types().get(3));
  }

  @Test
  void equalSeedsDrawEqualPhotographs() {
    assertThat(SyntheticMetaphase.scattered(CELL, 1).photograph())
        .isEqualTo(SyntheticMetaphase.scattered(CELL, 1).photograph())
        .isNotEqualTo(SyntheticMetaphase.scattered(CELL, 2).photograph());
  }

  private static double level(SyntheticMetaphase drawn, int x, int y) {
    int width = drawn.photograph().width();
    return (drawn.photograph().levels()[y * width + x] & 0xffff) / 65_535.0;
  }

  @Test
  void crossingsAreDarkerOrBrighterThanEither() {
    SyntheticChromosome one = CELL.chromosomes().get(0);
    for (Background ground : Background.values()) {
      SyntheticMetaphase single =
          SyntheticMetaphase.builder(200, 200, ground).noise(0).place(one, 10, 10).build();
      SyntheticMetaphase twice =
          SyntheticMetaphase.builder(200, 200, ground)
              .noise(0)
              .place(one, 10, 10)
              .place(one, 10, 10)
              .build();
      Region region = single.chromosomes().get(0);
      Box box = region.box();
      int darker = 0;
      for (int y = box.top(); y < box.bottom(); y++) {
        for (int x = box.left(); x < box.right(); x++) {
          double difference = level(twice, x, y) - level(single, x, y);
          boolean more = ground == Background.WHITE ? difference < 0 : difference > 0;
          darker += more && region.contains(x, y) ? 1 : 0;
        }
      }
      assertThat(darker).isEqualTo(region.area());
      assertThat(twice.chromosomes()).hasSize(2);
    }
  }

  @Test
  void otherThingsAreDrawnWhereTheyShould() {
    SyntheticMetaphase drawn =
        SyntheticMetaphase.builder(300, 300, Background.WHITE)
            .noise(0)
            .unevenness(0.5)
            .nucleus(80, 80, 50)
            .dirt(200, 200, 5)
            .bar(new Box(250, 280, 40, 5))
            .build();
    assertThat(level(drawn, 0, 0)).isGreaterThan(0.89);
    assertThat(level(drawn, 299, 299)).isBetween(0.44, 0.46);
    assertThat(level(drawn, 80, 80)).isLessThan(0.5);
    assertThat(level(drawn, 200, 200)).isLessThan(0.1);
    assertThat(level(drawn, 260, 282)).isZero();
    assertThat(drawn.chromosomes()).isEmpty();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    SyntheticMetaphase.Builder small = SyntheticMetaphase.builder(20, 20, Background.WHITE);
    SyntheticChromosome one = CELL.chromosomes().get(0);
    assertThatThrownBy(() -> small.place(one, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("box: must be within the photograph, found ");
    assertThatThrownBy(() -> small.scatter(CELL, 1))
        .hasMessageStartingWith("cell: must be small enough to lie apart, found ");
    assertThatThrownBy(() -> small.unevenness(1))
        .hasMessage("share: must be 0 to below 1, found 1.0");
    assertThatThrownBy(
            () ->
                new SyntheticMetaphase(small.build().photograph(), List.of(), List.of(one.type())))
        .hasMessage("types: must be one a chromosome, found 1");
  }
}
