package io.karyo.testkit;

import java.util.ArrayList;
import java.util.List;

/** Compares long lists of results. A failure shows only where they differ. */
final class Alike {

  private static final int BEFORE = 60;
  private static final int AFTER = 200;

  private Alike() {}

  /** Checks that two lists are equal; {@code what} names the answers in the message. */
  static void assertEqual(String what, List<?> actual, List<?> expected) {
    if (actual.equals(expected)) {
      return;
    }
    if (actual.size() != expected.size()) {
      throw new AssertionError(
          "%s: must be %d, found %d".formatted(what, expected.size(), actual.size()));
    }
    int first = -1;
    int count = 0;
    for (int i = expected.size() - 1; i >= 0; i--) {
      if (!actual.get(i).equals(expected.get(i))) {
        first = i;
        count++;
      }
    }
    String wanted = String.valueOf(expected.get(first));
    String found = String.valueOf(actual.get(first));
    int from = Math.max(0, commonPrefix(wanted, found) - BEFORE);
    throw new AssertionError(
        "%s: must be equal, found %d of %d that differ; number %d, counted from 0, must be %s, found %s"
            .formatted(
                what, count, expected.size(), first, extract(wanted, from), extract(found, from)));
  }

  /** Checks that two arrays are equal bit by bit. */
  static void assertEqual(String what, float[] actual, float[] expected) {
    assertEqual(what, boxed(actual), boxed(expected));
  }

  /** Checks that two lists are not equal. */
  static void assertDiffer(String what, List<?> actual, List<?> others) {
    if (actual.equals(others)) {
      throw new AssertionError(
          "%s: must differ, found all %d equal".formatted(what, actual.size()));
    }
  }

  /** Checks that there are as many answers as questions. */
  static void assertSameSize(String what, List<?> answers, List<?> questions) {
    if (answers.size() != questions.size()) {
      throw new AssertionError(
          "%s: must be %d, found %d".formatted(what, questions.size(), answers.size()));
    }
  }

  private static List<Float> boxed(float[] values) {
    List<Float> boxed = new ArrayList<>(values.length);
    for (float value : values) {
      boxed.add(value);
    }
    return boxed;
  }

  private static int commonPrefix(String one, String other) {
    int length = 0;
    while (length < Math.min(one.length(), other.length())
        && one.charAt(length) == other.charAt(length)) {
      length++;
    }
    return length;
  }

  private static String extract(String text, int from) {
    int to = Math.min(text.length(), from + BEFORE + AFTER);
    return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
  }
}
