package io.karyo.siamese;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightened;
import io.karyo.model.ModelFormatException;
import io.karyo.network.NetworkInput;
import io.karyo.network.PolarityPrototypes;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.testkit.InMemoryModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PolarityTest {

  private static final ChromosomeType ONE = ChromosomeType.of("1");
  private static final ChromosomeType TWO = ChromosomeType.of("2");

  private static PreparedChromosome turned(PreparedChromosome chromosome) {
    Straightened image = chromosome.straightened();
    float[] stain = image.toArray();
    float[] turned = new float[stain.length];
    for (int i = 0; i < stain.length; i++) {
      turned[i] = stain[stain.length - 1 - i];
    }
    return new PreparedChromosome(
        Straightened.builder(image.length(), image.width(), turned).area(image.area()).build(),
        chromosome.scale());
  }

  @Test
  void chromosomesOfATypeAreTurnedToLieTheSameWay() {
    SyntheticCells cells = SyntheticCells.builder().seed(11).build();
    SplittableRandom random = new SplittableRandom(3);
    List<NetworkInput> specimens = new ArrayList<>();
    List<ChromosomeType> types = new ArrayList<>();
    List<Boolean> wasTurned = new ArrayList<>();
    for (int c = 0; c < 12; c++) {
      SyntheticCell cell = cells.cell(c);
      for (int i = 0; i < cell.chromosomes().size(); i++) {
        boolean turn = random.nextBoolean();
        PreparedChromosome chromosome = cell.prepared().get(i);
        specimens.add(new NetworkInput(turn ? turned(chromosome) : chromosome));
        types.add(cell.chromosomes().get(i).type());
        wasTurned.add(turn);
      }
    }
    boolean[] turns = ProfileAlignment.turns(specimens, types, 64, 24);
    int alike = 0;
    for (ChromosomeType type : ChromosomeType.ALL) {
      int same = 0;
      int opposite = 0;
      for (int i = 0; i < turns.length; i++) {
        if (types.get(i) == type) {
          if (turns[i] == wasTurned.get(i)) {
            same++;
          } else {
            opposite++;
          }
        }
      }
      alike += Math.max(same, opposite);
    }
    assertThat(alike / (double) turns.length).isGreaterThan(0.97);
  }

  @Test
  void chromosomesWithoutAnyProfileStayAsTheyAre() {
    Straightened blank = Straightened.builder(30, 10, new float[300]).build();
    NetworkInput specimen = new NetworkInput(new PreparedChromosome(blank, Optional.empty()));
    assertThat(ProfileAlignment.turns(List.of(specimen, specimen), List.of(ONE, ONE), 64, 24))
        .containsExactly(false, false);
  }

  private static PolarityPrototypes prototypes() {
    return PolarityPrototypes.of(
        new float[][] {{1, 0}, {3, 0}, {0, 4}},
        new float[][] {{-1, 0}, {-3, 0}, {0, -2}},
        List.of(ONE, ONE, TWO));
  }

  @Test
  void theNearestTypeIsThatOfTheNearestMean() {
    // Means (2, 0) and (0, 4); a type without an image is never the nearest.
    assertThat(prototypes().nearest(new float[] {0.9f, 1.4f})).isEqualTo(ONE.ordinal());
    assertThat(prototypes().nearest(new float[] {0.9f, 2})).isEqualTo(TWO.ordinal());
    assertThat(prototypes().nearest(new float[] {0, 0.1f})).isEqualTo(ONE.ordinal());
  }

  @Test
  void aChromosomeLiesTurnedIfItFitsBetterThen() {
    float[] up = {2, 0};
    float[] down = {-2, 0};
    assertThat(prototypes().liesTurned(up, down)).isFalse();
    assertThat(prototypes().liesTurned(down, up)).isTrue();
    assertThat(prototypes().liesTurned(ONE, up, down)).isFalse();
    assertThat(prototypes().liesTurned(ONE, down, up)).isTrue();
    // Of type 2 nothing speaks for turning it, and of a type never seen nothing can.
    assertThat(prototypes().liesTurned(TWO, down, up)).isFalse();
    assertThat(prototypes().liesTurned(ChromosomeType.of("Y"), down, up)).isFalse();
  }

  @Test
  void anAdaptationKeepsThePrototypesOfTypesThatItDoesNotSee() {
    PolarityPrototypes adapted =
        PolarityPrototypes.of(new float[][] {{5, 0}}, new float[][] {{-5, 0}}, List.of(ONE))
            .orElse(prototypes());
    assertThat(adapted.nearest(new float[] {0, 4})).isEqualTo(TWO.ordinal());
    assertThat(adapted.nearest(new float[] {5, 0})).isEqualTo(ONE.ordinal());
    assertThat(adapted.liesTurned(TWO, new float[] {0, -2}, new float[] {0, 4})).isTrue();
  }

  @Test
  void oneSymmetricChromosomeDoesNotKeepTheOthersFromBeingTurned() {
    float[] rising = new float[300];
    for (int i = 0; i < rising.length; i++) {
      int row = i / 10;
      rising[i] = 0.2f + 0.02f * row;
    }
    float[] even = new float[300];
    Arrays.fill(even, 0.5f);
    PreparedChromosome up =
        new PreparedChromosome(Straightened.builder(30, 10, rising).build(), Optional.empty());
    NetworkInput flat =
        new NetworkInput(
            new PreparedChromosome(Straightened.builder(30, 10, even).build(), Optional.empty()));
    boolean[] turns =
        ProfileAlignment.turns(
            List.of(flat, new NetworkInput(up), new NetworkInput(turned(up))),
            List.of(ONE, ONE, ONE),
            64,
            24);
    assertThat(turns[1]).isNotEqualTo(turns[2]);
  }

  @Test
  void prototypesSurviveAModelFile() throws IOException {
    InMemoryModel model = new InMemoryModel();
    prototypes().write(model);
    PolarityPrototypes read = PolarityPrototypes.read(model.source(), 2);
    assertThat(read.liesTurned(new float[] {-2, 0}, new float[] {2, 0})).isTrue();
    assertThat(read.nearest(new float[] {0, 3})).isEqualTo(TWO.ordinal());
    assertThatThrownBy(() -> PolarityPrototypes.read(model.source(), 3))
        .isInstanceOf(ModelFormatException.class);
  }
}
