package io.karyo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.Adjustment;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Placement;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.image.Polarity;
import io.karyo.iscn.Iscn;
import io.karyo.laboratory.internal.CellTraits;
import io.karyo.laboratory.internal.KnownLaboratories;
import io.karyo.laboratory.internal.TypeSizes;
import io.karyo.spi.Assignment;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.TrainedAssigner;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainedEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Cells of bars whose length is their type; most look alike unless they are adjusted. */
class AdjustedCellTest {

  private static final int CHROMOSOMES = 24;
  private static final int WHOLE = 48;

  /** A little more than the probabilities of the other types. */
  private static final float UNSURE = 0.045f;

  private static final Learned NOTHING = Learned.NOTHING;
  private static final ChromosomeReader.Setup SETUP = ChromosomeReader.Setup.LONE;
  private static final Adjustment FITTING = new Adjustment(0.75, -0.6, 0);

  private final List<Adjustment> tried = new ArrayList<>();

  private static ChromosomeType type(int number) {
    return ChromosomeType.ALL.get(number / 2);
  }

  private static List<ChromosomeReader.Seen> cell(int chromosomes) {
    return IntStream.range(0, chromosomes)
        .mapToObj(
            i -> {
              float[] stain = new float[3 * (10 + i / 2)];
              Arrays.fill(stain, UNSURE);
              return new ChromosomeReader.Seen(
                  Straightened.builder(10 + i / 2, 3, stain).build(), Optional.of(Polarity.P_UP));
            })
        .toList();
  }

  /** The lengths; half of them need the gamma or the blur of an adjustment to be seen. */
  private TrainedEncoder encoder(Adjustment fitting) {
    return chromosomes -> {
      tried.add(chromosomes.get(0).adjustment());
      List<Embedding> embeddings = new ArrayList<>();
      for (PreparedChromosome one : chromosomes) {
        boolean seen =
            switch (embeddings.size() % 4) {
              case 1 -> one.adjustment().gamma() == fitting.gamma();
              case 3 -> one.adjustment().blur() == fitting.blur();
              default -> true;
            };
        embeddings.add(new Embedding(seen ? one.straightened().length() - 10 : 23, 0));
      }
      return embeddings;
    };
  }

  private static final TrainedClassifier CLASSIFIER =
      embeddings ->
          embeddings.stream()
              .map(
                  embedding -> {
                    float[] probabilities = new float[ChromosomeType.ALL.size()];
                    probabilities[(int) embedding.get(0)] = 1;
                    return new TypeProbabilities(probabilities);
                  })
              .toList();

  /** Knows that there are two of each type. */
  private static final TrainedAssigner ASSIGNER =
      cell ->
          new Assignment(
              cell.chromosomes().stream().map(AdjustedCellTest::placed).toList(),
              1,
              Iscn.of(new int[ChromosomeType.ALL.size()], 0),
              false);

  private static Placement placed(CellEvidence.Chromosome one) {
    return new Placement(
        one.number(),
        Designation.of(type(one.number())),
        0.9,
        1,
        List.of(),
        Polarity.P_UP,
        1,
        false,
        false);
  }

  private AdjustedCell read(Adjustment fitting, int chromosomes, boolean assigns) {
    return read(fitting, chromosomes, assigns, true);
  }

  private AdjustedCell read(Adjustment fitting, int chromosomes, boolean assigns, boolean adjusts) {
    Learned learned =
        new Learned(PartingRules.DEFAULT, KnownLaboratories.NONE, adjusts, TypeSizes.NONE);
    return read(reader(fitting, CLASSIFIER, assigns, learned), chromosomes);
  }

  private ChromosomeReader reader(
      Adjustment fitting, TrainedClassifier classifier, boolean assigns, Learned learned) {
    return new ChromosomeReader(
        new FakeParts.SizeEncoder(),
        new FakeParts.NearestClassifier(),
        encoder(fitting),
        classifier,
        assigns ? ASSIGNER : null,
        learned);
  }

  private AdjustedCell read(ChromosomeReader reader, int chromosomes) {
    tried.clear();
    return AdjustedCell.of(cell(chromosomes), reader, reader::classifyBothWays);
  }

  /** Is sure of a share only, so that sizes can prevail. */
  private static TrainedClassifier unsure(float share) {
    return embeddings ->
        embeddings.stream()
            .map(
                embedding -> {
                  float[] probabilities = new float[ChromosomeType.ALL.size()];
                  Arrays.fill(probabilities, (1 - share) / (probabilities.length - 1));
                  probabilities[(int) embedding.get(0)] = share;
                  return new TypeProbabilities(probabilities);
                })
            .toList();
  }

  /** No adjustment shows the half of the chromosomes of whole cells that looks alike. */
  private AdjustedCell readAbroad(KnownLaboratories laboratories, TypeSizes sizes, float share) {
    Learned learned = new Learned(PartingRules.DEFAULT, laboratories, true, sizes);
    return readAbroad(learned, share, WHOLE);
  }

  private AdjustedCell readAbroad(Learned learned, float share, int chromosomes) {
    return read(reader(new Adjustment(9, 1, 0), unsure(share), true, learned), chromosomes);
  }

  /** Sizes that tell the types apart, or that are the same for all of them. */
  private static TypeSizes sizes(boolean tellTypes) {
    List<Straightened> bars =
        cell(WHOLE).stream().map(ChromosomeReader.Seen::straightened).toList();
    List<ChromosomeType> types =
        IntStream.range(0, WHOLE).mapToObj(AdjustedCellTest::type).toList();
    List<ChromosomeType> others = new ArrayList<>(types);
    if (!tellTypes) {
      Collections.reverse(others);
    }
    return TypeSizes.of(
        List.of(new TypeSizes.KnownCell(bars, types), new TypeSizes.KnownCell(bars, others)));
  }

  /** A laboratory whose cells have traits around those of a cell of bars, or far from them. */
  private static KnownLaboratories laboratory(double away) {
    ChromosomeReader reader = new AdjustedCellTest().reader(FITTING, CLASSIFIER, true, NOTHING);
    double[] bars =
        CellTraits.of(reader.weighed(reader.classifyBothWays(cell(WHOLE), SETUP), true))
            .orElseThrow();
    Random random = new Random(1);
    List<double[]> cells =
        IntStream.range(0, 50)
            .mapToObj(
                i ->
                    Arrays.stream(bars)
                        .map(trait -> trait + away + 3 * random.nextGaussian())
                        .toArray())
            .toList();
    return KnownLaboratories.of(Map.of("", cells), Map.of("", cells));
  }

  private static long right(AdjustedCell read) {
    return read.evidence().stream()
        .filter(one -> one.asItLies().type() == type(one.number()))
        .count();
  }

  private static double confidence(AdjustedCell read) {
    return read.evidence().stream()
        .mapToDouble(one -> one.asItLies().probability())
        .average()
        .orElseThrow();
  }

  @Test
  void theAdjustmentCountsWithWhichMostTypesAgreeWithTheCell() {
    AdjustedCell read = read(FITTING, CHROMOSOMES, true);
    assertThat(read.setup().adjustment()).isEqualTo(FITTING);
    assertThat(read.evidence())
        .allSatisfy(one -> assertThat(one.asItLies().type()).isEqualTo(type(one.number())));
    assertThat(tried).as("two rounds, till all agree").hasSizeBetween(8, 12);
    assertThat(tried).doesNotHaveDuplicates();
  }

  @Test
  void aCellThatAgreesIsReadOnce() {
    AdjustedCell read = read(Adjustment.NONE, CHROMOSOMES, true);
    assertThat(read.setup().adjustment()).isEqualTo(Adjustment.NONE);
    assertThat(tried).containsExactly(Adjustment.NONE);
  }

  @Test
  void whereNoAdjustmentHelpsPicturesStayAsTheyAre() {
    AdjustedCell read = read(new Adjustment(9, 1, 0), CHROMOSOMES, true);
    assertThat(read.setup().adjustment()).isEqualTo(Adjustment.NONE);
    assertThat(tried).as("one round").hasSize(7);
  }

  @Test
  void fewChromosomesAndModelsWithoutAnAssignerShowNoAgreement() {
    assertThat(read(FITTING, 18, true).setup().adjustment()).isEqualTo(Adjustment.NONE);
    assertThat(read(FITTING, CHROMOSOMES, false).setup().adjustment()).isEqualTo(Adjustment.NONE);
    assertThat(tried).isEqualTo(Collections.nCopies(1, Adjustment.NONE));
  }

  @Test
  void modelsOfEarlierVersionsReadCellsAsTheyDid() {
    assertThat(read(FITTING, CHROMOSOMES, true, false).setup().adjustment())
        .isEqualTo(Adjustment.NONE);
  }

  @Test
  void sizesCountInUnusualCells() {
    assertThat(right(readAbroad(laboratory(0), sizes(true), UNSURE))).isEqualTo(WHOLE / 2 + 1);
    assertThat(right(readAbroad(laboratory(100), sizes(true), UNSURE))).isEqualTo(WHOLE);
    assertThat(right(readAbroad(laboratory(100), TypeSizes.NONE, UNSURE))).isEqualTo(WHOLE / 2 + 1);
    assertThat(right(readAbroad(KnownLaboratories.NONE, sizes(true), UNSURE)))
        .isEqualTo(WHOLE / 2 + 1);
  }

  @Test
  void sizesDoNotCountInHalfACell() {
    Learned learned = new Learned(PartingRules.DEFAULT, laboratory(100), true, sizes(true));
    assertThat(right(readAbroad(learned, UNSURE, WHOLE / 2))).isEqualTo(WHOLE / 4);
  }

  @Test
  void unusualCellsAreNoSurerThanTheirAgreementAllows() {
    AdjustedCell familiar = readAbroad(laboratory(0), sizes(false), 0.999999f);
    AdjustedCell unusual = readAbroad(laboratory(100), sizes(false), 0.999999f);
    assertThat(confidence(familiar)).isGreaterThan(0.99);
    double agreeing = right(unusual) / (double) WHOLE;
    assertThat(agreeing).isLessThan(0.9);
    assertThat(confidence(unusual)).isCloseTo(Math.pow(agreeing, 1.5), within(0.01));
  }
}
