package io.karyo.classify.karyogram;

import io.karyo.Karyotype;
import io.karyo.chromosome.Placement;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws a karyogram, part by part, on any canvas. */
final class KaryogramPainter {

  private static final Color INK = new Color(0x222222);
  private static final Color PALE = new Color(0x777777);
  private static final Color REVIEW = new Color(0xc85a00);
  private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);
  private static final int TOLD_ALTERNATIVES = 4;

  /** Alternatives of at most this probability are not shown. */
  private static final double NEGLIGIBLE = 0.0005;

  /** A drawing surface. */
  interface Canvas {

    /** Returns the graphics to draw on. */
    Graphics2D graphics();

    /**
     * Ends a part of the drawing, which is everything drawn since the last part ended.
     *
     * @param kind the kind of part, one word
     * @param title its title; may be empty
     */
    void endPart(String kind, String title);

    /**
     * Ends a part that is a chromosome.
     *
     * @param placed the chromosome in its place
     * @param title its title
     */
    default void endChromosome(KaryogramLayout.Placed placed, String title) {
      boolean review = placed.chromosome().placement().review();
      endPart(review ? "chromosome review" : "chromosome", title);
    }
  }

  /** A line of text below the rows; its mark shows what a doubtful chromosome looks like. */
  private record Line(String text, Font font, Color color, boolean mark, double baseline) {}

  private final KaryogramLayout layout;
  private final Font plain;
  private final Font small;
  private final Font bold;
  private final List<Line> footer = new ArrayList<>();
  private final double height;

  KaryogramPainter(KaryogramLayout layout, Karyotype karyotype) {
    this.layout = layout;
    plain = new Font(Font.SANS_SERIF, Font.PLAIN, 1).deriveFont((float) layout.em());
    small = plain.deriveFont((float) (0.8 * layout.em()));
    bold = plain.deriveFont(Font.BOLD, (float) (1.3 * layout.em()));
    double y = layout.bottom() + 0.6 * layout.em();
    y = write(karyotype.iscn().toString(), bold, INK, false, y);
    y = write(karyotype.cell(), small, PALE, false, y);
    y =
        write(
            "next best: " + karyotype.runnerUp() + ", margin " + decimal(karyotype.margin(), 1),
            small,
            PALE,
            false,
            y);
    long doubtful = karyotype.placements().stream().filter(Placement::review).count();
    if (karyotype.needsReview()) {
      String what =
          doubtful == 0
              ? "the numbers are doubtful"
              : doubtful == 1 ? "1 doubtful chromosome" : doubtful + " doubtful chromosomes";
      y = write("for review: " + what, small, REVIEW, doubtful > 0, y);
    }
    height = y + layout.em();
  }

  /** Adds a text to the footer, on as many lines as it needs, and returns how far down it ends. */
  private double write(String text, Font font, Color color, boolean mark, double top) {
    double room = layout.width() - 2 * left();
    double y = top;
    for (String line : wrapped(printable(text), font, room)) {
      y += 1.35 * font.getSize2D();
      footer.add(new Line(line, font, color, mark, y));
    }
    return y;
  }

  /** Replaces what neither fonts nor XML have a character for. */
  static String printable(String text) {
    return text.codePoints()
        .map(
            c ->
                Character.isISOControl(c) || !Character.isDefined(c) || isSurrogate(c)
                    ? '\ufffd'
                    : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isSurrogate(int codePoint) {
    return Character.getType(codePoint) == Character.SURROGATE;
  }

  /** Breaks a text after a comma or a space where it can, and anywhere where it must. */
  private static List<String> wrapped(String text, Font font, double room) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (width(rest, font) > room) {
      int end = rest.offsetByCodePoints(0, 1);
      int good = 0;
      while (width(rest.substring(0, end), font) <= room) {
        int next = rest.codePointAt(end - 1);
        if (next == ',' || next == ' ') {
          good = end;
        }
        end = rest.offsetByCodePoints(end, 1);
      }
      int last = rest.offsetByCodePoints(end, -1);
      int cut = good > 0 ? good : Math.max(last, rest.offsetByCodePoints(0, 1));
      lines.add(rest.substring(0, cut));
      rest = rest.substring(cut);
    }
    lines.add(rest);
    return lines;
  }

  private static double width(String text, Font font) {
    return font.getStringBounds(text, METRICS).getWidth();
  }

  private double left() {
    return 2 * layout.em();
  }

  double width() {
    return layout.width();
  }

  double height() {
    return height;
  }

  void paint(Canvas canvas) {
    Graphics2D graphics = canvas.graphics();
    graphics.setStroke(new BasicStroke((float) (layout.em() / 12)));
    for (KaryogramLayout.Group group : layout.groups()) {
      text(graphics, group.letter(), plain, PALE, group.x(), group.y());
    }
    canvas.endPart("groups", "");
    for (KaryogramLayout.Place place : layout.places()) {
      graphics.setColor(PALE);
      graphics.draw(new Line2D.Double(place.left(), place.line(), place.right(), place.line()));
      double middle = (place.left() + place.right() - width(place.label(), plain)) / 2;
      text(graphics, place.label(), plain, INK, middle, place.line() + 1.2 * layout.em());
      canvas.endPart("place", "");
      for (KaryogramLayout.Placed chromosome : place.chromosomes()) {
        paint(graphics, chromosome);
        canvas.endChromosome(chromosome, description(chromosome.chromosome().placement()));
      }
    }
    for (Line line : footer) {
      double x = left();
      if (line.mark) {
        double side = 0.8 * line.font.getSize2D();
        frame(graphics, x, line.baseline - side, side, side);
        x += 1.6 * side;
      }
      text(graphics, line.text, line.font, line.color, x, line.baseline);
    }
    canvas.endPart("footer", "");
  }

  private void paint(Graphics2D graphics, KaryogramLayout.Placed placed) {
    KaryogramImage image = placed.chromosome().image();
    AffineTransform transform = AffineTransform.getTranslateInstance(placed.x(), placed.y());
    transform.scale(
        placed.width() / image.image().getWidth(), placed.height() / image.image().getHeight());
    graphics.drawRenderedImage(image.image(), transform);
    if (placed.chromosome().placement().review()) {
      double room = layout.em() / 5;
      frame(
          graphics,
          placed.x() - room,
          placed.y() - room,
          placed.width() + 2 * room,
          placed.height() + 2 * room);
    }
  }

  private void frame(Graphics2D graphics, double x, double y, double width, double height) {
    double round = layout.em() / 3;
    graphics.setColor(REVIEW);
    graphics.draw(new RoundRectangle2D.Double(x, y, width, height, round, round));
  }

  private static void text(
      Graphics2D graphics, String text, Font font, Color color, double x, double y) {
    graphics.setFont(font);
    graphics.setColor(color);
    graphics.drawString(text, (float) x, (float) y);
  }

  /** Returns a description of a chromosome: its designation and the alternatives. */
  static String description(Placement placement) {
    StringBuilder text = new StringBuilder();
    text.append("chromosome ").append(placement.chromosome()).append(": ");
    text.append(placement.designation().label()).append(" (");
    text.append(placement.pinned() ? "as given" : "p " + probability(placement.probability()));
    text.append(")");
    List<Placement.Alternative> others =
        placement.alternatives().stream()
            .filter(other -> other.probability() > NEGLIGIBLE)
            .limit(TOLD_ALTERNATIVES)
            .toList();
    if (!others.isEmpty()) {
      text.append("; could be ");
      text.append(
          others.stream()
              .map(
                  other ->
                      other.designation().label() + " (" + probability(other.probability()) + ")")
              .collect(Collectors.joining(", ")));
    }
    text.append("; this way up (p ").append(probability(placement.polarityProbability()));
    text.append(placement.review() ? "); for review" : ")");
    return text.toString();
  }

  /** Formats a probability so that only 1 is written as 1. */
  private static String probability(double p) {
    return p < 1 && p > 1 - NEGLIGIBLE ? "> 0.999" : decimal(p, 3);
  }

  private static String decimal(double value, int digits) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + digits + "f", value) : "∞";
  }
}
