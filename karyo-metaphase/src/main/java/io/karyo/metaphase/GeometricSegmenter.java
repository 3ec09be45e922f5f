package io.karyo.metaphase;

import io.karyo.image.Metaphase;
import io.karyo.metaphase.internal.parting.SceneSegmentation;
import io.karyo.metaphase.internal.scene.Ground;
import io.karyo.metaphase.internal.scene.Scene;
import io.karyo.metaphase.pixels.PixelClassifier;
import io.karyo.photo.Segmentation;
import io.karyo.spi.Segmenter;
import org.jspecify.annotations.Nullable;

/** Finds chromosomes by tone and shape alone; see {@link Segmenters#geometric()}. */
final class GeometricSegmenter implements Segmenter {

  static final String ID = "geometric";

  private final @Nullable PixelClassifier classifier;

  GeometricSegmenter(@Nullable PixelClassifier classifier) {
    this.classifier = classifier;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String toString() {
    return ID;
  }

  @Override
  public Segmentation segment(Metaphase photograph) {
    Ground ground = Ground.of(photograph);
    return SceneSegmentation.of(photograph, ground, Scene.of(ground, classifier));
  }
}
