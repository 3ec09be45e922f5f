package io.karyo.straighten;

import io.karyo.chromosome.Straightened;
import io.karyo.image.ChromosomeImage;
import java.util.List;

/**
 * Supplies the axes that people drew on the picture of a chromosome, for {@link
 * Straighteners#medialAxis(AxisAnnotator)}: Swati et al. 2017, section 3.1.1, asked a crowd.
 *
 * <p>The library finds out which of them are to be trusted, and which one all agree on; an
 * annotator only looks up, or collects, what was drawn.
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
 * equal images must get equal lines, if equal results are wanted.
 */
@FunctionalInterface
public interface AxisAnnotator {

  /**
   * Returns what was drawn on an image.
   *
   * @param image the picture of one chromosome
   * @param unaided what the library makes of it by itself; its quality and notes tell whether help
   *     is needed
   * @return one line a worker, in the coordinates of the image; empty to leave the result as it is
   */
  List<Polyline> annotate(ChromosomeImage image, Straightened unaided);
}
