package io.karyo.metaphase;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.image.Background;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Metaphase;
import io.karyo.metaphase.internal.scene.Masks;
import io.karyo.metrics.SegmentationEvaluation;
import io.karyo.photo.Box;
import io.karyo.photo.OtherRegion;
import io.karyo.photo.OtherRegion.Kind;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.spi.Segmenter;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticMetaphase;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeometricSegmenterTest {

  private static final Segmenter SEGMENTER = Segmenters.geometric();

  private static List<Region> others(Segmentation found, Kind kind) {
    return found.others().stream()
        .filter(other -> other.kind() == kind)
        .map(OtherRegion::region)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Background.class)
  void chromosomesThatLieApartAreFound(Background ground) {
    SyntheticMetaphase drawn = Drawn.photograph(ground).scatter(Drawn.cell(3), 3).build();
    Segmentation found = SEGMENTER.segment(drawn.photograph());
    assertThat(found.background()).isEqualTo(ground);
    SegmentationEvaluation.Photograph result = Drawn.compare(drawn, found);
    // Drawn chromosomes have bands as pale as no DAPI shows: some are cut there.
    assertThat(result.matched()).isGreaterThanOrEqualTo(ground == Background.WHITE ? 44 : 40);
    assertThat(result.found()).isBetween(44, ground == Background.WHITE ? 48 : 54);
    assertThat(result.meanIou()).isGreaterThan(0.8);
    assertThat(found.notes()).isEmpty();
  }

  @Test
  void unevenLightIsEvenedOut() {
    SyntheticMetaphase drawn =
        Drawn.photograph(Background.WHITE).unevenness(0.6).scatter(Drawn.cell(4), 4).build();
    assertThat(Drawn.compare(drawn, SEGMENTER.segment(drawn.photograph())).matched())
        .isGreaterThanOrEqualTo(44);
  }

  @Test
  void eightAndSixteenBitsAndDimLightGiveNearlyTheSame() {
    SyntheticMetaphase drawn = Drawn.photograph(Background.WHITE).scatter(Drawn.cell(5), 5).build();
    Metaphase deep = drawn.photograph();
    short[] dim = deep.levels();
    for (int i = 0; i < dim.length; i++) {
      dim[i] = (short) ((dim[i] & 0xffff) / 20);
    }
    Metaphase shallow = Metaphase.of(deep.height(), deep.width(), deep.greyLevels());
    List<Region> expected = SEGMENTER.segment(deep).chromosomes();
    for (Metaphase other : List.of(shallow, Metaphase.of(deep.height(), deep.width(), dim))) {
      SegmentationEvaluation.Photograph result =
          SegmentationEvaluation.regions(expected, SEGMENTER.segment(other).chromosomes());
      assertThat(result.perfect()).isTrue();
      assertThat(result.meanIou()).isGreaterThan(0.97);
    }
  }

  @Test
  void anInvertedPhotographIsReadAsFluorescence() {
    SyntheticMetaphase drawn = Drawn.photograph(Background.WHITE).scatter(Drawn.cell(6), 6).build();
    byte[] grey = drawn.photograph().greyLevels();
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) (255 - (grey[i] & 0xff));
    }
    Segmentation found = SEGMENTER.segment(Metaphase.of(Drawn.SIDE, Drawn.SIDE, grey));
    assertThat(found.background()).isEqualTo(Background.BLACK);
    assertThat(Drawn.compare(drawn, found).matched()).isGreaterThanOrEqualTo(40);
  }

  @Test
  void theScaleIsFoundAndNotAssumed() {
    SyntheticMetaphase drawn =
        Drawn.photograph(Background.WHITE).noise(0).scatter(Drawn.cell(7), 7).build();
    short[] levels = drawn.photograph().levels();
    int side = 2 * Drawn.SIDE;
    short[] larger = new short[side * side];
    for (int i = 0; i < larger.length; i++) {
      larger[i] = levels[i / side / 2 * Drawn.SIDE + i % side / 2];
    }
    Segmentation small = SEGMENTER.segment(drawn.photograph());
    Segmentation large = SEGMENTER.segment(Metaphase.of(side, side, larger));
    assertThat(large.chromosomes().size()).isCloseTo(small.chromosomes().size(), withinOne());
    assertThat(large.chromosomeWidth() / small.chromosomeWidth()).isBetween(1.8, 2.2);
  }

  private static org.assertj.core.data.Offset<Integer> withinOne() {
    return org.assertj.core.data.Offset.offset(1);
  }

  @Test
  void nucleiAndDirtAreNoChromosomes() {
    SyntheticMetaphase drawn =
        Drawn.photograph(Background.WHITE)
            .nucleus(120, 130, 100)
            .nucleus(899, 600, 90)
            .dirt(450, 450, 6)
            .dirt(300, 820, 2)
            .scatter(Drawn.cell(8), 8)
            .build();
    Segmentation found = SEGMENTER.segment(drawn.photograph());
    assertThat(others(found, Kind.NUCLEUS)).hasSize(2);
    assertThat(others(found, Kind.NUCLEUS)).anyMatch(region -> region.contains(120, 130));
    assertThat(found.chromosomesAt(450, 450)).isEmpty();
    assertThat(Drawn.compare(drawn, found).matched()).isGreaterThanOrEqualTo(43);
  }

  @Test
  void aScaleBarAndLettersAreAnnotations() {
    SyntheticMetaphase.Builder builder =
        Drawn.photograph(Background.WHITE).bar(new Box(700, 860, 150, 12));
    // An E and an H of strokes of 4 px.
    for (Box stroke :
        List.of(
            new Box(40, 850, 4, 30),
            new Box(40, 850, 18, 4),
            new Box(40, 863, 18, 4),
            new Box(40, 876, 18, 4),
            new Box(70, 850, 4, 30),
            new Box(84, 850, 4, 30),
            new Box(70, 863, 18, 4))) {
      builder.bar(stroke);
    }
    SyntheticMetaphase drawn = builder.scatter(Drawn.cell(9), 9).build();
    Segmentation found = SEGMENTER.segment(drawn.photograph());
    assertThat(others(found, Kind.ANNOTATION)).hasSize(3);
    assertThat(Drawn.compare(drawn, found).matched()).isGreaterThanOrEqualTo(44);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void chromosomesThatCrossOrTouchAreParted(boolean touching) {
    SyntheticMetaphase drawn = Drawn.crossing(touching);
    Segmentation found = SEGMENTER.segment(drawn.photograph());
    Region first = drawn.chromosomes().get(0);
    Region second = drawn.chromosomes().get(1);
    for (Region one : List.of(first, second)) {
      assertThat(found.chromosomes()).anyMatch(region -> region.iou(one) > 0.6);
    }
    if (!touching) {
      int x = second.box().left() + second.box().width() / 2;
      int y = second.box().top() + second.box().height() / 2;
      assertThat(found.chromosomesAt(x, y)).as("both have the crossing").hasSize(2);
    }
    assertThat(found.clusters().stream().map(c -> c.partings().size()))
        .as("ways to part the cluster")
        .anyMatch(count -> count > 2);
    found
        .clusters()
        .forEach(c -> assertThat(c.partings().stream().map(Parting::cost).toList()).isSorted());
  }

  @Test
  void aCutOutShowsOneChromosomeOnly() {
    SyntheticMetaphase drawn = Drawn.crossing(true);
    Segmentation found = SEGMENTER.segment(drawn.photograph());
    Region first = drawn.chromosomes().get(0);
    int number =
        IntStream.range(0, found.chromosomes().size())
            .filter(i -> found.chromosomes().get(i).iou(first) > 0.6)
            .findFirst()
            .orElseThrow();
    ChromosomeImage image = found.cutOut(number);
    assertThat(image.background()).isEqualTo(Background.WHITE);
    assertThat(image.width()).isLessThan(first.box().width() + 16);
    assertThat(image.source()).endsWith(", chromosome " + (number + 1));
  }

  @Test
  void equalPhotographsGiveEqualResults() {
    SyntheticMetaphase drawn = Drawn.crossing(false);
    assertThat(SEGMENTER.segment(drawn.photograph()).chromosomes())
        .isEqualTo(SEGMENTER.segment(drawn.photograph()).chromosomes());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 23})
  void aTinyPhotographIsReported(int side) {
    Segmentation found = SEGMENTER.segment(Metaphase.of(side, side, new byte[side * side]));
    assertThat(found.chromosomes()).isEmpty();
    assertThat(found.notes()).containsExactly("the photograph is less than 24 px wide or high");
  }

  @Test
  void anEmptyPhotographIsReported() {
    for (double noise : new double[] {0, 0.02}) {
      SyntheticMetaphase empty =
          SyntheticMetaphase.builder(300, 400, Background.WHITE).noise(noise).build();
      Segmentation found = SEGMENTER.segment(empty.photograph());
      assertThat(found.chromosomes()).isEmpty();
      assertThat(found.chromosomeWidth()).isZero();
      assertThat(found.notes()).containsExactly("nothing stands out from the ground");
    }
  }

  @Test
  void aPhotographOfNucleiIsReported() {
    SyntheticMetaphase nuclei =
        SyntheticMetaphase.builder(600, 600, Background.WHITE)
            .nucleus(150, 150, 90)
            .nucleus(420, 180, 100)
            .nucleus(300, 450, 80)
            .build();
    Segmentation found = SEGMENTER.segment(nuclei.photograph());
    assertThat(found.chromosomes()).isEmpty();
    assertThat(found.notes()).containsExactly("nothing looks like a chromosome");
    assertThat(found.others()).isNotEmpty();
  }

  @Test
  void aPartOfACellIsSegmentedAndReported() {
    SyntheticCell few =
        SyntheticCells.builder()
            .seed(13)
            .karyotype(
                List.of(
                    ChromosomeType.C1,
                    ChromosomeType.C2,
                    ChromosomeType.C5,
                    ChromosomeType.C9,
                    ChromosomeType.C12))
            .noise(0)
            .rotation(180)
            .bend(0, 20)
            .build()
            .cell(0);
    SyntheticMetaphase drawn =
        SyntheticMetaphase.builder(500, 500, Background.WHITE).scatter(few, 1).build();
    Segmentation found = SEGMENTER.segment(drawn.photograph());
    assertThat(Drawn.compare(drawn, found).perfect()).isTrue();
    assertThat(found.notes()).singleElement().asString().startsWith("5 regions look like");
  }

  @Test
  void severalMetaphasesAreReported() {
    SyntheticMetaphase drawn =
        SyntheticMetaphase.builder(1200, 1500, Background.WHITE)
            .scatter(Drawn.cell(21), 1)
            .scatter(Drawn.cell(22), 2)
            .scatter(Drawn.cell(23), 3)
            .build();
    Segmentation found = SEGMENTER.segment(drawn.photograph());
    assertThat(found.chromosomes()).hasSizeGreaterThan(100);
    assertThat(found.notes()).singleElement().asString().contains("more than one");
  }

  private static Metaphase blurred(Metaphase photograph, int rounds) {
    byte[] grey = photograph.greyLevels();
    float[] blurred = new float[grey.length];
    for (int i = 0; i < grey.length; i++) {
      blurred[i] = grey[i] & 0xff;
    }
    for (int round = 0; round < rounds; round++) {
      blurred = Masks.smooth(blurred, photograph.width());
    }
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) Math.round(blurred[i]);
    }
    return Metaphase.of(photograph.height(), photograph.width(), grey);
  }

  @Test
  void aBlurredPhotographGivesAResult() {
    Metaphase photograph =
        Drawn.photograph(Background.WHITE).scatter(Drawn.cell(24), 24).build().photograph();
    assertThat(SEGMENTER.segment(blurred(photograph, 40)).chromosomes().size()).isBetween(35, 55);
  }

  @Test
  void aPhotographFarOutOfFocusIsReported() {
    Metaphase photograph =
        Drawn.photograph(Background.WHITE).scatter(Drawn.cell(24), 24).build().photograph();
    assertThat(SEGMENTER.segment(blurred(photograph, 800)).notes())
        .singleElement()
        .asString()
        .contains("one whole metaphase has about 46");
  }

  @Test
  void aPhotographWithinANucleusIsReported() {
    SyntheticMetaphase nucleus =
        SyntheticMetaphase.builder(200, 200, Background.WHITE).nucleus(100, 100, 600).build();
    assertThat(SEGMENTER.segment(nucleus.photograph()).notes()).isNotEmpty();
    SyntheticMetaphase whole =
        SyntheticMetaphase.builder(400, 400, Background.WHITE).nucleus(200, 200, 180).build();
    assertThat(SEGMENTER.segment(whole.photograph()).notes()).isNotEmpty();
  }

  @Test
  void aColourPhotographIsSegmentedByItsBrightness() {
    SyntheticMetaphase drawn =
        Drawn.photograph(Background.WHITE).scatter(Drawn.cell(25), 25).build();
    byte[] grey = drawn.photograph().greyLevels();
    BufferedImage giemsa = new BufferedImage(Drawn.SIDE, Drawn.SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < grey.length; i++) {
      int level = grey[i] & 0xff;
      int colour = (140 + level * 115 / 255) << 16 | level << 8 | (170 + level * 85 / 255);
      giemsa.setRGB(i % Drawn.SIDE, i / Drawn.SIDE, colour);
    }
    Segmentation found = SEGMENTER.segment(Metaphase.of(giemsa));
    assertThat(found.background()).isEqualTo(Background.WHITE);
    assertThat(Drawn.compare(drawn, found).matched()).isGreaterThanOrEqualTo(43);
  }

  @Test
  void noiseAndStripesEndInNoError() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 12; round++) {
      int width = 24 + random.nextInt(200);
      int height = 24 + random.nextInt(200);
      byte[] grey = new byte[width * height];
      int period = 2 + random.nextInt(40);
      for (int i = 0; i < grey.length; i++) {
        boolean stripe = (i % width + round % 3 * (i / width)) % period < period / 2;
        grey[i] =
            (byte) (round % 2 == 0 ? random.nextInt(256) : stripe ? 40 : 200 + random.nextInt(20));
      }
      Segmentation found = SEGMENTER.segment(Metaphase.of(height, width, grey));
      for (int i = 0; i < found.chromosomes().size(); i++) {
        assertThat(found.cutOut(i).width()).isPositive();
      }
    }
  }
}
