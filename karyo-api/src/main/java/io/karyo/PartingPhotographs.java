package io.karyo;

import io.karyo.chromosome.KaryoException;
import io.karyo.data.LabelledBox;
import io.karyo.data.LabelledMetaphase;
import io.karyo.model.Require;
import io.karyo.spi.Cancellation;
import io.karyo.spi.Segmenter;
import io.karyo.spi.TrainingListener;
import io.karyo.spi.TrainingListener.Progress;
import io.karyo.spi.TrainingListener.Stage;
import io.karyo.training.SharedSteps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
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

  /**
   * How the rules are learned.
   *
   * @param threads how many share the photographs
   * @param listener hears of the progress, in the calling thread
   * @param cancellation is asked before each photograph
   * @param strict whether a photograph that cannot be searched is an error
   * @param skip is told of those that cannot, otherwise
   */
  record Run(
      int threads,
      TrainingListener listener,
      Cancellation cancellation,
      boolean strict,
      BiConsumer<String, Exception> skip) {}

  /** What one photograph showed. */
  private record Shown(List<PartingFit.Example> examples, Optional<Exception> failure) {}

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
  PartingRules learn(Segmenter segmenter, CellReading cells, Run run) throws IOException {
    Thread caller = Thread.currentThread();
    AtomicInteger done = new AtomicInteger();
    List<Shown> shown =
        SharedSteps.map(
            photographs.size(),
            run.threads(),
            ForkJoinPool.commonPool(),
            i -> {
              Shown one =
                  run.cancellation().shouldFinish()
                      ? new Shown(List.of(), Optional.empty())
                      : shown(photographs.get(i), segmenter, cells);
              int count = done.incrementAndGet();
              if (Thread.currentThread() == caller) {
                run.listener().onProgress(new Progress(Stage.PARTINGS, count, photographs.size()));
              }
              return one;
            });
    // An interrupt can look like a failure.
    run.cancellation().shouldFinish();
    List<PartingFit.Example> examples = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      Optional<Exception> failure = shown.get(i).failure();
      if (failure.isPresent()) {
        if (run.strict()) {
          throw thrown(failure.get());
        }
        run.skip().accept(photographs.get(i).name(), failure.get());
      }
      examples.addAll(shown.get(i).examples());
    }
    PartingRules learned = PartingFit.fit(examples, cells.reader().learned().partings());
    LOG.info("partings: {} photographs gave {}", photographs.size(), learned);
    return learned;
  }

  private static RuntimeException thrown(Exception failure) throws IOException {
    if (failure instanceof IOException unreadable) {
      throw unreadable;
    }
    throw (RuntimeException) failure;
  }

  private Shown shown(LabelledMetaphase photograph, Segmenter segmenter, CellReading cells) {
    try {
      return new Shown(
          PartingFit.examples(
              cells.candidates(segmenter.segment(photograph.load())),
              Objects.requireNonNull(cells.assigner()),
              photograph.boxes().stream().map(LabelledBox::box).toList(),
              margin),
          Optional.empty());
    } catch (IOException | KaryoException | IllegalArgumentException e) {
      return new Shown(List.of(), Optional.of(e));
    }
  }
}
