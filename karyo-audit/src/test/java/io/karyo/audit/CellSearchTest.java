package io.karyo.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.karyo.audit.Differences.Group;
import io.karyo.chromosome.ChromosomeType;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CellSearchTest {

  private static final int TYPES = ChromosomeType.ALL.size();

  /** Evidence for the true types, of some nats, with noise. */
  private static double[][] evidence(int[] truth, double strength, SplittableRandom random) {
    double[][] logs = new double[truth.length][TYPES];
    for (int i = 0; i < truth.length; i++) {
      for (int t = 0; t < TYPES; t++) {
        logs[i][t] = (t == truth[i] ? 0 : -strength) + random.nextDouble();
      }
    }
    return logs;
  }

  private static int[] female() {
    int[] types = new int[46];
    Arrays.setAll(types, i -> i / 2);
    return types;
  }

  @Test
  void manyErrorsOfOneCellAreUndone() {
    SplittableRandom random = new SplittableRandom(4);
    for (int cell = 0; cell < 20; cell++) {
      int[] truth = female();
      int[] recorded = female();
      for (int n = 0; n < 6; n++) {
        int i = random.nextInt(46);
        int j = random.nextInt(46);
        int type = recorded[i];
        recorded[i] = recorded[j];
        recorded[j] = type;
      }
      CellSearch search =
          new CellSearch(evidence(truth, 8, random), recorded, new int[TYPES], true);
      assertThat(search.types()).isEqualTo(truth);
    }
  }

  @Test
  void theNumbersOfTypesOutweighWeakEvidence() {
    int[] truth = female();
    double[][] logs = evidence(truth, 8, new SplittableRandom(1));
    // One 21 looks a little more like a 22, of which there would be three.
    Arrays.fill(logs[40], -8);
    logs[40][20] = -2;
    logs[40][21] = 0;
    assertThat(new CellSearch(logs, truth, new int[TYPES], true).types()).isEqualTo(truth);
    assertThat(new CellSearch(logs, truth, new int[TYPES], false).types()[40]).isEqualTo(21);
    // If one 22 could not be read, there is still no room for another.
    int[] others = new int[TYPES];
    others[21] = 1;
    double[][] without = Arrays.copyOf(logs, 42);
    int[] known = Arrays.copyOf(truth, 42);
    assertThat(new CellSearch(without, known, others, true).types()[40]).isEqualTo(21);
  }

  @Test
  void theGainIsTheLogarithmOfAllEvidence() {
    int[] recorded = female();
    recorded[6] = 4;
    recorded[8] = 3;
    double[][] logs = evidence(female(), 8, new SplittableRandom(2));
    CellSearch search = new CellSearch(logs, recorded, new int[TYPES], true);
    int[] found = search.types();
    assertThat(found).isEqualTo(female());
    assertThat(search.gainOf(new int[] {6, 8}))
        .isCloseTo(logs[6][3] - logs[6][4] + logs[8][4] - logs[8][3], within(1e-9));
    // Without its partner a change has to pay for the numbers as well: 3 and 1 for 2 and 2.
    assertThat(search.gainOf(new int[] {6})).isGreaterThan(logs[6][3] - logs[6][4]);
    assertThat(search.evidenceOfChange(10, 7))
        .isCloseTo(
            logs[10][7]
                - logs[10][5]
                - CellPrice.of(counts(2, new int[] {5, -1}, new int[] {7, 1})),
            within(1e-9));
  }

  private static int[] counts(int each, int[]... changes) {
    int[] counts = new int[TYPES];
    Arrays.fill(counts, 0, TYPES - 1, each);
    for (int[] change : changes) {
      counts[change[0]] += change[1];
    }
    return counts;
  }

  @Test
  void normalCellsOfBothSexesAreFree() {
    assertThat(CellPrice.of(counts(2))).isZero();
    assertThat(CellPrice.of(counts(2, new int[] {22, -1}, new int[] {23, 1}))).isZero();
    assertThat(CellPrice.of(counts(2, new int[] {22, -1}))).isEqualTo(2);
    assertThat(CellPrice.of(counts(2, new int[] {20, 1}))).isEqualTo(4);
    assertThat(CellPrice.of(counts(2, new int[] {23, 1}))).isEqualTo(4);
  }

  @Test
  void differencesAreExplainedByTheFewestReasons() {
    // 4 and 5 exchanged, a circle of three, and a single one.
    int[] recorded = {3, 4, 6, 7, 8, 20, 0};
    int[] found = {4, 3, 7, 8, 6, 21, 0};
    assertThat(Differences.of(recorded, found))
        .containsExactly(
            new Group(FindingKind.EXCHANGED, List.of(0, 1)),
            new Group(FindingKind.EXCHANGED, List.of(2, 3, 4)),
            new Group(FindingKind.WRONG, List.of(5)));
    // A run to the next lower type, which ends without closing.
    int[] shifted = {16, 16, 17, 18, 18, 19};
    int[] right = {15, 15, 16, 17, 17, 18};
    assertThat(Differences.of(shifted, right))
        .containsExactly(new Group(FindingKind.SHIFTED, List.of(0, 1, 2, 3, 4, 5)));
    assertThat(Differences.of(right, right)).isEmpty();
  }
}
