package io.karyo.classify.karyogram;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.Karyotype;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Designation;
import io.karyo.image.Metaphase;
import io.karyo.photo.Box;
import io.karyo.photo.Cluster;
import io.karyo.photo.OtherRegion;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The page of a photographed cell: three bars, two of which cross. */
class KaryogramPageTest {

  private static final int SIDE = 60;
  private static final List<Region> BARS =
      List.of(bar(5, 5, 6, 40), bar(30, 5, 6, 40), bar(20, 20, 30, 6));

  @TempDir Path folder = Path.of("");

  private static Region bar(int left, int top, int width, int height) {
    byte[] mask = new byte[width * height];
    Arrays.fill(mask, (byte) 1);
    return Region.of(new Box(left, top, width, height), mask);
  }

  private static Karyotype karyotype() throws IOException {
    byte[] grey = new byte[SIDE * SIDE];
    for (int i = 0; i < grey.length; i++) {
      int x = i % SIDE;
      int y = i / SIDE;
      grey[i] = (byte) (BARS.stream().anyMatch(bar -> bar.contains(x, y)) ? 80 : 255);
    }
    Box both = new Box(20, 5, 30, 40);
    byte[] cross = BARS.get(1).mask(both);
    byte[] across = BARS.get(2).mask(both);
    for (int i = 0; i < cross.length; i++) {
      cross[i] |= across[i];
    }
    Segmentation segmentation =
        Segmentation.builder(Metaphase.of(SIDE, SIDE, grey).withName("a <cell>"))
            .add(new Cluster(BARS.get(0), List.of(new Parting(List.of(BARS.get(0)), 0))))
            .add(new Cluster(Region.of(both, cross), List.of(new Parting(BARS.subList(1, 3), 0))))
            .add(new OtherRegion(bar(50, 50, 4, 4), OtherRegion.Kind.DEBRIS))
            .note("the ground is uneven")
            .chromosomeWidth(6)
            .build();
    Designation c9 = Designation.of(ChromosomeType.C9);
    return GivenKaryotypes.of(
        segmentation,
        List.of(
            GivenKaryotypes.sure(0, c9),
            GivenKaryotypes.sure(1, Designation.of(ChromosomeType.X)),
            GivenKaryotypes.doubtful(2, c9, Designation.of(ChromosomeType.C10))));
  }

  private String written(Karyotype karyotype) throws IOException {
    Path file = folder.resolve("cell.html");
    Karyogram.of(karyotype).writeHtml(file);
    return Files.readString(file);
  }

  private Document page(Karyotype karyotype) throws IOException {
    written(karyotype);
    return KaryogramTest.parsed(folder.resolve("cell.html"));
  }

  private static List<Element> ofClass(Document page, String name) {
    return KaryogramTest.elements(page, "*").stream()
        .filter(element -> List.of(element.getAttribute("class").split(" ")).contains(name))
        .toList();
  }

  @Test
  void eachChromosomeIsInBothDrawingsAndReachable() throws IOException {
    Document page = page(karyotype());
    for (int number = 0; number < BARS.size(); number++) {
      List<Element> both = ofClass(page, "c" + number);
      assertThat(both).extracting(Element::getTagName).containsExactly("path", "g");
      for (Element element : both) {
        assertThat(element.getAttribute("tabindex")).isEqualTo("0");
        assertThat(element.getAttribute("role")).isEqualTo("img");
        String title = element.getElementsByTagName("title").item(0).getTextContent();
        assertThat(title).startsWith("chromosome " + number + ": ");
        assertThat(element.getAttribute("aria-label")).isEqualTo(title);
        assertThat(element.getAttribute("class").contains("review")).isEqualTo(number == 2);
      }
    }
    assertThat(ofClass(page, "c0").get(0).getAttribute("d")).isEqualTo("M11 5L11 45L5 45L5 5Z");
    assertThat(ofClass(page, "mark")).hasSize(3);
    String style = KaryogramTest.elements(page, "style").get(0).getTextContent();
    for (String state : List.of("hover", "focus")) {
      assertThat(style)
          .contains("main:has(.c2:" + state + ") .photograph .c2{")
          .contains("main:has(.c2:" + state + ") .karyogram .c2 .mark{");
    }
  }

  @Test
  void numbersStandInTheirChromosomeAndInNoOther() throws IOException {
    Karyotype karyotype = karyotype();
    List<Element> numbers = ofClass(page(karyotype), "number");
    assertThat(numbers).extracting(Element::getTextContent).containsExactly("0", "1", "2");
    for (Element number : numbers) {
      int x = (int) Double.parseDouble(number.getAttribute("x"));
      int y = (int) Double.parseDouble(number.getAttribute("y"));
      assertThat(karyotype.segmentation().orElseThrow().chromosomesAt(x, y))
          .containsExactly(Integer.valueOf(number.getTextContent()));
    }
  }

  @Test
  void whatIsNotPlacedIsShownAside() throws IOException {
    Document page = page(karyotype().without(1));
    assertThat(ofClass(page, "c1")).isEmpty();
    assertThat(ofClass(page, "aside"))
        .extracting(Element::getTextContent)
        .containsExactly("debris", "chromosome 1: not placed");
    assertThat(KaryogramTest.elements(page, "figcaption").get(0).getTextContent())
        .contains("the ground is uneven");
  }

  @Test
  void thePageNeedsNeitherScriptNorOtherFile() throws IOException {
    String page = written(karyotype());
    assertThat(page.replaceAll("xmlns(:\\w+)?=\"[^\"]*\"", ""))
        .doesNotContain("http:", "https:", "<script", "<link", "@import", "url(", "src=");
    assertThat(KaryogramTest.elements(page(karyotype()), "image"))
        .hasSize(4)
        .allMatch(image -> image.getAttribute("xlink:href").startsWith("data:"));
  }
}
