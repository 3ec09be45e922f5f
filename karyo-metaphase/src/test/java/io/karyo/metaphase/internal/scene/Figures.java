package io.karyo.metaphase.internal.scene;

import io.karyo.metaphase.pixels.PixelClassifier;
import io.karyo.photo.Box;
import io.karyo.photo.Region;

/** Draws bars. */
public final class Figures {

  private final int width;
  private final byte[] mask;

  public Figures(int width, int height) {
    this.width = width;
    mask = new byte[width * height];
  }

  /** Draws a bar with round ends. */
  public Figures bar(double fromX, double fromY, double toX, double toY, double half) {
    double dx = toX - fromX;
    double dy = toY - fromY;
    for (int i = 0; i < mask.length; i++) {
      int row = i / width;
      double x = i % width - fromX;
      double y = row - fromY;
      double t = Math.max(0, Math.min(1, (x * dx + y * dy) / Math.max(1, dx * dx + dy * dy)));
      if (Math.hypot(x - t * dx, y - t * dy) <= half) {
        mask[i] = 1;
      }
    }
    return this;
  }

  /** Returns 1 for each pixel of the figure, and 0 around it. */
  public float[] pixels() {
    float[] pixels = new float[mask.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = mask[i];
    }
    return pixels;
  }

  public Region region() {
    return Region.of(new Box(0, 0, width, mask.length / width), mask);
  }

  /** Cuts the figure out, all of it equally stained. */
  public Patch patch() {
    return patch(PixelClasses.unknown(mask.length));
  }

  /** The same with the probability of a contact in each pixel. */
  public Patch patch(float[] contact) {
    return patch(contact, new float[mask.length]);
  }

  /** The same with the probability of a contact and of an overlap in each pixel. */
  public Patch patch(float[] contact, float[] overlap) {
    float[] none = new float[mask.length];
    return patch(
        PixelClasses.of(
            (stain, height, columns) -> new float[][] {none, none, contact, overlap},
            none,
            width,
            PixelClassifier.CHROMOSOME_WIDTH));
  }

  private Patch patch(PixelClasses classes) {
    float[] stain = new float[mask.length];
    for (int i = 0; i < mask.length; i++) {
      stain[i] = mask[i] * 0.6f;
    }
    return new Patch(region(), stain, classes, width, 0.3, 10, 20);
  }
}
