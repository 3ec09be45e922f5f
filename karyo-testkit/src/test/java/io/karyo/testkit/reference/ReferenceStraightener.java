package io.karyo.testkit.reference;

import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.Straightening;
import io.karyo.image.ChromosomeImage;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Straightener;

/** Straightens nothing: takes the stained part of the picture as it is. */
record ReferenceStraightener(double threshold) implements Straightener {

  static final String ID = "reference-straightener";

  private static final Setting<Double> THRESHOLD = Setting.number("threshold", 0.1, 0, 1);

  @Override
  public Straightening straighten(ChromosomeImage image) {
    int top = image.height();
    int bottom = -1;
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        if (image.stain(y, x) > threshold) {
          top = Math.min(top, y);
          bottom = y;
        }
      }
    }
    if (bottom < 0) {
      return new Rejected("no stain above " + threshold);
    }
    float[] stain = new float[(bottom - top + 1) * image.width()];
    for (int i = 0; i < stain.length; i++) {
      stain[i] = image.stain(top + i / image.width(), i % image.width());
    }
    return Straightened.builder(bottom - top + 1, image.width(), stain).method(ID).build();
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Settings settings() {
    return Settings.EMPTY.with(THRESHOLD, threshold);
  }

  /** Makes it. */
  static final class Provider extends PartProvider {
    Provider() {
      super(
          PartKind.STRAIGHTENER,
          ID,
          settings -> new ReferenceStraightener(settings.complete(THRESHOLD).get(THRESHOLD)));
    }
  }
}
