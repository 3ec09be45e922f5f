package io.karyo.straighten;

import io.karyo.chromosome.Straightened;
import io.karyo.image.ChromosomeImage;
import java.util.List;

/**
 * Supplies the axes that people drew on the picture of a chromosome, for {@link
 * Straighteners#medialAxis(AxisAnnotator)}: Swati et al. 2017, section 3.1.1, asked a crowd.
 *
 * <p>The library detects unreliable lines and finds the consensus; an annotator only looks up or
 * collects the lines.
 *
 * <pre>{@code
 * Map<String, List<Polyline>> drawn = ...;
 * Straightener straightener = Straighteners.medialAxis(
 *     (image, unaided) -> unaided.quality() > 0.8
 *         ? List.of()
 *         : drawn.getOrDefault(image.source(), List.of()));
 * }</pre>
 *
 * <p><b>Thread safety:</b> implementations must be safe for concurrent calls. <b>Determinism:</b>
 * results are reproducible only if equal images get equal lines.
 */
@FunctionalInterface
public interface AxisAnnotator {

  /**
   * Returns the lines drawn on an image.
   *
   * @param image the picture of one chromosome
   * @param unaided the result of the library alone; its quality and notes show whether help is
   *     needed
   * @return one line per worker, in the coordinates of the image; empty to keep the result of the
   *     library
   */
  List<Polyline> annotate(ChromosomeImage image, Straightened unaided);
}
