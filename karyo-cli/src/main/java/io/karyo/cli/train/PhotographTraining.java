package io.karyo.cli.train;

import io.karyo.BoxedChromosomes;
import io.karyo.cli.output.Failures;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledMetaphase;
import io.karyo.data.MetaphaseDataset;
import io.karyo.spi.Cancellation;
import io.karyo.spi.Segmenter;
import io.karyo.spi.SegmenterTraining;
import io.karyo.spi.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of a training that only photographs need: a segmenter learns from them, and cuts out the
 * chromosomes from which the other parts learn.
 *
 * @param training the photographs that are learned from
 * @param validation those on which the best epochs are selected and the choice between partings is
 *     learned; may be empty
 * @param margin how far boxes reach beyond chromosomes, px
 * @param threads how many share the work
 */
record PhotographTraining(
    List<LabelledMetaphase> training, List<LabelledMetaphase> validation, int margin, int threads) {

  /**
   * Takes photographs of the splits that are trained on.
   *
   * @param cells use only so many of the split train, and none for validation; null for all
   */
  static PhotographTraining of(
      MetaphaseDataset photographs, @Nullable Integer cells, long seed, int margin, int threads) {
    List<LabelledMetaphase> training = ofSplit(photographs, ChromosomeDataset.TRAIN);
    if (cells == null) {
      return new PhotographTraining(
          training, ofSplit(photographs, ChromosomeDataset.VALIDATION), margin, threads);
    }
    return new PhotographTraining(
        drawn(training, cells, seed, "photographs"), List.of(), margin, threads);
  }

  /**
   * Draws some of the things that a training could learn from.
   *
   * @param count how many, as the option {@code --cells} has it
   * @param what they are, in the plural
   * @throws IllegalArgumentException if there are fewer
   */
  static <T> List<T> drawn(List<T> all, int count, long seed, String what) {
    if (count > all.size()) {
      throw new IllegalArgumentException(
          "--cells: must be at most the " + all.size() + " " + what + ", found " + count);
    }
    List<T> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled.subList(0, count);
  }

  /** Takes the photographs of a split; those of none are of the split train. */
  static List<LabelledMetaphase> ofSplit(MetaphaseDataset photographs, String split) {
    return photographs.photographs().stream()
        .filter(photo -> photo.split().orElse(ChromosomeDataset.TRAIN).equals(split))
        .toList();
  }

  /**
   * Reads each photograph and its boxes once, before a training that takes an hour.
   *
   * @param complain is told of photographs that cannot be read, which are left out; null if such a
   *     photograph is an error
   */
  PhotographTraining readable(@Nullable Consumer<String> complain) throws IOException {
    return new PhotographTraining(
        readable(training, complain), readable(validation, complain), margin, threads);
  }

  private static List<LabelledMetaphase> readable(
      List<LabelledMetaphase> photographs, @Nullable Consumer<String> complain) throws IOException {
    List<LabelledMetaphase> readable = new ArrayList<>();
    for (LabelledMetaphase photograph : photographs) {
      try {
        photograph.load();
        photograph.loadBoxes();
        readable.add(photograph);
      } catch (IOException e) {
        if (complain == null) {
          throw e;
        }
        complain.accept("left out: " + Failures.message(e));
      }
    }
    return readable;
  }

  /** Trains a segmenter. */
  Segmenter train(
      Segmenter segmenter, long seed, TrainingListener listener, Cancellation cancellation)
      throws IOException {
    return segmenter.train(
        new SegmenterTraining(
            List.copyOf(training), margin, seed, threads, listener, cancellation));
  }

  /** Cuts out the chromosomes that fit the boxes. */
  ChromosomeDataset cut(Segmenter segmenter) throws IOException {
    List<LabelledMetaphase> all = Stream.concat(training.stream(), validation.stream()).toList();
    return BoxedChromosomes.of(all, segmenter, margin, threads);
  }
}
