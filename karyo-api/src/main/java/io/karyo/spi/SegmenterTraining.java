package io.karyo.spi;

import io.karyo.image.Metaphase;
import io.karyo.model.Require;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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

  /** A photograph in which boxes or pixels show the chromosomes. */
  public interface Photograph {

    /**
     * Reads the photograph.
     *
     * @return the photograph
     * @throws IOException if it cannot be read
     */
    Metaphase load() throws IOException;

    /**
     * {@return the box of each chromosome, in px of the photograph; not used if pixels are known}
     */
    List<Box> boxesOfChromosomes();

    /**
     * Reads which pixels show chromosomes.
     *
     * @return the pixels; empty if only boxes are known
     * @throws IOException if they cannot be read
     */
    default Optional<KnownPixels> loadPixels() throws IOException {
      return Optional.empty();
    }
  }

  /**
   * The pixels of the chromosomes of a photograph; all other pixels show none.
   *
   * @param chromosomes one region for each chromosome; where two overlap, both have the pixels
   * @param uncertain regions of which it is not known whether they are one chromosome or several
   */
  public record KnownPixels(List<Region> chromosomes, List<Region> uncertain) {

    public KnownPixels {
      chromosomes = List.copyOf(chromosomes);
      uncertain = List.copyOf(uncertain);
    }
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
