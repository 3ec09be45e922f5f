package io.karyo.archive;

import io.karyo.classify.karyogram.OwnKaryogram;
import io.karyo.image.ChromosomeImage;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import io.karyo.synthetic.SyntheticCell;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A karyogram with known truth.
 *
 * @param picture what a laboratory keeps
 * @param chromosomes where each chromosome is, and what its number is
 */
record DrawnKaryogram(BufferedImage picture, List<Truth> chromosomes) {

  /** A chromosome of the drawing: the pixels that it darkens, blurred as the picture is. */
  record Truth(String label, Region region) {}

  /** What a pixel of a chromosome must have at least, of 255. */
  private static final int FAINT = 30;

  private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

  /** Draws chromosomes, by label, in a style. */
  static DrawnKaryogram of(Map<String, List<ChromosomeImage>> cell, Style style, long seed)
      throws IOException {
    return new Painter(cell, style, new SplittableRandom(seed)).paint();
  }

  /** Draws a cell as karyo itself does. */
  static DrawnKaryogram own(SyntheticCell cell, boolean originals, double scale)
      throws IOException {
    OwnKaryogram own = OwnKaryogram.of(cell, originals, scale);
    BufferedImage picture = own.picture();
    return new DrawnKaryogram(
        picture,
        own.bodies().stream()
            .map(
                body ->
                    new Truth(
                        body.label(),
                        region(
                            body.image(),
                            body.transform(),
                            picture.getWidth(),
                            picture.getHeight(),
                            0)))
            .toList());
  }

  /** The pixels that a body darkens, drawn alone and blurred as the picture is. */
  static Region region(
      BufferedImage body, AffineTransform transform, int width, int height, double blur) {
    int left = Math.max(0, (int) Math.floor(transform.getTranslateX()) - 3);
    int top = Math.max(0, (int) Math.floor(transform.getTranslateY()) - 3);
    int right =
        Math.min(width, left + 7 + (int) Math.ceil(body.getWidth() * transform.getScaleX()));
    int bottom =
        Math.min(height, top + 7 + (int) Math.ceil(body.getHeight() * transform.getScaleY()));
    Box box = new Box(left, top, right - left, bottom - top);
    BufferedImage alone =
        new BufferedImage(box.width(), box.height(), BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = Painter.prepare(alone, Color.WHITE);
    graphics.translate(-left, -top);
    graphics.drawRenderedImage(body, transform);
    graphics.dispose();
    byte[] mask = new byte[box.width() * box.height()];
    float[] seen =
        Degradation.blurred(
            alone
                .getRaster()
                .getSamples(0, 0, box.width(), box.height(), 0, new float[mask.length]),
            box.width(),
            box.height(),
            blur);
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (seen[i] < 255 - FAINT ? 1 : 0);
    }
    return Region.of(box, mask);
  }

  private record Spot(String label, List<BufferedImage> bodies, double width) {}

  private static final class Painter {

    private final Map<String, List<ChromosomeImage>> cell;
    private final Style style;
    private final SplittableRandom random;
    private final Font font;
    private final double s;
    private final double textHeight;
    private final List<BufferedImage> drawn = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final List<AffineTransform> places = new ArrayList<>();
    private final List<Runnable> marks = new ArrayList<>();
    private Graphics2D graphics =
        new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY).createGraphics();

    Painter(Map<String, List<ChromosomeImage>> cell, Style style, SplittableRandom random) {
      this.cell = cell;
      this.style = style;
      this.random = random;
      this.s = style.scale();
      this.font = style.font().deriveFont((float) Math.max(9.5, style.font().getSize2D() * s));
      this.textHeight = font.getSize2D();
    }

    DrawnKaryogram paint() throws IOException {
      List<List<List<Spot>>> rows = new ArrayList<>();
      for (List<List<String>> row : style.rows()) {
        rows.add(row.stream().map(group -> group.stream().map(this::spot).toList()).toList());
      }
      if (cell.containsKey("mar")) {
        List<List<Spot>> last = new ArrayList<>(rows.get(rows.size() - 1));
        last.add(List.of(spot("mar")));
        rows.set(rows.size() - 1, last);
      }
      double inner = rows.stream().mapToDouble(this::width).max().orElseThrow();
      double margin = 18 * s;
      double width = inner + 2 * margin;
      double y = margin;
      if (style.title()) {
        text(
            "Patient 4711-" + (1 + random.nextInt(30)) + "  Cell " + (1 + random.nextInt(20)),
            margin,
            y + textHeight,
            1.2f);
        y += 2.2 * textHeight;
      }
      for (List<List<Spot>> row : rows) {
        y = row(row, margin, inner, y) + 14 * s;
      }
      if (style.footer()) {
        text("47,XX,+21  12.03.2019  Slide 3 (x63)", margin, y + textHeight, 1f);
        y += 1.6 * textHeight;
      }
      double height = y + margin / 2;
      if (style.frames() == Style.Frames.PAGE) {
        frame(4 * s, 4 * s, width - 8 * s, height - 8 * s);
      }
      return finish((int) Math.ceil(width), (int) Math.ceil(height));
    }

    private Spot spot(String label) {
      List<BufferedImage> bodies =
          cell.getOrDefault(label, List.of()).stream().map(Painter::body).toList();
      double width =
          bodies.stream().mapToDouble(b -> s * (b.getWidth() - 2)).sum()
              + s * style.gap() * Math.max(0, bodies.size() - 1);
      return new Spot(label, bodies, Math.max(width, 26 * s));
    }

    /** The stain of a chromosome as opacity, with an empty border of 1 px. */
    private static BufferedImage body(ChromosomeImage image) {
      byte[] stain = image.stainLevels();
      byte[] mask = new byte[stain.length];
      for (int i = 0; i < stain.length; i++) {
        mask[i] = (byte) ((stain[i] & 0xff) > FAINT ? 1 : 0);
      }
      Box box = Blob.of(new Box(0, 0, image.width(), image.height()), mask).box();
      BufferedImage body =
          new BufferedImage(box.width() + 2, box.height() + 2, BufferedImage.TYPE_INT_ARGB);
      for (int y = 0; y < box.height(); y++) {
        for (int x = 0; x < box.width(); x++) {
          int level = stain[(y + box.top()) * image.width() + x + box.left()] & 0xff;
          body.setRGB(x + 1, y + 1, level << 24);
        }
      }
      return body;
    }

    private double width(List<List<Spot>> row) {
      double width = 2 * s * style.placeGap() * (row.size() - 1);
      for (List<Spot> group : row) {
        width += group.stream().mapToDouble(Spot::width).sum();
        width += s * style.placeGap() * (group.size() - 1);
      }
      return width;
    }

    private double row(List<List<Spot>> row, double left, double inner, double top) {
      double spare = inner - width(row);
      int spots = row.stream().mapToInt(List::size).sum();
      double x = style.across() == Style.Across.CENTRE ? left + spare / 2 : left;
      double wider =
          style.across() == Style.Across.JUSTIFIED && spots > 1 ? spare / (spots - 1) : 0;
      double above = style.letters() ? 1.4 * textHeight : 0;
      double numbers = style.numbersAbove() ? 1.4 * textHeight : 0;
      double tallest =
          s
              * row.stream()
                  .flatMap(List::stream)
                  .flatMap(spot -> spot.bodies.stream())
                  .mapToInt(b -> b.getHeight() - 2)
                  .max()
                  .orElse(20);
      double upper = top + above + numbers;
      double lower = upper + tallest * (style.down() == Style.Down.CENTROMERE ? 1.12 : 1);
      int letter = 0;
      for (List<Spot> group : row) {
        if (style.letters()) {
          text(String.valueOf((char) ('A' + letter++ % 7)), x, top + textHeight, 1f);
        }
        for (Spot spot : group) {
          double numberLine =
              style.numbersAbove()
                  ? upper - 0.4 * textHeight
                  : lower + 1.2 * textHeight + (style.lines() ? 3 * s : 0);
          number(spot, x + spot.width / 2, numberLine);
          if (style.lines()) {
            double lineY = style.numbersAbove() ? upper - 0.2 * textHeight : lower + 2 * s;
            line(x, lineY, x + spot.width, lineY);
          }
          place(spot, x, upper, lower);
          x += spot.width + s * style.placeGap() + wider;
        }
        x += s * style.placeGap();
      }
      double bottom =
          style.numbersAbove()
              ? lower + 4 * s
              : lower + 1.5 * textHeight + (style.lines() ? 3 * s : 0);
      if (style.frames() == Style.Frames.ROWS) {
        frame(left - 8 * s, top - 4 * s, inner + 16 * s, bottom - top + 8 * s);
      }
      return bottom;
    }

    private void place(Spot spot, double left, double upper, double lower) {
      double content =
          spot.bodies.stream().mapToDouble(b -> s * (b.getWidth() - 2)).sum()
              + s * style.gap() * Math.max(0, spot.bodies.size() - 1);
      double x = left + (spot.width - content) / 2;
      for (BufferedImage body : spot.bodies) {
        double height = s * (body.getHeight() - 2);
        double y =
            switch (style.down()) {
              case BOTTOM -> lower - height;
              case TOP -> upper;
              // About where the centromeres of most chromosomes are.
              case CENTROMERE -> upper + (lower - upper - height) * 0.45;
            };
        AffineTransform transform = AffineTransform.getTranslateInstance(x - s, y - s);
        transform.scale(s, s);
        drawn.add(body);
        labels.add(spot.label);
        places.add(transform);
        x += s * (body.getWidth() - 2 + style.gap());
      }
    }

    private void number(Spot spot, double middle, double baseline) {
      double width = font.getStringBounds(spot.label, METRICS).getWidth();
      text(spot.label, middle - width / 2, baseline, 1f);
    }

    private void text(String text, double x, double y, float size) {
      Font sized = font.deriveFont(font.getSize2D() * size);
      marks.add(
          () -> {
            graphics.setFont(sized);
            graphics.drawString(text, (float) x, (float) y);
          });
    }

    private void line(double x0, double y0, double x1, double y1) {
      marks.add(() -> graphics.draw(new Line2D.Double(x0, y0, x1, y1)));
    }

    private void frame(double x, double y, double width, double height) {
      marks.add(() -> graphics.draw(new Rectangle2D.Double(x, y, width, height)));
    }

    private DrawnKaryogram finish(int width, int height) throws IOException {
      BufferedImage page = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
      graphics = prepare(page, Color.WHITE);
      List<Truth> truths = new ArrayList<>();
      for (int i = 0; i < drawn.size(); i++) {
        graphics.drawRenderedImage(drawn.get(i), places.get(i));
        truths.add(
            new Truth(
                labels.get(i),
                region(drawn.get(i), places.get(i), width, height, style.blur() * Math.sqrt(s))));
      }
      graphics.setColor(new Color(30, 30, 30));
      graphics.setStroke(new BasicStroke((float) Math.max(1, s)));
      marks.forEach(Runnable::run);
      graphics.dispose();
      return new DrawnKaryogram(degraded(page), truths);
    }

    private static Graphics2D prepare(BufferedImage page, Color paper) {
      Graphics2D graphics = page.createGraphics();
      graphics.setColor(paper);
      graphics.fillRect(0, 0, page.getWidth(), page.getHeight());
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      return graphics;
    }

    private BufferedImage degraded(BufferedImage page) throws IOException {
      int width = page.getWidth();
      int height = page.getHeight();
      float[] levels =
          Degradation.blurred(
              page.getRaster().getSamples(0, 0, width, height, 0, new float[width * height]),
              width,
              height,
              style.blur() * Math.sqrt(s));
      double turn = 2 * Math.PI * random.nextDouble();
      BufferedImage seen = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
      for (int i = 0; i < levels.length; i++) {
        int x = i % width;
        int y = i / width;
        double shade =
            style.gradient()
                * (0.5
                    + 0.5
                        * (Math.cos(turn) * (2.0 * x / width - 1)
                            + Math.sin(turn) * (2.0 * y / height - 1))
                        / 1.42);
        double level = levels[i] / 255 * (style.paper() - shade);
        if (style.black()) {
          level = 255 - level;
        }
        level += style.noise() * (style.noise() > 0 ? Degradation.gauss(random) : 0);
        seen.getRaster().setSample(x, y, 0, (int) Math.max(0, Math.min(255, Math.round(level))));
      }
      return style.jpeg() < 1 ? Degradation.jpeg(seen, style.jpeg()) : seen;
    }
  }
}
