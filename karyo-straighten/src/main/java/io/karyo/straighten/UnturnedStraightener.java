package io.karyo.straighten;

import io.karyo.chromosome.Straightening;
import io.karyo.image.ChromosomeImage;
import io.karyo.spi.Straightener;
import io.karyo.straighten.internal.Silhouette;
import io.karyo.straighten.internal.Strip;

/** Only crops. */
final class UnturnedStraightener implements Straightener {

  static final String ID = "none";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Straightening straighten(ChromosomeImage image) {
    return Silhouette.find(
        image,
        s -> {
          Strip strip = Upright.crop(s);
          return strip.result(s, ID, strip.quality(s)).build();
        });
  }
}
