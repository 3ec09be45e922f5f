package io.karyo.cli.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.Pair;
import io.karyo.spi.PairSampler;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SharedImagesTest {

  private static final int GROUP = 40;
  private static final PairSampler BALANCED = PairSamplers.balanced().similarPerType(50);
  private static final List<ChromosomeType> TYPES = types();

  private static List<ChromosomeType> types() {
    List<ChromosomeType> types = new ArrayList<>();
    for (int i = 0; i < 203; i++) {
      types.add(ChromosomeType.ALL.get(i % 9));
    }
    return types;
  }

  private static List<Pair> pairs(PairSampler sampler, int epoch, long seed) {
    List<Pair> pairs = new ArrayList<>();
    sampler.sample(TYPES, epoch, seed).forEachRemaining(pairs::add);
    return pairs;
  }

  private static List<String> sorted(List<Pair> pairs) {
    return pairs.stream().map(Pair::toString).sorted().toList();
  }

  /** How often an image is embedded if pairs go on in a batch until it has so many images. */
  private static int embeddings(Iterator<Pair> pairs) {
    int embeddings = 0;
    Set<Integer> batch = new HashSet<>();
    while (pairs.hasNext()) {
      Pair pair = pairs.next();
      Set<Integer> grown = new HashSet<>(batch);
      grown.add(pair.first());
      grown.add(pair.second());
      if (grown.size() > GROUP) {
        embeddings += batch.size();
        grown = new HashSet<>(Set.of(pair.first(), pair.second()));
      }
      batch = grown;
    }
    return embeddings + batch.size();
  }

  @Test
  void thePairsAreThoseOfTheOtherSampler() {
    PairSampler shared = new SharedImages(BALANCED, GROUP);
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(sorted(pairs(shared, epoch, 7))).isEqualTo(sorted(pairs(BALANCED, epoch, 7)));
    }
  }

  @Test
  void theyNeedFarFewerEmbeddings() {
    PairSampler shared = new SharedImages(BALANCED, GROUP);
    // 55 meetings of 11 sets of 20 images, and a batch may end between two of them.
    assertThat(embeddings(shared.sample(TYPES, 0, 7)))
        .isLessThan(2 * 55 * GROUP)
        .isLessThan(embeddings(BALANCED.sample(TYPES, 0, 7)));
    assertThat(shared.imagesPerGroup()).hasValue(GROUP);
  }

  @Test
  void equalSeedsAndEpochsGiveEqualOrdersAndOthersOther() {
    PairSampler shared = new SharedImages(PairSamplers.all(), GROUP);
    assertThat(pairs(shared, 1, 7)).isEqualTo(pairs(shared, 1, 7));
    assertThat(pairs(shared, 1, 7)).isNotEqualTo(pairs(shared, 2, 7));
    assertThat(pairs(shared, 1, 7)).isNotEqualTo(pairs(shared, 1, 8));
  }

  @Test
  void settingsNameTheOtherSampler() {
    assertThat(new SharedImages(BALANCED, GROUP).settings())
        .isNotEqualTo(new SharedImages(PairSamplers.all(), GROUP).settings())
        .isNotEqualTo(new SharedImages(BALANCED, GROUP + 1).settings());
  }

  @Test
  void aGroupHasAtLeastTwoImages() {
    assertThatThrownBy(() -> new SharedImages(BALANCED, 1))
        .hasMessage("imagesPerGroup: must be at least 2, found 1");
  }
}
