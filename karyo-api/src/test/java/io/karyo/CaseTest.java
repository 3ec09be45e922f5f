package io.karyo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.karyo.Case.NonClonal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CaseTest {

  /** A case of cells written as in a mosaic, say {@code "46,XX[17]", "45,X[3]"}. */
  private static Case person(String... groups) {
    List<Iscn> cells = new ArrayList<>();
    for (String group : groups) {
      MosaicIscn.Clone clone = MosaicIscn.parse(group).clones().get(0);
      cells.addAll(Collections.nCopies(clone.cells(), clone.karyotype()));
    }
    return Case.of("P", cells);
  }

  private static NonClonal left(int cell, String seen, String clone) {
    return new NonClonal(cell, Iscn.parse(seen), Iscn.parse(clone));
  }

  @Test
  void cellsThatAgreeAreOneClone() {
    for (String text :
        new String[] {
          "46,XX[20]",
          "46,XY[20]",
          "45,X[20]",
          "47,XXY[20]",
          "47,XXX[20]",
          "47,XYY[20]",
          "47,XY,+21[2]",
          "45,XX,-21[3]",
          "48,XY,+21,+21[2]",
          "44,XX,-7,-7[3]",
          "44,0[3]",
          "48,XX,+2mar[2]",
          "69,XXY[5]",
          "46,XX[1]"
        }) {
      Case person = person(text);
      assertThat(person.consensus()).as(text).hasToString(text);
      assertThat(person.nonClonal()).as(text).isEmpty();
    }
  }

  @Test
  void aMosaicTurnerSyndromeHasBothClones() {
    Case person = person("46,XX[17]", "45,X[3]");
    assertThat(person.base()).hasToString("46,XX");
    assertThat(person.consensus()).hasToString("mos 45,X[3]/46,XX[17]");
    assertThat(person.nonClonal()).isEmpty();
    assertThat(person("45,X[5]", "47,XXX[5]", "46,XX[10]").consensus())
        .hasToString("mos 45,X[5]/47,XXX[5]/46,XX[10]");
  }

  @Test
  void aGainNeedsTwoCells() {
    Case once = person("46,XY[19]", "47,XY,+8[1]");
    assertThat(once.consensus()).hasToString("46,XY[20]");
    assertThat(once.nonClonal()).containsExactly(left(19, "47,XY,+8", "46,XY"));
    assertThat(person("46,XY[18]", "47,XY,+8[2]").consensus())
        .hasToString("mos 47,XY,+8[2]/46,XY[18]");
    assertThat(person("46,XY[19]", "47,XY,+mar[1]").consensus()).hasToString("46,XY[20]");
    assertThat(person("46,XY[18]", "47,XY,+mar[2]").consensus())
        .hasToString("mos 47,XY,+mar[2]/46,XY[18]");
    assertThat(person("46,XY[18]", "47,XXY[2]").consensus()).hasToString("mos 47,XXY[2]/46,XY[18]");
  }

  @Test
  void aLossNeedsThreeCells() {
    Case twice = person("45,XX,-7[2]", "46,XX[18]");
    assertThat(twice.consensus()).hasToString("46,XX[20]");
    assertThat(twice.nonClonal())
        .containsExactly(left(0, "45,XX,-7", "46,XX"), left(1, "45,XX,-7", "46,XX"));
    assertThat(person("45,XX,-7[3]", "46,XX[17]").consensus())
        .hasToString("mos 45,XX,-7[3]/46,XX[17]");
    assertThat(person("45,X[2]", "46,XX[18]").consensus()).hasToString("46,XX[20]");
  }

  @Test
  void randomLossesInSingleCellsOfADownSyndromeAreLeftOut() {
    Case person = person("46,XX,-3,+21[1]", "47,XX,+21[8]", "45,XX,-9,-14,+21[1]", "46,X,+21[1]");
    assertThat(person.consensus()).hasToString("47,XX,+21[11]");
    assertThat(person.nonClonal())
        .containsExactly(
            left(0, "46,XX,-3,+21", "47,XX,+21"),
            left(9, "45,XX,-9,-14,+21", "47,XX,+21"),
            left(10, "46,X,+21", "47,XX,+21"));
    NonClonal second = person.nonClonal().get(1);
    assertThat(second.copies(ChromosomeType.C9)).isEqualTo(-1);
    assertThat(second.copies(ChromosomeType.C14)).isEqualTo(-1);
    assertThat(second.copies(ChromosomeType.C21)).isZero();
    assertThat(second.markers()).isZero();
  }

  @Test
  void everyFurtherCopyIsAChangeOfItsOwn() {
    Case person = person("47,XX,+21[1]", "48,XX,+21,+21[1]", "46,XX[8]");
    assertThat(person.consensus()).hasToString("mos 47,XX,+21[2]/46,XX[8]");
    assertThat(person.nonClonal()).containsExactly(left(1, "48,XX,+21,+21", "47,XX,+21"));
    assertThat(person("47,XX,+21[1]", "48,XX,+21,+21[2]", "46,XX[8]").consensus())
        .hasToString("mos 48,XX,+21,+21[2]/47,XX,+21[1]/46,XX[8]");
    Case losses = person("45,XX,-7[1]", "44,XX,-7,-7[2]", "46,XX[8]");
    assertThat(losses.consensus()).hasToString("mos 45,XX,-7[3]/46,XX[8]");
    assertThat(losses.nonClonal()).hasSize(2);
    Case markers = person("47,XX,+mar[1]", "49,XX,+3mar[1]");
    assertThat(markers.consensus()).hasToString("47,XX,+mar[2]");
    assertThat(markers.nonClonal().get(0).markers()).isEqualTo(2);
  }

  @Test
  void aCombinationOfClonalChangesSeenOnceIsALineOfItsOwn() {
    Case person = person("47,XX,+8[4]", "47,XX,+21[4]", "48,XX,+8,+21[1]", "46,XX[6]");
    assertThat(person.consensus())
        .hasToString("mos 47,XX,+21[4]/47,XX,+8[4]/48,XX,+8,+21[1]/46,XX[6]");
    assertThat(person.nonClonal()).isEmpty();
  }

  @Test
  void aLineCanBeAKaryotypeThatNoCellShows() {
    Case person = person("46,XX,-3,+8[1]", "46,XX,-5,+8[1]", "46,XX[3]");
    assertThat(person.consensus()).hasToString("mos 47,XX,+8[2]/46,XX[3]");
    assertThat(person.nonClonal())
        .containsExactly(left(0, "46,XX,-3,+8", "47,XX,+8"), left(1, "46,XX,-5,+8", "47,XX,+8"));
    assertThat(person("46,XY[18]", "46,XX[2]").consensus())
        .as("the second X is seen twice, the loss of Y not three times")
        .hasToString("mos 47,XXY[2]/46,XY[18]");
  }

  @Test
  void aSingleCellProvesNoClone() {
    Case person = person("47,XY,+21[1]");
    assertThat(person.consensus()).hasToString("46,XY[1]");
    assertThat(person.nonClonal()).containsExactly(left(0, "47,XY,+21", "46,XY"));
  }

  @Test
  void theBaseNeedsTheFewestChanges() {
    assertThat(person("46,XX[1]", "46,XY[2]").base()).hasToString("46,XY");
    assertThat(person("46,XX[2]", "46,XY[1]").base()).hasToString("46,XX");
    assertThat(person("45,X[16]", "46,XY[4]").base()).hasToString("46,XY");
    assertThat(person("45,X[16]", "46,XX[4]").base()).hasToString("46,XX");
    assertThat(person("47,XXX[5]").base()).hasToString("46,XX");
    assertThat(person("45,X[5]").base()).as("a tie without Y").hasToString("46,XX");
    assertThat(person("47,XXY[5]").base()).as("a tie with Y").hasToString("46,XY");
    assertThat(person("46,XX[5]", "46,XY[5]").base()).as("a tie with Y").hasToString("46,XY");
    assertThat(person("46,XX[5]", "46,XY[5]").consensus()).hasToString("mos 46,XX[5]/46,XY[5]");
  }

  @Test
  void theLargestCellsHaveAConsensus() {
    int[] counts = new int[24];
    counts[22] = 40;
    Case person = Case.of("P", Collections.nCopies(2, Iscn.of(counts, 40)));
    int[] expected = new int[24];
    Arrays.fill(expected, 0, 22, 2);
    expected[22] = 40;
    assertThat(person.consensus().clones())
        .containsExactly(new MosaicIscn.Clone(Iscn.of(expected, 40), 2));
  }

  @Test
  void casesAreCheckedCopiedAndCompared() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Case.of("P", List.of()))
        .withMessage("cells: must be at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> left(-1, "45,X", "46,XX"))
        .withMessage("cell: must be at least 0, found -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> left(0, "46,XX", "46,XX"))
        .withMessage("counted: must differ from seen, found 46,XX");
    List<Iscn> cells = new ArrayList<>(List.of(Iscn.parse("46,XX")));
    Case person = Case.of("Q", cells);
    cells.clear();
    assertThat(person.cells()).containsExactly(Iscn.parse("46,XX"));
    assertThat(person.id()).isEqualTo("Q");
    assertThat(person)
        .hasToString("Case[Q, 46,XX[1]]")
        .isEqualTo(Case.of("Q", person.cells()))
        .hasSameHashCodeAs(Case.of("Q", person.cells()))
        .isNotEqualTo(Case.of("P", person.cells()))
        .isNotEqualTo(Case.of("Q", List.of(Iscn.parse("46,XY"))));
  }

  /** Few kinds of changes, so that cells share some of them. */
  private static List<Iscn> randomCells(SplittableRandom random) {
    List<Iscn> cells = new ArrayList<>();
    for (int size = 1 + random.nextInt(14); size > 0; size--) {
      int[] counts = Iscn.parse(random.nextInt(5) == 0 ? "46,XX" : "46,XY").counts();
      for (int kind : new int[] {6, 7, 20, 22, 23}) {
        if (random.nextInt(4) == 0) {
          counts[kind] = Math.max(0, counts[kind] + random.nextInt(5) - 2);
        }
      }
      cells.add(Iscn.of(counts, random.nextInt(6) == 0 ? 1 + random.nextInt(2) : 0));
    }
    return cells;
  }

  /** One text for every copy gained or lost. */
  private static Set<String> changes(Iscn cell, Iscn base) {
    Set<String> changes = new HashSet<>();
    for (ChromosomeType type : ChromosomeType.ALL) {
      for (int copy = base.count(type) + 1; copy <= cell.count(type); copy++) {
        changes.add("+" + type + " copy " + copy);
      }
      for (int copy = base.count(type); copy > cell.count(type); copy--) {
        changes.add("-" + type + " copy " + copy);
      }
    }
    for (int copy = 1; copy <= cell.markers(); copy++) {
      changes.add("+mar copy " + copy);
    }
    return changes;
  }

  @Test
  void clonesAreThoseOfTheDefinitionAppliedChangeByChange() {
    SplittableRandom random = new SplittableRandom(2020);
    int changesLeftOut = 0;
    int mosaics = 0;
    for (int i = 0; i < 2000; i++) {
      Case person = Case.of("P", randomCells(random));
      List<String> all = new ArrayList<>();
      person.cells().forEach(cell -> all.addAll(changes(cell, person.base())));
      Map<Set<String>, Integer> expected = new HashMap<>();
      Map<Integer, Set<String>> expectedLeft = new HashMap<>();
      for (int j = 0; j < person.cells().size(); j++) {
        Set<String> clonal = changes(person.cells().get(j), person.base());
        Set<String> left = new HashSet<>(clonal);
        clonal.removeIf(
            change -> Collections.frequency(all, change) < (change.startsWith("+") ? 2 : 3));
        left.removeAll(clonal);
        expected.merge(clonal, 1, Integer::sum);
        if (!left.isEmpty()) {
          expectedLeft.put(j, left);
        }
      }
      Map<Set<String>, Integer> found = new HashMap<>();
      for (MosaicIscn.Clone clone : person.consensus().clones()) {
        found.put(changes(clone.karyotype(), person.base()), clone.cells());
      }
      assertThat(found).isEqualTo(expected);
      Map<Integer, Set<String>> foundLeft = new HashMap<>();
      for (NonClonal left : person.nonClonal()) {
        Set<String> changes = changes(left.seen(), person.base());
        changes.removeAll(changes(left.counted(), person.base()));
        foundLeft.put(left.cell(), changes);
      }
      assertThat(foundLeft).isEqualTo(expectedLeft);
      changesLeftOut += foundLeft.size();
      mosaics += found.size() > 1 ? 1 : 0;
    }
    assertThat(changesLeftOut).isGreaterThan(500);
    assertThat(mosaics).isGreaterThan(500);
  }

  @Test
  void theOrderOfTheCellsDoesNotMatter() {
    SplittableRandom random = new SplittableRandom(11);
    Random shuffler = new Random(12);
    for (int i = 0; i < 200; i++) {
      List<Iscn> cells = randomCells(random);
      MosaicIscn before = Case.of("P", cells).consensus();
      Collections.shuffle(cells, shuffler);
      assertThat(Case.of("P", cells).consensus()).isEqualTo(before);
    }
  }
}
