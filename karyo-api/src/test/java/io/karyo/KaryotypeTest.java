package io.karyo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.BandProfile;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Explanation;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.Placement;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.iscn.Iscn;
import io.karyo.model.internal.Json;
import io.karyo.spi.Assignment;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.TrainedAssigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With an assigner that takes each chromosome for its most probable type. */
class KaryotypeTest {

  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private static final CellEvidence EMPTY = new CellEvidence(List.of(), 0.9);

  /** Two alternatives, doubt below the wanted precision, polarity as given or up. */
  private static final TrainedAssigner EACH_BY_ITSELF =
      new TrainedAssigner() {
        @Override
        public Assignment assign(CellEvidence cell) {
          return new Assignment(
              cell.chromosomes().stream().map(c -> place(c, cell.precision())).toList(),
              1.5,
              Iscn.of(new int[24], 0),
              false);
        }

        @Override
        public Optional<BandProfile> idealProfile(ChromosomeType type) {
          return type == ChromosomeType.C3
              ? Optional.of(new BandProfile(0.1f, 0.9f))
              : Optional.empty();
        }
      };

  private static Placement place(CellEvidence.Chromosome chromosome, double precision) {
    Polarity polarity = chromosome.polarity().orElse(Polarity.P_UP);
    Classification best = chromosome.upright(polarity);
    boolean pinned = chromosome.pinned().isPresent();
    return new Placement(
        chromosome.number(),
        chromosome.pinned().orElse(Designation.of(best.type())),
        best.probability(),
        pinned ? Double.POSITIVE_INFINITY : 0.5,
        List.of(new Placement.Alternative(Designation.of(ChromosomeType.C3), 0.1)),
        polarity,
        0.75,
        pinned,
        !pinned && best.probability() < precision);
  }

  private static Classification classification(ChromosomeType type, double probability) {
    float[] probabilities = new float[24];
    Arrays.fill(probabilities, (float) (1 - probability) / 23);
    probabilities[type.ordinal()] = (float) probability;
    Straightened image = Straightened.builder(2, 1, new float[] {0.25f, 0.75f}).build();
    return new Classification(new TypeProbabilities(probabilities), new Embedding(1), image);
  }

  /** Turned, each chromosome looks like a 22. */
  private static Karyotype karyotype(TrainedAssigner assigner, ChromosomeType... types) {
    List<CellEvidence.Chromosome> chromosomes = new ArrayList<>();
    List<ChromosomeImage> images = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      chromosomes.add(
          new CellEvidence.Chromosome(
              i, classification(types[i], 0.9), classification(ChromosomeType.C22, 0.5)));
      images.add(ChromosomeImage.of(1, 2, new byte[] {0, 1}).withSource("image " + i));
    }
    return Karyotype.of(
        new Cell("cell", images),
        null,
        new CellEvidence(chromosomes, Karyotype.DEFAULT_PRECISION),
        assigner,
        Optional.empty(),
        (embedding, count) ->
            IntStream.range(0, count)
                .mapToObj(i -> new Explanation.Neighbour(ChromosomeType.X, i))
                .toList());
  }

  private static Karyotype karyotype(ChromosomeType... types) {
    return karyotype(EACH_BY_ITSELF, types);
  }

  @Test
  void aPinIsTakenBack() {
    Karyotype found = karyotype(ChromosomeType.X, ChromosomeType.C21);
    Karyotype back = found.withPinned(1, ChromosomeType.C9).withUnpinned(1);
    assertThat(back.placements()).isEqualTo(found.placements());
    assertThat(back.corrections().get(1))
        .isEqualTo(
            new Correction(Correction.Kind.UNPINNED, 1, "9", "not pinned", Optional.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> back.withUnpinned(1))
        .withMessage("chromosome: must be pinned, found 1");
  }

  @Test
  void aRemovedChromosomeIsRestoredAsItWas() {
    Karyotype found =
        karyotype(ChromosomeType.X, ChromosomeType.C21, ChromosomeType.C1)
            .withPinned(1, ChromosomeType.C9)
            .withFlipped(1);
    Karyotype without = found.without(1).without(0);
    assertThat(without.removed()).containsExactly(0, 1);
    Karyotype back = without.withRestored(1);
    assertThat(back.removed()).containsExactly(0);
    assertThat(back.placement(1)).isEqualTo(found.placement(1));
    assertThat(back.withRestored(0).placements()).isEqualTo(found.placements());
    assertThat(back.corrections().get(4).kind()).isEqualTo(Correction.Kind.RESTORED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> back.withRestored(1))
        .withMessage("chromosome: must have been removed, found 1");
  }

  @Test
  void countsWhatWasPlaced() {
    Karyotype karyotype =
        karyotype(ChromosomeType.X, ChromosomeType.C21, ChromosomeType.Y)
            .withPinned(1, Designation.MARKER);
    assertThat(karyotype.iscn().count(ChromosomeType.X)).isEqualTo(1);
    assertThat(karyotype.iscn().markers()).isEqualTo(1);
    assertThat(karyotype.iscn().total()).isEqualTo(3);
    assertThat(karyotype.cell()).isEqualTo("cell");
    assertThat(karyotype.margin()).isEqualTo(1.5);
    assertThat(karyotype.runnerUp().total()).isZero();
  }

  @Test
  void aChromosomeIsAsTypicalAsTheAssignerSays() {
    TrainedAssigner knowing =
        new TrainedAssigner() {
          @Override
          public Assignment assign(CellEvidence cell) {
            return EACH_BY_ITSELF.assign(cell);
          }

          @Override
          public OptionalDouble typicality(Classification chromosome) {
            return OptionalDouble.of(chromosome.type() == ChromosomeType.C22 ? 0.25 : 0.75);
          }
        };
    Karyotype karyotype = karyotype(knowing, ChromosomeType.C1);
    assertThat(karyotype.classification(0).typicality()).hasValue(0.75);
    assertThat(karyotype.withFlipped(0).classification(0).typicality()).hasValue(0.25);
    assertThat(karyotype(ChromosomeType.C1).classification(0).typicality()).isEmpty();
  }

  @Test
  void aPinChangesOneChromosomeAndTheFirstKaryotypeStays() {
    Karyotype before = karyotype(ChromosomeType.C1, ChromosomeType.C2);
    Karyotype after = before.withPinned(1, ChromosomeType.C9);
    assertThat(after.placement(1).designation()).isEqualTo(Designation.of(ChromosomeType.C9));
    assertThat(after.placement(1).pinned()).isTrue();
    assertThat(after.placement(0)).isEqualTo(before.placement(0));
    assertThat(before.placement(1).designation()).isEqualTo(Designation.of(ChromosomeType.C2));
    assertThat(before.corrections()).isEmpty();
  }

  @Test
  void aFlippedChromosomeIsSeenTheOtherWayUp() {
    Karyotype flipped = karyotype(ChromosomeType.C1, ChromosomeType.C2).withFlipped(1);
    assertThat(flipped.polarity(1)).isEqualTo(Polarity.P_DOWN);
    assertThat(flipped.placement(1).designation()).isEqualTo(Designation.of(ChromosomeType.C22));
    assertThat(flipped.classification(1).type()).isEqualTo(ChromosomeType.C22);
    assertThat(flipped.withFlipped(1).polarity(1)).isEqualTo(Polarity.P_UP);
  }

  @Test
  void whatIsRemovedIsGoneAndTheOthersKeepTheirNumbers() {
    Karyotype without =
        karyotype(ChromosomeType.C1, ChromosomeType.C2, ChromosomeType.C4).without(1);
    assertThat(without.placements()).extracting(Placement::chromosome).containsExactly(0, 2);
    assertThat(without.placement(2).designation()).isEqualTo(Designation.of(ChromosomeType.C4));
    assertThat(without.image(1).source()).isEqualTo("image 1");
    assertThat(without.withPinned(2, ChromosomeType.C5).placement(2).designation().label())
        .isEqualTo("5");
    for (int gone : new int[] {1}) {
      assertThatThrownBy(() -> without.placement(gone))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("chromosome: must not have been removed, split or merged, found 1");
    }
    assertThatThrownBy(() -> without.without(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chromosome: must be 0 to 2, found 3");
  }

  @Test
  void correctionsAreKeptInOrderWithTheirTimes() {
    Karyotype corrected =
        karyotype(ChromosomeType.C1, ChromosomeType.C2, ChromosomeType.C4)
            .without(2)
            .at(NOON)
            .withPinned(0, ChromosomeType.C7)
            .withFlipped(1);
    assertThat(corrected.corrections())
        .containsExactly(
            new Correction(Correction.Kind.REMOVED, 2, "4", "removed", Optional.empty()),
            new Correction(Correction.Kind.PINNED, 0, "1", "7", Optional.of(NOON)),
            new Correction(Correction.Kind.FLIPPED, 1, "P_UP", "P_DOWN", Optional.of(NOON)));
  }

  @Test
  void marksWhatIsTooDoubtfulForThePrecisionThatIsWanted() {
    Karyotype strict = karyotype(ChromosomeType.C1);
    assertThat(strict.needsReview()).isTrue();
    Karyotype lenient = strict.withPrecision(0.8);
    assertThat(lenient.needsReview()).isFalse();
    assertThat(lenient.placement(0).review()).isFalse();
    assertThatThrownBy(() -> strict.withPrecision(0))
        .hasMessage("precision: must be more than 0 and at most 1, found 0.0");
  }

  @Test
  void aCellIsForReviewIfItsNumbersAreOrIfItIsUnfamiliar() {
    Karyotype plain = karyotype(ofCell(false, OptionalDouble.of(0.97), false), ChromosomeType.C1);
    assertThat(plain.withPrecision(0.5).needsReview()).isFalse();
    assertThat(plain.vouchedPrecision()).hasValue(0.97);
    assertThat(plain.toJson()).contains("\"vouchedPrecision\": 0.97");
    Karyotype numbers = karyotype(ofCell(true, OptionalDouble.empty(), false), ChromosomeType.C1);
    assertThat(numbers.withPrecision(0.5).needsReview()).isTrue();
    assertThat(numbers.numbersNeedReview()).isTrue();
    assertThat(numbers.isUnfamiliar()).isFalse();
    Karyotype unfamiliar =
        karyotype(ofCell(false, OptionalDouble.empty(), true), ChromosomeType.C1);
    assertThat(unfamiliar.withPrecision(0.5).needsReview()).isTrue();
    assertThat(unfamiliar.numbersNeedReview()).isFalse();
    assertThat(unfamiliar.isUnfamiliar()).isTrue();
    assertThatThrownBy(() -> ofCell(false, OptionalDouble.of(1.5), false).assign(EMPTY))
        .hasMessage("vouched: must be 0 to 1, found 1.5");
  }

  private static TrainedAssigner ofCell(
      boolean numbers, OptionalDouble vouched, boolean unfamiliar) {
    return cell ->
        new Assignment(
            EACH_BY_ITSELF.assign(cell).placements(),
            1.5,
            Iscn.of(new int[24], 0),
            numbers,
            vouched,
            unfamiliar);
  }

  @Test
  void explainsWithProfilesAndNeighbours() {
    Explanation explanation = karyotype(ChromosomeType.C3, ChromosomeType.C2).explain(0);
    assertThat(explanation.placement().chromosome()).isZero();
    assertThat(explanation.upright().bandProfile()).containsExactly(0.25f, 0.75f);
    assertThat(explanation.ideal()).contains(new BandProfile(0.1f, 0.9f));
    assertThat(explanation.runnerUp()).contains(Designation.of(ChromosomeType.C3));
    assertThat(explanation.runnerUpIdeal()).contains(new BandProfile(0.1f, 0.9f));
    assertThat(explanation.nearest()).hasSize(5);
    assertThat(karyotype(ChromosomeType.C2).explain(0).ideal()).isEmpty();
  }

  @Test
  void anAssignerThatLosesOrReordersChromosomesIsFoundOut() {
    for (TrainedAssigner broken :
        List.<TrainedAssigner>of(
            cell ->
                new Assignment(
                    EACH_BY_ITSELF.assign(cell).placements().subList(0, 1),
                    0,
                    Iscn.of(new int[24], 0),
                    false),
            cell -> {
              Assignment assignment = EACH_BY_ITSELF.assign(cell);
              return new Assignment(
                  List.of(assignment.placements().get(1), assignment.placements().get(0)),
                  0,
                  assignment.runnerUp(),
                  false);
            })) {
      assertThatThrownBy(() -> karyotype(broken, ChromosomeType.C1, ChromosomeType.C2))
          .isInstanceOf(KaryoException.class)
          .hasMessageContaining("assigner: must place the chromosomes [0, 1] in their order");
    }
  }

  private static Map<?, ?> object(@Nullable Object json) {
    return (Map<?, ?>) Objects.requireNonNull(json);
  }

  private static List<?> array(@Nullable Object json) {
    return (List<?>) Objects.requireNonNull(json);
  }

  @Test
  void theJsonHoldsEverythingButTheImages(@TempDir Path folder) throws IOException {
    Karyotype karyotype =
        karyotype(ChromosomeType.X, ChromosomeType.C2)
            .at(NOON)
            .withPinned(1, Designation.of(ChromosomeType.C7));
    Path file = folder.resolve("karyotype.json");
    karyotype.write(file);
    assertThat(Files.readString(file)).isEqualTo(karyotype.toJson());
    Map<?, ?> json = object(Json.parse(karyotype.toJson()));
    assertThat(json.get("format")).isEqualTo("karyo-karyotype");
    assertThat(json.get("version")).isEqualTo(2L);
    assertThat(json.get("cell")).isEqualTo("cell");
    assertThat(json.get("iscn")).isEqualTo(karyotype.iscn().toString());
    assertThat(json.get("precision")).isEqualTo(0.99);
    assertThat(json.containsKey("vouchedPrecision")).isTrue();
    assertThat(json.get("vouchedPrecision")).isNull();
    assertThat(json.get("review")).isEqualTo(true);
    assertThat(json.get("numbersReview")).isEqualTo(false);
    assertThat(json.get("unfamiliar")).isEqualTo(false);
    List<?> chromosomes = array(json.get("chromosomes"));
    Map<?, ?> pinned = object(chromosomes.get(1));
    assertThat(pinned.get("chromosome")).isEqualTo(1L);
    assertThat(pinned.get("source")).isEqualTo("image 1");
    assertThat(pinned.get("designation")).isEqualTo("7");
    assertThat(pinned.get("pinned")).isEqualTo(true);
    assertThat(pinned.get("margin")).as("JSON has no infinity").isNull();
    assertThat(pinned.get("polarity")).isEqualTo("P_UP");
    assertThat(object(array(pinned.get("alternatives")).get(0)).get("designation")).isEqualTo("3");
    Map<?, ?> correction = object(array(json.get("corrections")).get(0));
    assertThat(correction.get("kind")).isEqualTo("PINNED");
    assertThat(correction.get("from")).isEqualTo("2");
    assertThat(correction.get("to")).isEqualTo("7");
    assertThat(correction.get("when")).isEqualTo("2026-01-02T12:00:00Z");
  }

  @Test
  void valuesAreChecked() {
    assertThatThrownBy(
            () ->
                new Placement(
                    0, Designation.MARKER, 1.5, 0, List.of(), Polarity.P_UP, 1, false, false))
        .hasMessage("probability: must be 0 to 1, found 1.5");
    assertThatThrownBy(
            () ->
                new Placement(
                    0, Designation.MARKER, 1, -1, List.of(), Polarity.P_UP, 1, false, false))
        .hasMessage("margin: must be at least 0, found -1.0");
    assertThatThrownBy(
            () ->
                new Placement(
                    0, Designation.MARKER, 1, 0, List.of(), Polarity.P_UP, 2, false, false))
        .hasMessage("polarityProbability: must be 0 to 1, found 2.0");
    assertThatThrownBy(() -> new Assignment(List.of(), Double.NaN, Iscn.of(new int[24], 0), false))
        .hasMessage("margin: must be at least 0, found NaN");
    assertThat(Designation.MARKER.label()).isEqualTo("mar");
    assertThat(Polarity.P_UP.turned()).isEqualTo(Polarity.P_DOWN);
    assertThat(Polarity.P_DOWN.turned()).isEqualTo(Polarity.P_UP);
  }
}
