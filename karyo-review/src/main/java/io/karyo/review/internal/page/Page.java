package io.karyo.review.internal.page;

import io.karyo.review.internal.ReviewJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the page together: one document with its styles, its script and its state.
 *
 * <p>{@code page.html} has a comment where each of them belongs. The script is the files that
 * {@code scripts.txt} lists, one after the other; together they are one module.
 */
public final class Page {

  private static final String FOLDER = "/io/karyo/review/page/";
  private static final Pattern PLACE = Pattern.compile("<!--karyo:(style|script|state)-->");
  private static final int NONCE_BYTES = 16;

  private Page() {}

  /** What a page from the server may do. */
  public static String servedPolicy(String nonce) {
    return filePolicy(nonce) + "; connect-src 'self'; frame-ancestors 'none'";
  }

  /** What a page from a file may do: show what is in it. */
  private static String filePolicy(String nonce) {
    return "default-src 'none'; img-src data: blob:; style-src 'nonce-"
        + nonce
        + "'; script-src 'nonce-"
        + nonce
        + "'; base-uri 'none'; form-action 'none'";
  }

  /** Makes a new unguessable text. */
  public static String random() {
    byte[] bytes = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns the page that asks the server for the rest. */
  public static byte[] served(String nonce) {
    return page(nonce, Map.of("server", true), "");
  }

  /** Returns the page with all that it shows. */
  static byte[] ofFile(Map<String, Object> state) {
    String nonce = random();
    String policy =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"" + filePolicy(nonce) + "\">";
    return page(nonce, state, policy);
  }

  private static byte[] page(String nonce, Map<String, Object> state, String policy) {
    Function<String, String> content =
        name ->
            switch (name) {
              case "style" ->
                  policy + "<style nonce=\"" + nonce + "\">\n" + resource("page.css") + "</style>";
              case "script" ->
                  "<script type=\"module\" nonce=\"" + nonce + "\">\n" + script() + "</script>";
              default ->
                  "<script type=\"application/json\" id=\"karyo-state\">"
                      + ReviewJson.text(state).replace("<", "\\u003c")
                      + "</script>";
            };
    Matcher places = PLACE.matcher(resource("page.html"));
    String page =
        places.replaceAll(place -> Matcher.quoteReplacement(content.apply(place.group(1))));
    return page.getBytes(StandardCharsets.UTF_8);
  }

  private static String script() {
    StringBuilder script = new StringBuilder();
    for (String file : resource("scripts.txt").lines().toList()) {
      if (!file.isBlank()) {
        script.append(resource(file.strip())).append('\n');
      }
    }
    return script.toString();
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(Page.class.getResourceAsStream(FOLDER + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
