package io.karyo;

import static java.util.stream.Collectors.joining;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.model.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The training data and the validation accuracy of a {@link Karyotyper}; part of its model file.
 *
 * @param trainingImages the number of training images
 * @param trainingCells the number of their cells, 0 if unknown
 * @param validationImages the number of images on which the best epochs were selected
 * @param validationAccuracy the share of validation images classified correctly, using their cells'
 *     scale; NaN if there are none
 * @param validationAccuracyWithoutCell the same for lone images
 * @param types the types that it learned, in their order
 * @param dataHash SHA-256 of the training part's stain levels and types, in hexadecimal digits
 * @param seed the seed
 * @param seconds the duration of the training, from reading to the assigner
 */
public record TrainingReport(
    int trainingImages,
    int trainingCells,
    int validationImages,
    double validationAccuracy,
    double validationAccuracyWithoutCell,
    List<ChromosomeType> types,
    String dataHash,
    long seed,
    double seconds) {

  public TrainingReport {
    types = List.copyOf(types);
  }

  /**
   * Checks whether the model was trained on the training part of a data set with these very labels.
   * A training that held out some of the images, or left some out, is not recognised.
   *
   * @param dataset a data set
   * @return whether images, types and their order are those of the training
   * @throws IOException if an image cannot be read
   */
  public boolean isOf(ChromosomeDataset dataset) throws IOException {
    List<LabelledChromosome> items = dataset.allowSharedPatients().training().items();
    if (items.size() != trainingImages) {
      return false;
    }
    List<String> images = new ArrayList<>();
    for (LabelledChromosome item : items) {
      images.add(DataHash.of(item.load()));
    }
    return dataHash.equals(
        DataHash.of(items.stream().map(LabelledChromosome::type).toList(), images));
  }

  Settings settings() {
    Settings settings =
        Settings.EMPTY
            .with("trainingImages", trainingImages)
            .with("trainingCells", trainingCells)
            .with("validationImages", validationImages)
            .with("types", types.stream().map(ChromosomeType::label).collect(joining(" ")))
            .with("dataHash", dataHash)
            .with("seed", seed)
            .with("seconds", seconds);
    if (validationImages > 0) {
      settings =
          settings
              .with("validationAccuracy", validationAccuracy)
              .with("validationAccuracyWithoutCell", validationAccuracyWithoutCell);
    }
    return settings;
  }

  static TrainingReport of(Settings settings) {
    return new TrainingReport(
        settings.integer("trainingImages", 0),
        settings.integer("trainingCells", 0),
        settings.integer("validationImages", 0),
        settings.number("validationAccuracy", Double.NaN),
        settings.number("validationAccuracyWithoutCell", Double.NaN),
        Arrays.stream(settings.text("types", "").split(" "))
            .filter(label -> !label.isEmpty())
            .map(ChromosomeType::of)
            .toList(),
        settings.text("dataHash", ""),
        settings.wholeNumber("seed", 0),
        settings.number("seconds", 0));
  }
}
