package io.karyo.cli.paper;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.cli.paper.report.Tsne;
import io.karyo.metrics.Evaluation;
import io.karyo.spi.TrainingListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one training gave; kept as a file.
 *
 * @param collapsed why there is nothing to show, null if all went well
 * @param truth the label of each test image
 * @param predicted the label that it was given
 * @param validationAccuracy the final share of validation images classified correctly
 * @param epochs how the stage that learns from images went: a Siamese network's encoder, a
 *     baseline's classifier
 * @param trainingSeconds how long the training took, straightening not included
 * @param predictionSeconds how long the test set took, straightening not included
 * @param map the test images' embeddings in a plane, empty for a baseline
 */
record Run(
    @Nullable String collapsed,
    List<String> truth,
    List<String> predicted,
    double validationAccuracy,
    List<Epoch> epochs,
    double trainingSeconds,
    double predictionSeconds,
    List<Tsne.Point> map) {

  /**
   * An epoch.
   *
   * @param loss the mean training loss
   * @param validationAccuracy NaN if it was not judged
   * @param best whether it was the best so far
   * @param similarPairs how many were scored
   * @param dissimilarPairs how many were scored
   */
  record Epoch(
      double loss,
      double validationAccuracy,
      boolean best,
      long similarPairs,
      long dissimilarPairs) {

    static Epoch of(TrainingListener.Epoch epoch) {
      return new Epoch(
          epoch.loss(),
          epoch.validationAccuracy(),
          epoch.best(),
          epoch.similarPairs(),
          epoch.dissimilarPairs());
    }
  }

  Run {
    truth = List.copyOf(truth);
    predicted = List.copyOf(predicted);
    epochs = List.copyOf(epochs);
    map = List.copyOf(map);
  }

  static Run collapsed(
      String reason, double validationAccuracy, List<Epoch> epochs, double trainingSeconds) {
    return new Run(
        reason,
        List.of(),
        List.of(),
        validationAccuracy,
        epochs,
        trainingSeconds,
        Double.NaN,
        List.of());
  }

  boolean hasCollapsed() {
    return collapsed != null;
  }

  /** Returns the share of test images classified correctly, NaN if the training collapsed. */
  double accuracy() {
    return hasCollapsed() ? Double.NaN : evaluation().accuracy();
  }

  Evaluation evaluation() {
    return Evaluation.ofTypes(types(truth), types(predicted));
  }

  static List<ChromosomeType> types(List<String> labels) {
    return labels.stream().map(ChromosomeType::of).toList();
  }

  /** Returns the number of the best epoch, from 1; 0 without any. */
  int bestEpoch() {
    int best = 0;
    for (int i = 0; i < epochs.size(); i++) {
      best = epochs.get(i).best() ? i + 1 : best;
    }
    return best;
  }

  long similarPairs() {
    return epochs.stream().mapToLong(Epoch::similarPairs).max().orElse(0);
  }

  long dissimilarPairs() {
    return epochs.stream().mapToLong(Epoch::dissimilarPairs).max().orElse(0);
  }
}
