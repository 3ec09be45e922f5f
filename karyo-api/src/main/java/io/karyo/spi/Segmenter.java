package io.karyo.spi;

import io.karyo.image.Metaphase;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.photo.Segmentation;
import java.io.IOException;

/**
 * Finds the chromosomes in the photograph of a metaphase: a plug-in interface.
 *
 * <p>A segmenter that learns is one, before and after: {@link #train} returns another.
 *
 * <p>An implementation never throws for a photograph, whatever it shows. What it could not do, for
 * example because there is no chromosome, is in the {@linkplain Segmentation#notes() notes} of the
 * result.
 *
 * <p><b>Thread safety:</b> implementations must be safe for concurrent calls. <b>Determinism:</b>
 * equal photographs must give equal results.
 */
@FunctionalInterface
public interface Segmenter extends Part {

  /**
   * Segments a photograph.
   *
   * @param photograph a photograph of one metaphase
   * @return the chromosomes, and what else it shows
   */
  Segmentation segment(Metaphase photograph);

  /**
   * Learns from photographs. A segmenter that has learned before goes on from there, as for another
   * laboratory.
   *
   * @param training photographs with the boxes of their chromosomes
   * @return a segmenter of the same id and settings that has learned; this one unless overridden
   * @throws IOException if a photograph cannot be read
   * @throws java.util.concurrent.CancellationException if the training was cancelled
   * @throws TrainingDivergedException if the training fails to learn
   */
  default Segmenter train(SegmenterTraining training) throws IOException {
    return this;
  }

  /**
   * Writes what {@link #restore} needs: nothing unless overridden.
   *
   * @param sink receives arrays and a state
   * @throws IOException if writing fails
   */
  default void save(ModelSink sink) throws IOException {}

  /**
   * Restores what {@link #save} wrote.
   *
   * @param source the written arrays and state
   * @return a segmenter of the same id and settings that gives the same answers; this one unless
   *     overridden
   * @throws io.karyo.model.ModelFormatException if the arrays do not fit this segmenter
   */
  default Segmenter restore(ModelSource source) {
    return this;
  }
}
