package io.karyo.iscn;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.model.Require;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The numeric karyotype of one cell or clone: the number of chromosomes of each of the 24 types,
 * and of markers (abnormal chromosomes of none of these types).
 *
 * <p>{@link #toString()} writes and {@link #parse} reads the notation of ISCN, the International
 * System for Human Cytogenomic Nomenclature (2020), as far as it concerns numbers: the number of
 * chromosomes, the sex chromosomes, the gains and losses of autosomes in ascending order, one copy
 * at a time, and the markers:
 *
 * <pre>{@code
 * 46,XX   45,X   47,XXY   47,XY,+21   44,XX,-21,-21   48,XX,+8,+21   48,XX,+2mar
 * }</pre>
 *
 * <p><b>Ploidy:</b> as in ISCN, gains and losses of autosomes are against the level that is nearest
 * to the number of chromosomes: two copies from 35 to 57 chromosomes, three from 58 to 80 ({@code
 * 69,XXY} is triploid), four from 81 to 103 and so on, one below 35 ({@code 26,X,+4,+6,+21}).
 *
 * <p><b>Without sex chromosomes:</b> ISCN has no notation for this, so a zero is used: {@code
 * 44,0}. ISCN's {@code ?} and {@code U} have other meanings: that sex chromosomes are doubtful or
 * not disclosed.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class Iscn {

  /** The maximum number of copies of each type, and of markers. */
  public static final int MAX_COPIES = 1000;

  private static final int AUTOSOMES = 22;
  private static final int HAPLOID = 23;
  private static final int MAX_TOTAL = (ChromosomeType.ALL.size() + 1) * MAX_COPIES;

  /** The longest karyotype, a thousand changes of four characters for each autosome, is shorter. */
  private static final int MAX_LENGTH = 100_000;

  private final int[] counts;
  private final int markers;
  private final int total;

  private Iscn(int[] counts, int markers) {
    this.counts = counts;
    this.markers = markers;
    this.total = Arrays.stream(counts).sum() + markers;
  }

  /**
   * Creates a karyotype from counts.
   *
   * @param counts the number of chromosomes of each type, in the order of {@link
   *     ChromosomeType#ALL}; each 0 to {@link #MAX_COPIES}
   * @param markers how many markers there are, 0 to {@link #MAX_COPIES}
   * @return the karyotype
   * @throws IllegalArgumentException if they are not as described
   */
  public static Iscn of(int[] counts, int markers) {
    Require.that(
        counts.length == ChromosomeType.ALL.size(),
        "counts",
        "" + ChromosomeType.ALL.size(),
        counts.length);
    int[] copy = counts.clone();
    for (ChromosomeType type : ChromosomeType.ALL) {
      Require.inRange("count of " + type, copy[type.ordinal()], 0, MAX_COPIES);
    }
    Require.inRange("markers", markers, 0, MAX_COPIES);
    return new Iscn(copy, markers);
  }

  /**
   * Reads the notation that {@link #toString()} writes, and no other. White space is accepted
   * around the text and after commas.
   *
   * @param text a karyotype
   * @return the karyotype
   * @throws IllegalArgumentException if the text is no numeric karyotype, is not in ISCN's order,
   *     or the number in front is not that of the chromosomes that follow; the message names the
   *     fault and the position of the character, from 1
   */
  public static Iscn parse(String text) {
    return parse(text, 0, text.length());
  }

  /** Reads a part of a text; errors give the position in the whole text. */
  static Iscn parse(String text, int from, int to) {
    if (to - from > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "karyotype, character "
              + (from + 1)
              + ": must be at most "
              + MAX_LENGTH
              + " characters long, found "
              + (to - from));
    }
    int end = to;
    while (end > from && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return new Parser(text, from, end).karyotype();
  }

  /**
   * Reads a number of at most nine digits.
   *
   * @param digits any text
   * @return the number, or -1 if the text is not a number or has a leading zero
   */
  static int number(String digits) {
    if (digits.isEmpty()
        || digits.length() > 9
        || (digits.length() > 1 && digits.charAt(0) == '0')
        || !digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
      return -1;
    }
    return Integer.parseInt(digits);
  }

  /** Creates the exception for a fault at an index of a text. */
  static IllegalArgumentException wrong(int index, String rule, String found) {
    String shown = found.length() > 40 ? found.substring(0, 40) + "…" : found;
    return new IllegalArgumentException(
        "karyotype, character " + (index + 1) + ": " + rule + ", found '" + shown + "'");
  }

  /**
   * Returns how many copies there are of one type.
   *
   * @param type the type
   * @return 0 to {@link #MAX_COPIES}
   */
  public int count(ChromosomeType type) {
    return counts[type.ordinal()];
  }

  /**
   * {@return the number of copies of each type, as a new array of 24 numbers in the order of {@link
   * ChromosomeType#ALL}}
   */
  public int[] counts() {
    return counts.clone();
  }

  /** {@return the number of markers, 0 to {@link #MAX_COPIES}} */
  public int markers() {
    return markers;
  }

  /** {@return the number of all chromosomes including markers, at least 0} */
  public int total() {
    return total;
  }

  /** {@return whether this is 46,XX or 46,XY} */
  public boolean isNormal() {
    int y = count(ChromosomeType.Y);
    return markers == 0
        && Arrays.stream(counts, 0, AUTOSOMES).allMatch(count -> count == 2)
        && y <= 1
        && count(ChromosomeType.X) == 2 - y;
  }

  /** Returns how many copies of an autosome are normal at a number of chromosomes. */
  private static int ploidy(int total) {
    return Math.max(1, (total + HAPLOID / 2) / HAPLOID);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Iscn that
        && markers == that.markers
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(counts) + markers;
  }

  /** {@return the karyotype in ISCN notation, for example {@code 47,XY,+21}} */
  @Override
  public String toString() {
    int x = count(ChromosomeType.X);
    int y = count(ChromosomeType.Y);
    StringBuilder text = new StringBuilder().append(total).append(',');
    text.append(x + y == 0 ? "0" : "X".repeat(x) + "Y".repeat(y));
    for (int autosome = 1; autosome <= AUTOSOMES; autosome++) {
      int change = counts[autosome - 1] - ploidy(total);
      text.append(((change > 0 ? ",+" : ",-") + autosome).repeat(Math.abs(change)));
    }
    if (markers > 0) {
      text.append(",+").append(markers > 1 ? markers : "").append("mar");
    }
    return text.toString();
  }

  /** Reads one karyotype, a part between commas at a time. */
  private static final class Parser {

    private static final String NUMERIC = "only numeric karyotypes are understood: ";

    private final String text;
    private final int end;
    private final int[] counts = new int[ChromosomeType.ALL.size()];
    private int markers;
    private int next;
    private int start;

    Parser(String text, int from, int end) {
      this.text = text;
      this.next = from;
      this.end = end;
    }

    Iscn karyotype() {
      refuseClones();
      String stated = part();
      int statedAt = start;
      int total = number(stated);
      if (total < 0 || total > MAX_TOTAL) {
        throw wrong(
            start,
            NUMERIC + "must begin with the number of chromosomes, 0 to " + MAX_TOTAL,
            stated);
      }
      int ploidy = ploidy(total);
      Arrays.fill(counts, 0, AUTOSOMES, ploidy);
      sexChromosomes(part());
      String before = "";
      while (next <= end) {
        before = change(part(), before, ploidy);
      }
      for (ChromosomeType type : ChromosomeType.ALL) {
        refuseTooMany(type.label(), counts[type.ordinal()], statedAt);
      }
      refuseTooMany("mar", markers, statedAt);
      Iscn read = new Iscn(counts, markers);
      if (read.total != total) {
        throw wrong(
            statedAt,
            "the number in front must be " + read.total + ", that of the chromosomes that follow",
            stated);
      }
      return read;
    }

    private void refuseClones() {
      for (int i = next; i < end; i++) {
        if ("/[]".indexOf(text.charAt(i)) >= 0) {
          throw wrong(
              i,
              NUMERIC + "must be one clone without its number of cells, MosaicIscn reads those",
              text.substring(i, end));
        }
      }
    }

    private static void refuseTooMany(String kind, int copies, int index) {
      if (copies > MAX_COPIES) {
        throw wrong(
            index, "there must be at most " + MAX_COPIES + " of a kind", copies + " of " + kind);
      }
    }

    /** Returns what is before the next comma and remembers where it starts. */
    private String part() {
      start = Math.min(next, end);
      while (start < end && Character.isWhitespace(text.charAt(start))) {
        start++;
      }
      int stop = start;
      while (stop < end && text.charAt(stop) != ',') {
        stop++;
      }
      next = stop + 1;
      return text.substring(start, stop);
    }

    private void sexChromosomes(String part) {
      int x = 0;
      while (x < part.length() && part.charAt(x) == 'X') {
        x++;
      }
      int y = part.length() - x;
      if (!part.equals("0")) {
        if (part.isEmpty() || !part.endsWith("Y".repeat(y))) {
          throw wrong(
              start,
              NUMERIC
                  + "the sex chromosomes must be capital X and then capital Y, one for each that is"
                  + " there, or 0 for none",
              part);
        }
        counts[ChromosomeType.X.ordinal()] = x;
        counts[ChromosomeType.Y.ordinal()] = y;
      }
    }

    /**
     * Reads one gain or loss.
     *
     * @param before the gain or loss before it, or an empty text
     * @return the part
     */
    private String change(String part, String before, int ploidy) {
      boolean gain = part.startsWith("+");
      String what = gain || part.startsWith("-") ? part.substring(1) : "";
      int autosome = number(what);
      if (gain && what.endsWith("mar")) {
        markers(part, what.substring(0, what.length() - 3));
      } else if (autosome < 1 || autosome > AUTOSOMES) {
        throw wrong(start, NUMERIC + ruleOfChanges(part, what), part);
      } else {
        int previous = before.isEmpty() ? 0 : number(before.substring(1));
        if (markers > 0 || autosome < previous) {
          throw wrong(
              start, "must be in ascending order with markers last, not after " + before, part);
        }
        if (autosome == previous && !part.equals(before)) {
          throw wrong(start, "must not both gain and lose a chromosome", part);
        }
        int count = counts[autosome - 1] + (gain ? 1 : -1);
        if (count < 0) {
          throw wrong(
              start,
              "must not lose more than the " + ploidy + " at this number of chromosomes",
              part);
        }
        counts[autosome - 1] = count;
      }
      return part;
    }

    private static String ruleOfChanges(String part, String what) {
      if (what.equals("X") || what.equals("Y")) {
        return "X and Y must be listed as they are, as in 47,XXY, and not as gains or losses";
      }
      if (part.startsWith("−") || part.startsWith("–")) {
        return "the sign of a loss must be an ASCII hyphen";
      }
      return "must be + or - and a number from 1 to 22, or +mar, or +2mar for two markers";
    }

    private void markers(String part, String number) {
      int copies = number.isEmpty() ? 1 : number(number);
      if (markers > 0 || copies < 1 || (copies == 1 && !number.isEmpty())) {
        throw wrong(start, NUMERIC + "markers must be counted together, as in +mar or +2mar", part);
      }
      markers = copies;
    }
  }
}
