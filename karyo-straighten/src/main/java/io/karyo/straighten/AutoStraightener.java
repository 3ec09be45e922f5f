package io.karyo.straighten;

import io.karyo.chromosome.Straightening;
import io.karyo.image.ChromosomeImage;
import io.karyo.spi.Straightener;
import io.karyo.straighten.internal.Silhouette;

/** Tries several methods and returns the result of the highest quality. */
final class AutoStraightener implements Straightener {

  static final String ID = "auto";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Straightening straighten(ChromosomeImage image) {
    return Silhouette.find(image, silhouette -> attempt(silhouette).result());
  }

  private static Attempt attempt(Silhouette silhouette) {
    Attempt medialAxis = MedialAxisStraightener.attempt(silhouette);
    return medialAxis.quality() >= MedialAxisStraightener.SURE || silhouette.loop
        ? medialAxis
        : medialAxis.orBetter(ProjectionVectors.DEFAULT.attempt(silhouette));
  }
}
