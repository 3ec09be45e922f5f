package io.karyo.siamese.pairs;

import static io.karyo.siamese.pairs.IndexPermutationTest.assertUniform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.model.Settings;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PairSampler;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PairSamplersTest {

  /** Every sampler and option. */
  static Stream<PairSampler> samplers() {
    return Stream.of(
        PairSamplers.all(),
        PairSamplers.all().imagesPerTile(7),
        PairSamplers.random(2),
        PairSamplers.random(0.3).drawnOnce(),
        PairSamplers.random(1.5).imagesPerTile(12),
        PairSamplers.balanced(),
        PairSamplers.balanced(3).similarPerType(20).drawnOnce(),
        PairSamplers.inBatch(),
        PairSamplers.inBatch().typesPerGroup(3).imagesPerType(4),
        PairSamplers.inBatch().imagesPerType(2).drawnOnce());
  }

  /** 24 types in mixed order: 14 images each, X has 10 and Y 5. */
  private static List<ChromosomeType> cellsOfTypes() {
    List<ChromosomeType> types = new ArrayList<>();
    for (ChromosomeType type : ChromosomeType.ALL) {
      int images = type == ChromosomeType.X ? 10 : type == ChromosomeType.Y ? 5 : 14;
      types.addAll(Collections.nCopies(images, type));
    }
    Collections.shuffle(types, new Random(1));
    return types;
  }

  private static List<ChromosomeType> types(String labels) {
    return Arrays.stream(labels.split(" ")).map(ChromosomeType::of).toList();
  }

  private static List<Pair> draw(
      PairSampler sampler, List<ChromosomeType> types, int epoch, long seed) {
    List<Pair> pairs = new ArrayList<>();
    sampler.sample(types, epoch, seed).forEachRemaining(pairs::add);
    return pairs;
  }

  /** The slow, obvious list of all pairs. */
  private static Set<Pair> everyPair(List<ChromosomeType> types) {
    Set<Pair> pairs = new HashSet<>();
    for (int i = 0; i < types.size(); i++) {
      for (int j = i + 1; j < types.size(); j++) {
        pairs.add(
            new Pair(
                i, j, types.get(i) == types.get(j) ? PairLabel.SIMILAR : PairLabel.DISSIMILAR));
      }
    }
    return pairs;
  }

  private static Set<Pair> everyPair(List<ChromosomeType> types, PairLabel label) {
    return everyPair(types).stream()
        .filter(pair -> pair.label() == label)
        .collect(Collectors.toSet());
  }

  private static List<Pair> only(PairLabel label, List<Pair> pairs) {
    return pairs.stream().filter(pair -> pair.label() == label).toList();
  }

  /** How many pairs each type (similar) or combination of two types (dissimilar) has. */
  private static Map<String, Integer> countByBlock(List<ChromosomeType> types, List<Pair> pairs) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Pair pair : pairs) {
      Set<ChromosomeType> block = new TreeSet<>(List.of(types.get(pair.first())));
      block.add(types.get(pair.second()));
      counts.merge(block.toString(), 1, Integer::sum);
    }
    return counts;
  }

  /** Compares as bags, in linear time. */
  private static void assertSamePairs(List<Pair> actual, Collection<Pair> expected) {
    assertThat(counts(actual)).isEqualTo(counts(expected));
  }

  private static Map<Pair, Long> counts(Collection<Pair> pairs) {
    return pairs.stream().collect(Collectors.groupingBy(pair -> pair, Collectors.counting()));
  }

  private static int distinctImages(List<Pair> pairs) {
    return (int)
        pairs.stream()
            .flatMapToInt(pair -> IntStream.of(pair.first(), pair.second()))
            .distinct()
            .count();
  }

  // What all samplers share.

  @ParameterizedTest
  @MethodSource("samplers")
  void everyPairIsLabelledRightAndBothKindsCome(PairSampler sampler) {
    List<ChromosomeType> types = cellsOfTypes();
    List<Pair> pairs = draw(sampler, types, 0, 1);
    assertThat(everyPair(types).containsAll(pairs)).isTrue();
    assertThat(only(PairLabel.SIMILAR, pairs)).isNotEmpty();
    assertThat(only(PairLabel.DISSIMILAR, pairs)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void equalSeedsAgreeAndUnequalOnesDiffer(PairSampler sampler) {
    List<ChromosomeType> types = cellsOfTypes();
    List<Pair> pairs = draw(sampler, types, 3, 1);
    assertThat(draw(sampler, types, 3, 1)).isEqualTo(pairs);
    assertThat(draw(sampler, types, 3, 2)).isNotEqualTo(pairs);
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void epochsDifferInOrderAndUnlessDrawnOnceInPairs(PairSampler sampler) {
    List<ChromosomeType> types = cellsOfTypes();
    List<Pair> first = draw(sampler, types, 0, 1);
    List<Pair> second = draw(sampler, types, 1, 1);
    assertThat(second).isNotEqualTo(first);
    boolean samePairs = sampler.id().equals("all") || sampler.settings().flag("drawnOnce", false);
    if (samePairs) {
      assertSamePairs(second, first);
    } else {
      assertThat(new HashSet<>(second)).isNotEqualTo(new HashSet<>(first));
    }
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void theStreamEndsAndSaysSo(PairSampler sampler) {
    Iterator<Pair> pairs = sampler.sample(types("1 1 X"), 0, 1);
    while (pairs.hasNext()) {
      pairs.next();
    }
    assertThat(pairs.hasNext()).isFalse();
    assertThatThrownBy(pairs::next).isInstanceOf(NoSuchElementException.class);
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void asFewAsThreeImagesGiveBothKinds(PairSampler sampler) {
    for (int epoch = 0; epoch < 20; epoch++) {
      List<Pair> pairs = draw(sampler, types("Y 1 Y"), epoch, 1);
      assertThat(pairs)
          .contains(new Pair(0, 2, PairLabel.SIMILAR))
          .containsAnyOf(
              new Pair(0, 1, PairLabel.DISSIMILAR), new Pair(1, 2, PairLabel.DISSIMILAR));
    }
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void typesWithoutASimilarOrDissimilarPairAreRefused(PairSampler sampler) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sampler.sample(types("7 7 7"), 0, 1))
        .withMessage(
            "types: must be at least two different ones, else there is no dissimilar pair, found"
                + " only 7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sampler.sample(List.of(), 0, 1))
        .withMessageEndingWith("found none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sampler.sample(types("1 2 Y"), 0, 1))
        .withMessage(
            "types: at least one must have two images, else there is no similar pair, found one"
                + " image of each of 3");
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void aMillionImagesGiveTheirFirstPairsWithoutTheOthers(PairSampler sampler) {
    List<ChromosomeType> types =
        new Random(1)
            .ints(1_000_000, 0, 24)
            .mapToObj(ChromosomeType.ALL::get)
            .collect(Collectors.toCollection(ArrayList::new));
    // The 500 billion pairs of a million images would not fit into memory.
    Iterator<Pair> pairs = sampler.sample(types, 0, 1);
    Set<Pair> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      Pair pair = pairs.next();
      seen.add(pair);
      assertThat(pair.label() == PairLabel.SIMILAR)
          .isEqualTo(types.get(pair.first()) == types.get(pair.second()));
    }
    assertThat(pairs.hasNext()).isTrue();
    assertThat(seen).hasSizeGreaterThan(990);
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void aCallerMayChangeTheListWhileTheStreamRuns(PairSampler sampler) {
    List<ChromosomeType> types = cellsOfTypes();
    List<Pair> expected = draw(sampler, types, 0, 1);
    List<ChromosomeType> changing = new ArrayList<>(types);
    Iterator<Pair> pairs = sampler.sample(changing, 0, 1);
    changing.clear();
    assertThat(pairs).toIterable().isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void theProviderMakesAnEqualSamplerOfTheSettings(PairSampler sampler) {
    PartProvider provider =
        ServiceLoader.load(PartProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.kind() == PartKind.PAIR_SAMPLER && p.id().equals(sampler.id()))
            .findFirst()
            .orElseThrow();
    PairSampler again = (PairSampler) provider.create(Settings.of(sampler.settings().asMap()));
    assertThat(again.id()).isEqualTo(sampler.id());
    assertThat(again.settings()).isEqualTo(sampler.settings());
    assertThat(again.imagesPerGroup()).isEqualTo(sampler.imagesPerGroup());
    assertThat(draw(again, cellsOfTypes(), 2, 5)).isEqualTo(draw(sampler, cellsOfTypes(), 2, 5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider.create(Settings.EMPTY.with("misspelt", 1)))
        .withMessageContaining("found 'misspelt'");
  }

  @Test
  void inBatchIsTheDefault() {
    assertThat(
            ServiceLoader.load(PartProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(p -> p.kind() == PartKind.PAIR_SAMPLER && p.isDefault())
                .map(PartProvider::id))
        .containsExactly("in-batch");
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairSamplers.random(0))
        .withMessage("dissimilarPerSimilar: must be a number above 0, found 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairSamplers.balanced().dissimilarPerSimilar(-1))
        .withMessage("dissimilarPerSimilar: must be a number above 0, found -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairSamplers.balanced().similarPerType(0))
        .withMessage("similarPerType: must be at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairSamplers.all().imagesPerTile(1))
        .withMessage("imagesPerTile: must be at least 2, found 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairSamplers.random(2).imagesPerTile(0))
        .withMessage("imagesPerTile: must be at least 2, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairSamplers.inBatch().typesPerGroup(1))
        .withMessage("typesPerGroup: must be 2 to 24, found 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairSamplers.inBatch().typesPerGroup(25))
        .withMessage("typesPerGroup: must be 2 to 24, found 25");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PairSamplers.inBatch().imagesPerType(1))
        .withMessage("imagesPerType: must be at least 2, found 1");
  }

  // all

  @Test
  void allGivesEveryPairOnceTiledOrNot() {
    for (String labels : List.of("1 2 1", "1 1 2 2 3 3 3 3", "1 2 3 4 5 6 7 8 9 9 9 10 11")) {
      List<ChromosomeType> types = types(labels);
      assertThat(draw(PairSamplers.all(), types, 0, 1))
          .containsExactlyInAnyOrderElementsOf(everyPair(types));
      for (int images = 2; images < 30; images++) {
        assertThat(draw(PairSamplers.all().imagesPerTile(images), types, images, 1))
            .as("tiles of %s", images)
            .containsExactlyInAnyOrderElementsOf(everyPair(types));
      }
    }
  }

  @Test
  void allMixesSimilarAndDissimilarThroughTheEpoch() {
    List<Pair> pairs = draw(PairSamplers.all(), cellsOfTypes(), 0, 1);
    double share = only(PairLabel.SIMILAR, pairs).size() / (double) pairs.size();
    int part = pairs.size() / 10;
    for (int start = 0; start + part <= pairs.size(); start += part) {
      List<Pair> some = pairs.subList(start, start + part);
      assertThat(only(PairLabel.SIMILAR, some).size())
          .isCloseTo((int) (share * part), within((int) (5 * Math.sqrt(share * part))));
    }
  }

  @Test
  void tilesEmbedFewImagesForManyPairs() {
    List<ChromosomeType> types = cellsOfTypes();
    List<Pair> pairs = draw(PairSamplers.all().imagesPerTile(40), types, 0, 1);
    assertThat(PairSamplers.all().imagesPerTile(40).imagesPerGroup()).hasValue(40);
    // A tile of two sets of 20 has at least 400 pairs; cut greedily, as an encoder does.
    int batches = 0;
    Set<Integer> batch = new HashSet<>();
    for (Pair pair : pairs) {
      Set<Integer> larger = new HashSet<>(batch);
      larger.addAll(List.of(pair.first(), pair.second()));
      if (larger.size() > 40) {
        batches++;
        larger = new HashSet<>(List.of(pair.first(), pair.second()));
      }
      batch = larger;
    }
    int sets = (types.size() + 19) / 20;
    assertThat(batches).isLessThanOrEqualTo(3 * sets * (sets - 1) / 2);
    assertThat(distinctImages(pairs.subList(0, 300))).isLessThanOrEqualTo(40);
  }

  // random

  @Test
  void randomGivesEverySimilarPairAndTwiceAsManyDissimilarOnes() {
    List<ChromosomeType> types = cellsOfTypes();
    Set<Pair> similar = everyPair(types, PairLabel.SIMILAR);
    for (PairSampler sampler :
        List.of(PairSamplers.random(2), PairSamplers.random(2).imagesPerTile(50))) {
      List<Pair> pairs = draw(sampler, types, 0, 1);
      assertThat(pairs).doesNotHaveDuplicates();
      assertSamePairs(only(PairLabel.SIMILAR, pairs), similar);
      assertThat(only(PairLabel.DISSIMILAR, pairs)).hasSize(2 * similar.size());
    }
  }

  @Test
  void randomHasThePapersSizesOnThePapersData() {
    // 1,296 images: 54 of each type give 34.3K similar pairs; the paper, less even, has 36.6K.
    List<ChromosomeType> types =
        IntStream.range(0, 1296).mapToObj(i -> ChromosomeType.ALL.get(i % 24)).toList();
    List<Pair> pairs = draw(PairSamplers.random(2), types, 0, 1);
    assertThat(only(PairLabel.SIMILAR, pairs)).hasSize(24 * 54 * 53 / 2);
    assertThat(only(PairLabel.DISSIMILAR, pairs)).hasSize(2 * 24 * 54 * 53 / 2);
  }

  @Test
  void randomTakesAllDissimilarPairsWhereMoreAreWanted() {
    List<ChromosomeType> types = types("1 1 1 2 2 2");
    assertThat(draw(PairSamplers.random(100), types, 0, 1))
        .containsExactlyInAnyOrderElementsOf(everyPair(types));
  }

  @Test
  void randomDrawsEveryDissimilarPairAsOften() {
    List<ChromosomeType> types = types("1 1 1 1 2 2 3 4");
    for (PairSampler sampler :
        List.of(PairSamplers.random(1), PairSamplers.random(1).imagesPerTile(4))) {
      Map<Pair, Integer> counts = new HashMap<>();
      for (int epoch = 0; epoch < 4000; epoch++) {
        for (Pair pair : only(PairLabel.DISSIMILAR, draw(sampler, types, epoch, 9))) {
          counts.merge(pair, 1, Integer::sum);
        }
      }
      assertThat(counts.keySet()).isEqualTo(everyPair(types, PairLabel.DISSIMILAR));
      assertUniform(counts.values().stream().mapToInt(count -> count).toArray());
    }
  }

  @Test
  void tilesDoNotChangeWhichPairsRandomDraws() {
    List<ChromosomeType> types = cellsOfTypes();
    assertSamePairs(
        draw(PairSamplers.random(2).imagesPerTile(30), types, 4, 1),
        draw(PairSamplers.random(2), types, 4, 1));
  }

  // balanced

  @Test
  void balancedHasThePapersSizesOnThePapersData() {
    // 28 metaphases of men: 56 images of each of 22 types, 28 X, 28 Y; about 1,296 in all.
    List<ChromosomeType> types = new ArrayList<>();
    for (ChromosomeType type : ChromosomeType.ALL) {
      types.addAll(Collections.nCopies(type.isAutosome() ? 56 : 28, type));
    }
    List<Pair> pairs = draw(PairSamplers.balanced(), types, 0, 1);
    assertThat(pairs).doesNotHaveDuplicates();
    Map<String, Integer> similar = countByBlock(types, only(PairLabel.SIMILAR, pairs));
    Map<String, Integer> dissimilar = countByBlock(types, only(PairLabel.DISSIMILAR, pairs));
    assertThat(similar).hasSize(24);
    assertThat(similar.values()).containsOnly(375);
    assertThat(dissimilar).hasSize(276);
    assertThat(dissimilar.values()).containsOnly(65);
  }

  @Test
  void balancedTakesAsManyPairsOfEachTypeAsTheRarestHas() {
    List<ChromosomeType> types = cellsOfTypes();
    List<Pair> pairs = draw(PairSamplers.balanced(2.3), types, 0, 1);
    assertThat(pairs).doesNotHaveDuplicates();
    assertThat(countByBlock(types, only(PairLabel.SIMILAR, pairs)))
        .hasSize(24)
        .allSatisfy((type, count) -> assertThat(count).isEqualTo(5 * 4 / 2));
    assertThat(countByBlock(types, only(PairLabel.DISSIMILAR, pairs)))
        .hasSize(276)
        .allSatisfy((types2, count) -> assertThat(count).isEqualTo(Math.round(2.3 * 240 / 276)));
  }

  @Test
  void balancedRepeatsEvenlyWhereATypeHasFewerPairsThanAskedFor() {
    List<ChromosomeType> types = types("1 1 1 2 2 3");
    List<Pair> pairs = draw(PairSamplers.balanced(1).similarPerType(7), types, 0, 1);
    assertThat(countByBlock(types, pairs))
        .containsOnly(
            Map.entry("[1]", 7),
            Map.entry("[2]", 7),
            Map.entry("[1, 2]", 5),
            Map.entry("[1, 3]", 5),
            Map.entry("[2, 3]", 5));
    Map<Pair, Long> counts = counts(pairs);
    assertThat(counts.get(new Pair(3, 4, PairLabel.SIMILAR))).isEqualTo(7);
    assertThat(counts.get(new Pair(0, 1, PairLabel.SIMILAR))).isBetween(2L, 3L);
    assertThat(counts.get(new Pair(0, 5, PairLabel.DISSIMILAR))).isBetween(1L, 2L);
  }

  @Test
  void balancedShowsEachImageOnceOnAverageHoweverRareATypeIs() {
    List<ChromosomeType> types = new ArrayList<>(types("Y Y"));
    for (int i = 0; i < 2300; i++) {
      types.add(ChromosomeType.ALL.get(i % 23));
    }
    List<Pair> pairs = draw(PairSamplers.balanced(), types, 0, 1);
    assertThat(2 * pairs.size()).isCloseTo(types.size(), within(types.size() / 10));
  }

  @Test
  void balancedDrawsEveryPairOfACombinationAsOften() {
    List<ChromosomeType> types = types("1 1 1 1 1 1 2 2 2 2 2");
    Map<Pair, Integer> counts = new HashMap<>();
    for (int epoch = 0; epoch < 4000; epoch++) {
      for (Pair pair : draw(PairSamplers.balanced().similarPerType(2), types, epoch, 9)) {
        counts.merge(pair, 1, Integer::sum);
      }
    }
    assertThat(counts.keySet()).isEqualTo(everyPair(types));
    for (String block : List.of("[1]", "[2]", "[1, 2]")) {
      assertUniform(
          counts.entrySet().stream()
              .filter(e -> countByBlock(types, List.of(e.getKey())).containsKey(block))
              .mapToInt(Map.Entry::getValue)
              .toArray());
    }
  }

  // in-batch

  @Test
  void inBatchGivesAllPairsOfEachGroupInTurn() {
    // 4 images of each of 24 types and 2 a group: 48 images a group, 2 groups.
    List<ChromosomeType> types =
        IntStream.range(0, 96).mapToObj(i -> ChromosomeType.ALL.get(i % 24)).toList();
    PairSampler sampler = PairSamplers.inBatch().imagesPerType(2);
    assertThat(sampler.imagesPerGroup()).hasValue(48);
    List<Pair> pairs = draw(sampler, types, 0, 1);
    int size = 48 * 47 / 2;
    assertThat(pairs).hasSize(2 * size).doesNotHaveDuplicates();
    for (int group = 0; group < 2; group++) {
      List<Pair> some = pairs.subList(group * size, (group + 1) * size);
      assertThat(distinctImages(some)).isEqualTo(48);
      assertThat(countByBlock(types, only(PairLabel.SIMILAR, some)))
          .hasSize(24)
          .allSatisfy((type, count) -> assertThat(count).isOne());
      assertThat(countByBlock(types, only(PairLabel.DISSIMILAR, some)))
          .hasSize(276)
          .allSatisfy((type, count) -> assertThat(count).isEqualTo(4));
    }
    assertThat(distinctImages(pairs)).as("each image once").isEqualTo(96);
  }

  @Test
  void inBatchTakesEightImagesOfEachOf24Types() {
    List<ChromosomeType> types =
        IntStream.range(0, 24 * 80).mapToObj(i -> ChromosomeType.ALL.get(i % 24)).toList();
    List<Pair> pairs = draw(PairSamplers.inBatch(), types, 0, 1);
    assertThat(PairSamplers.inBatch().imagesPerGroup()).hasValue(192);
    assertThat(pairs).hasSize(10 * 192 * 191 / 2);
    assertThat(distinctImages(pairs.subList(0, 192 * 191 / 2))).isEqualTo(192);
    assertThat(distinctImages(pairs)).isEqualTo(types.size());
  }

  @Test
  void inBatchTakesWhatThereIsOfARareTypeAndNoImageTwice() {
    List<ChromosomeType> types = new ArrayList<>(types("Y X X X"));
    types.addAll(Collections.nCopies(20, ChromosomeType.C1));
    // Groups of 1 Y, 3 X and 6 of 20 images: 10 images, 2 groups.
    List<Pair> pairs = draw(PairSamplers.inBatch().imagesPerType(6), types, 0, 1);
    assertThat(pairs).hasSize(2 * 10 * 9 / 2);
    for (int group = 0; group < 2; group++) {
      List<Pair> some = pairs.subList(group * 45, (group + 1) * 45);
      assertThat(some).doesNotHaveDuplicates();
      assertThat(distinctImages(some)).isEqualTo(10);
      assertThat(countByBlock(types, some))
          .containsOnly(
              Map.entry("[X]", 3),
              Map.entry("[1]", 15),
              Map.entry("[1, Y]", 6),
              Map.entry("[X, Y]", 3),
              Map.entry("[1, X]", 18));
    }
    assertThat(countByBlock(types, pairs).get("[1]")).isEqualTo(30);
  }

  @Test
  void inBatchDealsAnImageAgainOnlyWhenItsTypeIsUsedUp() {
    List<ChromosomeType> types =
        IntStream.range(0, 2 * 35).mapToObj(i -> ChromosomeType.ALL.get(i % 2)).toList();
    // 10 of 35 images of each of 2 types in a group: 4 groups (70 / 20 = 3.5).
    List<Pair> pairs = draw(PairSamplers.inBatch().imagesPerType(10), types, 0, 1);
    assertThat(pairs).hasSize(4 * 190);
    Map<Integer, Integer> groupsOfImage = new HashMap<>();
    for (int group = 0; group < 4; group++) {
      pairs.subList(group * 190, (group + 1) * 190).stream()
          .flatMapToInt(pair -> IntStream.of(pair.first(), pair.second()))
          .distinct()
          .forEach(image -> groupsOfImage.merge(image, 1, Integer::sum));
    }
    assertThat(groupsOfImage).hasSize(70);
    assertThat(groupsOfImage.values().stream().filter(groups -> groups == 2)).hasSize(10);
    assertThat(groupsOfImage.values()).containsOnly(1, 2);
  }

  @Test
  void inBatchDrawsEveryCombinationOfFewerTypesAsOften() {
    List<ChromosomeType> types = types("1 1 2 2 3 3 4 4 5 5");
    Map<String, Integer> counts = new HashMap<>();
    for (int epoch = 0; epoch < 1000; epoch++) {
      List<Pair> pairs =
          draw(PairSamplers.inBatch().typesPerGroup(2).imagesPerType(2), types, epoch, 3);
      // 4 images a group, 10 images: 2.5 groups, rounded up to 3.
      assertThat(pairs).hasSize(3 * 6);
      countByBlock(types, only(PairLabel.DISSIMILAR, pairs))
          .forEach((block, count) -> counts.merge(block, count / 4, Integer::sum));
    }
    assertThat(counts).hasSize(10);
    assertUniform(counts.values().stream().mapToInt(count -> count).toArray());
  }
}
