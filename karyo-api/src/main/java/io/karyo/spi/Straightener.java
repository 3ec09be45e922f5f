package io.karyo.spi;

import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.Straightening;
import io.karyo.image.ChromosomeImage;
import io.karyo.model.Settings;
import java.util.Objects;

/**
 * Turns the picture of a bent chromosome into a straight, upright one: a plug-in interface.
 *
 * <p>An implementation never throws for an image that shows a chromosome. If it cannot straighten
 * the chromosome well, it returns the best result with a low {@link Straightened#quality()}. For an
 * image without a chromosome it returns {@link Rejected}.
 *
 * <p><b>Thread safety:</b> implementations must be safe for concurrent calls. <b>Determinism:</b>
 * equal images must give equal results.
 */
@FunctionalInterface
public interface Straightener extends Part {

  /**
   * Straightens one chromosome.
   *
   * @param image the picture of one chromosome
   * @return the straightened chromosome, or the reason why there is none
   */
  Straightening straighten(ChromosomeImage image);

  /**
   * Gives a straightener, usually a lambda, the id under which a model file names it.
   *
   * @param id the stable id, for example {@code "acme-straight"}
   * @param straightener the straightener
   * @return the same straightener under that id
   * @throws IllegalArgumentException if the id is invalid, see {@link Part#checkId}
   */
  static Straightener named(String id, Straightener straightener) {
    String checked = Part.checkId(id);
    Objects.requireNonNull(straightener, "straightener");
    return new Straightener() {
      @Override
      public Straightening straighten(ChromosomeImage image) {
        return straightener.straighten(image);
      }

      @Override
      public String id() {
        return checked;
      }

      @Override
      public Settings settings() {
        return straightener.settings();
      }
    };
  }
}
