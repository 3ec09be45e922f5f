package io.karyo.classify.karyogram;

import io.karyo.Karyotype;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Placement;
import io.karyo.chromosome.Straightened;
import io.karyo.model.AtomicFile;
import io.karyo.model.Require;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The karyogram of a cell: its chromosomes sorted by type, in the layout that laboratories use.
 *
 * <pre>{@code
 * Karyogram karyogram = Karyogram.of(karyotype).scale(3);
 * karyogram.writeHtml(Path.of("cell.html"));
 * BufferedImage picture = karyogram.originals(true).toImage();
 * }</pre>
 *
 * <p>Groups A to G are in four rows, with the sex chromosomes and markers at the end of the last
 * one. A type without chromosomes keeps an empty place. All p arms are up, the centromeres of a row
 * are on one line, and all chromosomes have the same scale. Fluorescent stains are also drawn dark
 * on white. Chromosomes marked for review are framed. The text below shows the karyotype in ISCN
 * notation, the name of the cell, the runner-up with its margin, and whether the cell is marked for
 * review.
 *
 * <p>In SVG and HTML, a tooltip on each chromosome shows its number in the cell, its designation
 * and the alternatives. These files refer to no other file and contain no script.
 *
 * <p><b>Thread safety:</b> immutable. <b>Determinism:</b> equal karyotypes give equal drawings on
 * one machine; another may have other fonts.
 */
public final class Karyogram {

  private static final double DEFAULT_SCALE = 2;
  private static final double MIN_SCALE = 0.1;
  private static final double MAX_SCALE = 20;

  /** The share of the stained pixels of a cell that are drawn lighter than black. */
  private static final double LIGHTER = 0.99;

  private static final double MAX_GAIN = 4;

  private final Karyotype karyotype;
  private final boolean originals;
  private final double scale;

  private Karyogram(Karyotype karyotype, boolean originals, double scale) {
    this.karyotype = karyotype;
    this.originals = originals;
    this.scale = scale;
  }

  /**
   * Creates the karyogram of a karyotype, with straightened chromosomes at scale 2.
   *
   * @param karyotype a normal or abnormal karyotype; may be empty
   * @return its karyogram
   */
  public static Karyogram of(Karyotype karyotype) {
    return new Karyogram(Objects.requireNonNull(karyotype, "karyotype"), false, DEFAULT_SCALE);
  }

  /**
   * Sets whether the original images are drawn, turned by 180 degrees if the p arm is down, or the
   * straightened ones.
   *
   * @param originals true for original images; default false
   * @return the karyogram with that setting
   */
  public Karyogram originals(boolean originals) {
    return new Karyogram(karyotype, originals, scale);
  }

  /**
   * Sets the scale of the chromosomes. Text grows less than proportionally.
   *
   * @param scale px of the drawing per px of the images, 0.1 to 20; default 2
   * @return the same karyogram at that scale
   * @throws IllegalArgumentException if it is out of range
   */
  public Karyogram scale(double scale) {
    Require.inRange("scale", scale, MIN_SCALE, MAX_SCALE);
    return new Karyogram(karyotype, originals, scale);
  }

  /** {@return the karyogram as a new picture, in colour on white} */
  public BufferedImage toImage() {
    KaryogramPainter painter = painter();
    BufferedImage picture =
        new BufferedImage(
            (int) Math.ceil(painter.width()),
            (int) Math.ceil(painter.height()),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    draw(painter, graphics);
    graphics.dispose();
    return picture;
  }

  /** {@return the width of the drawing in its own px, see {@link #scale}} */
  public double width() {
    return painter().width();
  }

  /** {@return the height of the drawing in its own px, see {@link #scale}} */
  public double height() {
    return painter().height();
  }

  /**
   * Draws the karyogram on other graphics, for example those of a document, from their origin to
   * {@link #width()} and {@link #height()}. The ground is left as it is.
   *
   * @param graphics what to draw on; some of its hints, colour, font and stroke are changed
   */
  public void draw(Graphics2D graphics) {
    draw(painter(), graphics);
  }

  /**
   * A chromosome as a karyogram draws it: dark on transparent, p arm up.
   *
   * @param chromosome its number in the cell, from 0
   * @param image black of different opacity, in px of the straightened or original image, with an
   *     empty border of 1 px; not shared
   * @param centromere its distance from the upper edge of the image in px
   */
  public record Drawn(int chromosome, BufferedImage image, double centromere) {}

  /** {@return the chromosomes by ascending number; the scale has no effect} */
  public List<Drawn> chromosomes() {
    return images().stream()
        .map(
            one ->
                new Drawn(
                    one.placement().chromosome(), one.image().image(), one.image().centromere()))
        .toList();
  }

  private static void draw(KaryogramPainter painter, Graphics2D graphics) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    painter.paint(
        new KaryogramPainter.Canvas() {
          @Override
          public Graphics2D graphics() {
            return graphics;
          }

          @Override
          public void endPart(String kind, String title) {
            // A picture has no parts.
          }
        });
  }

  /**
   * Writes {@link #toImage()} as a PNG file. An existing file is replaced atomically: if anything
   * fails, it is unchanged.
   *
   * @param path the file to write
   * @throws IOException if the file cannot be written
   */
  public void writePng(Path path) throws IOException {
    BufferedImage picture = toImage();
    AtomicFile.write(path, out -> Xml.writePng(picture, out));
  }

  /**
   * Writes an SVG file, in which text remains text and each chromosome is an image with a title. An
   * existing file is replaced atomically: if anything fails, it is unchanged.
   *
   * @param path the file to write
   * @throws IOException if the file cannot be written
   */
  public void writeSvg(Path path) throws IOException {
    KaryogramSvg svg = svg();
    AtomicFile.write(path, svg::write);
  }

  /**
   * Writes what {@link #writeSvg(Path)} writes to a stream.
   *
   * @param out the stream; not closed
   * @throws IOException if it cannot be written
   */
  public void writeSvg(OutputStream out) throws IOException {
    svg().write(out);
  }

  /**
   * Writes an HTML page that needs no other file. If the cell was photographed as a whole, it shows
   * the photograph with the outlines of the chromosomes beside the karyogram: what is under the
   * pointer or has the focus in one of them is marked in both, and stays marked after a click. An
   * existing file is replaced atomically: if anything fails, it is unchanged.
   *
   * @param path the file to write
   * @throws IOException if the file cannot be written
   */
  public void writeHtml(Path path) throws IOException {
    KaryogramSvg svg = svg();
    AtomicFile.write(path, out -> KaryogramPage.write(svg, karyotype, out));
  }

  private KaryogramSvg svg() {
    String name = KaryogramPainter.printable(karyotype.cell());
    return KaryogramSvg.of(painter(), name + ": " + karyotype.iscn());
  }

  private KaryogramPainter painter() {
    return new KaryogramPainter(layout(), karyotype);
  }

  /** Computes the layout. */
  KaryogramLayout layout() {
    return KaryogramLayout.of(images(), scale);
  }

  private List<KaryogramLayout.Chromosome> images() {
    List<Straightened> upright = new ArrayList<>();
    for (Placement placement : karyotype.placements()) {
      upright.add(karyotype.classification(placement.chromosome()).straightened());
    }
    double gain = gain(upright);
    List<KaryogramLayout.Chromosome> chromosomes = new ArrayList<>();
    for (int i = 0; i < upright.size(); i++) {
      Placement placement = karyotype.placements().get(i);
      chromosomes.add(
          new KaryogramLayout.Chromosome(placement, image(placement, upright.get(i), gain)));
    }
    return chromosomes;
  }

  private KaryogramImage image(Placement placement, Straightened upright, double gain) {
    Optional<ChromosomeType> type = placement.designation().type();
    if (!originals) {
      return KaryogramImage.straight(upright, type, gain);
    }
    return KaryogramImage.original(
        karyotype.image(placement.chromosome()),
        placement.polarity(),
        Centromere.row(upright, type) / upright.length(),
        gain);
  }

  /** How much darker a cell must be drawn for its darkest bands to be black; one for the cell. */
  private static double gain(List<Straightened> chromosomes) {
    int[] counts = new int[256];
    int stained = 0;
    for (Straightened chromosome : chromosomes) {
      for (float stain : chromosome.toArray()) {
        if (stain > Straightened.FAINT) {
          counts[(int) (stain * 255)]++;
          stained++;
        }
      }
    }
    int level = 0;
    for (int seen = counts[0]; seen < LIGHTER * stained; seen += counts[level]) {
      level++;
    }
    return level == 0 ? 1 : Math.min(MAX_GAIN, Math.max(1, 255.0 / level));
  }
}
