package io.karyo.iscn;

import io.karyo.model.Require;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The clones found in one person, with their numbers of cells.
 *
 * <p>Written in the notation of ISCN (2020): {@code 46,XX[20]} for a single clone, {@code mos
 * 45,X[3]/46,XX[17]} for several. Abnormal clones come first, those in more cells before others,
 * and 46,XX and 46,XY always last. Of clones with equally many cells, the one with fewer
 * chromosomes comes first, then the one whose text comes first; ISCN does not define this. {@code
 * mos} is always written: ISCN's {@code chi}, for clones from several fertilised eggs, cannot be
 * determined from counts.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param clones the clones, at least one, of different karyotypes; given in any order, stored in
 *     that of ISCN
 */
public record MosaicIscn(List<Clone> clones) {

  private static final Comparator<Clone> ORDER =
      Comparator.comparing((Clone clone) -> clone.karyotype().isNormal())
          .thenComparing(Clone::cells, Comparator.reverseOrder())
          .thenComparing(clone -> clone.karyotype().total())
          .thenComparing(Clone::toString);

  private static final String MOSAIC = "mos";

  public MosaicIscn {
    Require.atLeast("clones", clones.size(), 1);
    Set<Iscn> karyotypes = new HashSet<>();
    for (Clone clone : clones) {
      if (!karyotypes.add(clone.karyotype())) {
        throw new IllegalArgumentException(
            "clones: must be of different karyotypes, found two of " + clone.karyotype());
      }
    }
    clones = clones.stream().sorted(ORDER).toList();
  }

  /**
   * A karyotype and the number of cells in which it was found.
   *
   * @param karyotype the karyotype
   * @param cells the number of cells, 1 to {@link #MAX_CELLS}
   */
  public record Clone(Iscn karyotype, int cells) {

    /** The maximum number of cells of a clone. */
    public static final int MAX_CELLS = 999_999_999;

    public Clone {
      Objects.requireNonNull(karyotype, "karyotype");
      Require.inRange("cells", cells, 1, MAX_CELLS);
    }

    /** {@return the clone in the notation of ISCN; for example {@code 45,X[3]}} */
    @Override
    public String toString() {
      return karyotype + "[" + cells + "]";
    }
  }

  /**
   * Reads the notation that {@link #toString()} writes. The clones may be in any order, and there
   * may be white space around each.
   *
   * @param text for example {@code mos 45,X[3]/46,XX[17]}
   * @return the clones
   * @throws IllegalArgumentException if the text is not in this notation: a clone is not numeric
   *     (see {@link Iscn#parse}) or has no number of cells, two are equal, {@code mos} is missing
   *     before several clones or stands before a single one; the message names the fault and the
   *     position of the character, from 1
   */
  public static MosaicIscn parse(String text) {
    int first = 0;
    while (first < text.length() && Character.isWhitespace(text.charAt(first))) {
      first++;
    }
    boolean mosaic = text.startsWith(MOSAIC, first);
    boolean several = text.indexOf('/') >= 0;
    if (mosaic != several) {
      throw Iscn.wrong(
          first,
          several ? "mos must stand before several clones" : "mos must not stand before one clone",
          text.substring(first));
    }
    List<Clone> clones = new ArrayList<>();
    int from = first;
    if (mosaic) {
      from += MOSAIC.length();
      if (!Character.isWhitespace(text.charAt(from))) {
        throw Iscn.wrong(from, "a space must follow mos", text.substring(from));
      }
    }
    while (from <= text.length()) {
      int slash = text.indexOf('/', from);
      int to = slash < 0 ? text.length() : slash;
      clones.add(clone(text, from, to));
      from = to + 1;
    }
    return new MosaicIscn(clones);
  }

  private static Clone clone(String text, int from, int to) {
    int end = to;
    while (end > from && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    String part = text.substring(from, end);
    int bracket = part.indexOf('[');
    if (bracket < 0 || !part.endsWith("]")) {
      throw Iscn.wrong(
          from, "a clone must end with its number of cells, as in 46,XX[20]", part.strip());
    }
    String number = part.substring(bracket + 1, part.length() - 1);
    int cells = Iscn.number(number);
    if (cells < 1) {
      throw Iscn.wrong(
          from + bracket + 1, "the number of cells must be 1 to " + Clone.MAX_CELLS, number);
    }
    return new Clone(Iscn.parse(text, from, from + bracket), cells);
  }

  /** {@return the clones in the notation of ISCN; for example {@code mos 45,X[3]/46,XX[17]}} */
  @Override
  public String toString() {
    List<String> parts = clones.stream().map(Clone::toString).toList();
    return (parts.size() > 1 ? MOSAIC + " " : "") + String.join("/", parts);
  }
}
