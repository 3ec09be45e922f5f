package io.karyo.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.LabelledBox;
import io.karyo.photo.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CorrectionsTest {

  private static final ChromosomeType ONE = ChromosomeType.C1;
  private static final ChromosomeType TWO = ChromosomeType.C2;

  private static final Box UPPER = new Box(0, 0, 20, 40);
  private static final Box LOWER = new Box(0, 40, 20, 40);
  private static final Box BOTH = new Box(0, 0, 20, 80);
  private static final Box AWAY = new Box(200, 200, 20, 40);

  private static LabelledBox truth(ChromosomeType type, Box box) {
    return new LabelledBox(type, box);
  }

  private static FoundChromosome found(ChromosomeType type, Box box) {
    return new FoundChromosome(box, 1, Optional.of(type), Map.of(type, 1.0));
  }

  private static Corrections of(List<LabelledBox> truth, FoundChromosome... found) {
    return Corrections.of(truth, List.of(found), true);
  }

  @Test
  void whatIsRightNeedsNone() {
    assertThat(
            of(List.of(truth(ONE, UPPER), truth(TWO, LOWER)), found(TWO, LOWER), found(ONE, UPPER)))
        .isEqualTo(new Corrections(0, 0, 0, 0, 0));
    assertThat(of(List.of())).isEqualTo(new Corrections(0, 0, 0, 0, 0));
  }

  @Test
  void aChromosomeThatCoversTwoBoxesIsSplitOnce() {
    List<LabelledBox> two = List.of(truth(ONE, UPPER), truth(TWO, LOWER));
    // It covers half of each union, which is a match with one of the boxes.
    assertThat(of(two, found(ONE, BOTH))).isEqualTo(new Corrections(1, 0, 0, 0, 0));
    // Here it matches none of three.
    assertThat(
            of(
                List.of(
                    truth(ONE, new Box(0, 0, 20, 40)),
                    truth(ONE, new Box(0, 40, 20, 40)),
                    truth(TWO, new Box(0, 80, 20, 40))),
                found(ONE, new Box(0, 0, 20, 120))))
        .isEqualTo(new Corrections(2, 0, 0, 0, 0));
  }

  @Test
  void theTypeOfWhatIsSplitDoesNotCount() {
    assertThat(of(List.of(truth(ONE, UPPER), truth(ONE, LOWER)), found(TWO, BOTH)))
        .isEqualTo(new Corrections(1, 0, 0, 0, 0));
  }

  @Test
  void twoPartsOfAChromosomeAreJoinedOnce() {
    assertThat(of(List.of(truth(ONE, BOTH)), found(TWO, UPPER), found(TWO, LOWER)))
        .isEqualTo(new Corrections(0, 1, 0, 0, 0));
    assertThat(
            of(
                List.of(truth(ONE, new Box(0, 0, 20, 120))),
                found(ONE, UPPER),
                found(ONE, LOWER),
                found(TWO, new Box(0, 80, 20, 40))))
        .isEqualTo(new Corrections(0, 2, 0, 0, 0));
    // The large part is matched, the small one is left over.
    assertThat(
            of(
                List.of(truth(ONE, BOTH)),
                found(ONE, new Box(0, 0, 20, 60)),
                found(TWO, new Box(0, 60, 20, 20))))
        .isEqualTo(new Corrections(0, 1, 0, 0, 0));
  }

  @Test
  void aCrossWithExchangedArmsIsJoinedAndSplit() {
    // Two bars that cross are taken for two hooks.
    List<LabelledBox> cross =
        List.of(truth(ONE, new Box(0, 40, 100, 20)), truth(TWO, new Box(40, 0, 20, 100)));
    assertThat(of(cross, found(ONE, new Box(0, 0, 60, 60)), found(TWO, new Box(40, 40, 60, 60))))
        .isEqualTo(new Corrections(1, 1, 0, 0, 0));
  }

  @Test
  void whatIsMissedIsAddedAndWhatIsFalseIsRemoved() {
    assertThat(of(List.of(truth(ONE, UPPER)))).isEqualTo(new Corrections(0, 0, 0, 1, 0));
    assertThat(of(List.of(), found(ONE, UPPER))).isEqualTo(new Corrections(0, 0, 0, 0, 1));
    assertThat(of(List.of(truth(ONE, UPPER)), found(ONE, AWAY)))
        .isEqualTo(new Corrections(0, 0, 0, 1, 1));
  }

  @Test
  void aChromosomeOfWrongExtentIsRemovedAndAdded() {
    assertThat(of(List.of(truth(ONE, UPPER)), found(ONE, new Box(0, 0, 20, 15))))
        .isEqualTo(new Corrections(0, 0, 0, 1, 1));
  }

  @Test
  void eachWrongTypeIsAMove() {
    List<LabelledBox> two = List.of(truth(ONE, UPPER), truth(TWO, LOWER));
    assertThat(of(two, found(TWO, UPPER), found(TWO, LOWER)))
        .isEqualTo(new Corrections(0, 0, 1, 0, 0));
    assertThat(of(two, found(TWO, UPPER), found(ONE, LOWER)))
        .as("two that are exchanged")
        .isEqualTo(new Corrections(0, 0, 2, 0, 0));
    FoundChromosome marker = new FoundChromosome(LOWER, 1, Optional.empty(), Map.of());
    assertThat(of(two, found(ONE, UPPER), marker)).isEqualTo(new Corrections(0, 0, 1, 0, 0));
    assertThat(Corrections.of(two, List.of(found(TWO, UPPER), marker), false))
        .as("no types were sought")
        .isEqualTo(new Corrections(0, 0, 0, 0, 0));
  }

  @Test
  void chromosomesThatNearlyCoverEachOtherArePairedByTheirTypes() {
    List<LabelledBox> two =
        List.of(truth(ONE, new Box(0, 0, 40, 40)), truth(TWO, new Box(2, 2, 40, 40)));
    assertThat(of(two, found(ONE, new Box(2, 2, 40, 40)), found(TWO, new Box(0, 0, 40, 40))))
        .isEqualTo(new Corrections(0, 0, 0, 0, 0));
  }

  @Test
  void neverMoreThanToRemoveAllAndAddAll() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 200; round++) {
      List<LabelledBox> truth = new ArrayList<>();
      List<FoundChromosome> found = new ArrayList<>();
      for (int k = 0; k < 12; k++) {
        truth.add(truth(random.nextBoolean() ? ONE : TWO, box(random)));
        found.add(found(random.nextBoolean() ? ONE : TWO, box(random)));
      }
      Corrections corrections = Corrections.of(truth, found, true);
      assertThat(corrections.total()).isBetween(0, 24);
      // Whatever the corrections are, they lead from what was found to what there is.
      int cuts = corrections.splits() - corrections.joins();
      assertThat(found.size() + cuts + corrections.additions() - corrections.removals())
          .isEqualTo(truth.size());
    }
  }

  private static Box box(SplittableRandom random) {
    return new Box(
        random.nextInt(150), random.nextInt(150), 10 + random.nextInt(50), 10 + random.nextInt(50));
  }

  @Test
  void theTotalIsTheSum() {
    assertThat(new Corrections(1, 2, 3, 4, 5).total()).isEqualTo(15);
    assertThatThrownBy(() -> new Corrections(0, -1, 0, 0, 0))
        .hasMessage("joins: must be at least 0, found -1");
  }
}
