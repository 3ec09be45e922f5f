package io.karyo.cli.paper;

import io.karyo.chromosome.Straightening;
import io.karyo.image.ChromosomeImage;
import io.karyo.model.Settings;
import io.karyo.spi.Straightener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Straightens each image once and remembers the result, since all rows see the same images. Images
 * are distinguished by their content.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls. Holds every result until it is forgotten.
 */
final class StraightenedOnce implements Straightener {

  private final Straightener straightener;
  private final Map<ChromosomeImage, Straightening> results = new ConcurrentHashMap<>();

  StraightenedOnce(Straightener straightener) {
    this.straightener = straightener;
  }

  @Override
  public Straightening straighten(ChromosomeImage image) {
    return results.computeIfAbsent(image, straightener::straighten);
  }

  @Override
  public String id() {
    return straightener.id();
  }

  @Override
  public Settings settings() {
    return straightener.settings();
  }

  @Override
  public void check() {
    straightener.check();
  }
}
