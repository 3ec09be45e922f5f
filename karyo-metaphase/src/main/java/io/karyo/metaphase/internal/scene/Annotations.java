package io.karyo.metaphase.internal.scene;

import io.karyo.image.Background;
import io.karyo.photo.Box;
import io.karyo.photo.Region;

/** Recognises what a program put into a photograph. */
final class Annotations {

  /** Letters and bars have the last possible tone or nearly so. */
  private static final double EXTREME = 0.95;

  /** They have hard edges: so many of their pixels have about that tone. */
  private static final double UNIFORM = 0.6;

  private static final double ABOUT = 0.9;

  /** A patch fills its box. */
  private static final double FILLED = 0.97;

  private Annotations() {}

  /** Returns whether a region is a letter, a line or a bar. */
  static boolean isLettering(Region region, Ground ground) {
    Box box = region.box();
    byte[] mask = region.mask();
    float most = 0;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i] != 0) {
        most = Math.max(most, stainAt(ground, box, i));
      }
    }
    double last = ground.tone == Background.WHITE ? 1 : ground.range;
    if (most < EXTREME * last) {
      return false;
    }
    int alike = 0;
    for (int i = 0; i < mask.length; i++) {
      alike += mask[i] != 0 && stainAt(ground, box, i) >= ABOUT * most ? 1 : 0;
    }
    return alike >= UNIFORM * region.area();
  }

  private static float stainAt(Ground ground, Box box, int i) {
    int y = box.top() + i / box.width();
    return ground.stain[y * ground.width + box.left() + i % box.width()];
  }

  /** Returns whether a large region is rectangular. */
  static boolean isPatch(Region region) {
    return region.area() >= FILLED * region.box().area();
  }
}
