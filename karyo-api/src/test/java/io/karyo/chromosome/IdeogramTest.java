package io.karyo.chromosome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.karyo.chromosome.Ideogram.Band;
import io.karyo.chromosome.Ideogram.Stain;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IdeogramTest {

  @Test
  void anIdeogramHasBothArms() {
    List<Band> arm = Ideogram.of(ChromosomeType.C1).bands().subList(0, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ideogram(ChromosomeType.C1, arm))
        .withMessage("bands: must be of both arms of 1, found 3 of one");
  }

  @Test
  void thereAre862Bands() {
    assertThat(ChromosomeType.ALL.stream().mapToInt(type -> Ideogram.of(type).bands().size()).sum())
        .isEqualTo(862);
  }

  @ParameterizedTest
  @EnumSource
  void bandsFollowOneAnotherWithoutGaps(ChromosomeType type) {
    int end = 0;
    long bpEnd = 0;
    for (Band band : Ideogram.of(type).bands()) {
      assertThat(band.start()).as("start of %s", band).isEqualTo(end);
      assertThat(band.end()).as("end of %s", band).isGreaterThan(band.start());
      assertThat(band.bpStart()).as("first base pair of %s", band).isEqualTo(bpEnd + 1);
      assertThat(band.bpEnd()).as("last base pair of %s", band).isGreaterThan(band.bpStart());
      end = band.end();
      bpEnd = band.bpEnd();
    }
    assertThat(end).isEqualTo(Ideogram.of(type).length());
  }

  /** The lengths of GRCh38, from the Genome Reference Consortium's assembly. */
  @ParameterizedTest
  @CsvSource({
    "1,248956422", "2,242193529", "3,198295559", "4,190214555", "5,181538259", "6,170805979",
    "7,159345973", "8,145138636", "9,138394717", "10,133797422", "11,135086622", "12,133275309",
    "13,114364328", "14,107043718", "15,101991189", "16,90338345", "17,83257441", "18,80373285",
    "19,58617616", "20,64444167", "21,46709983", "22,50818468", "X,156040895", "Y,57227415"
  })
  void basePairsAddUpToTheLengthOfTheChromosome(String label, long basePairs) {
    List<Band> bands = Ideogram.of(ChromosomeType.of(label)).bands();
    assertThat(bands.get(bands.size() - 1).bpEnd()).isEqualTo(basePairs);
  }

  @ParameterizedTest
  @EnumSource
  void theCentromereIsBetweenTheArms(ChromosomeType type) {
    Ideogram ideogram = Ideogram.of(type);
    List<Band> bands = ideogram.bands();
    int first = ideogram.firstLongArmBand();
    for (int i = 0; i < bands.size(); i++) {
      assertThat(bands.get(i).shortArm()).as("%s", bands.get(i)).isEqualTo(i < first);
      boolean atCentromere = i == first - 1 || i == first;
      assertThat(bands.get(i).stain() == Stain.ACEN).as("%s", bands.get(i)).isEqualTo(atCentromere);
    }
    assertThat(bands.get(first - 1).end()).isLessThan(ideogram.length() / 2 + 1);
  }

  @Test
  void typesWithSatellitesAreAcrocentric() {
    assertThat(ChromosomeType.ALL.stream().filter(type -> Ideogram.of(type).isAcrocentric()))
        .containsExactly(
            ChromosomeType.C13,
            ChromosomeType.C14,
            ChromosomeType.C15,
            ChromosomeType.C21,
            ChromosomeType.C22);
  }

  /**
   * Landmarks that textbooks name: the heterochromatin of 1, 9, 16 and Y; dark bands of 5 and X.
   */
  @ParameterizedTest
  @CsvSource({
    "1,q,12,GVAR",
    "9,q,12,GVAR",
    "16,q,11.2,GVAR",
    "Y,q,12,GVAR",
    "5,q,14.3,GPOS100",
    "X,q,21.1,GPOS100",
    "18,q,22.1,GPOS100",
    "1,p,36.33,GNEG",
    "22,p,12,STALK"
  })
  void landmarksAreStainedAsTheyShould(String label, String arm, String name, Stain stain) {
    assertThat(Ideogram.of(ChromosomeType.of(label)).bands())
        .filteredOn(band -> band.shortArm() == arm.equals("p") && band.name().equals(name))
        .singleElement()
        .returns(stain, Band::stain);
  }
}
