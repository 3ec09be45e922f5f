package io.karyo.review.internal.journal;

import io.karyo.Karyotype;
import io.karyo.model.Require;
import io.karyo.review.action.ReviewFormatException;
import io.karyo.review.internal.Library;
import io.karyo.review.internal.ReviewJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A karyotype as JSON with the member {@code reviewSession}; see {@code docs/karyotype-json.md}.
 */
public final class SavedReview {

  /** Not {@code review}, which a karyotype has: whether a person should look at it. */
  private static final String MEMBER = "reviewSession";

  private static final int VERSION = 1;
  private static final long MAX_BYTES = 1L << 26;

  private SavedReview() {}

  /**
   * Adds what was done to the JSON of a karyotype.
   *
   * @param remarks what a person recorded beside corrections, by its names in the file
   */
  public static String write(
      Karyotype now,
      CellIdentity identity,
      List<ActionJson.Dated> actions,
      Map<String, Object> remarks) {
    Map<String, @Nullable Object> review = new LinkedHashMap<>();
    review.put("version", VERSION);
    review.put("library", Library.version());
    identity.addTo(review);
    review.put("actions", actions.stream().map(ActionJson::json).toList());
    review.putAll(remarks);
    String karyotype = now.toJson().stripTrailing();
    return karyotype.substring(0, karyotype.length() - 1)
        + ",\""
        + MEMBER
        + "\":"
        + ReviewJson.text(review)
        + "}";
  }

  /** Returns the name of the cell of a saved review. */
  public static String cell(Path file) throws IOException {
    return String.valueOf(review(file).get("cell"));
  }

  /**
   * Reads the actions of a saved review.
   *
   * @throws ReviewFormatException if there are none, or they are of another cell or model
   */
  public static List<ActionJson.Dated> read(Path file, CellIdentity identity) throws IOException {
    Map<String, @Nullable Object> review = review(file);
    try {
      identity.requireSame(review.get("cell"), review.get("model"), review.get("images"));
    } catch (IllegalArgumentException e) {
      throw new ReviewFormatException(file, MEMBER, e);
    }
    List<ActionJson.Dated> actions = new ArrayList<>();
    for (Object action : list(file, review.get("actions"))) {
      try {
        actions.add(ActionJson.dated(object("action", action)));
      } catch (IllegalArgumentException e) {
        throw new ReviewFormatException(file, "action " + (actions.size() + 1), e);
      }
    }
    return actions;
  }

  private static List<?> list(Path file, @Nullable Object actions) throws ReviewFormatException {
    if (actions instanceof List<?> list && list.size() <= Journal.MAX_ACTIONS) {
      return list;
    }
    throw new ReviewFormatException(
        file, "actions", "must be a list of at most " + Journal.MAX_ACTIONS + " actions");
  }

  private static Map<String, @Nullable Object> review(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new ReviewFormatException(
          file, "file", "must have at most " + MAX_BYTES + " bytes, found " + Files.size(file));
    }
    try {
      Map<String, @Nullable Object> all = ReviewJson.object(Files.readAllBytes(file));
      Require.that(
          "karyo-karyotype".equals(all.get("format")),
          "format",
          "karyo-karyotype",
          String.valueOf(all.get("format")));
      requireVersion(all, Karyotype.JSON_VERSION);
      Map<String, @Nullable Object> review = object(MEMBER, all.get(MEMBER));
      requireVersion(review, VERSION);
      return review;
    } catch (IllegalArgumentException e) {
      throw new ReviewFormatException(file, "file", e);
    }
  }

  private static void requireVersion(Map<String, @Nullable Object> json, int version) {
    Object found = json.get("version");
    Require.that(
        Integer.valueOf(version).equals(found), "version", version + "", String.valueOf(found));
  }

  private static Map<String, @Nullable Object> object(String name, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(name + ": must be an object, found another value");
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    map.forEach((key, member) -> object.put(String.valueOf(key), member));
    return object;
  }
}
