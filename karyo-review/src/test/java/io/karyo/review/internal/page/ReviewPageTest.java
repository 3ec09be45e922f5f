package io.karyo.review.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.Placement;
import io.karyo.review.Review;
import io.karyo.review.ReviewServer;
import io.karyo.review.TestCells;
import io.karyo.review.action.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Whole reviews on the page, as a person does them. */
class ReviewPageTest {

  private static Chromium browser;

  @BeforeAll
  static void startBrowser() {
    browser = Chromium.start();
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void wide() {
    browser.screen(1280, 900, "light");
  }

  @AfterEach
  void hasNoErrors() {
    browser.offline(false);
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void reviewsByMouse(@TempDir Path folder) throws Exception {
    try (ReviewServer server =
        ReviewServer.builder().add(TestCells.photographed()).folder(folder).start()) {
      Review review = server.reviews().get(0);
      browser.open(server.uri());
      final List<Integer> numbers = numbers(review);

      int placed = numbers.get(0);
      browser.acting(() -> browser.drag(browser.tile(placed), place("mar")));
      assertThat(browser.place(placed)).isEqualTo("mar");
      assertThat(browser.tile(placed).getAttribute("aria-label")).contains("placed by hand");

      browser.acting(() -> browser.button("Flip").click());
      browser.acting(() -> browser.button("Confirm").click());
      assertThat(review.confirmed()).containsExactly(placed);
      browser.acting(() -> browser.button("Release").click());
      assertThat(review.confirmed()).isEmpty();

      int removed = numbers.get(1);
      browser.acting(() -> browser.drag(browser.tile(removed), place("debris")));
      assertThat(browser.place(removed)).isEqualTo("debris");
      assertThat(numbers(review)).doesNotContain(removed);
      int before = browser.version();
      browser.drag(browser.tile(removed), place("22"));
      // It is restored and then placed, which are two actions.
      browser.until(done -> browser.version() == before + 2);
      assertThat(browser.place(removed)).isEqualTo("22");
      assertThat(numbers(review)).contains(removed);

      cutByMouse(numbers.get(4));
      List<Integer> pieces = numbers(review);
      pieces = pieces.subList(pieces.size() - 2, pieces.size());
      assertThat(pieces).doesNotContainAnyElementsOf(numbers);
      outline(pieces.get(0)).click();
      browser.button("Join").click();
      int second = pieces.get(1);
      browser.acting(() -> outline(second).click());
      assertThat(numbers(review)).hasSize(7).doesNotContainAnyElementsOf(pieces);
      browser.acting(() -> browser.one("#undo").click());
      browser.acting(() -> browser.one("#undo").click());
      assertThat(numbers(review)).isEqualTo(numbers);

      write("#note", "a <b>note</b> on the cell");
      assertThat(review.note()).isEqualTo("a <b>note</b> on the cell");
      browser.one("summary").click();
      assertThat(browser.all("#history li")).hasSameSizeAs(review.trail());
      assertThat(browser.text("#iscn")).isEqualTo(review.karyotype().iscn().toString());
    }
  }

  @Test
  void opensAnotherCellFromTheStripAndTheMenuOfFiles() throws Exception {
    try (ReviewServer server =
        ReviewServer.builder().add(TestCells.few(0, "c1")).add(TestCells.few(1, "c2")).start()) {
      browser.open(server.uri());
      String drawn =
          "return [...document.querySelectorAll('#cells img')].filter(one => one.naturalWidth >"
              + " 100).length";
      browser.until(done -> browser.script(drawn).equals(2L));
      browser.one("#cells [data-cell='1']").click();
      // Read at once: the line is drawn anew meanwhile.
      String name = "return document.querySelector('#facts .cell-name').textContent";
      browser.until(done -> browser.script(name).equals("c2"));
      browser.acting(() -> browser.button("Confirm all").click());
      Review second = server.reviews().get(1);
      assertThat(second.confirmed()).hasSameSizeAs(second.karyotype().placements());
      assertThat(server.reviews().get(0).confirmed()).isEmpty();
      assertThat(browser.one("#confirm-all").isEnabled()).isFalse();

      assertThat(browser.one("#saves").isDisplayed()).isFalse();
      browser.one("#save").click();
      assertThat(browser.all("#saves button")).hasSize(7).allMatch(WebElement::isDisplayed);
      browser.one("#save").click();
      assertThat(browser.one("#saves").isDisplayed()).isFalse();
    }
  }

  @Test
  void movesToAnAlternativeOfADoubtfulOne() throws Exception {
    try (ReviewServer server = ReviewServer.builder().add(TestCells.whole(0)).start()) {
      Review review = server.reviews().get(0);
      browser.open(server.uri());
      List<Integer> doubtful = StateJson.order(review.karyotype());
      assertThat(doubtful).isNotEmpty();
      assertThat(browser.all(".doubt"))
          .extracting(doubt -> Integer.valueOf(doubt.getAttribute("data-number")))
          .isEqualTo(doubtful);
      assertThat(browser.selected()).isEqualTo(doubtful.get(0));

      String wanted =
          placement(review, doubtful.get(0)).alternatives().get(0).designation().label();
      browser.acting(() -> browser.one(".doubts li:first-child .alternative").click());

      assertThat(browser.place(doubtful.get(0))).isEqualTo(wanted);
      assertThat(placement(review, doubtful.get(0)).designation().label()).isEqualTo(wanted);
      List<Integer> left = StateJson.order(review.karyotype());
      assertThat(left).doesNotContain(doubtful.get(0));
      // Read at once: the list is drawn anew when the strip of cells is.
      String shown =
          "return [...doubts.querySelectorAll('.doubt')].map(one => one.dataset.number).join()";
      assertThat(browser.script(shown))
          .isEqualTo(left.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
  }

  @Test
  void listsAndMarksWhatMovedByItself() throws Exception {
    try (ReviewServer server = ReviewServer.builder().add(TestCells.whole(0)).start()) {
      Review review = server.reviews().get(0);
      browser.open(server.uri());
      Map<Integer, String> before = Map.of();
      int tried = 0;
      while (browser.all(".chromosome.is-moved").isEmpty()) {
        assertThat(tried).as("moves that move no other").isLessThan(20);
        before = designations(review);
        int number = numbers(review).get(tried);
        tried++;
        browser.tile(number).click();
        String other = "7".equals(before.get(number)) ? "8" : "7";
        browser.acting(
            () -> {
              browser.press("m");
              browser.press(other, Keys.ENTER);
            });
      }
      int moved = Integer.parseInt(browser.one(".chromosome.is-moved").getAttribute("data-number"));
      String text = "no. " + moved + ": " + before.get(moved) + " → " + browser.place(moved);
      assertThat(before.get(moved)).isNotEqualTo(browser.place(moved));
      assertThat(browser.text("#moved")).contains(text);
      assertThat(String.valueOf(browser.script("return announcer.textContent")))
          .contains("Moved by itself")
          .contains("chromosome " + moved + " from " + before.get(moved));

      browser.acting(() -> browser.press("z"));
      browser.acting(() -> writeNote("looked at"));
      assertThat(browser.all(".chromosome.is-moved")).isEmpty();
      assertThat(browser.one("#moved").isDisplayed()).isFalse();
    }
  }

  @Test
  void reviewsByKeyboardAndGoesOnAfterTheServerWasKilled(@TempDir Path folder) throws Exception {
    ServedCells first = ServedCells.start(folder);
    String iscn;
    int version;
    int marker;
    int note;
    try {
      browser.open(first.uri());
      marker = movesADoubtfulOneByKeyboard();
      browser.press(Keys.HOME);
      int home = browser.selected();
      browser.press(Keys.ARROW_RIGHT, Keys.ARROW_DOWN);
      note = browser.selected();
      assertThat(note).isNotIn(home, marker);
      correctsByKeyboard(note);
      browser.acting(() -> writeNote("compare"));

      iscn = browser.text("#iscn");
      version = browser.version();
      browser.driver().navigate().refresh();
      browser.until(ready -> !browser.all(".chromosome").isEmpty());
      assertState(iscn, version, marker, note);
    } finally {
      first.kill();
    }
    ServedCells second = ServedCells.start(folder);
    try {
      browser.open(second.uri());
      assertState(iscn, version, marker, note);
      browser.acting(() -> browser.press("z"));
      assertThat(browser.version()).isEqualTo(version + 1);
      cutsAndJoinsByKeyboard();
    } finally {
      second.kill();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".karyo-review.jsonl"))).hasSize(2);
    }
  }

  /** Moves the first doubtful chromosome to the markers and returns its number. */
  private static int movesADoubtfulOneByKeyboard() {
    browser.press("n");
    int marker = browser.selected();
    assertThat(browser.focusedLabel())
        .startsWith("chromosome " + marker + ",")
        .contains("doubtful");

    browser.press("m", "no such place", Keys.ENTER);
    assertThat(browser.text("#move-error")).contains("must be 1 to 22, X, Y, mar or debris");
    browser.press(Keys.ESCAPE);
    browser.acting(() -> browser.press("m", "MAR", Keys.ENTER));
    assertThat(browser.place(marker)).isEqualTo("mar");
    assertThat(browser.focusedLabel()).startsWith("chromosome " + marker + ", at mar");
    return marker;
  }

  /** Does each action of a single key on the selected chromosome, and takes some back. */
  private static void correctsByKeyboard(int selected) {
    browser.acting(() -> browser.press("f"));
    browser.acting(() -> browser.press("c"));
    assertThat(browser.focusedLabel()).contains("confirmed");
    browser.acting(() -> browser.press("u"));
    assertThat(browser.focusedLabel()).contains("probability");
    browser.acting(() -> browser.press(Keys.DELETE));
    assertThat(browser.focusedLabel()).contains("in the debris");
    browser.acting(() -> browser.press("r"));
    browser.acting(() -> browser.press("z"));
    assertThat(browser.place(selected)).isEqualTo("debris");
    browser.acting(() -> browser.press("Z"));
    browser.acting(() -> browser.pressWith(Keys.CONTROL, "z"));
    browser.acting(() -> browser.pressWith(Keys.CONTROL, "y"));
    assertThat(browser.place(selected)).isNotEqualTo("debris");
  }

  /** Goes to the photographed cell, cuts a chromosome through its middle and joins the pieces. */
  private static void cutsAndJoinsByKeyboard() {
    browser.press("]");
    browser.until(done -> browser.one(".photograph-panel").isDisplayed());
    assertThat(browser.driver().getCurrentUrl()).endsWith("#cell=1");
    browser.press(Keys.HOME);
    int whole = browser.selected();
    browser.press("x");
    Keys[] far = {Keys.ARROW_LEFT, Keys.ARROW_LEFT, Keys.ARROW_LEFT};
    browser.hands().keyDown(Keys.SHIFT).sendKeys(far).keyUp(Keys.SHIFT).perform();
    browser.press(Keys.ENTER);
    Keys[] back = {Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT};
    browser.acting(
        () ->
            browser
                .hands()
                .keyDown(Keys.SHIFT)
                .sendKeys(back)
                .sendKeys(back)
                .keyUp(Keys.SHIFT)
                .sendKeys(Keys.ENTER)
                .perform());
    assertThat(browser.all(".chromosome[data-number='" + whole + "']")).isEmpty();
    assertThat(browser.all(".outline")).hasSize(8);

    int piece = browser.selected();
    int other = piece == 7 ? 8 : 7;
    browser.press("j");
    browser.driver().executeScript("arguments[0].focus()", outline(other));
    browser.acting(() -> browser.press(Keys.ENTER));
    assertThat(browser.all(".outline")).hasSize(7);
  }

  private static void assertState(String iscn, int version, int marker, int note) {
    assertThat(browser.text("#iscn")).isEqualTo(iscn);
    assertThat(browser.version()).isEqualTo(version);
    assertThat(browser.place(marker)).isEqualTo("mar");
    assertThat(browser.tile(note).getAttribute("aria-label")).contains("note: compare");
  }

  @Test
  void keepsActionsWhileTheServerIsLost() throws Exception {
    try (ReviewServer server = ReviewServer.builder().add(TestCells.few(0)).start()) {
      Review review = server.reviews().get(0);
      browser.open(server.uri());
      browser.press(Keys.HOME);
      int number = browser.selected();
      browser.offline(true);
      browser.press("c");
      browser.until(lost -> !browser.all("#banner-lost").isEmpty());
      assertThat(browser.text("#banner-lost")).contains("1 change is kept");
      browser.press("f");
      browser.until(counted -> browser.text("#banner-lost").contains("2 changes are kept"));
      assertThat(review.actions()).isEmpty();
      browser.errors();

      browser.offline(false);
      browser.button("Try again").click();
      browser.until(done -> review.actions().size() == 2);
      browser.until(done -> browser.version() == 2);
      assertThat(review.actions())
          .containsExactly(new Action.Confirm(number), new Action.Flip(number));
      assertThat(browser.all("#banner-lost")).isEmpty();
    }
  }

  @Test
  void showsAndAnnouncesWhatTheServerRefuses() throws Exception {
    try (ReviewServer server = ReviewServer.builder().add(TestCells.photographed()).start()) {
      browser.open(server.uri());
      browser.press(Keys.HOME, "x", Keys.ENTER, Keys.ENTER);
      browser.until(shown -> !browser.all("#banner-error").isEmpty());
      assertThat(browser.text("#banner-error")).startsWith("Not done:");
      assertThat(browser.one("#banner-error").getAttribute("role")).isEqualTo("alert");
      assertThat(server.reviews().get(0).actions()).isEmpty();
      assertThat(browser.errors()).allMatch(error -> error.contains("422"));
    }
  }

  private static void cutByMouse(int number) {
    outline(number).click();
    browser.button("Cut").click();
    WebElement pad = browser.one("#photo-pad");
    browser.acting(
        () ->
            browser
                .hands()
                .moveToElement(outline(number))
                .moveByOffset(-80, 0)
                .clickAndHold()
                .moveByOffset(60, 0)
                .moveByOffset(100, 2)
                .release()
                .perform());
    assertThat(pad.getAttribute("role")).isNull();
  }

  private static void write(String selector, String text) {
    WebElement area = browser.one(selector);
    browser.acting(
        () -> {
          area.click();
          browser.press(text);
          browser.pressWith(Keys.CONTROL, Keys.ENTER);
        });
  }

  /** Writes a note on the selected chromosome by the keyboard. */
  private static void writeNote(String text) {
    browser.press("t", text);
    browser.pressWith(Keys.CONTROL, Keys.ENTER);
  }

  private static WebElement place(String designation) {
    return browser.one("[data-place='" + designation + "']");
  }

  private static WebElement outline(int chromosome) {
    return browser.one(".outline[data-number='" + chromosome + "']");
  }

  private static List<Integer> numbers(Review review) {
    return review.karyotype().placements().stream().map(Placement::chromosome).toList();
  }

  private static Map<Integer, String> designations(Review review) {
    return review.karyotype().placements().stream()
        .collect(
            Collectors.toMap(Placement::chromosome, placement -> placement.designation().label()));
  }

  private static Placement placement(Review review, int number) {
    return review.karyotype().placements().stream()
        .filter(placement -> placement.chromosome() == number)
        .findFirst()
        .orElseThrow();
  }
}
