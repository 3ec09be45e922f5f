package io.karyo.review.internal.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Placement;
import io.karyo.classify.karyogram.Karyogram;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.review.Review;
import io.karyo.review.ReviewServer;
import io.karyo.review.TestCells;
import io.karyo.review.action.Action;
import io.karyo.review.action.ReviewFormatException;
import io.karyo.review.internal.ReviewJson;
import io.karyo.review.internal.server.Browser;
import io.karyo.review.internal.session.Session;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file that the page saves, of cells with names that are hostile to HTML. */
class ExportTest {

  private static final String NAME = "<img src=x onerror=alert(1)> 細胞 \"7\", it's";

  @SuppressWarnings("NullAway.Init")
  private static ReviewServer server;

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @BeforeAll
  static void starts() throws Exception {
    server =
        ReviewServer.builder()
            .add(TestCells.few(0, NAME))
            .add(TestCells.photographed())
            .add(TestCells.few(2, "third"))
            .caseId("</script><b>case</b>")
            .model("model <x>")
            .start();
    browser = new Browser(server);
    browser.act(0, "{\"do\":\"pin\",\"chromosome\":1,\"to\":\"X\"}");
    browser.act(0, "{\"do\":\"confirm\",\"chromosome\":2}");
    browser.act(0, "{\"do\":\"flip\",\"chromosome\":2}");
    browser.act(0, "{\"do\":\"pin\",\"chromosome\":3,\"to\":\"mar\"}");
    browser.act(0, "{\"do\":\"note\",\"chromosome\":4,\"text\":\"<script>alert(2)</script>\"}");
  }

  @AfterAll
  static void stops() throws IOException {
    server.close();
  }

  private static Karyotype karyotype(int cell) {
    return server.reviews().get(cell).karyotype();
  }

  private static byte[] saved(String path, String type) throws Exception {
    HttpResponse<byte[]> response = browser.get(path);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains(type);
    return response.body();
  }

  private static PDDocument pdf(byte[] bytes) throws IOException {
    return Loader.loadPDF(bytes);
  }

  @Test
  void thePicturesAreThoseOfTheKaryogram() throws Exception {
    byte[] png = saved("/api/cells/0/karyogram.png", "image/png");
    BufferedImage found = ImageIO.read(new ByteArrayInputStream(png));
    BufferedImage expected = Karyogram.of(karyotype(0)).toImage();
    assertThat(found.getWidth()).isEqualTo(expected.getWidth());
    assertThat(found.getRGB(0, 0, found.getWidth(), found.getHeight(), null, 0, found.getWidth()))
        .isEqualTo(
            expected.getRGB(
                0, 0, expected.getWidth(), expected.getHeight(), null, 0, expected.getWidth()));
    byte[] svg = saved("/api/cells/0/karyogram.svg", "image/svg+xml");
    Path file = folder.resolve("k.svg");
    Karyogram.of(karyotype(0)).writeSvg(file);
    assertThat(svg).isEqualTo(Files.readAllBytes(file));
    assertThat(new String(svg, StandardCharsets.UTF_8)).doesNotContain("<img");
  }

  @Test
  void theDocumentHasTheKaryogramAndItsText() throws Exception {
    try (PDDocument document = pdf(saved("/api/cells/1/karyogram.pdf", "application/pdf"))) {
      assertThat(document.getNumberOfPages()).isEqualTo(1);
      String text = new PDFTextStripper().getText(document);
      assertThat(text)
          .contains(karyotype(1).iscn().toString())
          .contains("photo <1>.png")
          .contains("Not for diagnosis.")
          .contains("model <x>");
      assertThat(document.getPage(0).getMediaBox().getWidth()).isBetween(595f, 596f);
    }
  }

  @Test
  void theReportHasCellsClonesAndTrail() throws Exception {
    String page =
        new String(
            saved("/api/case/report.html", "text/html; charset=utf-8"), StandardCharsets.UTF_8);
    assertThat(page)
        .contains("Case &lt;/script&gt;&lt;b&gt;case&lt;/b&gt;")
        .contains("&lt;img src=x onerror=alert(1)&gt; 細胞")
        .contains("place chromosome 1 at X")
        .contains("Note on chromosome 4: &lt;script&gt;alert(2)&lt;/script&gt;")
        .contains("Not for diagnosis.")
        .contains("Karyotype: ")
        .doesNotContain("<script")
        .doesNotContain("<img src=x");
    assertThat(page.split("<section>", -1)).hasSize(4);
    try (PDDocument document = pdf(saved("/api/case/report.pdf", "application/pdf"))) {
      assertThat(document.getNumberOfPages()).isEqualTo(4);
      String text = new PDFTextStripper().getText(document);
      assertThat(text)
          .contains("Case </script><b>case</b>")
          .contains("place chromosome 1 at X")
          .contains("Note on chromosome 4: <script>alert(2)</script>")
          .contains("1 confirmed, 2 placed by hand");
    }
  }

  @Test
  void aLongTrailTakesSeveralPages() throws Exception {
    try (ReviewServer other = ReviewServer.builder().add(TestCells.few(1)).start()) {
      for (int i = 0; i < 200; i++) {
        other.reviews().get(0).apply(new Action.Note(OptionalInt.empty(), "word ".repeat(300)));
      }
      byte[] report = new Browser(other).get("/api/case/report.pdf").body();
      try (PDDocument document = pdf(report)) {
        assertThat(document.getNumberOfPages()).isGreaterThan(4);
        String text = new PDFTextStripper().getText(document);
        assertThat(text.split("write a note on the cell", -1)).hasSize(201);
      }
    }
  }

  @Test
  void trainingDataIsWhatAPersonPlacedOrConfirmed() throws Exception {
    byte[] zip = saved("/api/cells/0/training.zip", "application/zip");
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = folder.resolve(entry.getName()).normalize();
        assertThat(file).startsWithRaw(folder);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.copy(in, file);
      }
    }
    ChromosomeDataset data = ChromosomeDataset.fromManifest(folder.resolve("manifest.csv"));
    assertThat(data.items())
        .extracting(LabelledChromosome::type)
        .containsExactly(
            ChromosomeType.X, karyotype(0).placement(2).designation().type().orElseThrow());
    assertThat(data.items()).allMatch(item -> item.cell().orElseThrow().equals(NAME));
    for (int i = 0; i < 2; i++) {
      Placement placement = karyotype(0).placement(i + 1);
      ChromosomeImage original = karyotype(0).image(i + 1);
      byte[] grey = original.greyLevels();
      byte[] found = data.items().get(i).load().greyLevels();
      boolean turned = placement.polarity() == Polarity.P_DOWN;
      for (int j = 0; j < grey.length; j++) {
        assertThat(found[j]).isEqualTo(grey[turned ? grey.length - 1 - j : j]);
      }
    }
    HttpResponse<byte[]> none = browser.get("/api/cells/2/training.zip");
    assertThat(none.statusCode()).isEqualTo(422);
  }

  @Test
  void aSavedReviewIsResumed() throws Exception {
    Path file = folder.resolve("saved.json");
    Files.write(file, saved("/api/cells/0/karyotype.json", "application/json"));
    Map<String, @Nullable Object> json = ReviewJson.object(Files.readAllBytes(file));
    assertThat(json).containsEntry("format", "karyo-karyotype").containsEntry("cell", NAME);
    Map<?, ?> review = (Map<?, ?>) Objects.requireNonNull(json.get("reviewSession"));
    assertThat(review.get("confirmed")).isEqualTo(List.of(2));
    assertThat(review.get("notes")).isEqualTo(Map.of("4", "<script>alert(2)</script>"));
    Path journals = folder.resolve("journals");
    try (ReviewServer again =
        ReviewServer.builder()
            .add(TestCells.few(0, NAME))
            .model("model <x>")
            .folder(journals)
            .resume(file)
            .start()) {
      assertThat(again.reviews().get(0).toJson()).isEqualTo(Files.readString(file));
      assertThatIllegalStateException().isThrownBy(() -> again.reviews().get(0).resume(file));
    }
    try (ReviewServer third =
        ReviewServer.builder()
            .add(TestCells.few(0, NAME))
            .model("model <x>")
            .folder(journals)
            .start()) {
      assertThat(third.reviews().get(0).toJson()).isEqualTo(Files.readString(file));
    }
  }

  @Test
  void aSavedReviewOfAnythingElseIsRefused() throws Exception {
    Path file = folder.resolve("saved.json");
    String json = server.reviews().get(0).toJson();
    String[][] changes = {
      {"karyo-karyotype", "other", "file: format: must be karyo-karyotype"},
      {"\"version\": 2", "\"version\": 3", "file: version: must be 2, found 3"},
      {"\"reviewSession\":{", "\"session\":{", "file: reviewSession: must be an object"},
      {"\"do\":\"flip\"", "\"do\":\"flap\"", "action 3: do: must be"},
      {"\"chromosome\":1,\"to\"", "\"chromosome\":99,\"to\"", "action 1: cannot be done again"},
      {"}", "", "file: JSON: must be a valid object"}
    };
    for (String[] change : changes) {
      String changed = json.replace(change[0], change[1]);
      if (change[0].equals("\"chromosome\":1,\"to\"")) {
        assertThat(changed).isNotEqualTo(json);
      }
      Files.writeString(file, changed);
      assertThatThrownBy(
              () -> Session.open(karyotypeOf(), "model <x>", null, Instant::now).resume(file))
          .isInstanceOf(ReviewFormatException.class)
          .hasMessageStartingWith(file + ", " + change[2]);
    }
    Files.writeString(file, json);
    assertThatThrownBy(() -> Review.of(TestCells.few(0, NAME)).resume(file))
        .isInstanceOf(ReviewFormatException.class)
        .hasMessageContaining("model: must be");
    assertThatThrownBy(() -> ReviewServer.builder().add(TestCells.few(0)).resume(file).start())
        .isInstanceOf(ReviewFormatException.class)
        .hasMessageContaining("must be one of the cells under review");
  }

  private static Karyotype karyotypeOf() {
    return TestCells.few(0, NAME);
  }

  @Test
  void aPageIsWrittenThatNeedsNoServer() throws Exception {
    Path file = folder.resolve("page.html");
    server.reviews().get(0).writeHtml(file);
    String page = Files.readString(file);
    assertThat(page.split("<script", -1)).as("state and script").hasSize(3);
    assertThat(page)
        .contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        .doesNotContain("connect-src")
        .doesNotContain("<img src=x");
    String start = "id=\"karyo-state\">";
    int from = page.indexOf(start) + start.length();
    String state = page.substring(from, page.indexOf("</script>", from));
    assertThat(state).doesNotContain("<");
    Map<String, @Nullable Object> json = ReviewJson.object(state.getBytes(StandardCharsets.UTF_8));
    Map<String, @Nullable Object> cell = Browser.objects(json.get("cells")).get(0);
    assertThat(cell).containsEntry("cell", NAME).containsEntry("index", 0);
    assertThat(Browser.objects(cell.get("chromosomes")))
        .allMatch(one -> one.containsKey("image") && one.get("detail") instanceof Map<?, ?>);
  }

  @Test
  void aPageNeedsAnOpenKaryotyper() throws IOException {
    Review review;
    try (Karyotyper closing = TestCells.train()) {
      review = Review.of(TestCells.photographed(closing));
    }
    Path file = folder.resolve("page.html");
    assertThatIllegalStateException().isThrownBy(() -> review.writeHtml(file));
    assertThat(file).doesNotExist();
  }
}
