package io.karyo.review.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Results;
import com.deque.html.axecore.selenium.AxeBuilder;
import io.karyo.review.Review;
import io.karyo.review.ReviewServer;
import io.karyo.review.TestCells;
import io.karyo.review.action.Action;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.print.PageSize;
import org.openqa.selenium.print.PrintOptions;

/** What holds for the page as a whole: accessible, on one sheet of paper, by itself. */
class PageQualityTest {

  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
  private static final Set<String> GRAVE = Set.of("serious", "critical");

  private static Chromium browser;
  private static ReviewServer server;

  @BeforeAll
  static void start() throws Exception {
    browser = Chromium.start();
    server =
        ReviewServer.builder()
            .add(TestCells.photographed())
            .add(TestCells.whole(0))
            .caseId("case <7>")
            .model("a model")
            .start();
    server.reviews().get(0).apply(new Action.Remove(1));
    server.reviews().get(1).apply(new Action.Confirm(2));
  }

  @AfterAll
  static void close() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"1280, light", "1280, dark", "390, light", "390, dark"})
  void isAccessible(int width, String colours) {
    browser.screen(width, 844, colours);
    browser.open(server.uri());
    browser.press(Keys.HOME);
    browser.until(detailed -> !browser.all(".bands").isEmpty());
    for (String part : parts()) {
      if (width < 1000) {
        browser.one("#views [data-view='" + part + "']").click();
      }
      assertAccessible(part);
      Object overflow = browser.script("return document.documentElement.scrollWidth - innerWidth");
      assertThat(((Number) overflow).intValue()).as("wider than the screen").isNotPositive();
    }
  }

  /**
   * Returns the parts that a narrow screen shows one at a time; a wide one has no buttons for them.
   */
  private static List<String> parts() {
    List<String> parts =
        browser.all("#views button").stream()
            .filter(WebElement::isDisplayed)
            .map(button -> button.getAttribute("data-view"))
            .toList();
    return parts.isEmpty() ? List.of("all") : parts;
  }

  private static void assertAccessible(String part) {
    Results results = new AxeBuilder().withTags(RULES).analyze(browser.driver());
    assertThat(results.getPasses()).isNotEmpty();
    assertThat(results.getViolations())
        .as(part)
        .noneMatch(violation -> GRAVE.contains(violation.getImpact()));
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void isPrintedOnOnePage(int cell) throws Exception {
    browser.screen(1280, 900, "dark");
    browser.open(URI.create(server.uri() + "#cell=" + cell));
    PrintOptions a4 = new PrintOptions();
    a4.setPageSize(PageSize.ISO_A4);
    a4.setBackground(true);
    byte[] pdf = Base64.getDecoder().decode(browser.driver().print(a4).getContent());
    try (PDDocument document = Loader.loadPDF(pdf)) {
      assertThat(document.getNumberOfPages()).isOne();
      String text = new PDFTextStripper().getText(document);
      assertThat(text.replaceAll("\\s", ""))
          .contains(server.reviews().get(cell).karyotype().iscn().toString())
          .contains("Modelamodel");
      assertThat(text)
          .contains(server.reviews().get(cell).karyotype().cell())
          .contains("case <7>")
          .contains("Not for diagnosis.")
          .doesNotContain("Undo");
    }
  }

  @Test
  void asksNobodyButItsServer() {
    browser.screen(1280, 900, "light");
    browser.open(server.uri());
    String asked = "return performance.getEntriesByType('resource').map(entry => entry.name)";
    List<?> addresses = (List<?>) browser.script(asked);
    String own = "http://" + server.uri().getAuthority() + "/api/";
    assertThat(addresses).isNotEmpty().allMatch(address -> String.valueOf(address).startsWith(own));

    Object violated =
        browser
            .driver()
            .executeAsyncScript(
                """
                const done = arguments[0];
                addEventListener("securitypolicyviolation", event => done(event.effectiveDirective));
                const image = new Image();
                image.src = "http://127.0.0.1:9/picture.png";
                """);
    assertThat(violated).isEqualTo("img-src");
    browser.errors();
  }

  @Test
  void showsEverythingFromAFileButCorrectsNothing(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("cell.html");
    Review review = server.reviews().get(0);
    review.writeHtml(file);
    browser.screen(1280, 900, "light");
    browser.errors();
    browser.open(file.toUri());

    assertThat(browser.text("#banner-info")).contains("open it with the review server");
    assertThat(browser.text("#iscn")).isEqualTo(review.karyotype().iscn().toString());
    assertThat(browser.all("#actions button")).isNotEmpty().noneMatch(WebElement::isEnabled);
    browser.press(Keys.HOME);
    int first = browser.selected();
    browser.press(Keys.ARROW_RIGHT);
    assertThat(browser.selected()).isNotEqualTo(first);
    assertThat(browser.all(".bands .curve.measured")).isNotEmpty();
    assertThat(browser.all(".outline")).hasSameSizeAs(review.karyotype().placements());
    int version = browser.version();
    browser.press("f", "c", Keys.DELETE);
    assertThat(browser.version()).isEqualTo(version);
    assertThat(browser.script("return performance.getEntriesByType('resource').length"))
        .isEqualTo(0L);
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void showsForeignTextAsText() throws Exception {
    try (ReviewServer odd =
        ReviewServer.builder().add(TestCells.few(0, "<img src=x onerror=alert(1)>")).start()) {
      browser.screen(1280, 900, "light");
      browser.open(odd.uri());
      assertThat(browser.text(".cell-name")).isEqualTo("<img src=x onerror=alert(1)>");
      assertThat(browser.all("img[src='x']")).isEmpty();
    }
  }
}
