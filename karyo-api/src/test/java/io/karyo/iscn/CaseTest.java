package io.karyo.iscn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.iscn.Case.NonClonal;
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
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class CaseTest {

  /** The random cells have few kinds of changes, so that they share some of them. */
  private static final int[] CHANGED = {6, 7, 20, 22, 23};

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
  void aSexComplementIsOneChangeAndNotAGainAndALoss() {
    assertThat(person("46,XY[18]", "46,XX[2]").consensus()).hasToString("mos 46,XY[18]/46,XX[2]");
    assertThat(person("46,XX[18]", "46,XY[2]").consensus()).hasToString("mos 46,XX[18]/46,XY[2]");
    assertThat(person("46,XY[17]", "46,XX[2]", "47,XXY[1]").consensus())
        .as("47,XXY is seen once, whatever 46,XX has")
        .hasToString("mos 46,XY[18]/46,XX[2]");
    assertThat(person("46,XY[16]", "46,XX[2]", "45,X[2]").consensus())
        .as("the loss of Y is seen twice, whatever 46,XX lacks")
        .hasToString("mos 46,XY[18]/46,XX[2]");
    Case once = person("46,XY[19]", "46,XX[1]");
    assertThat(once.consensus()).hasToString("46,XY[20]");
    assertThat(once.nonClonal()).containsExactly(left(19, "46,XX", "46,XY"));
    assertThat(once.nonClonal().get(0).copies(ChromosomeType.X)).isEqualTo(1);
    assertThat(once.nonClonal().get(0).copies(ChromosomeType.Y)).isEqualTo(-1);
    assertThat(person("46,XY[17]", "46,XX[2]", "47,XXX[1]").consensus())
        .as("47,XXX has what 46,XX has, and one X more")
        .hasToString("mos 46,XY[17]/46,XX[3]");
  }

  @Test
  void aLineIsTheKaryotypeOfACell() {
    Case both = person("46,XX,-7,+8[2]", "46,XX[18]");
    assertThat(both.consensus()).hasToString("mos 46,XX,-7,+8[2]/46,XX[18]");
    assertThat(both.nonClonal()).isEmpty();
    assertThat(person("46,XX,-7,+8[2]", "47,XX,+8[1]", "46,XX[17]").consensus())
        .as("one cell shows the gain alone")
        .hasToString("mos 47,XX,+8[3]/46,XX[17]");
    assertThat(person("46,XX,-3,+8[1]", "46,XX,-5,+8[1]", "46,XX[3]").consensus())
        .hasToString("mos 46,XX,-3,+8[1]/46,XX,-5,+8[1]/46,XX[3]");
    assertThat(person("46,XX,-3,+8[1]", "45,XX,-3,-5,+8[1]", "46,XX[3]").consensus())
        .as("counted with what has the fewest changes that are not clonal")
        .hasToString("mos 46,XX,-3,+8[2]/46,XX[3]");
    assertThat(person("46,XX,-3,+8[1]", "46,XX,-5,+8[2]", "45,XX,-3,-5,+8[1]").consensus())
        .as("of two such the one in more cells")
        .hasToString("mos 46,XX,-5,+8[3]/46,XX,-3,+8[1]");
    assertThat(person("46,XX,-5,+8[1]", "46,XX,-3,+8[1]", "45,XX,-3,-5,+8[1]").consensus())
        .as("of two in as many cells the one whose text comes first")
        .hasToString("mos 46,XX,-3,+8[2]/46,XX,-5,+8[1]");
  }

  @Test
  void aSingleCellIsALineOfItsOwn() {
    Case person = person("47,XY,+21[1]");
    assertThat(person.consensus()).hasToString("47,XY,+21[1]");
    assertThat(person.nonClonal()).isEmpty();
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
    counts[22] = Iscn.MAX_COPIES;
    Iscn females = Iscn.of(counts, Iscn.MAX_COPIES);
    counts[23] = Iscn.MAX_COPIES;
    counts[22] = 0;
    Iscn males = Iscn.of(counts, Iscn.MAX_COPIES);
    Case person = Case.of("P", List.of(females, males, females));
    assertThat(person.consensus().clones())
        .containsExactlyInAnyOrder(
            new MosaicIscn.Clone(females, 2), new MosaicIscn.Clone(males, 1));
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

  private static List<Iscn> randomCells(SplittableRandom random) {
    List<Iscn> cells = new ArrayList<>();
    for (int size = 1 + random.nextInt(14); size > 0; size--) {
      int[] counts = Iscn.parse(random.nextInt(5) == 0 ? "46,XX" : "46,XY").counts();
      for (int kind : CHANGED) {
        if (random.nextInt(6) == 0) {
          counts[kind] = Math.max(0, counts[kind] + random.nextInt(5) - 2);
        }
      }
      cells.add(Iscn.of(counts, random.nextInt(6) == 0 ? 1 + random.nextInt(2) : 0));
    }
    return cells;
  }

  /** Returns whether a cell has a change, asked of the numbers themselves. */
  private interface Change {
    boolean isIn(Iscn cell);
  }

  /**
   * All changes that {@link #randomCells} can have, with the number of cells that a clone needs.
   */
  private static Map<Change, Integer> possibleChanges(Iscn base) {
    Map<Change, Integer> changes = new HashMap<>();
    for (int copy = 1; copy <= 4; copy++) {
      int n = copy;
      changes.put(cell -> cell.markers() >= n, 2);
      for (int kind : CHANGED) {
        ChromosomeType type = ChromosomeType.ALL.get(kind);
        Predicate<Iscn> counted = cell -> type.isAutosome() || !isExchanged(cell, base);
        changes.put(cell -> counted.test(cell) && cell.count(type) >= base.count(type) + n, 2);
        changes.put(cell -> counted.test(cell) && cell.count(type) <= base.count(type) - n, 3);
      }
    }
    for (int x = 0; x <= 6; x++) {
      for (int y = 0; y <= 6; y++) {
        Iscn sex = sex(x, y);
        if (isExchanged(sex, base)) {
          changes.put(cell -> isExchanged(cell, base) && isBetween(sex, base, cell), 2);
        }
      }
    }
    return changes;
  }

  private static Iscn sex(int x, int y) {
    int[] counts = new int[24];
    counts[22] = x;
    counts[23] = y;
    return Iscn.of(counts, 0);
  }

  /** More of one sex chromosome and fewer of the other. */
  private static boolean isExchanged(Iscn cell, Iscn base) {
    int x = cell.count(ChromosomeType.X) - base.count(ChromosomeType.X);
    int y = cell.count(ChromosomeType.Y) - base.count(ChromosomeType.Y);
    return (x > 0 && y < 0) || (x < 0 && y > 0);
  }

  private static boolean isBetween(Iscn middle, Iscn one, Iscn other) {
    for (ChromosomeType type : List.of(ChromosomeType.X, ChromosomeType.Y)) {
      int[] sorted = {one.count(type), middle.count(type), other.count(type)};
      Arrays.sort(sorted);
      if (sorted[1] != middle.count(type)) {
        return false;
      }
    }
    return true;
  }

  private static Set<Change> changesOf(Iscn cell, Map<Change, Integer> possible) {
    Set<Change> changes = new HashSet<>(possible.keySet());
    changes.removeIf(change -> !change.isIn(cell));
    return changes;
  }

  /** Counts a cell as the Javadoc says, by trying all cells. */
  private static Iscn expectedLine(Iscn cell, List<Iscn> cells, Map<Change, Integer> possible) {
    Set<Change> seen = changesOf(cell, possible);
    Set<Change> clonal = new HashSet<>(seen);
    clonal.removeIf(
        change -> cells.stream().filter(change::isIn).count() < possible.getOrDefault(change, 0));
    Iscn best = cell;
    for (Iscn other : cells) {
      Set<Change> changes = changesOf(other, possible);
      if (seen.containsAll(changes) && changes.containsAll(clonal)) {
        int fewer = changesOf(best, possible).size() - changes.size();
        int more = Collections.frequency(cells, other) - Collections.frequency(cells, best);
        int earlier = best.toString().compareTo(other.toString());
        if (fewer > 0 || (fewer == 0 && (more > 0 || (more == 0 && earlier > 0)))) {
          best = other;
        }
      }
    }
    return best;
  }

  @Test
  void eachCellIsCountedAsTheDefinitionWantsIt() {
    SplittableRandom random = new SplittableRandom(2020);
    int leftOut = 0;
    int mosaics = 0;
    int exchanged = 0;
    for (int i = 0; i < 1000; i++) {
      Case person = Case.of("P", randomCells(random));
      List<Iscn> cells = person.cells();
      Map<Change, Integer> possible = possibleChanges(person.base());
      Map<Iscn, Integer> expected = new HashMap<>();
      List<NonClonal> expectedLeft = new ArrayList<>();
      for (int j = 0; j < cells.size(); j++) {
        Iscn line = expectedLine(cells.get(j), cells, possible);
        expected.merge(line, 1, Integer::sum);
        if (!line.equals(cells.get(j))) {
          expectedLeft.add(new NonClonal(j, cells.get(j), line));
        }
        exchanged += isExchanged(line, person.base()) ? 1 : 0;
      }
      assertThat(person.consensus().clones())
          .as("%s", cells)
          .containsExactlyInAnyOrderElementsOf(
              expected.entrySet().stream()
                  .map(line -> new MosaicIscn.Clone(line.getKey(), line.getValue()))
                  .toList());
      assertThat(person.nonClonal()).isEqualTo(expectedLeft);
      assertThat(person.consensus().clones())
          .extracting(MosaicIscn.Clone::karyotype)
          .isSubsetOf(cells);
      leftOut += expectedLeft.size();
      mosaics += expected.size() > 1 ? 1 : 0;
    }
    assertThat(leftOut).isGreaterThan(500);
    assertThat(mosaics).isGreaterThan(500);
    assertThat(exchanged).isGreaterThan(200);
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
