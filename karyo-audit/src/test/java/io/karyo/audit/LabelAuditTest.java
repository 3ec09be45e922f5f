package io.karyo.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.Karyotyper;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.classify.EmbeddingClassifiers;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.ImageSource;
import io.karyo.data.LabelledChromosome;
import io.karyo.data.SplitUnit;
import io.karyo.image.ChromosomeImage;
import io.karyo.spi.Cancellation;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LabelAuditTest {

  private static final int CELL = 46;

  private static Karyotyper model;
  private static final ChromosomeDataset cells = Laboratory.cells(12, 1);

  @BeforeAll
  static void train() throws IOException {
    model = Laboratory.model();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static LabelAudit audit() {
    // Trained in no time; the default classifier has a test of its own.
    return LabelAudit.of(model)
        .classifier(EmbeddingClassifiers.classMeans())
        .folds(4)
        .seed(1)
        .threads(2);
  }

  private static AuditReport run(ChromosomeDataset dataset) throws IOException {
    return audit().run(dataset);
  }

  private static List<Finding> probable(AuditReport report) {
    return report.probable(AuditReport.PROBABLE);
  }

  @Test
  void rightLabelsAreNotDisputed() throws IOException {
    AuditReport report = run(cells);
    assertThat(probable(report)).isEmpty();
    assertThat(report.unjudged()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.folds()).isEqualTo(4);
    assertThat(report.unit()).isEqualTo(SplitUnit.PATIENT);
    assertThat(report.expectedWrong()).isLessThan(1);
    assertThat(report.corrected(0.5).items()).isEqualTo(cells.items());
  }

  @Test
  void exchangedLabelsAreFoundAndPutBack() throws IOException {
    // The first 4 and the second 5 of the third cell.
    int four = 2 * CELL + 6;
    int five = 2 * CELL + 9;
    ChromosomeDataset wrong = Laboratory.relabelled(cells, new int[] {four, five}, 4, 3);
    AuditReport report = run(wrong);
    assertThat(probable(report)).hasSize(1);
    Finding finding = probable(report).get(0);
    assertThat(finding.kind()).isEqualTo(FindingKind.EXCHANGED);
    assertThat(finding.cell()).contains("cell 2");
    assertThat(finding.chromosomes()).extracting(Disputed::place).containsExactly(four, five);
    assertThat(finding.chromosomes())
        .extracting(Disputed::proposed)
        .containsExactly(ChromosomeType.C4, ChromosomeType.C5);
    assertThat(finding.chromosomes())
        .allSatisfy(
            one -> assertThat(one.proposedProbability()).isGreaterThan(one.recordedProbability()));
    assertThat(finding.reason()).contains("2/4-0: 5, more like 4");
    assertThat(report.disputed(0.5)).containsExactly(four, five);
    assertThat(report.corrected(0.5).items()).isEqualTo(cells.items());
    // What was audited keeps its labels.
    assertThat(report.dataset().items().get(four).type()).isEqualTo(ChromosomeType.C5);
  }

  @Test
  void aShiftedRunIsOneFinding() throws IOException {
    // Of both 10 to 14: each has the label of the next type, and the 15 that of the 10.
    int[] places = new int[12];
    int[] types = new int[12];
    for (int i = 0; i < 12; i++) {
      places[i] = 5 * CELL + 18 + i;
      types[i] = i < 10 ? 10 + i / 2 : 9;
    }
    AuditReport report = run(Laboratory.relabelled(cells, places, types));
    assertThat(probable(report)).hasSize(1);
    assertThat(probable(report).get(0).kind()).isEqualTo(FindingKind.SHIFTED);
    assertThat(probable(report).get(0).chromosomes()).hasSize(12);
    assertThat(report.corrected(0.5).items()).isEqualTo(cells.items());
  }

  @Test
  void aSingleWrongLabelIsFoundByTheNumbersOfTheCell() throws IOException {
    int place = 7 * CELL + 20;
    AuditReport report = run(Laboratory.relabelled(cells, new int[] {place}, 16));
    assertThat(probable(report)).hasSize(1);
    assertThat(report.probable(0.5).get(0).kind()).isEqualTo(FindingKind.WRONG);
    assertThat(report.disputed(0.5)).containsExactly(place);
    assertThat(report.corrected(0.5).items()).isEqualTo(cells.items());
  }

  @Test
  void aPictureThatOccursTwiceIsADouble() throws IOException {
    List<LabelledChromosome> items = new ArrayList<>(cells.items());
    LabelledChromosome first = items.get(3);
    int copy = 4 * CELL + 11;
    items.set(copy, items.get(copy).withSource(first.source()));
    AuditReport report = run(ChromosomeDataset.of(items));
    Finding finding =
        report.findings().stream()
            .filter(one -> one.kind() == FindingKind.DOUBLE)
            .findFirst()
            .orElseThrow();
    assertThat(finding.chromosomes()).extracting(Disputed::place).containsExactly(3, copy);
    assertThat(finding.chromosomes()).noneMatch(Disputed::isRelabelled);
    assertThat(finding.cell()).isEmpty();
    assertThat(finding.probability()).isEqualTo(1);
    assertThat(finding.reason()).contains("under different labels", "in different cells");
    // Only the copy, a 2 with another label, may be disputed, by another finding.
    assertThat(report.disputed(0.5)).isSubsetOf(copy);
    assertThat(report.expectedWrong()).isLessThan(2);
  }

  @Test
  void thePictureOfADoubleIsNotLearnedWhereItIsJudged() throws IOException {
    // The first 2 of each cell is the same picture.
    List<LabelledChromosome> items = new ArrayList<>(cells.items());
    for (int cell = 1; cell < 12; cell++) {
      int copy = cell * CELL + 2;
      items.set(copy, items.get(copy).withSource(items.get(2).source()));
    }
    List<Integer> learned = Collections.synchronizedList(new ArrayList<>());
    EmbeddingClassifier classMeans = EmbeddingClassifiers.classMeans();
    audit()
        .classifier(
            training -> {
              learned.add(training.training().size());
              return classMeans.train(training);
            })
        .run(ChromosomeDataset.of(items));
    // Of 12 cells, 9 are in the other parts, each without that picture.
    assertThat(learned).containsExactly(9 * 45, 9 * 45, 9 * 45, 9 * 45);
  }

  @Test
  void findingsAreAppliedWholeAndCountEachLabelOnce() {
    Finding exchange = finding(0.9, Map.of(0, ChromosomeType.C2, 2, ChromosomeType.C1));
    Finding overlapping = finding(0.8, Map.of(2, ChromosomeType.C3, 4, ChromosomeType.C2));
    Finding other = finding(0.7, Map.of(6, ChromosomeType.C5));
    AuditReport report =
        new AuditReport(
            cells,
            2,
            SplitUnit.PATIENT,
            List.of(exchange, overlapping, other),
            List.of(),
            List.of());
    assertThat(report.disputed(0.5)).containsExactly(0, 2, 6);
    List<LabelledChromosome> corrected = report.corrected(0.5).items();
    assertThat(corrected.get(2).type()).isEqualTo(ChromosomeType.C1);
    assertThat(corrected.get(4).type()).isEqualTo(cells.items().get(4).type());
    assertThat(report.expectedWrong()).isCloseTo(0.9 + 0.9 + 0.8 + 0.7, within(1e-9));
  }

  private static Finding finding(double probability, Map<Integer, ChromosomeType> proposals) {
    List<Disputed> chromosomes =
        proposals.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(
                one ->
                    new Disputed(
                        one.getKey(), cells.items().get(one.getKey()), one.getValue(), 0.1, 0.9))
            .toList();
    return new Finding(
        FindingKind.EXCHANGED, Optional.empty(), chromosomes, probability, "by hand");
  }

  @Test
  void mostExchangesAreFoundAndLittleElse() throws IOException {
    ChromosomeDataset many = Laboratory.cells(30, 2);
    AuditedImages images = LabelAudit.of(model).seed(1).read(many);
    for (boolean sameGroup : new boolean[] {false, true}) {
      ExchangedLabels exchanged = ExchangedLabels.of(many, 0.02, sameGroup, 3);
      AuditReport report = images.review(exchanged.dataset());
      Set<Integer> found = new TreeSet<>(report.disputed(0.5));
      int reported = found.size();
      found.retainAll(exchanged.places());
      // Lengths of neighbouring types nearly meet, so that a pair may be missed.
      assertThat(found.size()).isGreaterThanOrEqualTo(exchanged.places().size() - 4);
      assertThat(reported - found.size()).isLessThanOrEqualTo(2);
      assertThat(report.expectedWrong())
          .isBetween(0.8 * exchanged.places().size(), 1.2 * exchanged.places().size());
    }
  }

  @Test
  void theReportDependsNeitherOnThreadsNorOnChance() throws IOException {
    ChromosomeDataset wrong = ExchangedLabels.of(cells, 0.02, true, 5).dataset();
    List<Finding> findings = run(wrong).findings();
    assertThat(findings).isNotEmpty();
    for (int threads : new int[] {1, 3, 7}) {
      assertThat(audit().threads(threads).run(wrong).findings()).isEqualTo(findings);
    }
    // The default classifier draws numbers.
    LabelAudit byPerceptron = LabelAudit.of(model).folds(4).seed(1);
    List<Finding> ofPerceptron = byPerceptron.threads(1).run(wrong).findings();
    assertThat(ofPerceptron).isNotEmpty();
    assertThat(byPerceptron.threads(3).run(wrong).findings()).isEqualTo(ofPerceptron);
  }

  @Test
  void fewPatientsMakeFewParts() throws IOException {
    ChromosomeDataset three = cells.filter(item -> item.name().matches("[012]/.*"));
    AuditReport byPatient = run(three);
    assertThat(byPatient.folds()).isEqualTo(3);
    assertThat(byPatient.notes()).anyMatch(note -> note.contains("too few patients for 4 parts"));

    ChromosomeDataset onePatient =
        ChromosomeDataset.of(
            cells.items().stream().map(item -> item.withPatient("the only one")).toList());
    AuditReport byCell = run(onePatient);
    assertThat(byCell.unit()).isEqualTo(SplitUnit.CELL);
    assertThat(byCell.folds()).isEqualTo(4);

    ChromosomeDataset oneCell = cells.filter(item -> item.name().startsWith("0/"));
    assertThat(run(oneCell).unit()).isEqualTo(SplitUnit.IMAGE);
  }

  @Test
  void aPatientThatOneImageNamesHasTheWholeCell() throws IOException {
    // One patient, whom only the first image of each cell names.
    List<LabelledChromosome> items = new ArrayList<>();
    for (int place = 0; place < 3 * CELL; place++) {
      LabelledChromosome item = cells.items().get(place);
      LabelledChromosome unknown =
          LabelledChromosome.of(item.name(), item.source(), item.type())
              .withCell(item.cell().orElseThrow());
      items.add(place % CELL == 0 ? unknown.withPatient("the only one") : unknown);
    }
    AuditReport report = run(ChromosomeDataset.of(items));
    assertThat(report.unit()).isEqualTo(SplitUnit.CELL);
    assertThat(report.folds()).isEqualTo(3);
  }

  @Test
  void chromosomesOfNoKnownCellAreJudgedAlone() throws IOException {
    List<LabelledChromosome> items = new ArrayList<>();
    for (LabelledChromosome item : cells.items()) {
      items.add(LabelledChromosome.of(item.name(), item.source(), item.type()));
    }
    items.set(20, items.get(20).withType(ChromosomeType.C2));
    AuditReport report = run(ChromosomeDataset.of(items));
    assertThat(report.disputed(0.5)).containsExactly(20);
    assertThat(report.probable(0.5).get(0).kind()).isEqualTo(FindingKind.WRONG);
    assertThat(report.notes())
        .anyMatch(note -> note.contains("552 chromosomes are of no known cell"));
  }

  @Test
  void smallCellsAreNamedInANote() throws IOException {
    ChromosomeDataset without = cells.filter(item -> !item.name().matches("3/1.*"));
    ChromosomeDataset small =
        without.filter(item -> !item.name().startsWith("3/") || item.name().matches("3/[2-7]-.*"));
    assertThat(run(small).notes()).anyMatch(note -> note.startsWith("1 cell has fewer than 20"));
  }

  @Test
  void whatCannotBeJudgedIsReported() throws IOException {
    List<LabelledChromosome> items = new ArrayList<>(cells.items());
    ChromosomeImage empty = ChromosomeImage.of(8, 3, new byte[24]);
    items.set(5, items.get(5).withSource(ImageSource.of(empty)));
    items.set(
        6,
        items
            .get(6)
            .withSource(
                () -> {
                  throw new IOException("6.png: no such file");
                }));
    items.set(
        7,
        Laboratory.chromosome(ChromosomeType.Y, "rare", new SplittableRandom(1))
            .withCell("cell 0")
            .withPatient("patient 0"));
    List<String> skipped = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onSkipped(Skipped one) {
            skipped.add(one.image());
          }
        };
    AuditReport report = audit().listener(listener).run(ChromosomeDataset.of(items));
    assertThat(report.unjudged())
        .extracting(one -> one.chromosome().name())
        .containsExactly(items.get(5).name(), items.get(6).name(), "rare");
    assertThat(report.unjudged().get(0).reason()).contains("all pixels have one tone");
    assertThat(report.unjudged().get(1).reason()).contains("6.png: no such file");
    assertThat(report.unjudged().get(2).reason())
        .isEqualTo("type Y: too few examples in the other parts, 0");
    assertThat(skipped).containsExactly(items.get(5).name(), items.get(6).name());
  }

  @Test
  void tooFewTypesAreRefused() {
    ChromosomeDataset ofOneType = cells.filter(item -> item.type() == ChromosomeType.C1);
    assertThatThrownBy(() -> run(ofOneType))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "dataset: must have 2 images or more of at least two types, found 1 such types in 24");
    assertThatThrownBy(() -> audit().folds(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("folds: must be at least 2, found 1");
  }

  @Test
  void otherImagesCannotBeReviewed() throws IOException {
    AuditedImages images = audit().read(cells);
    assertThatThrownBy(() -> images.review(Laboratory.cells(12, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("labels: must be of the images that were read");
  }

  @Test
  void aModelOfTheSameDataIsNamedInANote() throws IOException {
    ChromosomeDataset own = Laboratory.cells(4, 99);
    ChromosomeDataset trained =
        ChromosomeDataset.ofSplits(
            Map.of(ChromosomeDataset.TRAIN, own, ChromosomeDataset.VALIDATION, renamed(cells)));
    try (Karyotyper knows = Laboratory.model(trained)) {
      AuditReport report = LabelAudit.of(knows).run(own);
      assertThat(report.notes()).anyMatch(note -> note.contains("trained on this data set"));
    }
  }

  /** The same pictures under the names of other cells and patients. */
  private static ChromosomeDataset renamed(ChromosomeDataset dataset) {
    return ChromosomeDataset.of(
        dataset.items().stream()
            .map(
                item ->
                    item.withCell("other " + item.cell().orElseThrow())
                        .withPatient("other " + item.patient().orElseThrow()))
            .toList());
  }

  @Test
  void progressIsReportedAndAnAuditCanBeCancelled() throws IOException {
    Set<TrainingListener.Stage> stages = EnumSet.noneOf(TrainingListener.Stage.class);
    Cancellation cancellation = new Cancellation();
    LabelAudit audit =
        audit()
            .cancellation(cancellation)
            .listener(
                new TrainingListener() {
                  @Override
                  public void onProgress(Progress progress) {
                    stages.add(progress.stage());
                    assertThat(progress.done()).isLessThanOrEqualTo(progress.total());
                  }
                });
    audit.run(cells);
    assertThat(stages)
        .containsExactly(TrainingListener.Stage.EMBEDDING, TrainingListener.Stage.CLASSIFIER);
    cancellation.cancel();
    assertThatThrownBy(() -> audit.run(cells)).isInstanceOf(CancellationException.class);
  }

  @Test
  void exchangesAreDrawnWithinCells() {
    ExchangedLabels any = ExchangedLabels.of(cells, 0.05, false, 1);
    assertThat(any.places()).hasSize(28);
    assertThat(ExchangedLabels.of(cells, 0.05, false, 1).places()).isEqualTo(any.places());
    assertThat(ExchangedLabels.of(cells, 0.05, false, 2).places()).isNotEqualTo(any.places());
    for (int place = 0; place < cells.size(); place++) {
      boolean changed = cells.items().get(place).type() != any.dataset().items().get(place).type();
      assertThat(changed).isEqualTo(any.places().contains(place));
    }
    for (int cell = 0; cell < 12; cell++) {
      Optional<String> id = Optional.of("cell " + cell);
      assertThat(types(any.dataset(), id)).containsExactlyInAnyOrderElementsOf(types(cells, id));
    }
    ExchangedLabels hard = ExchangedLabels.of(cells, 0.05, true, 1);
    assertThat(hard.places())
        .allSatisfy(
            place ->
                assertThat(hard.dataset().items().get(place).type().group())
                    .isEqualTo(cells.items().get(place).type().group()));
    assertThatThrownBy(
            () ->
                ExchangedLabels.of(
                    cells.filter(item -> item.type() == ChromosomeType.C1), 0.5, false, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("share: must be at most 0.0 of these cells");
  }

  private static List<ChromosomeType> types(ChromosomeDataset dataset, Optional<String> cell) {
    return dataset.filter(item -> item.cell().equals(cell)).items().stream()
        .map(LabelledChromosome::type)
        .toList();
  }
}
