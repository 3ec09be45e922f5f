package io.karyo.chromosome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.model.Settings;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ValuesTest {

  @Test
  void typesHaveLabelsAndGroups() {
    assertThat(ChromosomeType.ALL).hasSize(24);
    assertThat(ChromosomeType.of("21")).isEqualTo(ChromosomeType.C21);
    assertThat(ChromosomeType.of("x")).isEqualTo(ChromosomeType.X);
    for (ChromosomeType type : ChromosomeType.ALL) {
      assertThat(ChromosomeType.of(type.label())).isEqualTo(type);
    }
    assertThat(ChromosomeType.X.group()).isEqualTo(DenverGroup.C);
    assertThat(ChromosomeType.Y.group()).isEqualTo(DenverGroup.G);
    assertThat(ChromosomeType.C16.group()).isEqualTo(DenverGroup.E);
    assertThat(ChromosomeType.ALL).filteredOn(ChromosomeType::isAutosome).hasSize(22);
    for (String wrong : new String[] {"", "0", "23", "C1", "chr1", "XY", " 1"}) {
      assertThat(ChromosomeType.find(wrong)).isEmpty();
      assertThatThrownBy(() -> ChromosomeType.of(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("label: must be 1 to 22, X or Y, found '" + wrong + "'");
    }
  }

  @Test
  void embeddingsCopyAndMeasure() {
    float[] values = {3, 0};
    Embedding embedding = new Embedding(values);
    values[0] = 9;
    embedding.toArray()[1] = 9;
    assertThat(embedding).isEqualTo(new Embedding(3, 0)).hasSameHashCodeAs(new Embedding(3, 0));
    assertThat(embedding.distance(new Embedding(0, 4))).isEqualTo(5);
    assertThat(new Embedding(3e38f).distance(new Embedding(-3e38f))).isEqualTo(2.0 * 3e38f);
    assertThatThrownBy(() -> embedding.distance(new Embedding(1)))
        .hasMessage("other: must have 2 coordinates, found 1");
    assertThatThrownBy(() -> new Embedding()).hasMessageContaining("at least one coordinate");
    assertThatThrownBy(() -> new Embedding(1, Float.NaN))
        .hasMessage("values[1]: must be finite, found NaN");
  }

  @Test
  void classificationsHaveAShortText() {
    float[] values = new float[24];
    values[3] = 0.7f;
    values[22] = 0.2f;
    values[0] = 0.1f;
    Classification answer =
        new Classification(
            new TypeProbabilities(values),
            new Embedding(new float[128]),
            Straightened.builder(1, 1, new float[] {1}).build());
    assertThat(answer).hasToString("Classification[4 0.7000, else X 0.2000, 1 0.1000]");
    assertThat(answer.withTypicality(OptionalDouble.of(0.25)))
        .hasToString("Classification[4 0.7000, else X 0.2000, 1 0.1000, typicality 0.2500]");
  }

  @Test
  void probabilitiesAreRankedAndChecked() {
    float[] values = new float[24];
    values[3] = 0.7f;
    values[20] = 0.2f;
    values[0] = 0.1f;
    TypeProbabilities probabilities = new TypeProbabilities(values);
    assertThat(probabilities.best()).isEqualTo(ChromosomeType.C4);
    assertThat(probabilities.ranked().subList(0, 3))
        .extracting(Classification.Alternative::type)
        .containsExactly(ChromosomeType.C4, ChromosomeType.C21, ChromosomeType.C1);
    assertThat(probabilities.of(ChromosomeType.C21)).isCloseTo(0.2f, within(1e-6f));
    assertThatThrownBy(() -> new TypeProbabilities(1)).hasMessage("values: must be 24, found 1");
    values[3] = 0.8f;
    assertThatThrownBy(() -> new TypeProbabilities(values))
        .hasMessageContaining("values: must add up to 1, found 1.1");
    values[3] = Float.NaN;
    assertThatThrownBy(() -> new TypeProbabilities(values))
        .hasMessage("probability of 4: must be 0 to 1, found NaN");
  }

  @Test
  void straightenedImagesAreCheckedAndMeasured() {
    float[] stain = {0, 0.5f, 0, 0.2f, 0.4f, 0};
    Straightened straightened =
        Straightened.builder(2, 3, stain).method("m").note("n").rotation(-30).build();
    stain[1] = 1;
    assertThat(straightened.stain(0, 1)).isEqualTo(0.5f);
    assertThat(straightened.bandProfile()).containsExactly(0.5f, 0.3f);
    assertThat(straightened.area()).isEqualTo(3);
    assertThat(straightened.quality()).isEqualTo(1);
    assertThat(straightened.notes()).containsExactly("n");
    assertThatThrownBy(() -> Straightened.builder(2, 2, stain)).hasMessageContaining("2 x 2 and 6");
    assertThatThrownBy(() -> Straightened.builder(1, 1, new float[] {2}))
        .hasMessage("stain: must be 0 to 1, found 2.0");
    Straightened.Builder builder = Straightened.builder(1, 1, new float[] {1});
    assertThatThrownBy(() -> builder.quality(1.5)).hasMessage("quality: must be 0 to 1, found 1.5");
    assertThatThrownBy(() -> builder.rotation(-90)).hasMessageContaining("found -90");
    assertThatThrownBy(() -> builder.area(0)).hasMessageContaining("found 0.0");
    assertThatThrownBy(() -> builder.bandProfile(new float[2])).hasMessageContaining("found 2");
    assertThatThrownBy(() -> straightened.stain(0, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static float[] filled(int count, float stain) {
    float[] pixels = new float[count];
    Arrays.fill(pixels, stain);
    return pixels;
  }

  @Test
  void theMeanStainIsThatOfTheChromosomeNotOfItsBackground() {
    float[] pixels = {0, 0.25f, 0.75f, Straightened.FAINT};
    assertThat(Straightened.builder(2, 2, pixels).build().meanStain()).isEqualTo(0.5);
    assertThat(Straightened.builder(1, 1, new float[1]).build().meanStain())
        .isEqualTo(Straightened.FAINT);
  }

  @Test
  void aCellsScaleIsTheMedianOfEnoughChromosomes() {
    Straightened small = Straightened.builder(10, 1, filled(10, 0.25f)).build();
    Straightened large = Straightened.builder(30, 1, filled(30, 0.75f)).build();
    List<Straightened> cell = new java.util.ArrayList<>(Collections.nCopies(7, small));
    cell.addAll(Collections.nCopies(6, large));
    assertThat(CellScale.of(cell)).contains(new CellScale(10, 10, 0.25, 13));
    cell.add(large);
    assertThat(CellScale.of(cell)).contains(new CellScale(20, 20, 0.5, 14));
    assertThat(CellScale.of(cell.subList(0, 11))).isEqualTo(Optional.empty());
    assertThatThrownBy(() -> new CellScale(0, 1, 0.5, 46)).hasMessageContaining("found 0.0");
    assertThatThrownBy(() -> new CellScale(1, 1, 0.5, 3)).hasMessageContaining("found 3");
    assertThatThrownBy(() -> new CellScale(1, 1, 1.5, 46)).hasMessageContaining("1.5");
  }

  @Test
  void pairsNeedTwoImages() {
    assertThatThrownBy(() -> new Pair(2, 2, PairLabel.SIMILAR))
        .hasMessageContaining("found 2 and 2");
    assertThatThrownBy(() -> new Pair(-1, 2, PairLabel.SIMILAR))
        .hasMessageContaining("found -1 and 2");
  }

  @Test
  void settingsAreTyped() {
    Settings settings =
        Settings.of(Map.of("n", 3, "x", 0.1f, "t", "text", "b", true))
            .with("inner", Settings.EMPTY.with("deep", 1))
            .with("list", List.of(Settings.EMPTY));
    assertThat(settings.integer("n", 0)).isEqualTo(3);
    assertThat(settings.number("n", 0)).isEqualTo(3);
    assertThat(settings.number("x", 0)).isEqualTo(0.1);
    assertThat(settings.text("t", "")).isEqualTo("text");
    assertThat(settings.flag("b", false)).isTrue();
    assertThat(settings.nested("inner").integer("deep", 0)).isEqualTo(1);
    assertThat(settings.list("list")).hasSize(1);
    assertThat(settings.integer("missing", 7)).isEqualTo(7);
    assertThatThrownBy(() -> settings.integer("t", 0))
        .hasMessage("t: must be a whole number, found 'text'");
    assertThatThrownBy(() -> settings.with("big", 1L << 40).integer("big", 0))
        .hasMessageContaining("32 bits");
    assertThatThrownBy(() -> settings.flag("n", false)).hasMessageContaining("true or false");
    assertThatThrownBy(() -> settings.text("n", "")).hasMessageContaining("must be text");
    assertThatThrownBy(() -> settings.number("t", 0)).hasMessageContaining("must be a number");
    assertThatThrownBy(() -> settings.nested("n")).hasMessageContaining("nested settings");
    assertThatThrownBy(() -> settings.list("n")).hasMessageContaining("list of settings");
    assertThatThrownBy(() -> settings.with("nan", Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> settings.onlyKnown("n", "x"))
        .hasMessageContaining("must be of [n, x]");
  }
}
