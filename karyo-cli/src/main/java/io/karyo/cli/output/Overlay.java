package io.karyo.cli.output;

import io.karyo.image.Metaphase;
import io.karyo.photo.Box;
import io.karyo.photo.OtherRegion;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;

/**
 * Draws a photograph with the outlines of what was found: chromosomes in changing colours with
 * their numbers, nuclei blue, everything else brown.
 */
public final class Overlay {

  /** Photographs up to this side are drawn twice as large. */
  private static final int SMALL = 1500;

  private static final float LINE = 0.8f;

  /** The golden section; neighbouring numbers get different colours. */
  private static final float TURN = 0.382f;

  private static final Color NUCLEUS = new Color(40, 60, 255);
  private static final Color OTHER = new Color(150, 110, 0);

  private Overlay() {}

  /**
   * Draws a segmentation.
   *
   * @param segmentation what was found
   * @param labels the label of each chromosome; the numbers, counted from 1, for those without
   * @param missed boxes to mark in red
   * @return the picture, of once or twice the size of the photograph
   */
  public static BufferedImage of(
      Segmentation segmentation, Map<Integer, String> labels, List<Box> missed) {
    Metaphase photograph = segmentation.photograph();
    int scale = Math.max(photograph.width(), photograph.height()) <= SMALL ? 2 : 1;
    BufferedImage picture =
        new BufferedImage(
            photograph.width() * scale, photograph.height() * scale, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.drawImage(
        Sheet.picture(photograph.greyLevels(), photograph.width(), photograph.height()),
        0,
        0,
        picture.getWidth(),
        picture.getHeight(),
        null);
    graphics.scale(scale, scale);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setStroke(new BasicStroke(LINE));
    for (OtherRegion other : segmentation.others()) {
      graphics.setColor(other.kind() == OtherRegion.Kind.NUCLEUS ? NUCLEUS : OTHER);
      graphics.draw(path(other.region()));
    }
    graphics.setColor(Color.RED);
    missed.forEach(box -> graphics.drawRect(box.left(), box.top(), box.width(), box.height()));
    List<Region> chromosomes = segmentation.chromosomes();
    for (int i = 0; i < chromosomes.size(); i++) {
      graphics.setColor(Color.getHSBColor(0.1f + 0.75f * (i * TURN % 1), 1, 0.85f));
      graphics.draw(path(chromosomes.get(i)));
    }
    graphics.scale(1.0 / scale, 1.0 / scale);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
    for (int number : segmentation.numbers()) {
      Region.Corner middle = segmentation.middle(number);
      String label = labels.getOrDefault(number, String.valueOf(number + 1));
      int left = middle.x() * scale - Lettering.width(label) / 2;
      int top = middle.y() * scale - Lettering.HEIGHT / 2;
      graphics.setColor(Color.BLACK);
      for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
          Lettering.draw(graphics, label, left + dx, top + dy);
        }
      }
      graphics.setColor(Color.YELLOW);
      Lettering.draw(graphics, label, left, top);
    }
    graphics.dispose();
    return picture;
  }

  static Path2D path(Region region) {
    Path2D path = new Path2D.Float(Path2D.WIND_EVEN_ODD);
    for (List<Region.Corner> polygon : region.outline()) {
      path.moveTo(polygon.get(0).x(), polygon.get(0).y());
      polygon.stream().skip(1).forEach(corner -> path.lineTo(corner.x(), corner.y()));
      path.closePath();
    }
    return path;
  }

  /**
   * Draws a mask of the size of the photograph.
   *
   * @param region a region
   * @param photograph its photograph
   * @return the picture: white where the region is, else black
   */
  public static BufferedImage mask(Region region, Metaphase photograph) {
    byte[] mask = region.mask(new Box(0, 0, photograph.width(), photograph.height()));
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (mask[i] == 0 ? 0 : 255);
    }
    return Sheet.picture(mask, photograph.width(), photograph.height());
  }
}
