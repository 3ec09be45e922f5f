package io.karyo.classify.karyogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.Karyotype;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Placement;
import io.karyo.chromosome.Straightened;
import io.karyo.image.Background;
import io.karyo.image.Polarity;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class KaryogramTest {

  private static final Designation C9 = Designation.of(ChromosomeType.C9);
  private static final Designation C10 = Designation.of(ChromosomeType.C10);

  @TempDir Path folder = Path.of("");

  private static List<KaryogramLayout.Place> places(Karyotype karyotype) {
    return Karyogram.of(karyotype).layout().places();
  }

  /** The labels of each row, from the top. */
  private static List<List<String>> rows(Karyotype karyotype) {
    Map<Double, List<String>> rows = new LinkedHashMap<>();
    places(karyotype)
        .forEach(p -> rows.computeIfAbsent(p.line(), y -> new ArrayList<>()).add(p.label()));
    assertThat(List.copyOf(rows.keySet())).isSorted();
    return List.copyOf(rows.values());
  }

  private static KaryogramLayout.Place place(Karyotype karyotype, String label) {
    return places(karyotype).stream().filter(p -> p.label().equals(label)).findAny().orElseThrow();
  }

  private static List<ChromosomeType> with(List<ChromosomeType> types, ChromosomeType another) {
    return Stream.concat(types.stream(), Stream.of(another)).toList();
  }

  private static Placement marker(Placement placement) {
    return GivenKaryotypes.sure(placement.chromosome(), Designation.MARKER);
  }

  private static Placement upsideDown(Placement sure) {
    return new Placement(
        sure.chromosome(),
        sure.designation(),
        sure.probability(),
        sure.margin(),
        List.of(),
        Polarity.P_DOWN,
        1,
        false,
        false);
  }

  private static Karyotype named(String cell) throws IOException {
    SyntheticCell one =
        SyntheticCells.builder().karyotype(List.of(ChromosomeType.C9)).build().cell(0);
    return GivenKaryotypes.of(
        new Cell(cell, one.toCell().chromosomes()),
        GivenKaryotypes.AS_IT_IS,
        List.of(GivenKaryotypes.doubtful(0, C9, C10)));
  }

  @Test
  void groupsAreInTheRowsOfALaboratory() throws IOException {
    Karyotype karyotype = GivenKaryotypes.of(SyntheticCells.FEMALE);
    assertThat(rows(karyotype))
        .containsExactly(
            List.of("1", "2", "3", "4", "5"),
            List.of("6", "7", "8", "9", "10", "11", "12"),
            List.of("13", "14", "15", "16", "17", "18"),
            List.of("19", "20", "21", "22", "X", "Y"));
    assertThat(Karyogram.of(karyotype).layout().groups())
        .extracting(KaryogramLayout.Group::letter)
        .containsExactly("A", "B", "C", "D", "E", "F", "G");
  }

  @Test
  void whatIsDrawnElsewhereIsThePicture() throws IOException {
    Karyogram karyogram = Karyogram.of(GivenKaryotypes.of(SyntheticCells.FEMALE)).scale(1);
    BufferedImage picture = karyogram.toImage();
    assertThat(picture.getWidth()).isEqualTo((int) Math.ceil(karyogram.width()));
    assertThat(picture.getHeight()).isEqualTo((int) Math.ceil(karyogram.height()));
    BufferedImage other =
        new BufferedImage(picture.getWidth(), picture.getHeight(), picture.getType());
    Graphics2D graphics = other.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, other.getWidth(), other.getHeight());
    karyogram.draw(graphics);
    graphics.dispose();
    int[] expected =
        picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    assertThat(other.getRGB(0, 0, other.getWidth(), other.getHeight(), null, 0, other.getWidth()))
        .isEqualTo(expected);
  }

  @Test
  void chromosomesAreThoseOfTheLayout() throws IOException {
    Karyogram karyogram = Karyogram.of(GivenKaryotypes.of(SyntheticCells.MALE));
    List<Karyogram.Drawn> drawn = karyogram.chromosomes();
    assertThat(drawn).extracting(Karyogram.Drawn::chromosome).isSorted().hasSize(46);
    for (KaryogramLayout.Place place : karyogram.layout().places()) {
      for (KaryogramLayout.Placed placed : place.chromosomes()) {
        KaryogramImage image = placed.chromosome().image();
        Karyogram.Drawn one = drawn.get(placed.chromosome().placement().chromosome());
        assertThat(one.centromere()).isEqualTo(image.centromere());
        assertThat(one.image().getHeight()).isEqualTo(image.image().getHeight());
      }
    }
  }

  @Test
  void allRowsReachFromTheLeftToTheRight() throws IOException {
    KaryogramLayout layout = Karyogram.of(GivenKaryotypes.of(SyntheticCells.MALE)).layout();
    for (List<String> ends :
        List.of(List.of("1", "5"), List.of("6", "12"), List.of("13", "18"), List.of("19", "Y"))) {
      List<KaryogramLayout.Place> row =
          layout.places().stream().filter(p -> ends.contains(p.label())).toList();
      assertThat(row.get(0).left()).isCloseTo(2 * layout.em(), within(1e-6));
      assertThat(row.get(1).right()).isCloseTo(layout.width() - 2 * layout.em(), within(1e-6));
    }
  }

  @Test
  void chromosomesStandSideBySideAboveTheLineOfTheirType() throws IOException {
    Karyotype karyotype = GivenKaryotypes.of(with(SyntheticCells.MALE, ChromosomeType.C21));
    assertThat(karyotype.iscn()).hasToString("47,XY,+21");
    for (KaryogramLayout.Place place : places(karyotype)) {
      int expected = place.label().equals("21") ? 3 : place.label().matches("[XY]") ? 1 : 2;
      assertThat(place.chromosomes()).as(place.label()).hasSize(expected);
      double end = place.left();
      for (KaryogramLayout.Placed placed : place.chromosomes()) {
        assertThat(placed.chromosome().placement().designation()).hasToString(place.label());
        assertThat(placed.x()).isGreaterThan(end - 1e-6);
        assertThat(placed.y()).isPositive();
        assertThat(placed.y() + placed.height()).isLessThan(place.line());
        end = placed.x() + placed.width();
      }
      assertThat(end).isLessThan(place.right() + 1e-6);
    }
  }

  @Test
  void aLostChromosomeLeavesItsPlaceEmpty() throws IOException {
    List<ChromosomeType> types = new ArrayList<>(SyntheticCells.MALE);
    types.remove(ChromosomeType.Y);
    Karyotype karyotype = GivenKaryotypes.of(types);
    assertThat(karyotype.iscn()).hasToString("45,X");
    assertThat(place(karyotype, "X").chromosomes()).hasSize(1);
    KaryogramLayout.Place y = place(karyotype, "Y");
    assertThat(y.chromosomes()).isEmpty();
    assertThat(y.right() - y.left()).isGreaterThan(20);
  }

  @Test
  void markersComeAfterTheSexChromosomes() throws IOException {
    Karyotype karyotype =
        GivenKaryotypes.of(
            with(SyntheticCells.FEMALE, ChromosomeType.C9),
            p -> p.chromosome() == 7 ? marker(p) : p);
    List<List<String>> rows = rows(karyotype);
    assertThat(rows.get(rows.size() - 1)).containsExactly("19", "20", "21", "22", "X", "Y", "mar");
    KaryogramLayout.Place place = place(karyotype, "mar");
    assertThat(place.left()).isGreaterThan(place(karyotype, "Y").right());
    assertThat(place.chromosomes())
        .extracting(placed -> placed.chromosome().placement().chromosome())
        .containsExactly(7);
  }

  @Test
  void manyMarkersHaveRowsOfTheirOwn() throws IOException {
    Karyotype karyotype =
        GivenKaryotypes.of(SyntheticCells.FEMALE, p -> p.chromosome() % 3 == 0 ? marker(p) : p);
    assertThat(rows(karyotype).subList(3, 6))
        .containsExactly(List.of("19", "20", "21", "22", "X", "Y"), List.of("mar"), List.of("mar"));
    assertThat(places(karyotype).subList(24, 26))
        .extracting(place -> place.chromosomes().size())
        .containsExactly(12, 4);
  }

  @Test
  void aCellWithoutChromosomesHasAllPlaces() throws IOException {
    Karyotype karyotype =
        GivenKaryotypes.of(new Cell("none", List.of()), GivenKaryotypes.AS_IT_IS, List.of());
    assertThat(places(karyotype)).hasSize(24).allMatch(place -> place.chromosomes().isEmpty());
    Path file = folder.resolve("none.svg");
    Karyogram.of(karyotype).writeSvg(file);
    assertThat(elements(parsed(file), "image")).isEmpty();
    assertThat(Karyogram.of(karyotype).toImage().getWidth()).isGreaterThan(200);
  }

  @Test
  void centromeresOfARowAreOnOneLine() throws IOException {
    for (boolean originals : new boolean[] {false, true}) {
      Karyogram karyogram =
          Karyogram.of(GivenKaryotypes.of(SyntheticCells.MALE)).originals(originals);
      Map<Double, List<Double>> rows = new LinkedHashMap<>();
      for (KaryogramLayout.Place place : karyogram.layout().places()) {
        for (KaryogramLayout.Placed placed : place.chromosomes()) {
          rows.computeIfAbsent(place.line(), y -> new ArrayList<>()).add(placed.centromere());
        }
      }
      assertThat(rows).hasSize(4);
      for (List<Double> row : rows.values()) {
        assertThat(row).allSatisfy(y -> assertThat(y).isCloseTo(row.get(0), within(1e-6)));
      }
    }
  }

  @Test
  void sizesAreTrue() throws IOException {
    Karyotype karyotype = GivenKaryotypes.of(SyntheticCells.MALE);
    for (double scale : new double[] {1, 3.5}) {
      for (KaryogramLayout.Place place : Karyogram.of(karyotype).scale(scale).layout().places()) {
        for (KaryogramLayout.Placed placed : place.chromosomes()) {
          int number = placed.chromosome().placement().chromosome();
          Straightened straightened = karyotype.classification(number).straightened();
          assertThat(placed.height() / scale - 2 * KaryogramImage.BORDER)
              .isCloseTo(straightened.length(), within(1e-9));
          assertThat(placed.width() / scale - 2 * KaryogramImage.BORDER)
              .isBetween(straightened.width() - 4.0, straightened.width() + 1e-9);
        }
      }
    }
  }

  @Test
  void anUpsideDownChromosomeIsTurned() throws IOException {
    List<ChromosomeType> one = List.of(ChromosomeType.C5);
    for (boolean originals : new boolean[] {false, true}) {
      BufferedImage up = only(Karyogram.of(GivenKaryotypes.of(one)).originals(originals));
      BufferedImage down =
          only(
              Karyogram.of(GivenKaryotypes.of(one, KaryogramTest::upsideDown))
                  .originals(originals));
      assertThat(down.getWidth()).isEqualTo(up.getWidth());
      assertThat(down.getHeight()).isEqualTo(up.getHeight());
      int same = 0;
      for (int y = 0; y < up.getHeight(); y++) {
        for (int x = 0; x < up.getWidth(); x++) {
          int turned = down.getRGB(up.getWidth() - 1 - x, up.getHeight() - 1 - y);
          assertThat(turned).isEqualTo(up.getRGB(x, y));
          same += turned == up.getRGB(up.getWidth() - 1 - x, up.getHeight() - 1 - y) ? 1 : 0;
        }
      }
      assertThat(same).isLessThan(up.getWidth() * up.getHeight() / 2);
    }
  }

  private static BufferedImage only(Karyogram karyogram) {
    return karyogram.layout().places().stream()
        .flatMap(place -> place.chromosomes().stream())
        .findAny()
        .orElseThrow()
        .chromosome()
        .image()
        .image();
  }

  @Test
  void specksBesideAChromosomeAreNotMeasured() {
    float[] stain = new float[40 * 30];
    for (int y = 0; y < 40; y++) {
      for (int x = 10; x < 16; x++) {
        stain[y * 30 + x] = 0.5f;
      }
    }
    stain[20 * 30 + 28] = 0.5f;
    KaryogramImage image =
        KaryogramImage.straight(Straightened.builder(40, 30, stain).build(), Optional.empty(), 2);
    assertThat(image.image().getWidth()).isEqualTo(8);
    assertThat(image.image().getHeight()).isEqualTo(42);
    assertThat(image.image().getRGB(1, 1)).isEqualTo(0xff000000);
    assertThat(image.image().getRGB(0, 0)).isZero();
  }

  @Test
  void aFluorescentCellIsDarkOnWhite() throws IOException {
    SyntheticCell cell =
        SyntheticCells.builder()
            .background(Background.BLACK)
            .karyotype(List.of(ChromosomeType.C1))
            .build()
            .cell(0);
    Karyotype karyotype =
        GivenKaryotypes.of(
            cell.toCell(),
            GivenKaryotypes.AS_IT_IS,
            List.of(GivenKaryotypes.sure(0, Designation.of(ChromosomeType.C1))));
    KaryogramLayout.Placed placed = place(karyotype, "1").chromosomes().get(0);
    BufferedImage picture = Karyogram.of(karyotype).toImage();
    int x = (int) (placed.x() + placed.width() / 2);
    int y = (int) (placed.y() + placed.height() / 3);
    assertThat(new Color(picture.getRGB(x, y)).getRed()).isLessThan(160);
    assertThat(picture.getRGB((int) placed.x() - 8, y)).isEqualTo(Color.WHITE.getRGB());
  }

  @Test
  void aDoubtfulChromosomeIsFramed() throws IOException {
    List<ChromosomeType> types = List.of(ChromosomeType.C9, ChromosomeType.C9);
    Karyotype sure = GivenKaryotypes.of(types);
    Karyotype doubtful =
        GivenKaryotypes.of(
            types, p -> p.chromosome() == 1 ? GivenKaryotypes.doubtful(1, C9, C10) : p);
    KaryogramLayout.Placed framed = place(doubtful, "9").chromosomes().get(1);
    int x = (int) (framed.x() + framed.width() / 2);
    int top = (int) framed.y();
    assertThat(coloured(Karyogram.of(doubtful).toImage(), x, top - 8, top)).isTrue();
    assertThat(coloured(Karyogram.of(sure).toImage(), x, top - 8, top)).isFalse();
    assertThat(text(sure)).contains("2,0,-1").doesNotContain("for review");
    assertThat(text(doubtful)).contains("for review: 1 doubtful chromosome");
  }

  private static boolean coloured(BufferedImage picture, int x, int top, int bottom) {
    for (int y = top; y <= bottom; y++) {
      Color color = new Color(picture.getRGB(x, y));
      if (color.getRed() - color.getBlue() > 60) {
        return true;
      }
    }
    return false;
  }

  /** All that can be read in the SVG file, a line each. */
  private String text(Karyotype karyotype) throws IOException {
    Path file = folder.resolve("text.svg");
    Karyogram.of(karyotype).writeSvg(file);
    return String.join(
        "\n", elements(parsed(file), "text").stream().map(Element::getTextContent).toList());
  }

  @Test
  void belowStandsWhatWasFound() throws IOException {
    Karyotype karyotype = GivenKaryotypes.of(with(SyntheticCells.MALE, ChromosomeType.C21));
    assertThat(text(karyotype).lines())
        .endsWith("47,XY,+21", karyotype.cell(), "next best: 45,X, margin 3.3");
  }

  @Test
  void aLongNameIsBrokenIntoLines() throws IOException {
    String name = "cell " + "ü".repeat(400);
    Karyotype karyotype = named(name);
    assertThat(text(karyotype).replace("\n", "")).contains(name);
    assertThat(Karyogram.of(karyotype).toImage().getWidth())
        .isEqualTo(Karyogram.of(named("x")).toImage().getWidth());
  }

  @Test
  void aTitleSaysWhatElseItCouldBe() {
    assertThat(KaryogramPainter.description(GivenKaryotypes.doubtful(12, C9, C10)))
        .isEqualTo(
            "chromosome 12: 9 (p 0.830); could be 10 (0.120); this way up (p 0.980); for review");
    assertThat(KaryogramPainter.description(GivenKaryotypes.sure(0, Designation.MARKER)))
        .isEqualTo("chromosome 0: mar (p > 0.999); this way up (p 1.000)");
    Placement given =
        new Placement(
            3, C9, 1, Double.POSITIVE_INFINITY, List.of(), Polarity.P_DOWN, 0.5, true, false);
    assertThat(KaryogramPainter.description(given))
        .isEqualTo("chromosome 3: 9 (as given); this way up (p 0.500)");
  }

  @Test
  void anSvgFileHasATitledImageAChromosome() throws IOException {
    Karyotype karyotype = GivenKaryotypes.of(SyntheticCells.MALE);
    Path file = folder.resolve("cell.svg");
    Karyogram.of(karyotype).writeSvg(file);
    Document document = parsed(file);
    List<Element> groups =
        elements(document, "g").stream()
            .filter(g -> g.getAttribute("class").startsWith("chromosome"))
            .toList();
    assertThat(groups).hasSize(46);
    assertThat(elements(document, "image")).hasSize(46);
    for (Element group : groups) {
      assertThat(group.getFirstChild().getNodeName()).isEqualTo("title");
      NodeList images = group.getElementsByTagName("image");
      assertThat(images.getLength()).isEqualTo(1);
      Element image = (Element) images.item(0);
      String data = image.getAttribute("xlink:href");
      assertThat(data).startsWith("data:image/png;base64,");
      BufferedImage png =
          ImageIO.read(
              new ByteArrayInputStream(
                  Base64.getDecoder().decode(data.substring(data.indexOf(',') + 1))));
      assertThat(png.getWidth()).isEqualTo(Integer.parseInt(image.getAttribute("width")));
    }
    assertThat(groups.get(0).getFirstChild().getTextContent())
        .matches("chromosome \\d+: 1 \\(p > 0.999\\); this way up \\(p 1.000\\)");
  }

  @Test
  void aNameMayHoldAnyCharacter() throws IOException {
    Karyotype karyotype = named("<b>&amp;</b> \" ' ]]> \u0000\uD800 染色体 \uD83E\uDDEC");
    String shown = "<b>&amp;</b> \" ' ]]> \ufffd\ufffd 染色体 \uD83E\uDDEC";
    Karyogram karyogram = Karyogram.of(karyotype);
    Path svg = folder.resolve("any.svg");
    karyogram.writeSvg(svg);
    Document document = parsed(svg);
    assertThat(elements(document, "title").get(0).getTextContent())
        .isEqualTo(shown + ": " + karyotype.iscn());
    assertThat(elements(document, "text")).anyMatch(e -> e.getTextContent().equals(shown));
    Path html = folder.resolve("any.html");
    karyogram.writeHtml(html);
    assertThat(elements(parsed(html), "text")).anyMatch(e -> e.getTextContent().equals(shown));
  }

  @Test
  void aPageNeedsNoOtherFile() throws IOException {
    Path file = folder.resolve("cell.html");
    Karyogram.of(GivenKaryotypes.of(SyntheticCells.FEMALE)).writeHtml(file);
    String page = Files.readString(file);
    assertThat(page).startsWith("<!DOCTYPE html");
    assertThat(page.replaceAll("xmlns(:\\w+)?=\"[^\"]*\"", ""))
        .doesNotContain("http:", "https:", "<script", "<link", "@import", "url(", "src=");
    Document document = parsed(file);
    assertThat(document.getDocumentElement().getNodeName()).isEqualTo("html");
    assertThat(elements(document, "image"))
        .hasSize(46)
        .allMatch(image -> image.getAttribute("xlink:href").startsWith("data:"));
    assertThat(page).as("no photograph").doesNotContain("<main", "tabindex", ":has(");
  }

  @Test
  void aPngFileShowsThePicture() throws IOException {
    Karyogram karyogram = Karyogram.of(named("cell"));
    Path file = folder.resolve("cell.png");
    Files.writeString(file, "old");
    karyogram.writePng(file);
    BufferedImage read = ImageIO.read(file.toFile());
    BufferedImage drawn = karyogram.toImage();
    assertThat(read.getWidth()).isEqualTo(drawn.getWidth());
    assertThat(read.getHeight()).isEqualTo(drawn.getHeight());
    for (int y = 0; y < drawn.getHeight(); y++) {
      for (int x = 0; x < drawn.getWidth(); x++) {
        assertThat(read.getRGB(x, y)).isEqualTo(drawn.getRGB(x, y));
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void equalKaryotypesGiveEqualFiles() throws IOException {
    Path one = folder.resolve("one.svg");
    Path two = folder.resolve("two.svg");
    Karyogram.of(GivenKaryotypes.of(SyntheticCells.FEMALE)).writeSvg(one);
    Karyogram.of(GivenKaryotypes.of(SyntheticCells.FEMALE)).writeSvg(two);
    assertThat(two).hasSameBinaryContentAs(one);
  }

  @Test
  void aScaleOutOfRangeIsRefused() throws IOException {
    Karyogram karyogram = Karyogram.of(named("cell"));
    for (double scale : new double[] {0, -1, 20.5, Double.NaN}) {
      assertThatThrownBy(() -> karyogram.scale(scale))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("scale: must be 0.1 to 20, found " + scale);
    }
    assertThat(karyogram.scale(0.1).toImage().getWidth())
        .isLessThan(karyogram.scale(20).toImage().getWidth());
  }

  static Document parsed(Path file) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
      DocumentBuilder builder = factory.newDocumentBuilder();
      return builder.parse(file.toFile());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(file + " is no XML", e);
    }
  }

  static List<Element> elements(Document document, String name) {
    NodeList list = document.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < list.getLength(); i++) {
      elements.add((Element) list.item(i));
    }
    return elements;
  }
}
