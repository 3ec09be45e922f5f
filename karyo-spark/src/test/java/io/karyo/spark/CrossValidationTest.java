package io.karyo.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.Karyotyper;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.data.SplitUnit;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.straighten.Straighteners;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CrossValidationTest extends SparkTest {

  private static final int FOLDS = 2;
  private static final double VALIDATION = 0.3;
  private static final long SEED = 9;

  private static final StructType SCHEMA =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("content", DataTypes.BinaryType)
          .add("label", DataTypes.StringType)
          .add("cell", DataTypes.StringType)
          .add("patient", DataTypes.StringType);

  private final List<Row> rows = new ArrayList<>();

  CrossValidationTest() throws IOException {
    List<ChromosomeType> types = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      types.add(i % 2 == 0 ? ChromosomeType.C2 : ChromosomeType.C3);
    }
    SyntheticCells cells = SyntheticCells.builder().seed(4).karyotype(types).build();
    for (int cell = 0; cell < 5; cell++) {
      int number = 0;
      for (SyntheticChromosome chromosome : cells.cell(cell).chromosomes()) {
        rows.add(
            RowFactory.create(
                cell + "/" + number++,
                TestCells.png(chromosome.image()),
                chromosome.type().label(),
                "c" + cell,
                "p" + cell));
      }
    }
  }

  private static Trial trial(int row, String straightening, int epochs) {
    return new Trial(
        row,
        "Siamese",
        straightening,
        "in-batch",
        () ->
            Karyotyper.builder()
                .straightener(
                    straightening.equals("none")
                        ? Straighteners.none()
                        : Straighteners.medialAxis())
                .encoder(SiameseEncoders.sameDiff().epochs(epochs)));
  }

  private Dataset<Row> images() {
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(3));
    return spark().createDataFrame(shuffled, SCHEMA).repartition(3);
  }

  @Test
  void eachTrialAndFoldGivesWhatItGivesOnOneMachine() throws IOException {
    List<Trial> trials = List.of(trial(1, "SMAC", 2), trial(2, "none", 1));
    List<Row> runs =
        CrossValidation.runs(images(), trials, FOLDS, VALIDATION, SEED).collectAsList();
    assertThat(runs).extracting(row -> row.getInt(0)).containsExactly(1, 1, 2, 2);
    assertThat(runs).extracting(row -> row.getInt(4)).containsExactly(0, 1, 0, 1);
    List<ChromosomeDataset> folds = folds();
    for (Row run : runs) {
      Trial trial = trials.get(run.getInt(0) - 1);
      ChromosomeDataset fold = folds.get(run.getInt(4));
      List<LabelledChromosome> test = fold.split("test").items();
      assertThat(run.<Integer>getAs("testImages")).isEqualTo(test.size());
      assertThat(run.<Double>getAs("accuracy")).isEqualTo(accuracy(trial, fold, test));
      assertThat(run.<Integer>getAs("epochs")).isEqualTo(trial.row() == 1 ? 2 : 1);
      assertThat(run.<Integer>getAs("epochsToBest")).isBetween(1, 2);
      assertThat(run.<Long>getAs("similarPairs")).isPositive();
      assertThat(run.<String>getAs("reason")).isNull();
    }
    assertThat(runs.get(0).<Integer>getAs("testImages") + runs.get(1).<Integer>getAs("testImages"))
        .isEqualTo(rows.size());
  }

  private List<ChromosomeDataset> folds() {
    return ChromosomeDataset.of(
            rows.stream()
                .map(
                    row ->
                        LabelledChromosome.of(
                                row.getString(0),
                                () -> decode(row),
                                ChromosomeType.of(row.getString(2)))
                            .withCell(row.getString(3))
                            .withPatient(row.getString(4)))
                .sorted(java.util.Comparator.comparing(LabelledChromosome::name))
                .toList())
        .folds(SplitUnit.PATIENT, FOLDS, VALIDATION, SEED);
  }

  private static ChromosomeImage decode(Row row) throws IOException {
    return ChromosomeImage.read(new ByteArrayInputStream(row.getAs(1)), row.getString(0));
  }

  private static double accuracy(Trial trial, ChromosomeDataset fold, List<LabelledChromosome> test)
      throws IOException {
    try (Karyotyper karyotyper = trial.recipe().builder().seed(SEED).threads(2).train(fold)) {
      int right = 0;
      for (LabelledChromosome item : test) {
        right +=
            karyotyper.classify(item.load().withPolarity(Polarity.P_UP)).type() == item.type()
                ? 1
                : 0;
      }
      return 100.0 * right / test.size();
    }
  }

  @Test
  void theTableHasTheColumnsOfThePapersAndSumsUpSoundRuns() {
    StructType schema =
        CrossValidation.runs(images(), List.of(trial(1, "none", 1)), FOLDS, VALIDATION, SEED)
            .schema();
    List<Row> runs =
        List.of(
            run(2, 0, 80.0, 4, null),
            run(2, 1, 90.0, 8, null),
            run(2, 2, null, 1, "the loss is not finite"),
            run(1, 0, 70.0, 2, null));
    Dataset<Row> table = CrossValidation.table(spark().createDataFrame(runs, schema));
    assertThat(table.columns())
        .containsExactly(
            "row",
            "column",
            "model",
            "straightening",
            "pairing",
            "statistic",
            "paperAccuracy",
            "paperDeviation",
            "accuracy",
            "mean",
            "deviation",
            "best",
            "runs",
            "collapsed",
            "similarPairs:dissimilarPairs",
            "epochs",
            "epochsToBest",
            "trainingSeconds",
            "predictionSeconds",
            "paperTrainingHours",
            "paperPredictionSeconds",
            "reason");
    List<Row> rows = table.collectAsList();
    assertThat(rows).extracting(row -> row.getInt(0)).containsExactly(1, 2);
    Row second = rows.get(1);
    assertThat(second.<Double>getAs("mean")).isEqualTo(85);
    assertThat(second.<Double>getAs("accuracy")).isEqualTo(85);
    assertThat(second.<Double>getAs("deviation")).isCloseTo(Math.sqrt(50), within(1e-9));
    assertThat(second.<Double>getAs("best")).isEqualTo(90);
    assertThat(second.<Long>getAs("runs")).isEqualTo(3);
    assertThat(second.<Long>getAs("collapsed")).isEqualTo(1);
    assertThat(second.<Double>getAs("epochs")).isEqualTo(6);
    assertThat(second.<String>getAs("similarPairs:dissimilarPairs")).isEqualTo("5:7");
    assertThat(second.<String>getAs("reason")).isEqualTo("the loss is not finite");
    assertThat(rows.get(0).<Double>getAs("deviation")).isNull();
  }

  private static Row run(
      int row, int fold, @Nullable Double accuracy, int epochs, @Nullable String reason) {
    return RowFactory.create(
        row, "Siamese", "none", "all", fold, 10, accuracy, 5L, 7L, epochs, 1, 2.0, 0.5, reason);
  }

  @Test
  void wrongNumbersAndImagesWithoutALabelAreRefusedBeforeAnyTraining() {
    List<Trial> trials = List.of(trial(1, "none", 1));
    assertThatThrownBy(() -> CrossValidation.runs(images(), trials, 6, VALIDATION, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count: must be 2 to the number of groups, 5, found 6");
    assertThatThrownBy(
            () ->
                CrossValidation.runs(
                    images(), List.of(trial(1, "none", 1), trial(1, "SMAC", 1)), 2, 0, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("trials: must be at least one, with different row numbers, found rows [1, 1]");
    List<Row> unlabelled = List.of(RowFactory.create("a.png", new byte[1], null, null, null));
    assertThatThrownBy(
            () ->
                CrossValidation.runs(
                    spark().createDataFrame(unlabelled, SCHEMA), trials, 2, 0, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("images: must have content and a label, found a.png without");
  }
}
