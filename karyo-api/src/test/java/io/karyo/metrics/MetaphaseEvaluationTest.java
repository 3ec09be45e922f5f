package io.karyo.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.LabelledBox;
import io.karyo.data.LabelledMetaphase;
import io.karyo.image.Metaphase;
import io.karyo.metrics.MetaphaseEvaluation.Photograph;
import io.karyo.photo.Box;
import io.karyo.photo.Cluster;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class MetaphaseEvaluationTest {

  private static final ChromosomeType ONE = ChromosomeType.C1;
  private static final ChromosomeType TWO = ChromosomeType.C2;

  private static Box box(int place) {
    return new Box(100 * place, 0, 20, 40);
  }

  private static FoundChromosome found(int place, ChromosomeType type, double probability) {
    return new FoundChromosome(
        box(place), probability, Optional.of(type), Map.of(type, probability));
  }

  /** A photograph with chromosomes side by side. */
  private static Photograph photo(
      String id,
      Optional<String> finding,
      List<ChromosomeType> truth,
      List<FoundChromosome> found) {
    List<LabelledBox> boxes = new ArrayList<>();
    for (int i = 0; i < truth.size(); i++) {
      boxes.add(new LabelledBox(truth.get(i), box(i)));
    }
    return new Photograph(id, finding, boxes, found);
  }

  private static Photograph photo(List<ChromosomeType> truth, FoundChromosome... found) {
    return photo("case", Optional.empty(), truth, List.of(found));
  }

  /** The types of a cell with some more; X and Y are the first ones. */
  private static List<ChromosomeType> male(ChromosomeType... more) {
    List<ChromosomeType> types = new ArrayList<>(List.of(ChromosomeType.X, ChromosomeType.Y));
    for (ChromosomeType type : ChromosomeType.ALL) {
      if (type.isAutosome()) {
        types.add(type);
        types.add(type);
      }
    }
    types.addAll(List.of(more));
    return types;
  }

  private static List<FoundChromosome> all(int count, IntFunction<ChromosomeType> type) {
    List<FoundChromosome> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      found.add(found(i, type.apply(i), 0.9));
    }
    return found;
  }

  @Test
  void figuresAreThoseCountedByHand() {
    MetaphaseEvaluation evaluation =
        MetaphaseEvaluation.of(
            List.of(
                photo(List.of(ONE, TWO), found(0, ONE, 0.9), found(1, TWO, 0.8)),
                photo(List.of(ONE, TWO), found(0, TWO, 0.7), found(1, ONE, 0.6)),
                photo(List.of(ONE, TWO), found(0, ONE, 0.5)),
                photo(List.of(ONE), found(0, ONE, 0.4), found(5, TWO, 0.3))),
            true);
    assertThat(evaluation.segmentation().recall()).isEqualTo(6 / 7.0);
    assertThat(evaluation.segmentation().precision()).isEqualTo(6 / 7.0);
    assertThat(evaluation.segmentation().exactCount()).isEqualTo(0.5);
    assertThat(evaluation.designated()).hasValue(4 / 7.0);
    assertThat(evaluation.placedRight()).hasValue(0.25);
    assertThat(evaluation.exactKaryotype()).as("no photograph is normal").isEmpty();
    // Two moves, an addition, a removal.
    assertThat(evaluation.clicks()).isEqualTo(1);
    assertThat(evaluation.meanCorrections(Corrections::moves)).isEqualTo(0.5);
    assertThat(evaluation.corrections())
        .containsExactly(
            new Corrections(0, 0, 0, 0, 0),
            new Corrections(0, 0, 2, 0, 0),
            new Corrections(0, 0, 0, 1, 0),
            new Corrections(0, 0, 0, 0, 1));
    // The first six are true, the last is false: a recall of 6/7 at a precision of 1.
    assertThat(evaluation.ap50().orElseThrow()).isCloseTo(86 / 101.0, offset(1e-12));
    // Type 1: true, false, true, true of four. Type 2: true, false, false of three.
    double one = (26 * 1 + 50 * 0.75) / 101;
    double two = 34 / 101.0;
    assertThat(evaluation.map50().orElseThrow()).isCloseTo((one + two) / 2, offset(1e-12));
  }

  @Test
  void aChromosomeIsADetectionOfEachOfItsTypes() {
    FoundChromosome doubtful =
        new FoundChromosome(box(0), 0.6, Optional.of(ONE), Map.of(ONE, 0.6, TWO, 0.4));
    MetaphaseEvaluation evaluation =
        MetaphaseEvaluation.of(List.of(photo(List.of(TWO), doubtful)), true);
    assertThat(evaluation.designated()).hasValue(0);
    assertThat(evaluation.map50()).as("it is the only detection of type 2").hasValue(1);
  }

  @Test
  void exactKaryotypesAreThoseOfNormalPhotographs() {
    List<ChromosomeType> normal = male();
    Photograph right = photo("a", Optional.empty(), normal, all(46, normal::get));
    // Four are exchanged, which does not change the numbers.
    Photograph exchanged =
        photo("b", Optional.empty(), normal, all(46, i -> normal.get(i > 1 && i < 6 ? 7 - i : i)));
    Photograph wrong = photo("c", Optional.empty(), normal, all(45, normal::get));
    List<ChromosomeType> more = male(ChromosomeType.C21);
    Photograph down = photo("d", Optional.empty(), more, all(47, more::get));
    MetaphaseEvaluation evaluation =
        MetaphaseEvaluation.of(List.of(right, exchanged, wrong, down), true);
    assertThat(evaluation.exactKaryotype()).hasValue(2 / 3.0);
    assertThat(evaluation.placedRight()).hasValue(0.5);
  }

  @Test
  void withoutTypesThereIsOnlyWhatShapesShow() {
    byte[] mask = new byte[20 * 40];
    Arrays.fill(mask, (byte) 1);
    Region region = Region.of(new Box(10, 10, 20, 40), mask);
    Segmentation segmentation =
        Segmentation.builder(Metaphase.of(60, 60, new byte[3600]))
            .add(new Cluster(region, List.of(new Parting(List.of(region), 0))))
            .build();
    List<FoundChromosome> found = FoundChromosome.of(segmentation, 6);
    assertThat(found)
        .containsExactly(new FoundChromosome(new Box(4, 4, 32, 52), 1, Optional.empty(), Map.of()));
    MetaphaseEvaluation evaluation =
        MetaphaseEvaluation.of(
            List.of(
                new Photograph(
                    "case",
                    Optional.of("number 21"),
                    List.of(new LabelledBox(ONE, new Box(4, 4, 32, 52))),
                    found)),
            false);
    assertThat(evaluation.ap50()).hasValue(1);
    assertThat(evaluation.clicks()).isZero();
    assertThat(evaluation.map50()).isEmpty();
    assertThat(evaluation.designated()).isEmpty();
    assertThat(evaluation.placedRight()).isEmpty();
    assertThat(evaluation.exactKaryotype()).isEmpty();
    assertThat(evaluation.numericChanges()).isEmpty();
  }

  @Test
  void numericChangesAreThoseOfCasesWithAFinding() {
    List<ChromosomeType> down = male(ChromosomeType.C21);
    Optional<String> finding = Optional.of("number 21");
    Photograph first = photo("a", finding, down, all(47, down::get));
    Photograph second = photo("a", finding, down, all(47, down::get));
    Photograph missed = photo("b", finding, down, all(46, down::get));
    Photograph structural = photo("c", Optional.of("structure 2"), male(), all(46, male()::get));
    Photograph boxMissing =
        photo("d", Optional.empty(), male().subList(0, 45), all(45, male()::get));
    List<NumericChange> changes =
        MetaphaseEvaluation.of(List.of(first, missed, second, structural, boxMissing), true)
            .numericChanges();
    assertThat(changes).extracting(NumericChange::id).containsExactly("a", "b");
    assertThat(changes).extracting(NumericChange::cells).containsExactly(2, 1);
    assertThat(changes).extracting(NumericChange::right).containsExactly(true, false);
  }

  @Test
  void aPhotographWithoutAPatientIsACaseOfItsOwn() {
    LabelledMetaphase photo =
        new LabelledMetaphase(
            "1.png",
            Path.of("1.png"),
            Optional.empty(),
            List.of(new LabelledBox(ONE, box(0))),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.of("45,X"));
    Photograph taken = Photograph.of(photo, List.of());
    assertThat(taken.id()).isEqualTo("1.png");
    assertThat(taken.finding()).contains("45,X");
    assertThat(taken.truth()).hasSize(1);
  }

  @Test
  void numbersThatCannotBeAreRefused() {
    assertThatThrownBy(() -> MetaphaseEvaluation.of(List.of(), true))
        .hasMessage("photographs: must be at least 1, found 0");
    assertThatThrownBy(() -> found(0, ONE, 1.5))
        .hasMessage("confidence: must be 0 to 1, found 1.5");
    assertThatThrownBy(() -> new FoundChromosome(box(0), 1, Optional.of(ONE), Map.of(ONE, -1.0)))
        .hasMessage("probability of 1: must be 0 to 1, found -1.0");
  }
}
