package io.karyo.cli.paper;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.Straightening;
import io.karyo.cli.output.Sheet;
import io.karyo.cli.paper.report.Charts;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Shows what each straightener made of the same images: a column an image, above it as it was,
 * below the results in the order of {@link Method}. The images are the most bent ones of a draw,
 * one per type.
 */
final class ContactSheet {

  private static final int IMAGES = 12;
  private static final int SCALE = 2;
  private static final int GAP = 10;

  /** The width of the rows' names in px. */
  private static final int LETTERS = 90;

  private ContactSheet() {}

  /** Draws the sheet of a draw's training images. */
  static BufferedImage of(Draw draw) throws IOException {
    List<List<BufferedImage>> columns = new ArrayList<>();
    for (LabelledChromosome item : bent(draw.dataset().training().items())) {
      ChromosomeImage image = item.load();
      List<BufferedImage> column = new ArrayList<>();
      column.add(Sheet.picture(image));
      for (Method method : Method.values()) {
        if (method.straightener().straighten(image) instanceof Straightened straightened) {
          column.add(Sheet.picture(straightened));
        }
      }
      columns.add(column);
    }
    return arranged(columns);
  }

  private record Bent(LabelledChromosome item, double quality) {}

  private static List<LabelledChromosome> bent(List<LabelledChromosome> items) throws IOException {
    List<Bent> all = new ArrayList<>();
    for (LabelledChromosome item : items) {
      Straightening result = Method.NONE.straightener().straighten(item.load());
      if (result instanceof Straightened straightened) {
        all.add(new Bent(item, straightened.quality()));
      }
    }
    all.sort(Comparator.comparingDouble(Bent::quality));
    Set<ChromosomeType> shown = EnumSet.noneOf(ChromosomeType.class);
    return all.stream()
        .map(Bent::item)
        .filter(item -> shown.size() < IMAGES && shown.add(item.type()))
        .sorted(Comparator.comparing(LabelledChromosome::type))
        .toList();
  }

  private static BufferedImage arranged(List<List<BufferedImage>> columns) {
    int rows = 1 + Method.values().length;
    int[] heights = new int[rows];
    int width = GAP;
    for (List<BufferedImage> column : columns) {
      width += SCALE * widest(column) + GAP;
      for (int row = 0; row < column.size(); row++) {
        heights[row] = Math.max(heights[row], SCALE * column.get(row).getHeight());
      }
    }
    int height = GAP;
    for (int rowHeight : heights) {
      height += rowHeight + GAP;
    }
    int margin = Charts.available() ? LETTERS : 0;
    BufferedImage sheet = new BufferedImage(margin + width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, margin + width, height);
    if (margin > 0) {
      name(graphics, heights);
    }
    int left = margin + GAP;
    for (List<BufferedImage> column : columns) {
      int top = GAP;
      for (int row = 0; row < column.size(); row++) {
        BufferedImage picture = column.get(row);
        graphics.drawImage(
            picture,
            left + SCALE * (widest(column) - picture.getWidth()) / 2,
            top + heights[row] - SCALE * picture.getHeight(),
            SCALE * picture.getWidth(),
            SCALE * picture.getHeight(),
            null);
        top += heights[row] + GAP;
      }
      left += SCALE * widest(column) + GAP;
    }
    graphics.dispose();
    return sheet;
  }

  /** Writes before each row what it shows. */
  private static void name(Graphics2D graphics, int[] heights) {
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
    int bottom = GAP;
    for (int row = 0; row < heights.length; row++) {
      bottom += heights[row];
      graphics.drawString(row == 0 ? "as it was" : Method.values()[row - 1].title(), GAP, bottom);
      bottom += GAP;
    }
  }

  private static int widest(List<BufferedImage> column) {
    return column.stream().mapToInt(BufferedImage::getWidth).max().orElse(0);
  }
}
