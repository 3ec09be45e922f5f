package io.karyo.spi;

import io.karyo.image.Metaphase;
import io.karyo.photo.Segmentation;

/**
 * Finds the chromosomes in the photograph of a metaphase: a plug-in interface.
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
}
