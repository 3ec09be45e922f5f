package io.karyo.spi;

import io.karyo.image.Metaphase;
import io.karyo.model.Require;
import io.karyo.photo.Box;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * The input for the training of a {@link Segmenter}.
 *
 * @param photographs at least one
 * @param margin how far annotated boxes reach beyond chromosomes on every side, in px; at least 0
 * @param seed the random seed
 * @param threads how many threads may share the work, at least 1
 * @param listener receives the progress of {@link TrainingListener.Stage#SEGMENTER}
 * @param cancellation checked between steps
 */
public record SegmenterTraining(
    List<Photograph> photographs,
    int margin,
    long seed,
    int threads,
    TrainingListener listener,
    Cancellation cancellation) {

  /** A photograph in which boxes show the chromosomes. */
  public interface Photograph {

    /**
     * Reads the photograph.
     *
     * @return the photograph
     * @throws IOException if it cannot be read
     */
    Metaphase load() throws IOException;

    /** {@return the box of each chromosome, in px of the photograph} */
    List<Box> boxesOfChromosomes();
  }

  public SegmenterTraining {
    photographs = List.copyOf(photographs);
    Require.atLeast("photographs", photographs.size(), 1);
    Require.atLeast("margin", margin, 0);
    Require.atLeast("threads", threads, 1);
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(cancellation, "cancellation");
  }
}
