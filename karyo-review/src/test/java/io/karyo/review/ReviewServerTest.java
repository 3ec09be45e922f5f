package io.karyo.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.review.internal.Library;
import io.karyo.review.internal.server.Browser;
import io.karyo.spi.Straightener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReviewServerTest {

  private static final int PHOTOGRAPH = 1;

  @SuppressWarnings("NullAway.Init")
  private static ReviewServer server;

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @BeforeAll
  static void starts() throws IOException {
    server =
        ReviewServer.builder()
            .add(TestCells.few(0, "<b>cell</b> & \"7\""))
            .add(TestCells.photographed())
            .add(TestCells.few(2))
            .caseId("case <script>7</script>")
            .model("a model")
            .start();
    browser = new Browser(server);
  }

  @AfterAll
  static void stops() throws IOException {
    server.close();
  }

  private static Set<Integer> withImage(Map<String, @Nullable Object> state, String list) {
    return Browser.objects(state.get(list)).stream()
        .filter(one -> one.containsKey("image"))
        .map(one -> (Integer) Objects.requireNonNull(one.get("number")))
        .collect(Collectors.toSet());
  }

  private static void undoAll(int cell) throws IOException, InterruptedException {
    HttpResponse<byte[]> response;
    do {
      response = browser.post(cell, "{\"do\":\"undo\"}");
    } while (response.statusCode() == 200);
    assertThat(response.statusCode()).isEqualTo(409);
  }

  @Test
  void thePageIsOneDocumentUnderAStrictPolicy() throws Exception {
    HttpResponse<byte[]> response = browser.send(browser.request(server.uri().toString()).build());
    assertThat(response.statusCode()).isEqualTo(200);
    String page = Browser.text(response);
    String policy = response.headers().firstValue("Content-Security-Policy").orElseThrow();
    String nonce = policy.replaceAll(".*style-src 'nonce-([^']+)'.*", "$1");
    assertThat(nonce).matches("[A-Za-z0-9_-]{22}");
    assertThat(policy)
        .isEqualTo(
            "default-src 'none'; img-src data: blob:; style-src 'nonce-NONCE';"
                    .replace("NONCE", nonce)
                + " script-src 'nonce-NONCE'; base-uri 'none'; form-action 'none';"
                    .replace("NONCE", nonce)
                + " connect-src 'self'; frame-ancestors 'none'");
    assertThat(page)
        .contains("<style nonce=\"" + nonce + "\">")
        .contains("<script type=\"module\" nonce=\"" + nonce + "\">")
        .contains("id=\"karyo-state\">{\"server\":true}</script>")
        .doesNotContain("<!--karyo:")
        .doesNotContain(" src=\"")
        .doesNotContain("http-equiv");
    assertThat(page.split("</script>", -1)).as("no script ends another").hasSize(3);
    assertThat(response.headers().map())
        .containsEntry("X-Content-Type-Options", List.of("nosniff"))
        .containsEntry("Referrer-Policy", List.of("no-referrer"))
        .containsEntry("Cache-Control", List.of("no-store"))
        .containsEntry("Content-Type", List.of("text/html; charset=utf-8"));
    String again = Browser.text(browser.send(browser.request(server.uri().toString()).build()));
    assertThat(again).as("another nonce").doesNotContain(nonce);
  }

  @Test
  void theCaseHasItsCellsAndClones() throws Exception {
    Map<String, @Nullable Object> json = browser.json("/api/case");
    assertThat(json)
        .containsEntry("id", "case <script>7</script>")
        .containsEntry("model", "a model")
        .containsEntry("library", Library.version());
    List<Map<String, @Nullable Object>> cells = Browser.objects(json.get("cells"));
    assertThat(cells).hasSize(3);
    assertThat(cells.get(0))
        .containsEntry("cell", "<b>cell</b> & \"7\"")
        .containsEntry("chromosomes", 7);
    assertThat((String) json.get("iscn")).contains("[");
  }

  @Test
  void aStateHasEverythingThatThePageShows() throws Exception {
    Map<String, @Nullable Object> state = browser.json("/api/cells/1");
    assertThat(state.keySet())
        .containsExactlyInAnyOrder(
            "index",
            "model",
            "cell",
            "iscn",
            "runnerUp",
            "margin",
            "needsReview",
            "numbersReview",
            "unfamiliar",
            "version",
            "photograph",
            "chromosomes",
            "removed",
            "order",
            "moved",
            "undo",
            "redo",
            "note",
            "trail");
    assertThat(state).containsEntry("cell", "photo <1>.png").containsEntry("index", 1);
    Map<?, ?> photograph = (Map<?, ?>) Objects.requireNonNull(state.get("photograph"));
    assertThat((String) photograph.get("image")).startsWith("data:image/png;base64,");
    assertThat(photograph.get("notes")).isEqualTo(List.of("a <note>"));
    assertThat(Browser.objects(photograph.get("others")).get(0)).containsEntry("kind", "DEBRIS");
    List<Map<String, @Nullable Object>> chromosomes = Browser.objects(state.get("chromosomes"));
    assertThat(chromosomes).hasSize(7);
    for (Map<String, @Nullable Object> one : chromosomes) {
      assertThat(one.keySet())
          .contains(
              "number",
              "source",
              "designation",
              "probability",
              "margin",
              "alternatives",
              "polarity",
              "pinned",
              "confirmed",
              "review",
              "note",
              "image",
              "width",
              "height",
              "centromere",
              "outline",
              "middle");
      assertThat((String) one.get("outline")).matches("(M[0-9 L]+Z)+");
    }
  }

  @Test
  void anAnswerHasOnlyThePicturesThatChanged() throws Exception {
    Map<String, @Nullable Object> flipped = browser.act(0, "{\"do\":\"flip\",\"chromosome\":3}");
    assertThat(withImage(flipped, "chromosomes")).contains(3);
    Map<String, @Nullable Object> noted =
        browser.act(0, "{\"do\":\"note\",\"chromosome\":3,\"text\":\"<i>odd</i>\"}");
    assertThat(withImage(noted, "chromosomes")).isEmpty();
    assertThat(Browser.objects(noted.get("chromosomes")).get(3))
        .containsEntry("note", "<i>odd</i>");
    Map<String, @Nullable Object> removed = browser.act(0, "{\"do\":\"remove\",\"chromosome\":3}");
    assertThat(withImage(removed, "removed")).containsExactly(3);
    Map<String, @Nullable Object> restored = browser.act(0, "{\"do\":\"undo\"}");
    assertThat(withImage(restored, "chromosomes")).contains(3);
    assertThat(restored).containsEntry("redo", "remove chromosome 3").containsEntry("version", 4);
    undoAll(0);
  }

  @Test
  void aPhotographIsCutAndJoined() throws Exception {
    Map<String, @Nullable Object> before = browser.json("/api/cells/1");
    String outline = (String) Browser.objects(before.get("chromosomes")).get(0).get("outline");
    assertThat(outline).isNotNull();
    List<?> middle = (List<?>) Browser.objects(before.get("chromosomes")).get(0).get("middle");
    assertThat(middle).isNotNull();
    String line = "[[0.5," + middle.get(1) + "],[" + middle.get(0) + ".25," + middle.get(1) + "]]";
    Map<String, @Nullable Object> cut =
        browser.act(PHOTOGRAPH, "{\"do\":\"cut\",\"chromosome\":0,\"line\":" + line + "}");
    assertThat(withImage(cut, "chromosomes")).contains(7, 8);
    assertThat(((Map<?, ?>) Objects.requireNonNull(cut.get("photograph"))).containsKey("image"))
        .isFalse();
    Map<String, @Nullable Object> joined =
        browser.act(PHOTOGRAPH, "{\"do\":\"join\",\"chromosome\":7,\"with\":8}");
    assertThat(Browser.objects(joined.get("chromosomes"))).hasSize(7);
    assertThat(browser.post(PHOTOGRAPH, "{\"do\":\"flip\",\"chromosome\":0}").statusCode())
        .isEqualTo(422);
    undoAll(PHOTOGRAPH);
  }

  @Test
  void detailsExplainAPlacement() throws Exception {
    Map<String, @Nullable Object> detail = browser.json("/api/cells/0/chromosomes/2");
    assertThat(detail).containsEntry("number", 2);
    List<?> profile = (List<?>) detail.get("profile");
    assertThat(profile).hasSizeGreaterThan(10);
    assertThat((String) detail.get("straightened")).startsWith("data:image/png;base64,");
    List<Map<String, @Nullable Object>> bands = Browser.objects(detail.get("ideogram"));
    assertThat(bands.get(0)).containsEntry("from", 0.0);
    assertThat(bands.get(bands.size() - 1)).containsEntry("to", 1.0);
    assertThat(Browser.objects(detail.get("neighbours"))).hasSize(5);
    assertThat(Browser.objects(detail.get("otherIdeogram"))).isNotEmpty();
    List<Map<String, @Nullable Object>> similar = Browser.objects(detail.get("similar"));
    assertThat(similar).hasSize(5);
    assertThat(similar)
        .noneMatch(
            one ->
                Integer.valueOf(0).equals(one.get("cell"))
                    && Integer.valueOf(2).equals(one.get("number")));
    assertThat(similar).extracting(one -> (Double) one.get("distance")).isSorted();
    assertThat(similar.get(0))
        .containsEntry("confirmed", false)
        .containsKeys("designation", "name");
    assertThat((String) similar.get(0).get("image")).startsWith("data:image/png;base64,");
    assertThat(browser.get("/api/cells/0/chromosomes/99").statusCode()).isEqualTo(404);
  }

  @Test
  void concurrentActionsAreDoneOneAfterTheOther() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Set<Integer> versions = new HashSet<>();
    int count = 0;
    try {
      List<Future<List<Integer>>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        int number = i % 7;
        answers.add(threads.submit(() -> post(number)));
      }
      for (Future<List<Integer>> answer : answers) {
        versions.addAll(answer.get());
        count += answer.get().size();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(versions).as("each action had a version of its own").hasSize(count);
    assertThat(server.reviews().get(2).trail()).hasSize(count);
    Karyotype now = server.reviews().get(2).karyotype();
    assertThat(now.corrections()).hasSize(count);
    undoAll(2);
  }

  private static List<Integer> post(int number) throws IOException, InterruptedException {
    List<Integer> versions = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String action = "{\"do\":\"flip\",\"chromosome\":" + number + "}";
      versions.add((Integer) Objects.requireNonNull(browser.act(2, action).get("version")));
      browser.json("/api/cells/2");
    }
    return versions;
  }

  @Test
  void aCellWithoutChromosomesIsRefused() {
    Karyotype empty = TestCells.karyotyper().karyotype(new Cell("empty", List.of()));
    ReviewServer.Builder builder = ReviewServer.builder().add(TestCells.few(0)).add(empty);
    assertThatIllegalStateException()
        .isThrownBy(builder::start)
        .withMessage("cell 'empty': must have chromosomes to be reviewed, found none");
  }

  @Test
  void aServerNeedsACellAndOneAddress() throws Exception {
    assertThatIllegalStateException().isThrownBy(() -> ReviewServer.builder().start());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReviewServer.builder().address(InetAddress.getByName("0.0.0.0")));
    assertThatIllegalArgumentException().isThrownBy(() -> ReviewServer.builder().port(-1));
  }

  @Test
  void cellsOfOneServerHaveDifferentNames() {
    ReviewServer.Builder builder =
        ReviewServer.builder().add(TestCells.few(0, "c1")).add(TestCells.few(1, "c1"));
    assertThatIllegalStateException()
        .isThrownBy(builder::start)
        .withMessage("cells: must have different names, found two 'c1'");
  }

  @Test
  void anErrorIsAnswered() throws Exception {
    AtomicBoolean broken = new AtomicBoolean();
    Straightener straightener =
        image -> {
          if (broken.get()) {
            throw new NoClassDefFoundError("gone");
          }
          return TestCells.AS_IT_IS.straighten(image);
        };
    try (Karyotyper karyotyper = TestCells.train(straightener);
        ReviewServer other =
            ReviewServer.builder().add(TestCells.photographed(karyotyper)).start()) {
      Browser own = new Browser(other);
      broken.set(true);
      HttpResponse<byte[]> response = own.post(0, "{\"do\":\"join\",\"chromosome\":0,\"with\":1}");
      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(Browser.text(response)).contains("the program failed: ", "gone");
      assertThat(own.json("/api/cells/0")).containsEntry("version", 0);
    }
  }

  @Test
  void aClosedServerIsGone() throws Exception {
    ReviewServer other = ReviewServer.builder().add(TestCells.few(3)).start();
    Browser own = new Browser(other);
    assertThat(own.get("/api/case").statusCode()).isEqualTo(200);
    other.close();
    other.close();
    assertThatThrownBy(() -> own.get("/api/case")).isInstanceOf(IOException.class);
  }
}
