package io.karyo.classify.karyogram;

import io.karyo.Karyotype;
import io.karyo.chromosome.Placement;
import io.karyo.image.Metaphase;
import io.karyo.photo.OtherRegion;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.w3c.dom.Element;

/** A photograph with the outline and the number of each chromosome, as SVG within a page. */
final class PhotographSvg {

  /** The size of a number, in widths of a chromosome. */
  private static final double LETTERS = 0.75;

  /** The smallest size of a number, in shares of the longer side of the photograph. */
  private static final double SMALLEST = 1 / 70.0;

  private final Karyotype karyotype;
  private final Segmentation segmentation;

  PhotographSvg(Karyotype karyotype, Segmentation segmentation) {
    this.karyotype = karyotype;
    this.segmentation = segmentation;
  }

  /** Appends the drawing to an element of a page. */
  void appendTo(Element parent) throws IOException {
    Metaphase photograph = segmentation.photograph();
    Element svg = Xml.append(parent, Xml.SVG, "svg", "");
    svg.setAttribute("viewBox", "0 0 " + photograph.width() + " " + photograph.height());
    svg.setAttribute("role", "group");
    svg.setAttribute(
        "aria-label",
        "photograph with the outlines of " + karyotype.placements().size() + " chromosomes");
    Element image = Xml.append(svg, Xml.SVG, "image", "");
    image.setAttribute("width", String.valueOf(photograph.width()));
    image.setAttribute("height", String.valueOf(photograph.height()));
    image.setAttributeNS(Xml.XLINK, "xlink:href", Xml.embedded(picture(photograph)));
    for (OtherRegion other : segmentation.others()) {
      aside(svg, other.region(), other.kind().name().toLowerCase(Locale.ROOT));
    }
    List<Integer> placed = karyotype.placements().stream().map(Placement::chromosome).toList();
    for (int number : segmentation.numbers()) {
      if (!placed.contains(number)) {
        aside(svg, segmentation.chromosome(number), "chromosome " + number + ": not placed");
      }
    }
    // Small ones last, so that where chromosomes cross each of them can be reached.
    karyotype.placements().stream()
        .sorted(
            Comparator.comparingInt(
                placement -> -segmentation.chromosome(placement.chromosome()).area()))
        .forEach(placement -> chromosome(svg, placement));
    placed.forEach(number -> number(svg, number));
  }

  private static BufferedImage picture(Metaphase photograph) {
    BufferedImage picture =
        new BufferedImage(photograph.width(), photograph.height(), BufferedImage.TYPE_BYTE_GRAY);
    picture
        .getRaster()
        .setDataElements(0, 0, photograph.width(), photograph.height(), photograph.greyLevels());
    return picture;
  }

  private static void aside(Element svg, Region region, String title) {
    Element path = path(svg, region);
    path.setAttribute("class", "aside");
    Xml.append(path, Xml.SVG, "title", title);
  }

  private void chromosome(Element svg, Placement placement) {
    Element path = path(svg, segmentation.chromosome(placement.chromosome()));
    String title = KaryogramPainter.description(placement);
    KaryogramPage.focusable(
        path,
        placement.review() ? "chromosome review" : "chromosome",
        placement.chromosome(),
        title);
    Xml.append(path, Xml.SVG, "title", title);
  }

  private void number(Element svg, int chromosome) {
    Metaphase photograph = segmentation.photograph();
    double size =
        Math.max(
            LETTERS * segmentation.chromosomeWidth(),
            SMALLEST * Math.max(photograph.width(), photograph.height()));
    Region.Corner middle = segmentation.middle(chromosome);
    Element text = Xml.append(svg, Xml.SVG, "text", String.valueOf(chromosome));
    text.setAttribute("class", "number");
    text.setAttribute("aria-hidden", "true");
    text.setAttribute("x", KaryogramPage.number(middle.x() + 0.5));
    text.setAttribute("y", KaryogramPage.number(middle.y() + 0.5));
    text.setAttribute("font-size", KaryogramPage.number(size));
    text.setAttribute("stroke-width", KaryogramPage.number(size / 5));
  }

  private static Element path(Element svg, Region region) {
    Element path = Xml.append(svg, Xml.SVG, "path", "");
    path.setAttribute("d", region.svgPath());
    path.setAttribute("fill-rule", "evenodd");
    return path;
  }
}
