package io.karyo;

import io.karyo.chromosome.KaryoException;
import io.karyo.data.LabelledBox;
import io.karyo.data.LabelledMetaphase;
import io.karyo.model.Require;
import io.karyo.photo.Segmentation;
import io.karyo.spi.Cancellation;
import io.karyo.spi.Segmenter;
import io.karyo.spi.TrainedAssigner;
import io.karyo.spi.TrainingListener;
import io.karyo.spi.TrainingListener.Progress;
import io.karyo.spi.TrainingListener.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Photographs with boxes, on which {@link PartingRules} are learned.
 *
 * @param photographs may be empty
 * @param margin how far boxes reach beyond chromosomes, px
 */
record PartingPhotographs(List<LabelledMetaphase> photographs, int margin) {

  private static final Logger LOG = LoggerFactory.getLogger(Karyotyper.class);

  static final PartingPhotographs NONE = new PartingPhotographs(List.of(), 0);

  /** Takes the photographs that have boxes. */
  static PartingPhotographs of(List<LabelledMetaphase> photographs, int margin) {
    Require.atLeast("margin", margin, 0);
    return new PartingPhotographs(
        photographs.stream().filter(photograph -> photograph.mask().isEmpty()).toList(), margin);
  }

  boolean isEmpty() {
    return photographs.isEmpty();
  }

  /**
   * Learns the rules.
   *
   * @param cells looks at the pieces; its rules are those of before
   * @throws IOException if a photograph cannot be read
   */
  PartingRules learn(
      Segmenter segmenter,
      CellReading cells,
      TrainedAssigner assigner,
      int threads,
      TrainingListener listener,
      Cancellation cancellation)
      throws IOException {
    List<List<PartingFit.Example>> examples;
    try {
      examples =
          Parallel.map(
              photographs.size(),
              threads,
              i -> examples(photographs.get(i), segmenter, cells, assigner),
              done -> {
                cancellation.shouldFinish();
                listener.onProgress(new Progress(Stage.PARTINGS, done, photographs.size()));
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (KaryoException e) {
      // Waiting for other threads ends with an interrupt, too.
      cancellation.shouldFinish();
      throw e;
    }
    PartingRules learned =
        PartingFit.fit(examples.stream().flatMap(List::stream).toList(), cells.rules());
    LOG.info("partings: {} photographs gave {}", photographs.size(), learned);
    return learned;
  }

  private List<PartingFit.Example> examples(
      LabelledMetaphase photograph,
      Segmenter segmenter,
      CellReading cells,
      TrainedAssigner assigner) {
    Segmentation found;
    try {
      found = PartAnswers.segment(segmenter, photograph.load());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return PartingFit.examples(
        cells.candidates(found),
        assigner,
        photograph.boxes().stream().map(LabelledBox::box).toList(),
        margin);
  }
}
