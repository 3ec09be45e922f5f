package io.karyo.data;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Recognises misspelled names of the three splits that the library knows. */
final class SplitNames {

  private static final List<String> KNOWN =
      List.of(ChromosomeDataset.TRAIN, ChromosomeDataset.VALIDATION, ChromosomeDataset.TEST);

  private static final Map<String, String> OTHER_WORDS =
      Map.of(
          "training", ChromosomeDataset.TRAIN,
          "val", ChromosomeDataset.VALIDATION,
          "valid", ChromosomeDataset.VALIDATION,
          "validate", ChromosomeDataset.VALIDATION,
          "dev", ChromosomeDataset.VALIDATION,
          "testing", ChromosomeDataset.TEST,
          "tests", ChromosomeDataset.TEST);

  /** The number of letters per wrong letter up to which a name counts as a misspelling. */
  private static final int LETTERS_A_SLIP = 5;

  private SplitNames() {}

  /**
   * {@return the known split whose name is probably meant; empty if the name is a known one or
   * resembles none}
   */
  static Optional<String> meant(String name) {
    if (KNOWN.contains(name)) {
      return Optional.empty();
    }
    String plain = name.strip().toLowerCase(Locale.ROOT);
    Optional<String> other = Optional.ofNullable(OTHER_WORDS.get(plain));
    return other.or(
        () ->
            KNOWN.stream()
                .filter(known -> distance(plain, known) <= known.length() / LETTERS_A_SLIP)
                .findFirst());
  }

  /** Returns the rule that a name breaks, and what it may be meant for. */
  static String refusal(String name, String meant) {
    return "split: must be 'train', 'validation' or 'test', or a name unlike them, found '"
        + name
        + "'; did you mean '"
        + meant
        + "'?";
  }

  /** How many letters must be changed, added or left out (Levenshtein 1966). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
