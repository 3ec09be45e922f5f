package io.karyo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.NoChromosomeException;
import io.karyo.chromosome.Placement;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.model.internal.Json;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import io.karyo.photo.Region.Corner;
import io.karyo.photo.Segmentation;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Outlines of a photographed cell are corrected. Chromosomes are 0 (long), 2 (short), and 3 and 4,
 * which touch; 1 is an empty place.
 */
class PhotographCorrectionTest {

  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private static final AtomicInteger STRAIGHTENED = new AtomicInteger();

  @SuppressWarnings("NullAway.Init")
  private static Karyotyper karyotyper;

  @SuppressWarnings("NullAway.Init")
  private static Karyotype found;

  @BeforeAll
  static void findsOnce() throws IOException {
    karyotyper = trained();
    found = karyotyper.karyotype(PhotographTest.photograph());
  }

  private static Karyotyper trained() throws IOException {
    return PhotographTest.builder()
        .straightener(
            image -> {
              STRAIGHTENED.incrementAndGet();
              return FakeParts.straightener().straighten(image);
            })
        .segmenter(new PhotographTest.Knowing("a note"))
        .train(PhotographTest.dataset());
  }

  @AfterAll
  static void closes() {
    karyotyper.close();
  }

  private static List<Corner> across(int y) {
    return List.of(new Corner(6, y), new Corner(8, y));
  }

  private static List<Integer> numbers(Karyotype karyotype) {
    return karyotype.placements().stream().map(Placement::chromosome).toList();
  }

  /** What holds for every karyotype of a photograph. */
  private static void assertConsistent(Karyotype karyotype) {
    Segmentation segmentation = karyotype.segmentation().orElseThrow();
    assertThat(segmentation.numbers()).containsAll(numbers(karyotype));
    for (int number : segmentation.numbers()) {
      assertThat(karyotype.image(number)).isEqualTo(segmentation.cutOut(number));
    }
  }

  @Test
  void aSplitReadsOnlyThePiecesAndKeepsWhatIsKnownOfTheOthers() {
    Karyotype pinned =
        found.withPinned(2, ChromosomeType.X).withFlipped(3).withPinned(0, ChromosomeType.C9);
    int before = STRAIGHTENED.get();
    Karyotype split = pinned.at(NOON).split(0, across(60));
    assertThat(STRAIGHTENED.get() - before).isEqualTo(2);
    assertThat(numbers(split)).containsExactly(2, 3, 4, 5, 6);
    assertThat(split.placement(2).designation().type()).contains(ChromosomeType.X);
    assertThat(split.placement(2).pinned()).isTrue();
    assertThat(split.polarity(3)).isEqualTo(Polarity.P_DOWN);
    assertThat(split.placement(5).pinned()).as("a pin ends with its number").isFalse();
    assertThat(split.image(0)).as("still there").isEqualTo(found.image(0));
    assertConsistent(split);
    Correction correction = split.corrections().get(3);
    assertThat(correction.kind()).isEqualTo(Correction.Kind.SPLIT);
    assertThat(correction.chromosome()).isZero();
    assertThat(correction.from()).isEqualTo("0");
    assertThat(correction.to()).isEqualTo("5, 6");
    assertThat(correction.when()).contains(NOON);
    assertThat(correction.regions())
        .extracting(Correction.RegionChange::chromosome)
        .containsExactly(0, 5, 6);
    assertThat(numbers(pinned)).as("the karyotype before is as it was").contains(0);
    assertThat(split.placement(6).designation().type())
        .as("by its new length")
        .contains(ChromosomeType.C21);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> split.withPinned(0, ChromosomeType.C1))
        .withMessageContaining("chromosome: must not have been removed, split or merged, found 0");
  }

  @Test
  void mergedChromosomesAreOneOfANewNumber() {
    Karyotype merged = found.merged(4, 3);
    assertThat(numbers(merged)).containsExactly(0, 2, 5);
    assertConsistent(merged);
    Correction correction = merged.corrections().get(0);
    assertThat(correction.chromosome()).isEqualTo(3);
    assertThat(correction.from()).isEqualTo("3, 4");
    assertThat(correction.to()).isEqualTo("5");
    Karyotype again = merged.split(5, List.of(new Corner(85, 3), new Corner(85, 70)));
    assertThat(numbers(again)).containsExactly(0, 2, 6, 7);
    assertConsistent(again);
  }

  @Test
  void aRemovedChromosomeIsReadAgainOnlyIfItLooksDifferentNow() {
    Karyotype without = found.withPinned(4, ChromosomeType.X).without(4);
    int before = STRAIGHTENED.get();
    assertThat(without.withRestored(4).placements())
        .isEqualTo(found.withPinned(4, ChromosomeType.X).placements());
    assertThat(STRAIGHTENED.get()).isEqualTo(before);
    Karyotype outlined = without.withOutline(3, PhotographTest.region(new Box(80, 5, 5, 50)));
    assertThat(outlined.removed()).containsExactly(4);
    before = STRAIGHTENED.get();
    Karyotype restored = outlined.withRestored(4);
    assertThat(STRAIGHTENED.get() - before).isEqualTo(1);
    assertThat(restored.placement(4).pinned()).isTrue();
    assertConsistent(restored);
    assertThat(without.merged(3, 4).removed()).as("it is no more").isEmpty();
    Region shorter = PhotographTest.region(new Box(85, 5, 5, 50));
    assertThat(without.withOutline(4, shorter).removed()).as("it is placed again").isEmpty();
  }

  @Test
  void anotherOutlineKeepsNumberPinAndPolarity() {
    Karyotype pinned = found.withPinned(3, ChromosomeType.X).withFlipped(3);
    Region shorter = PhotographTest.region(new Box(80, 5, 5, 50));
    Karyotype outlined = pinned.withOutline(3, shorter);
    assertThat(numbers(outlined)).isEqualTo(numbers(found));
    assertThat(outlined.placement(3).pinned()).isTrue();
    assertThat(outlined.polarity(3)).isEqualTo(Polarity.P_DOWN);
    assertThat(outlined.image(4)).as("the neighbour reaches further").isNotEqualTo(found.image(4));
    assertThat(outlined.segmentation().orElseThrow().chromosome(3)).isEqualTo(shorter);
    assertConsistent(outlined);
    assertThat(outlined.corrections().get(2).from()).isEqualTo("3");
    assertThat(outlined.corrections().get(2).to()).isEqualTo("3");
  }

  @Test
  void anOutlineOrAnAdditionPlacesWhatWasNot() {
    Region short2 = PhotographTest.region(new Box(60, 5, 5, 28));
    assertThat(numbers(found.without(2).withOutline(2, short2))).isEqualTo(numbers(found));
    Region more = PhotographTest.region(new Box(60, 5, 5, 29));
    Karyotype added = found.added(more);
    assertThat(numbers(added)).containsExactly(0, 2, 3, 4, 5);
    assertThat(added.corrections().get(0).from()).isEmpty();
    assertThat(added.corrections().get(0).to()).isEqualTo("5");
    assertConsistent(added);
  }

  @Test
  void whereNoChromosomeIsSeenNothingChanges() {
    Region empty = PhotographTest.region(new Box(100, 80, 5, 30));
    assertThatExceptionOfType(NoChromosomeException.class)
        .isThrownBy(() -> found.added(empty))
        .withMessage(
            "cell.png, chromosome 6: must show a chromosome after a correction, found none: all"
                + " pixels have one tone");
    assertThat(numbers(found)).containsExactly(0, 2, 3, 4);
    assertThat(found.corrections()).isEmpty();
  }

  @Test
  void aCellWithoutAPhotographIsRefused() {
    List<ChromosomeImage> images = List.of(found.image(0), found.image(2));
    Karyotype plain = karyotyper.karyotype(new Cell("plain", images));
    assertThatIllegalStateException()
        .isThrownBy(() -> plain.split(0, across(60)))
        .withMessage(
            "karyotype: must be that of a photograph to correct outlines, found that of cell"
                + " 'plain', whose chromosomes were cut out before");
    assertThatIllegalStateException().isThrownBy(() -> plain.merged(0, 1));
  }

  @Test
  void aClosedKaryotyperReadsNothingMore() throws IOException {
    Karyotype left;
    try (Karyotyper once = trained()) {
      left = once.karyotype(PhotographTest.photograph());
    }
    assertThat(left.withPinned(0, ChromosomeType.X).placement(0).pinned()).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> left.split(0, across(60)))
        .withMessage("karyotyper: must be open, found closed");
  }

  private static Map<?, ?> object(@Nullable Object json) {
    return (Map<?, ?>) Objects.requireNonNull(json);
  }

  private static List<?> array(@Nullable Object json) {
    return (List<?>) Objects.requireNonNull(json);
  }

  @Test
  void theJsonHasWhatChromosomesShare() {
    assertThat(found.toJson()).doesNotContain("\"overlap\"");
    Region wider = PhotographTest.region(new Box(80, 5, 7, 60));
    Map<?, ?> json = object(Json.parse(found.withOutline(3, wider).toJson()));
    for (Object one : array(json.get("chromosomes"))) {
      Map<?, ?> chromosome = object(one);
      boolean crossed = List.of(3L, 4L).contains(chromosome.get("chromosome"));
      assertThat(chromosome.containsKey("overlap")).isEqualTo(crossed);
      if (crossed) {
        assertThat(chromosome.get("overlap"))
            .isEqualTo(List.of(List.of(87L, 5L, 87L, 65L, 85L, 65L, 85L, 5L)));
      }
    }
  }

  @Test
  void theJsonHasPlacesOutlinesAndCorrections() {
    Map<?, ?> json = object(Json.parse(found.split(0, across(60)).toJson()));
    assertThat(json.get("version")).isEqualTo(2L);
    Map<?, ?> photograph = object(json.get("photograph"));
    assertThat(photograph.get("name")).isEqualTo("cell.png");
    assertThat(photograph.get("width")).isEqualTo(120L);
    assertThat(photograph.get("height")).isEqualTo(120L);
    assertThat(array(photograph.get("notes"))).asString().isEqualTo("[a note]");
    Map<?, ?> other = object(array(photograph.get("others")).get(0));
    assertThat(other.get("kind")).isEqualTo("DEBRIS");
    assertThat(other.get("box")).isEqualTo(List.of(100L, 100L, 4L, 4L));
    Map<?, ?> piece = object(array(json.get("chromosomes")).get(3));
    assertThat(piece.get("chromosome")).isEqualTo(5L);
    assertThat(piece.get("box")).isEqualTo(List.of(5L, 5L, 5L, 55L));
    assertThat(piece.get("outline"))
        .isEqualTo(List.of(List.of(10L, 5L, 10L, 60L, 5L, 60L, 5L, 5L)));
    Map<?, ?> correction = object(array(json.get("corrections")).get(0));
    assertThat(correction.get("kind")).isEqualTo("SPLIT");
    assertThat(correction.get("to")).isEqualTo("5, 6");
    Map<?, ?> change = object(array(correction.get("regions")).get(0));
    assertThat(change.get("chromosome")).isEqualTo(0L);
    assertThat(change.get("after")).isNull();
    assertThat(array(change.get("before"))).hasSize(1);
  }
}
