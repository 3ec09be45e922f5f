package io.karyo.spark;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.data.SplitUnit;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.spark.CrossValidation.Material;
import io.karyo.spark.CrossValidation.Task;
import io.karyo.spi.TrainingDivergedException;
import java.io.IOException;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/** Trains on one fold and tests on it. */
final class TrainingTask implements Function<Task, Row> {

  @Serial private static final long serialVersionUID = 1L;

  private final Broadcast<Material> material;
  private final int folds;
  private final double validation;
  private final long seed;
  private final int threads;

  TrainingTask(Broadcast<Material> material, int folds, double validation, long seed, int threads) {
    this.material = material;
    this.folds = folds;
    this.validation = validation;
    this.seed = seed;
    this.threads = threads;
  }

  @Override
  public Row call(Task task) throws IOException {
    ChromosomeDataset fold =
        material
            .value()
            .dataset()
            .folds(SplitUnit.PATIENT, folds, validation, seed)
            .get(task.fold());
    ChromosomeDataset test = fold.split(ChromosomeDataset.TEST);
    EpochLog epochs = new EpochLog();
    long start = System.nanoTime();
    try (Karyotyper karyotyper =
        task.trial().recipe().builder().seed(seed).threads(threads).listener(epochs).train(fold)) {
      double trained = secondsSince(start);
      List<ChromosomeImage> images = new ArrayList<>();
      for (LabelledChromosome item : test.items()) {
        images.add(item.load().withPolarity(Polarity.P_UP));
      }
      long asked = System.nanoTime();
      List<Classification> answers = karyotyper.classify(images);
      double predicted = secondsSince(asked);
      int right = 0;
      for (int i = 0; i < answers.size(); i++) {
        right += answers.get(i).type() == test.items().get(i).type() ? 1 : 0;
      }
      return CrossValidation.row(
          task, test.size(), 100.0 * right / test.size(), epochs, trained, predicted, null);
    } catch (TrainingDivergedException e) {
      return CrossValidation.row(
          task,
          test.size(),
          null,
          epochs,
          secondsSince(start),
          null,
          String.valueOf(e.getMessage()));
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
