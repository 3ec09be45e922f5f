package io.karyo.review.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.review.Review;
import io.karyo.review.ReviewServer;
import io.karyo.review.TestCells;
import io.karyo.review.action.Action;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;

/**
 * What the page does when answers are lost, late or refusals, and when another page acts as well.
 */
class PageFaultTest {

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
    assertThat(browser.errors()).isEmpty();
  }

  @Test
  void showsThePicturesOfTheServerAfterAnotherPageActed() throws Exception {
    try (ReviewServer server = ReviewServer.builder().add(TestCells.few(0)).start()) {
      browser.open(server.uri());
      browser.press(Keys.HOME);
      int flipped = browser.selected();
      final String before = picture(flipped);
      String first = browser.driver().getWindowHandle();
      browser.driver().switchTo().newWindow(WindowType.TAB);
      browser.screen(1280, 900, "light");
      browser.open(server.uri());
      browser.press(Keys.HOME);
      browser.acting(() -> browser.press("f"));
      final String after = picture(flipped);
      browser.driver().close();
      browser.driver().switchTo().window(first);

      browser.press(Keys.ARROW_RIGHT);
      assertThat(browser.selected()).isNotEqualTo(flipped);
      browser.acting(() -> browser.press("m", "mar", Keys.ENTER));

      assertThat(browser.version()).isEqualTo(2);
      assertThat(picture(flipped)).isEqualTo(after).isNotEqualTo(before);
    }
  }

  @Test
  void doesNoActionTwiceAfterItsAnswerWasLost() throws Exception {
    try (ReviewServer server = ReviewServer.builder().add(TestCells.few(0)).start()) {
      Review review = server.reviews().get(0);
      browser.open(server.uri());
      browser.press(Keys.HOME);
      int number = browser.selected();
      fetching("if (post) { await real(path, options); throw new TypeError('lost'); }");
      browser.press("c");
      browser.until(lost -> !browser.all("#banner-lost").isEmpty());
      fetching(
          """
          if (path === "api/cells/0") {
            document.body.dataset.asked = "yes";
            await new Promise((done) => (window.answerNow = done));
          }
          """);
      browser.button("Try again").click();
      browser.until(asked -> !browser.all("body[data-asked]").isEmpty());
      browser.press("f");
      browser.driver().executeScript("answerNow()");
      browser.until(question -> !browser.all("#banner-info").isEmpty());
      assertThat(browser.text("#banner-info")).contains("(confirm)");
      assertThat(review.actions()).containsExactly(new Action.Confirm(number));

      browser.button("Yes, go on").click();
      browser.until(done -> browser.version() == 2);
      assertThat(review.actions())
          .containsExactly(new Action.Confirm(number), new Action.Flip(number));
      assertThat(browser.all("#banner-info, #banner-lost")).isEmpty();
    }
  }

  @Test
  void dropsAnActionAtWhichTheServerFails() throws Exception {
    try (ReviewServer server = ReviewServer.builder().add(TestCells.few(0)).start()) {
      Review review = server.reviews().get(0);
      browser.open(server.uri());
      browser.press(Keys.HOME);
      int number = browser.selected();
      fetching("if (post && options.body.includes('flip')) return refusal(500, 'disk full');");
      browser.press("f", "c");
      browser.until(lost -> !browser.all("#banner-lost").isEmpty());
      assertThat(browser.text("#banner-lost")).contains("disk full");

      browser.button("Try again").click();
      browser.until(question -> !browser.all("#banner-info").isEmpty());
      assertThat(browser.text("#banner-info")).contains("(flip): disk full");
      browser.acting(() -> browser.button("Drop this change").click());
      assertThat(review.actions()).containsExactly(new Action.Confirm(number));
      assertThat(browser.all("#banner-info, #banner-lost")).isEmpty();
    }
  }

  @Test
  void keepsTheTextOfANoteThatIsRefused() throws Exception {
    try (ReviewServer server = ReviewServer.builder().add(TestCells.few(0)).start()) {
      browser.open(server.uri());
      browser.press(Keys.HOME);
      assertThat(mayLeave()).isTrue();
      browser.press("t", "two bands");
      assertThat(mayLeave()).isFalse();

      fetching("if (post) return refusal(422, 'no');");
      browser.pressWith(Keys.CONTROL, Keys.ENTER);
      browser.until(shown -> !browser.all("#banner-error").isEmpty());
      browser.press(Keys.ARROW_RIGHT);
      assertThat(noteField()).isEmpty();
      assertThat(mayLeave()).isFalse();
      browser.press(Keys.ARROW_LEFT);
      assertThat(noteField()).isEqualTo("two bands");

      fetching("");
      browser.press("t");
      browser.acting(() -> browser.pressWith(Keys.CONTROL, Keys.ENTER));
      assertThat(browser.focusedLabel()).contains("note: two bands");
      assertThat(mayLeave()).isTrue();
    }
  }

  @Test
  void leavesWhatWasBegunWhenAnotherCellArrives() throws Exception {
    try (ReviewServer server =
        ReviewServer.builder().add(TestCells.few(0)).add(TestCells.few(1)).start()) {
      browser.open(server.uri());
      browser.press(Keys.HOME);
      fetching(
          """
          if (path === "api/cells/1") {
            await new Promise((done) => (window.answerNow = done));
          }
          """);
      browser.press("]", "m");
      assertThat(browser.one("#mode").isDisplayed()).isTrue();
      browser.driver().executeScript("answerNow()");
      browser.until(shown -> browser.driver().getCurrentUrl().endsWith("#cell=1"));
      assertThat(browser.one("#mode").isDisplayed()).isFalse();
    }
  }

  @Test
  void cancelsACutByKeyboardAndUndoesWithCapsLock() throws Exception {
    try (ReviewServer server = ReviewServer.builder().add(TestCells.photographed()).start()) {
      Review review = server.reviews().get(0);
      browser.open(server.uri());
      browser.press(Keys.HOME, "x");
      browser.driver().executeScript("document.querySelector('#mode button').focus()");
      browser.press(Keys.ENTER);
      assertThat(browser.one("#mode").isDisplayed()).isFalse();
      assertThat(browser.all(".cut-point")).isEmpty();

      browser.acting(() -> browser.press("f"));
      browser.acting(
          () ->
              browser
                  .driver()
                  .executeScript(
                      "document.activeElement.dispatchEvent("
                          + "new KeyboardEvent('keydown', {key: 'Z', bubbles: true}))"));
      assertThat(review.actions()).isEmpty();
    }
  }

  /**
   * Puts statements before each request of the page, in place of those that were put there before.
   */
  private static void fetching(String statements) {
    browser
        .driver()
        .executeScript(
            """
            const real = (window.realFetch ??= window.fetch);
            const refusal = (status, error) => new Response(JSON.stringify({ error }), { status });
            window.fetch = async (path, options = {}) => {
              const post = options.method === "POST";
            """
                + statements
                + """

                  return real(path, options);
                };
                """);
  }

  private static String picture(int chromosome) {
    return String.valueOf(
        browser.script(
            "return document.querySelector('.chromosome[data-number=\""
                + chromosome
                + "\"] img').src"));
  }

  private static String noteField() {
    return String.valueOf(
        browser.script("return document.getElementById('chromosome-note').value"));
  }

  /** Returns whether the page lets itself be closed without a question. */
  private static boolean mayLeave() {
    String asking = "return dispatchEvent(new Event('beforeunload', {cancelable: true}))";
    return (Boolean) browser.script(asking);
  }
}
