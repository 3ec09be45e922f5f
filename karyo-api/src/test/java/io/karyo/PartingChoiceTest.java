package io.karyo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.image.Metaphase;
import io.karyo.model.Settings;
import io.karyo.photo.Box;
import io.karyo.photo.Cluster;
import io.karyo.photo.OtherRegion;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.spi.Assignment;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.TrainedAssigner;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pieces whose looks are given: which are chosen, and what is learned from those that fit. */
class PartingChoiceTest {

  private final Map<Region, Optional<Classification>> looks = new HashMap<>();
  private final Segmentation.Builder builder =
      Segmentation.builder(Metaphase.of(700, 200, new byte[140_000]));
  private int next;

  private static Region region(int left, int top, int width) {
    byte[] mask = new byte[width * 4];
    Arrays.fill(mask, (byte) 1);
    return Region.of(new Box(left, top, width, 4), mask);
  }

  private static Optional<Classification> look(
      ChromosomeType type, double probability, double typicality) {
    float[] probabilities = new float[ChromosomeType.ALL.size()];
    Arrays.fill(probabilities, (float) ((1 - probability) / (probabilities.length - 1)));
    probabilities[type.ordinal()] = (float) probability;
    return Optional.of(
        new Classification(
                new TypeProbabilities(probabilities),
                new Embedding(1, 0),
                Straightened.builder(4, 4, new float[16]).build())
            .withTypicality(OptionalDouble.of(typicality)));
  }

  /** Adds a cluster that is one chromosome, or two halves of it. */
  private void cluster(
      double wholeCost,
      double halvesCost,
      Optional<Classification> whole,
      Optional<Classification> left,
      Optional<Classification> right) {
    int top = 10 * next++;
    Region both = region(0, top, 20);
    List<Region> halves = List.of(region(0, top, 10), region(10, top, 10));
    looks.put(both, whole);
    looks.put(halves.get(0), left);
    looks.put(halves.get(1), right);
    builder.add(
        new Cluster(
            both, List.of(new Parting(List.of(both), wholeCost), new Parting(halves, halvesCost))));
  }

  /** Prices nothing, unless a test has another. */
  private TrainedAssigner assigner =
      cell -> {
        throw new UnsupportedOperationException("only prices");
      };

  private PartingCandidates candidates() {
    return PartingCandidates.of(
        builder.build(),
        (segmentation, numbers) ->
            numbers.stream()
                .map(number -> looks.get(segmentation.chromosomes().get(number)))
                .toList());
  }

  private Segmentation chosen() {
    return chosen(PartingRules.DEFAULT);
  }

  private Segmentation chosen(PartingRules rules) {
    PartingCandidates candidates = candidates();
    return candidates.parted(PartingChoice.inCell(candidates, rules, assigner));
  }

  @Test
  void whatLooksLikeNoChromosomeIsParted() {
    cluster(
        0,
        1,
        look(ChromosomeType.C3, 0.4, 0.001),
        look(ChromosomeType.C14, 0.99, 0.5),
        look(ChromosomeType.C21, 0.99, 0.4));
    cluster(
        0,
        1,
        look(ChromosomeType.C1, 0.99, 0.6),
        look(ChromosomeType.C14, 0.6, 0.001),
        look(ChromosomeType.C15, 0.6, 0.001));
    assertThat(chosen().chromosomes())
        .containsExactly(region(0, 0, 10), region(10, 0, 10), region(0, 10, 20));
  }

  @Test
  void aPieceWithoutAChromosomeIsAsBadAsCanBe() {
    cluster(
        1,
        0,
        look(ChromosomeType.C3, 0.8, 0.05),
        look(ChromosomeType.C14, 0.99, 0.5),
        Optional.empty());
    assertThat(chosen().chromosomes()).containsExactly(region(0, 0, 20));
  }

  @Test
  void theAssignerPricesTheWholeCell() {
    for (int i = 0; i < 3; i++) {
      cluster(
          0,
          8,
          look(ChromosomeType.C4, 0.99, 0.5),
          look(ChromosomeType.C20, 0.9, 0.5),
          look(ChromosomeType.C22, 0.9, 0.5));
    }
    assertThat(chosen().chromosomes()).hasSize(3);
    assigner = new Pricing(5);
    assertThat(chosen().chromosomes()).hasSize(5);
  }

  @Test
  void aWholeClusterCanBeDirt() {
    Region dirt = region(0, 150, 30);
    looks.put(dirt, look(ChromosomeType.C4, 0.2, 0.0001));
    builder.add(
        new Cluster(dirt, List.of(new Parting(List.of(dirt), 1), new Parting(List.of(), 12))));
    cluster(0, 9, look(ChromosomeType.C1, 0.99, 0.5), Optional.empty(), Optional.empty());
    Segmentation found = chosen();
    assertThat(found.chromosomes()).containsExactly(region(0, 0, 20));
    assertThat(found.others()).containsExactly(new OtherRegion(dirt, OtherRegion.Kind.DEBRIS));
  }

  /** Wants a number of chromosomes. */
  private record Pricing(int wanted) implements TrainedAssigner {
    @Override
    public Assignment assign(CellEvidence cell) {
      throw new UnsupportedOperationException("only prices");
    }

    @Override
    public OptionalDouble price(List<TypeProbabilities> chromosomes) {
      return OptionalDouble.of(9.0 * Math.abs(chromosomes.size() - wanted));
    }
  }

  /** Wants two of each type, and counts how often it is asked. */
  private static final class TwoOfEach implements TrainedAssigner {
    private int asked;

    @Override
    public Assignment assign(CellEvidence cell) {
      throw new UnsupportedOperationException("only prices");
    }

    @Override
    public OptionalDouble price(List<TypeProbabilities> chromosomes) {
      asked++;
      int[] counts = new int[ChromosomeType.ALL.size()];
      double price = 0;
      for (TypeProbabilities types : chromosomes) {
        counts[types.best().ordinal()]++;
        price -= Math.log(types.of(types.best()));
      }
      for (int count : counts) {
        price += 3.0 * (count - 2) * (count - 2);
      }
      return OptionalDouble.of(price);
    }
  }

  private void drawClusters(int count, Random random) {
    for (int i = 0; i < count; i++) {
      cluster(
          random.nextDouble() * 8,
          random.nextDouble() * 8,
          drawnLook(random),
          drawnLook(random),
          drawnLook(random));
    }
  }

  private static Optional<Classification> drawnLook(Random random) {
    ChromosomeType type = ChromosomeType.ALL.get(random.nextInt(3));
    return look(type, 0.3 + 0.7 * random.nextDouble(), 0.01 + random.nextDouble() / 2);
  }

  private double price(PartingCandidates candidates, int[] choice) {
    PartingWeights weights = PartingRules.DEFAULT.inCell();
    double price = weights.types() * candidates.priceOfTypes(choice, assigner).orElseThrow();
    for (int i = 0; i < choice.length; i++) {
      price += weights.price(candidates.evidence(i, choice[i]));
    }
    return price;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void noOtherChoiceIsCheaper(long seed) {
    int clusters = 8;
    drawClusters(clusters, new Random(seed));
    assigner = new TwoOfEach();
    PartingCandidates candidates = candidates();
    double least =
        IntStream.range(0, 1 << clusters)
            .mapToDouble(
                bits ->
                    price(
                        candidates, IntStream.range(0, clusters).map(i -> bits >> i & 1).toArray()))
            .min()
            .orElseThrow();
    int[] chosen = PartingChoice.inCell(candidates, PartingRules.DEFAULT, assigner);
    assertThat(price(candidates, chosen)).isCloseTo(least, within(1e-6));
  }

  @Test
  void theSearchEndsWhereThereAreTooManyChoices() {
    int clusters = 60;
    drawClusters(clusters, new Random(1));
    TwoOfEach counting = new TwoOfEach();
    assigner = counting;
    PartingCandidates candidates = candidates();
    int[] chosen = PartingChoice.inCell(candidates, PartingRules.DEFAULT, assigner);
    assertThat(counting.asked)
        .isGreaterThan(PartingChoice.MOST_PRICES)
        .isLessThan(PartingChoice.MOST_PRICES + 4 * clusters);
    double price = price(candidates, chosen);
    for (int i = 0; i < clusters; i++) {
      chosen[i] = 1 - chosen[i];
      assertThat(price(candidates, chosen)).as("cluster " + i).isGreaterThan(price - 1e-6);
      chosen[i] = 1 - chosen[i];
    }
  }

  @Test
  void withoutClustersThereIsNothingToChoose() {
    assertThat(chosen().chromosomes()).isEmpty();
  }

  private PartingRules fitted(List<Box> boxes) {
    return PartingFit.fit(
        PartingFit.examples(candidates(), assigner, boxes, 1), PartingRules.DEFAULT);
  }

  /** Clusters of which shapes think the opposite of looks. */
  private void doubtfulClusters(int count) {
    for (int i = 0; i < count; i++) {
      cluster(
          4,
          0,
          look(ChromosomeType.C1, 0.9, 0.5),
          look(ChromosomeType.C14, 0.6, 0.05),
          look(ChromosomeType.C15, 0.6, 0.05));
    }
  }

  @Test
  void rulesAreLearnedFromWhatFitsTheBoxes() {
    doubtfulClusters(15);
    List<Box> wholes =
        IntStream.range(0, 15).mapToObj(i -> new Box(-1, 10 * i - 1, 22, 6)).toList();
    PartingRules trustLooks = fitted(wholes);
    assertThat(trustLooks.alone().shape())
        .isLessThan(PartingRules.DEFAULT.alone().shape())
        .isNotNegative();
    assertThat(trustLooks.alone().untypical())
        .isGreaterThan(PartingRules.DEFAULT.alone().untypical());
    assertThat(chosen(trustLooks).chromosomes()).hasSize(15);

    List<Box> halves =
        wholes.stream()
            .flatMap(box -> Stream.of(new Box(-1, box.top(), 12, 6), new Box(9, box.top(), 12, 6)))
            .toList();
    PartingRules trustShapes = fitted(halves);
    assertThat(trustShapes.alone().untypical())
        .isLessThan(trustLooks.alone().untypical())
        .isNotNegative();
    assertThat(chosen(trustShapes).chromosomes()).hasSize(30);
    assertThat(trustLooks.inCell()).isEqualTo(PartingRules.DEFAULT.inCell());
    assigner = new Pricing(15);
    PartingRules trustNumbers = fitted(wholes);
    assertThat(trustNumbers.alone()).isEqualTo(trustLooks.alone());
    assertThat(trustNumbers.inCell()).isNotEqualTo(PartingRules.DEFAULT.inCell());
    assertThat(chosen(trustNumbers).chromosomes()).hasSize(15);
  }

  @Test
  void withoutClustersTheRulesStay() {
    assertThat(PartingFit.fit(List.of(), PartingRules.DEFAULT)).isEqualTo(PartingRules.DEFAULT);
  }

  @Test
  void rulesSurviveTheirSettings() {
    PartingRules rules =
        new PartingRules(
            new PartingWeights(0.25, 0.5, -1, -2, 0.75), new PartingWeights(1, 2, -3, -4, 5));
    assertThat(PartingRules.of(rules.settings())).isEqualTo(rules);
    assertThat(PartingRules.of(Settings.EMPTY)).isEqualTo(PartingRules.DEFAULT);
    Settings wrong = Settings.EMPTY.with("inCell", rules.inCell().settings().with("types", -0.5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PartingRules.of(wrong))
        .withMessageContaining("types: must be a number above 0, found -0.5");
  }
}
