package io.karyo.cli.output;

import io.karyo.archive.CutOut;
import io.karyo.archive.ReadKaryogram;
import io.karyo.image.Metaphase;
import io.karyo.photo.Region;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/**
 * Draws a karyogram with the outlines of the chromosomes that were cut out and their labels: green,
 * and doubtful ones orange with a question mark.
 */
public final class Overview {

  /** Karyograms up to this side are drawn twice as large. */
  private static final int SMALL = 1500;

  private static final float LINE = 1;
  private static final Color SURE = new Color(0, 130, 60);
  private static final Color DOUBTFUL = new Color(220, 90, 0);

  private Overview() {}

  /**
   * Draws what was found.
   *
   * @param read a karyogram
   * @return the picture, of once or twice the size of the karyogram
   */
  public static BufferedImage of(ReadKaryogram read) {
    Metaphase karyogram = read.picture();
    int scale = Math.max(karyogram.width(), karyogram.height()) <= SMALL ? 2 : 1;
    BufferedImage picture =
        new BufferedImage(
            karyogram.width() * scale, karyogram.height() * scale, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.drawImage(
        Sheet.picture(karyogram.greyLevels(), karyogram.width(), karyogram.height()),
        0,
        0,
        picture.getWidth(),
        picture.getHeight(),
        null);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.scale(scale, scale);
    graphics.setStroke(new BasicStroke(LINE));
    for (CutOut cutOut : read.cutOuts()) {
      graphics.setColor(colour(cutOut));
      graphics.draw(Overlay.path(cutOut.region()));
    }
    graphics.scale(1.0 / scale, 1.0 / scale);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
    for (CutOut cutOut : read.cutOuts()) {
      label(graphics, cutOut, scale);
    }
    graphics.dispose();
    return picture;
  }

  private static Color colour(CutOut cutOut) {
    return cutOut.isDoubtful() ? DOUBTFUL : SURE;
  }

  private static void label(Graphics2D graphics, CutOut cutOut, int scale) {
    Region region = cutOut.region();
    String label = cutOut.label().label() + (cutOut.isDoubtful() ? "?" : "");
    int width = Lettering.width(label);
    int left = scale * region.box().left() + (scale * region.box().width() - width) / 2;
    int top = Math.max(0, scale * region.box().top() - Lettering.HEIGHT - 2);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(left - 1, top - 1, width, Lettering.HEIGHT + 2);
    graphics.setColor(colour(cutOut));
    Lettering.draw(graphics, label, left, top);
  }
}
