package io.karyo.review.internal.journal;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Designation;
import io.karyo.model.Require;
import io.karyo.photo.Region;
import io.karyo.review.action.Action;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes actions as JSON, in the format that {@code docs/review.md} describes. */
public final class ActionJson {

  /** An action and when it was done. */
  public record Dated(Instant at, Action action) {}

  private static final double MAX_COORDINATE = 1 << 20;

  private final Map<String, @Nullable Object> fields;

  private ActionJson(Map<String, @Nullable Object> fields) {
    this.fields = fields;
  }

  /**
   * Reads an action.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Action action(Map<String, @Nullable Object> fields) {
    return new ActionJson(fields).action();
  }

  /**
   * Reads an action with its time.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Dated dated(Map<String, @Nullable Object> fields) {
    Map<String, @Nullable Object> others = new LinkedHashMap<>(fields);
    Object at = others.remove("at");
    try {
      return new Dated(Instant.parse(String.valueOf(at)), action(others));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "at: must be a time such as 2026-01-31T10:00:00Z, found " + shown(at), e);
    }
  }

  private Action action() {
    Object what = fields.get("do");
    return switch (what instanceof String name ? name : "") {
      case "pin" -> new Action.Pin(only("to"), designation());
      case "flip" -> new Action.Flip(only());
      case "remove" -> new Action.Remove(only());
      case "restore" -> new Action.Restore(only());
      case "confirm" -> new Action.Confirm(only());
      case "confirm_all" -> {
        requireOnly(Set.of("do"));
        yield new Action.ConfirmAll();
      }
      case "unconfirm" -> new Action.Unconfirm(only());
      case "cut" -> new Action.Cut(only("line"), line());
      case "join" -> new Action.Join(only("with"), number("with"));
      case "note" -> note();
      case "undo" -> {
        requireOnly(Set.of("do"));
        yield new Action.Undo();
      }
      case "redo" -> {
        requireOnly(Set.of("do"));
        yield new Action.Redo();
      }
      default ->
          throw new IllegalArgumentException(
              "do: must be pin, flip, remove, restore, confirm, confirm_all, unconfirm, cut,"
                  + " join, note, undo or redo, found "
                  + shown(what));
    };
  }

  /** Returns the number of the chromosome, if there are no other fields than these. */
  private int only(String... other) {
    Set<String> allowed = new HashSet<>(List.of(other));
    allowed.addAll(List.of("do", "chromosome"));
    requireOnly(allowed);
    return number("chromosome");
  }

  private void requireOnly(Set<String> allowed) {
    for (String name : fields.keySet()) {
      Require.that(allowed.contains(name), "field", "one that this action has", shown(name));
    }
  }

  private int number(String name) {
    Object value = fields.get(name);
    if (value instanceof Integer number) {
      return Require.atLeast(name, number, 0);
    }
    throw new IllegalArgumentException(
        name + ": must be the number of a chromosome, found " + shown(value));
  }

  private Designation designation() {
    Object value = fields.get("to");
    String label = value instanceof String text ? text : "";
    if (label.equals(Designation.MARKER.label())) {
      return Designation.MARKER;
    }
    return ChromosomeType.find(label)
        .map(Designation::of)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "to: must be 1 to 22, X, Y or mar, found " + shown(value)));
  }

  private List<Region.Corner> line() {
    List<Region.Corner> line = new ArrayList<>();
    Object value = fields.get("line");
    if (!(value instanceof List<?> points) || points.size() > Action.MAX_LINE) {
      throw new IllegalArgumentException(
          "line: must be a list of 2 to " + Action.MAX_LINE + " points, found " + shown(value));
    }
    for (Object point : points) {
      if (!(point instanceof List<?> pair) || pair.size() != 2) {
        throw new IllegalArgumentException("line: must have points [x, y], found " + shown(point));
      }
      line.add(new Region.Corner(coordinate(pair.get(0)), coordinate(pair.get(1))));
    }
    return line;
  }

  private static int coordinate(@Nullable Object value) {
    double px = value instanceof Number number ? number.doubleValue() : Double.NaN;
    Require.that(
        Math.abs(px) <= MAX_COORDINATE, "line", "of numbers of px in the photograph", shown(value));
    return (int) Math.round(px);
  }

  private Action note() {
    requireOnly(Set.of("do", "chromosome", "text"));
    if (!(fields.get("text") instanceof String text)) {
      throw new IllegalArgumentException(
          "text: must be a text, found " + shown(fields.get("text")));
    }
    return new Action.Note(
        fields.containsKey("chromosome")
            ? OptionalInt.of(number("chromosome"))
            : OptionalInt.empty(),
        text);
  }

  /** Shortens what was found, for a message. */
  private static String shown(@Nullable Object value) {
    String text = value instanceof String ? "'" + value + "'" : String.valueOf(value);
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }

  /** Writes an action. */
  static Map<String, @Nullable Object> json(Action action) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    if (action instanceof Action.Pin pin) {
      named(json, "pin", pin.chromosome()).put("to", pin.to().label());
    } else if (action instanceof Action.Flip flip) {
      named(json, "flip", flip.chromosome());
    } else if (action instanceof Action.Remove remove) {
      named(json, "remove", remove.chromosome());
    } else if (action instanceof Action.Restore restore) {
      named(json, "restore", restore.chromosome());
    } else if (action instanceof Action.Confirm confirm) {
      named(json, "confirm", confirm.chromosome());
    } else if (action instanceof Action.ConfirmAll) {
      json.put("do", "confirm_all");
    } else if (action instanceof Action.Unconfirm unconfirm) {
      named(json, "unconfirm", unconfirm.chromosome());
    } else if (action instanceof Action.Cut cut) {
      named(json, "cut", cut.chromosome())
          .put("line", cut.line().stream().map(corner -> List.of(corner.x(), corner.y())).toList());
    } else if (action instanceof Action.Join join) {
      named(json, "join", join.chromosome()).put("with", join.with());
    } else if (action instanceof Action.Note note) {
      json.put("do", "note");
      note.chromosome().ifPresent(number -> json.put("chromosome", number));
      json.put("text", note.text());
    } else {
      json.put("do", action instanceof Action.Undo ? "undo" : "redo");
    }
    return json;
  }

  private static Map<String, @Nullable Object> named(
      Map<String, @Nullable Object> json, String name, int chromosome) {
    json.put("do", name);
    json.put("chromosome", chromosome);
    return json;
  }

  /** Writes an action with its time. */
  static Map<String, @Nullable Object> json(Dated dated) {
    Map<String, @Nullable Object> json = json(dated.action());
    json.put("at", dated.at().toString());
    return json;
  }
}
