package io.karyo.iscn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.karyo.iscn.MosaicIscn.Clone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MosaicIscnTest {

  private static Clone clone(String karyotype, int cells) {
    return new Clone(Iscn.parse(karyotype), cells);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "46,XX[20]",
        "47,XY,+21[1]",
        "46,XX[999999999]",
        "mos 45,X[3]/46,XX[17]",
        "mos 45,X[5]/47,XXX[5]/46,XX[10]",
        "mos 47,XXX[6]/45,X[5]/46,XX[10]",
        "mos 45,X[1]/46,XX[1]/46,XY[1]"
      })
  void mosaicsAreReadAndWritten(String text) {
    assertThat(MosaicIscn.parse(text)).hasToString(text);
  }

  @Test
  void largeAbnormalClonesComeFirstAndNormalOnesLast() {
    List<Clone> clones =
        new ArrayList<>(
            List.of(
                clone("47,XX,+8", 5),
                clone("45,X", 5),
                clone("47,XX,+21", 5),
                clone("48,XXX,+21", 9),
                clone("46,XY", 3),
                clone("46,XX", 99)));
    Random random = new Random(7);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(clones, random);
      assertThat(new MosaicIscn(clones))
          .hasToString("mos 48,XXX,+21[9]/45,X[5]/47,XX,+21[5]/47,XX,+8[5]/46,XX[99]/46,XY[3]");
    }
  }

  @Test
  void theOrderInWhichClonesAreGivenDoesNotMatter() {
    MosaicIscn mosaic = MosaicIscn.parse("  mos  46,XX[17] / 45,X [3] ");
    assertThat(mosaic)
        .hasToString("mos 45,X[3]/46,XX[17]")
        .isEqualTo(new MosaicIscn(List.of(clone("46,XX", 17), clone("45,X", 3))))
        .isNotEqualTo(new MosaicIscn(List.of(clone("46,XX", 17), clone("45,X", 4))));
    assertThat(mosaic.clones()).containsExactly(clone("45,X", 3), clone("46,XX", 17));
  }

  @Test
  void clonesAreCopied() {
    List<Clone> clones = new ArrayList<>(List.of(clone("45,X", 3)));
    MosaicIscn mosaic = new MosaicIscn(clones);
    clones.clear();
    assertThat(mosaic).hasToString("45,X[3]");
  }

  @Test
  void valuesAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MosaicIscn(List.of()))
        .withMessage("clones: must be at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MosaicIscn(List.of(clone("45,X", 3), clone("45,X", 2))))
        .withMessage("clones: must be of different karyotypes, found two of 45,X");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clone("45,X", 0))
        .withMessage("cells: must be 1 to 999999999, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> clone("45,X", 1_000_000_000))
        .withMessage("cells: must be 1 to 999999999, found 1000000000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "45,X[3]/46,XX[17] | 1 | mos must stand before several clones | 45,X[3]/46,XX[17]",
        "mos 46,XX[17] | 1 | mos must not stand before one clone | mos 46,XX[17]",
        "mos | 1 | mos must not stand before one clone | mos",
        "/46,XX[3] | 1 | mos must stand before several clones | /46,XX[3]",
        "[3] | 1 | only numeric karyotypes are understood: must begin with the number of"
            + " chromosomes, 0 to 25000 | ",
        "mos45,X[3]/46,XX[17] | 4 | a space must follow mos | 45,X[3]/46,XX[17]",
        "46,XX | 1 | a clone must end with its number of cells, as in 46,XX[20] | 46,XX",
        "46,XX[3 | 1 | a clone must end with its number of cells, as in 46,XX[20] | 46,XX[3",
        "46,XX]3[ | 1 | a clone must end with its number of cells, as in 46,XX[20] | 46,XX]3[",
        "46,XX[0] | 7 | the number of cells must be 1 to 999999999 | 0",
        "46,XX[03] | 7 | the number of cells must be 1 to 999999999 | 03",
        "46,XX[-3] | 7 | the number of cells must be 1 to 999999999 | -3",
        "46,XX[] | 7 | the number of cells must be 1 to 999999999 | ",
        "46,XX[cp5] | 7 | the number of cells must be 1 to 999999999 | cp5",
        "46,XX[1000000000] | 7 | the number of cells must be 1 to 999999999 | 1000000000",
        "46,XX[3][4] | 7 | the number of cells must be 1 to 999999999 | 3][4",
        "mos 45,X[3]/46,XX | 13 | a clone must end with its number of cells, as in 46,XX[20] |"
            + " 46,XX",
        "mos 45,X[3]/46,XX,+21[2] | 13"
            + " | the number in front must be 47, that of the chromosomes that follow | 46"
      })
  void wrongTextsAreRefusedAtTheirPlace(String text, int character, String rule, String found) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MosaicIscn.parse(text))
        .withMessage(
            "karyotype, character %d: %s, found '%s'", character, rule, found == null ? "" : found);
  }

  @Test
  void equalClonesAndEmptyTextsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MosaicIscn.parse("mos 45,X[3]/45, X[4]"))
        .withMessage("clones: must be of different karyotypes, found two of 45,X");
    for (String text :
        new String[] {"", " ", "/", "mos /", "[3]", "mos 45,X[3]/", "mos  /45,X[1]"}) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> MosaicIscn.parse(text));
    }
  }

  @Test
  void theLengthOfAKaryotypeIsLimitedNotThatOfAMosaic() {
    String spaces = " ".repeat(60_000);
    assertThat(MosaicIscn.parse("mos 45,X" + spaces + "[3]/46,XX" + spaces + "[17]"))
        .hasToString("mos 45,X[3]/46,XX[17]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MosaicIscn.parse("mos 45,X[3]/46,XX" + " ".repeat(99_996) + "[17]"))
        .withMessage(
            "karyotype, character 13: must be at most 100000 characters long, found 100001");
  }

  @Test
  void anyTextIsEitherReadAndWrittenEquallyOrRefused() {
    SplittableRandom random = new SplittableRandom(45);
    String[] seeds = {
      "46,XX[20]", "mos 45,X[3]/46,XX[17]", "mos 47,XY,+21[8]/48,XY,+8,+21[2]/46,XY[11]"
    };
    int read = 0;
    int refused = 0;
    for (int i = 0; i < 30_000; i++) {
      String text = IscnTest.mutated(seeds[i % seeds.length], random);
      try {
        MosaicIscn mosaic = MosaicIscn.parse(text);
        assertThat(MosaicIscn.parse(mosaic.toString())).isEqualTo(mosaic);
        read++;
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).matches("(?s)(karyotype, character|clones: must) .*");
        refused++;
      }
    }
    assertThat(read).isGreaterThan(300);
    assertThat(refused).isGreaterThan(3000);
  }
}
