package io.karyo.review.internal.page;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Measures how soon the page of a review is ready and how soon it shows the answer to a move, in a
 * Chromium of the system. Run by hand: {@code PageMeasurement ADDRESS}, where the command {@code
 * review} printed the address; it moves chromosomes there.
 */
final class PageMeasurement {

  private static final int OPENINGS = 6;
  private static final int MOVES = 24;

  /** The first ones warm the server up. */
  private static final int WARM_UP = 4;

  /** When all pictures are there, in ms since the page was asked for. */
  private static final String READY =
      """
      const done = arguments[arguments.length - 1];
      const look = () => {
        const images = [...document.querySelectorAll('.chromosome img')];
        if (images.length > 0 && images.every((one) => one.complete && one.naturalWidth > 0)) {
          requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
        } else {
          requestAnimationFrame(look);
        }
      };
      look();
      """;

  /** Places a chromosome; the ms until the answer is on the screen. */
  private static final String MOVE =
      """
      const [number, place, done] = arguments;
      document.querySelector(`.chromosome[data-number="${number}"]`).click();
      [...document.querySelectorAll('#actions button')].find((one) => one.innerText.startsWith('Move')).click();
      const input = document.querySelector('#move-to');
      input.value = place;
      const karyogram = document.querySelector('#karyogram');
      const before = karyogram.dataset.version;
      const begin = performance.now();
      new MutationObserver((changes, observer) => {
        if (karyogram.dataset.version === before) {
          return;
        }
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begin)));
      }).observe(karyogram, { attributeFilter: ['data-version'] });
      input.form.requestSubmit();
      """;

  private PageMeasurement() {}

  public static void main(String[] arguments) throws Exception {
    URI page = URI.create(arguments[0]);
    try (Chromium browser = Chromium.start()) {
      browser.screen(1280, 900, "light");
      browser.driver().manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
      sizes(page);
      openings(browser, page);
      moves(browser);
    }
  }

  private static void sizes(URI page) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    String token = page.getQuery().substring("token=".length());
    for (String path : List.of("/?token=" + token, "/api/case", "/api/cells/0")) {
      HttpRequest request =
          HttpRequest.newBuilder(page.resolve(path)).header("X-Karyo-Token", token).build();
      int bytes = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body().length;
      System.out.printf(Locale.ROOT, "%s: %.0f KB%n", path.replaceAll("\\?.*", ""), bytes / 1024.0);
    }
  }

  private static void openings(Chromium browser, URI page) {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < OPENINGS; i++) {
      browser.driver().get("about:blank");
      browser.driver().get(page.toString());
      times.add(milliseconds(browser, READY));
    }
    print("page ready, without the first", times.subList(1, OPENINGS));
    System.out.printf(Locale.ROOT, "page ready, the first: %.0f ms%n", times.get(0));
  }

  private static void moves(Chromium browser) {
    List<Integer> numbers =
        browser.all(".chromosome").stream()
            .map(tile -> Integer.valueOf(tile.getAttribute("data-number")))
            .toList();
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < MOVES; i++) {
      int number = numbers.get(i % numbers.size());
      String place = browser.place(numbers.get((i + 7) % numbers.size()));
      if (!place.equals(browser.place(number))) {
        times.add(milliseconds(browser, MOVE, number, place));
      }
    }
    print("move to answer on screen", times.subList(WARM_UP, times.size()));
  }

  private static double milliseconds(Chromium browser, String script, Object... given) {
    Object time = Objects.requireNonNull(browser.driver().executeAsyncScript(script, given));
    return ((Number) time).doubleValue();
  }

  private static void print(String what, List<Double> times) {
    List<Double> sorted = times.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%s: median %.0f ms, %.0f to %.0f, of %d%n",
        what,
        sorted.get(sorted.size() / 2),
        sorted.get(0),
        sorted.get(sorted.size() - 1),
        sorted.size());
  }
}
