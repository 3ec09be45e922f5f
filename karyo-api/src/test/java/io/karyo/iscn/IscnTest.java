package io.karyo.iscn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.ChromosomeType;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IscnTest {

  private static final String NUMERIC = "only numeric karyotypes are understood: ";
  private static final String CHANGE =
      NUMERIC + "must be + or - and a number from 1 to 22, or +mar, or +2mar for two markers";
  private static final String SEX =
      NUMERIC
          + "the sex chromosomes must be capital X and then capital Y, one for each that is there,"
          + " or 0 for none";

  /**
   * Counts of a diploid cell with the sex chromosomes given, changed by pairs of type and copies.
   */
  private static int[] counts(int x, int y, int... changes) {
    int[] counts = new int[24];
    Arrays.fill(counts, 0, 22, 2);
    counts[22] = x;
    counts[23] = y;
    for (int i = 0; i < changes.length; i += 2) {
      counts[changes[i] - 1] += changes[i + 1];
    }
    return counts;
  }

  private static void assertReadAndWritten(String text, int[] counts, int markers) {
    Iscn karyotype = Iscn.of(counts, markers);
    assertThat(karyotype).hasToString(text);
    assertThat(Iscn.parse(text)).isEqualTo(karyotype).hasSameHashCodeAs(karyotype);
    assertThat(Iscn.parse(text).counts()).isEqualTo(counts);
    assertThat(Iscn.parse(text).markers()).isEqualTo(markers);
    assertThat(text).startsWith(karyotype.total() + ",");
  }

  @Test
  void diploidKaryotypesAreReadAndWrittenAsInTheBook() {
    assertReadAndWritten("46,XX", counts(2, 0), 0);
    assertReadAndWritten("46,XY", counts(1, 1), 0);
    assertReadAndWritten("45,X", counts(1, 0), 0);
    assertReadAndWritten("45,Y", counts(0, 1), 0);
    assertReadAndWritten("47,XXY", counts(2, 1), 0);
    assertReadAndWritten("47,XXX", counts(3, 0), 0);
    assertReadAndWritten("49,XXXXY", counts(4, 1), 0);
    assertReadAndWritten("47,XY,+21", counts(1, 1, 21, 1), 0);
    assertReadAndWritten("45,XX,-13", counts(2, 0, 13, -1), 0);
    assertReadAndWritten("48,XX,+8,+21", counts(2, 0, 21, 1, 8, 1), 0);
    assertReadAndWritten("44,XX,-21,-21", counts(2, 0, 21, -2), 0);
    assertReadAndWritten("48,XY,+21,+21", counts(1, 1, 21, 2), 0);
    assertReadAndWritten("46,XX,-7,+18", counts(2, 0, 7, -1, 18, 1), 0);
    assertReadAndWritten("47,XX,+mar", counts(2, 0), 1);
    assertReadAndWritten("48,XX,+2mar", counts(2, 0), 2);
    assertReadAndWritten("49,XY,-7,+22,+3mar", counts(1, 1, 7, -1, 22, 1), 3);
  }

  @Test
  void zeroStandsForNoSexChromosomes() {
    assertReadAndWritten("44,0", counts(0, 0), 0);
    assertReadAndWritten("45,0,+21", counts(0, 0, 21, 1), 0);
  }

  @Test
  void otherPloidiesAreWrittenAgainstTheNearestLevel() {
    int[] triploid = new int[24];
    Arrays.fill(triploid, 0, 22, 3);
    triploid[22] = 2;
    triploid[23] = 1;
    assertReadAndWritten("69,XXY", triploid, 0);
    triploid[15]++;
    assertReadAndWritten("70,XXY,+16", triploid, 0);
    int[] tetraploid = new int[24];
    Arrays.fill(tetraploid, 0, 22, 4);
    tetraploid[22] = 2;
    tetraploid[23] = 2;
    assertReadAndWritten("92,XXYY", tetraploid, 0);
    int[] haploid = new int[24];
    Arrays.fill(haploid, 0, 23, 1);
    assertReadAndWritten("23,X", haploid, 0);
    assertReadAndWritten("34,X,+11mar", haploid, 11);
    assertThat(Iscn.of(haploid, 12).toString()).startsWith("35,X,-1,-2,").endsWith(",-22,+12mar");
    assertReadAndWritten("57,XX,+11mar", counts(2, 0), 11);
    assertThat(Iscn.of(counts(2, 0), 12).toString())
        .startsWith("58,XX,-1,-2,")
        .endsWith(",-22,+12mar");
    haploid[3]++;
    haploid[5]++;
    haploid[20]++;
    assertReadAndWritten("26,X,+4,+6,+21", haploid, 0);
    assertThat(Iscn.of(new int[24], 0).toString()).startsWith("0,0,-1,-2,").endsWith(",-22");
  }

  @Test
  void onlyTheTwoNormalKaryotypesAreNormal() {
    assertThat(Iscn.parse("46,XX").isNormal()).isTrue();
    assertThat(Iscn.parse("46,XY").isNormal()).isTrue();
    for (String text :
        new String[] {
          "45,X", "46,YY", "47,XXY", "46,X,+21", "46,XX,-7,+18", "46,XX,-7,+mar", "69,XXY", "44,0"
        }) {
      assertThat(Iscn.parse(text).isNormal()).as(text).isFalse();
    }
  }

  @Test
  void countsAreToldByTypeAndCopied() {
    int[] counts = counts(1, 1, 21, 1);
    Iscn karyotype = Iscn.of(counts, 2);
    counts[20] = 9;
    karyotype.counts()[20] = 9;
    assertThat(karyotype.count(ChromosomeType.C21)).isEqualTo(3);
    assertThat(karyotype.count(ChromosomeType.C1)).isEqualTo(2);
    assertThat(karyotype.count(ChromosomeType.Y)).isEqualTo(1);
    assertThat(karyotype.markers()).isEqualTo(2);
    assertThat(karyotype.total()).isEqualTo(49);
    assertThat(karyotype)
        .isNotEqualTo(Iscn.of(karyotype.counts(), 1))
        .isNotEqualTo(Iscn.of(counts(2, 0, 21, 1), 2))
        .isNotEqualTo("49,XY,+21,+2mar");
  }

  @Test
  void countsAreChecked() {
    assertThatThrownBy(() -> Iscn.of(new int[23], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("counts: must be 24, found 23");
    assertThatThrownBy(() -> Iscn.of(counts(2, 0, 21, -3), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count of 21: must be 0 to 1000, found -1");
    assertThatThrownBy(() -> Iscn.of(counts(2, 1001), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count of Y: must be 0 to 1000, found 1001");
    assertThatThrownBy(() -> Iscn.of(counts(2, 0), -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("markers: must be 0 to 1000, found -1");
  }

  private static void assertRefused(String text, int character, String rule, String found) {
    assertThatIllegalArgumentException()
        .as(text)
        .isThrownBy(() -> Iscn.parse(text))
        .withMessage("karyotype, character " + character + ": " + rule + ", found '" + found + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "47,XX 46 47",
        "46,XX,+21 47 46",
        "46,X 45 46",
        "45,XX,-13,+mar 46 45",
        "46,XXY 47 46",
        "69,XX 68 69"
      })
  void theNumberInFrontMustBeThatOfTheChromosomes(String text, int sum, String stated) {
    assertRefused(
        text,
        1,
        "the number in front must be " + sum + ", that of the chromosomes that follow",
        stated);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t(9;22)(q34;q11.2)",
        "del(5)(q13q33)",
        "inv(3)(q21q26)",
        "i(17)(q10)",
        "der(7)",
        "+der(7)",
        "?+21",
        "+?21",
        "+21c",
        "+21x2",
        "idem",
        "+1~3mar",
        "+mar1",
        "-mar",
        "21",
        "+23",
        "+0",
        "+08",
        "+",
        "+-21",
        "+999999999999",
        ""
      })
  void changesThatAreNotNumericAreRefused(String change) {
    String rule =
        change.equals("+1~3mar")
            ? NUMERIC + "markers must be counted together, as in +mar or +2mar"
            : CHANGE;
    assertRefused("46,XX," + change, 7, rule, change);
    assertRefused("47,XX,+8," + change, 10, rule, change);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"xy", "Xy", "YX", "XYX", "X0", "XO", "XYc", "?", "U", "00", "X ", "+21", ""})
  void sexChromosomesMustBeCapitalXThenCapitalY(String sex) {
    assertRefused("46," + sex + ",-21", 4, SEX, sex);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "45~48",
        "mos 45",
        "58<2n>",
        "046",
        "-46",
        "46 ",
        "25001",
        "99999999999",
        "٤٦",
        "XX",
        ""
      })
  void theNumberInFrontMustBeANumber(String number) {
    assertRefused(
        number + ",XX",
        1,
        NUMERIC + "must begin with the number of chromosomes, 0 to 25000",
        number);
  }

  @Test
  void clonesAndCellsAreReferredToTheMosaic() {
    String rule = NUMERIC + "must be one clone without its number of cells, MosaicIscn reads those";
    assertRefused("46,XX[3]", 6, rule, "[3]");
    assertRefused("mos 45,X/46,XX", 9, rule, "/46,XX");
  }

  @Test
  void orderAndNumberOfChangesAreChecked() {
    String order = "must be in ascending order with markers last, not after ";
    assertRefused("48,XX,+21,+8", 11, order + "+21", "+8");
    assertRefused("48,XX,+mar,+8", 12, order + "+mar", "+8");
    assertRefused("46,XX,+21,-21", 11, "must not both gain and lose a chromosome", "-21");
    assertRefused(
        "43,XX,-21,-21,-21",
        15,
        "must not lose more than the 2 at this number of chromosomes",
        "-21");
    assertRefused(
        "47,XX,+X",
        7,
        NUMERIC + "X and Y must be listed as they are, as in 47,XXY, and not as gains or losses",
        "+X");
    assertRefused("45,XX,−21", 7, NUMERIC + "the sign of a loss must be an ASCII hyphen", "−21");
    String markers = NUMERIC + "markers must be counted together, as in +mar or +2mar";
    assertRefused("48,XX,+mar,+mar", 12, markers, "+mar");
    assertRefused("47,XX,+1mar", 7, markers, "+1mar");
    assertRefused("46,XX,+0mar", 7, markers, "+0mar");
    String most = "there must be at most 1000 of a kind";
    assertRefused("1047,XX,+1001mar", 1, most, "1001 of mar");
    assertRefused("87,XX,+999999999mar", 1, most, "999999999 of mar");
    assertRefused("1045," + "X".repeat(1001), 1, most, "1001 of X");
    assertRefused("1045," + "Y".repeat(1001), 1, most, "1001 of Y");
    assertRefused("1100,X" + ",+21".repeat(960), 1, most, "1008 of 21");
    assertRefused("23023,X", 1, most, "1001 of 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Iscn.parse("46,XX" + " ".repeat(99_996)))
        .withMessage(
            "karyotype, character 1: must be at most 100000 characters long, found 100001");
  }

  @Test
  void whiteSpaceAroundTheTextAndAfterCommasIsNothing() {
    assertThat(Iscn.parse(" 47, XY,\t+21\n")).hasToString("47,XY,+21");
    assertThat(Iscn.parse("46,XX" + " ".repeat(99_995))).hasToString("46,XX");
    assertRefused(
        "   47,XX", 4, "the number in front must be 46, that of the chromosomes that follow", "47");
  }

  /** Random counts: mostly near one level of ploidy, some anywhere. */
  private static Iscn random(SplittableRandom random) {
    int[] counts = new int[24];
    boolean anywhere = random.nextInt(4) == 0;
    int level = 1 + random.nextInt(4);
    for (int i = 0; i < 24; i++) {
      int usual = i < 22 ? level : random.nextInt(3);
      if (anywhere) {
        usual = random.nextInt(41);
      } else if (random.nextInt(8) == 0) {
        usual = random.nextInt(5);
      }
      counts[i] = usual;
    }
    return Iscn.of(counts, random.nextBoolean() ? 0 : random.nextInt(41));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    SplittableRandom random = new SplittableRandom(20);
    for (int i = 0; i < 5000; i++) {
      Iscn karyotype = random(random);
      assertThat(Iscn.parse(karyotype.toString())).isEqualTo(karyotype);
    }
  }

  @Test
  void aCellWithoutChromosomesIsReadBack() {
    Iscn none = Iscn.of(new int[24], 0);
    assertThat(none.toString()).startsWith("0,0,");
    assertThat(Iscn.parse(none.toString())).isEqualTo(none);
  }

  @Test
  void whatWasFoundIsShownUpToFortyCharacters() {
    String rule = NUMERIC + "must begin with the number of chromosomes, 0 to 25000";
    assertRefused("x".repeat(40), 1, rule, "x".repeat(40));
    assertRefused("x".repeat(41), 1, rule, "x".repeat(40) + "…");
  }

  @Test
  void theLargestAndMostUnevenKaryotypesAreReadBack() {
    int[] all = new int[24];
    Arrays.fill(all, 1000);
    int[] half = new int[24];
    Arrays.fill(half, 11, 24, 1000);
    for (Iscn karyotype : new Iscn[] {Iscn.of(all, 1000), Iscn.of(half, 1000), Iscn.of(half, 0)}) {
      assertThat(Iscn.parse(karyotype.toString())).isEqualTo(karyotype);
    }
    assertThat(Iscn.of(all, 1000).total()).isEqualTo(25_000);
  }

  /** Replaces, removes, inserts or doubles a few characters. */
  static String mutated(String text, SplittableRandom random) {
    String alphabet = "0123456789XYxy,+-mar[]/?~<> \t\u2212\u0664\u0000\uD83Eos(;)";
    StringBuilder mutated = new StringBuilder(text);
    for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
      int at = random.nextInt(mutated.length() + 1);
      int to = Math.min(mutated.length(), at + random.nextInt(4));
      String part = mutated.substring(at, to);
      char other = alphabet.charAt(random.nextInt(alphabet.length()));
      switch (random.nextInt(4)) {
        case 0 -> mutated.delete(at, to);
        case 1 -> mutated.insert(at, other);
        case 2 -> mutated.replace(at, to, String.valueOf(other));
        default -> mutated.insert(random.nextInt(mutated.length() + 1), part);
      }
    }
    return mutated.toString();
  }

  @Test
  void anyTextIsEitherTheOneSpellingOfAKaryotypeOrRefused() {
    SplittableRandom random = new SplittableRandom(46);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < 30_000; i++) {
      String text = mutated(random(random).toString(), random);
      try {
        String printed = Iscn.parse(text).toString();
        assertThat(printed).isEqualTo(text.replaceAll("\\s", ""));
        read++;
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("karyotype, character ");
        refused++;
      }
    }
    assertThat(read).isGreaterThan(300);
    assertThat(refused).isGreaterThan(3000);
  }
}
