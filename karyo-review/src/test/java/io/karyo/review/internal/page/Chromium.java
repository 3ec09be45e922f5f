package io.karyo.review.internal.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A Chromium of the system, without a window, that opens pages of reviews. Nothing is downloaded; a
 * test is skipped where there is no browser or no driver of it. It reaches no address but this
 * machine's own.
 */
final class Chromium implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final List<String> SWITCHES =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");

  private final ChromeDriver driver;

  private Chromium(ChromeDriver driver) {
    this.driver = driver;
  }

  static Chromium start() {
    Optional<Path> browser = BROWSERS.stream().flatMap(name -> onPath(name).stream()).findFirst();
    Optional<Path> chromedriver = onPath("chromedriver");
    assumeTrue(
        browser.isPresent() && chromedriver.isPresent(),
        "the page is tested in Chromium: found no chromium or no chromedriver on the path");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.orElseThrow().toFile());
    options.addArguments(SWITCHES);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver.orElseThrow().toFile())
            .build();
    return new Chromium(new ChromeDriver(service, options));
  }

  private static Optional<Path> onPath(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Pattern.compile(Pattern.quote(File.pathSeparator))
        .splitAsStream(path)
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  ChromeDriver driver() {
    return driver;
  }

  /** Opens a page and waits until it shows a karyogram. */
  void open(URI page) {
    driver.get("about:blank");
    driver.get(page.toString());
    until(ready -> !all(".chromosome").isEmpty());
  }

  /** Sets the size and the colours; nothing glides, so that a test need not wait for it. */
  void screen(int width, int height, String colours) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(feature("color-scheme", colours), feature("reduced-motion", "reduce"))));
  }

  private static Map<String, String> feature(String name, String value) {
    return Map.of("name", "prefers-" + name, "value", value);
  }

  /** Takes the network away, or gives it back. */
  void offline(boolean offline) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  WebElement one(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  String text(String selector) {
    return one(selector).getText();
  }

  WebElement button(String text) {
    return all("button").stream()
        .filter(button -> button.isDisplayed() && button.getText().startsWith(text))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no button " + text));
  }

  /** Moves the pointer and presses keys, quickly. */
  Actions hands() {
    return new Actions(driver, Duration.ofMillis(20));
  }

  /** Presses keys where the focus is. */
  void press(CharSequence... keys) {
    hands().sendKeys(keys).perform();
  }

  void pressWith(Keys modifier, CharSequence key) {
    hands().keyDown(modifier).sendKeys(key).keyUp(modifier).perform();
  }

  void drag(WebElement from, WebElement to) {
    hands().clickAndHold(from).moveByOffset(6, 6).moveToElement(to).release().perform();
  }

  /** Does something and waits until its answer is shown. */
  void acting(Runnable action) {
    int before = version();
    action.run();
    until(done -> version() > before);
  }

  int version() {
    return Integer.parseInt(one("#karyogram").getAttribute("data-version"));
  }

  WebElement tile(int chromosome) {
    return one(".chromosome[data-number='" + chromosome + "']");
  }

  /** Returns where a chromosome lies: a designation or "debris". */
  String place(int chromosome) {
    return (String)
        script(
            "return document.querySelector('.chromosome[data-number=\""
                + chromosome
                + "\"]').closest('[data-place]').dataset.place");
  }

  /** Returns the number of the selected chromosome. */
  int selected() {
    return Integer.parseInt(one(".chromosome[aria-selected='true']").getAttribute("data-number"));
  }

  /** Returns what a screen reader reads of what has the focus. */
  String focusedLabel() {
    return String.valueOf(script("return document.activeElement.getAttribute('aria-label') ?? ''"));
  }

  /** Runs a script that returns something. */
  Object script(String script) {
    return Objects.requireNonNull(driver.executeScript(script), script);
  }

  void until(ExpectedCondition<Boolean> condition) {
    new WebDriverWait(driver, PATIENCE, Duration.ofMillis(20))
        .withMessage(() -> "messages: " + text("#banners") + "; page: " + text("body"))
        .until(condition);
  }

  /**
   * Returns what the browser's console has of errors, and forgets it. That a server is gone, as at
   * the end of a test, is none.
   */
  List<String> errors() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(entry -> entry.getMessage())
        .filter(message -> !message.contains("net::ERR_"))
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
