package io.karyo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The karyotypes of several cells of one person, and the clones among them.
 *
 * <p><b>Method:</b> ISCN (2020), definition of a clone: a gain is clonal if at least two cells have
 * it, a loss if at least three do, because a chromosome is easily lost when a slide is made or a
 * picture is read. Each copy is a gain or loss of its own: a cell with four of chromosome 21 has
 * the gain of a third, which it shares with cells that have three, and the gain of a fourth.
 * Markers are not told apart, so they count as gains of one kind. A change that is not clonal is
 * left out, which leaves the cell with the clone that it otherwise belongs to; {@link #nonClonal()}
 * lists what was left out.
 *
 * <p><b>Base:</b> gains and losses are against 46,XX or 46,XY, see {@link #base()}.
 *
 * <p><b>Lines of single cells:</b> whether a change is clonal is decided for each by itself. A cell
 * that alone combines several clonal changes is therefore reported as a line with {@code [1]}; and
 * a line may be a karyotype that no cell shows as it is, if each of its cells lacks something else.
 * A single cell, and two cells that lack the same chromosome, prove no clone: they are counted with
 * what is left of them.
 *
 * <pre>{@code
 * Case person = Case.of("P1", karyotypes);
 * person.consensus();   // mos 45,X[3]/46,XX[17]
 * person.nonClonal();   // cell 4: seen 45,XX,-7, counted with 46,XX
 * }</pre>
 *
 * <p><b>Thread safety:</b> immutable. <b>Determinism:</b> the clones do not depend on the order of
 * the cells.
 */
public final class Case {

  private static final int CELLS_OF_GAIN = 2;
  private static final int CELLS_OF_LOSS = 3;
  private static final int MARKERS = ChromosomeType.ALL.size();
  private static final Iscn FEMALE = Iscn.parse("46,XX");
  private static final Iscn MALE = Iscn.parse("46,XY");

  private final String id;
  private final List<Iscn> cells;
  private final Iscn base;
  private final MosaicIscn consensus;
  private final List<NonClonal> nonClonal;

  private Case(String id, List<Iscn> cells) {
    this.id = id;
    this.cells = cells;
    this.base = base(cells);
    int[] fewest = new int[MARKERS + 1];
    int[] most = new int[MARKERS + 1];
    for (int kind = 0; kind <= MARKERS; kind++) {
      findClonal(cells, base, kind, fewest, most);
    }
    Map<Iscn, Integer> clones = new LinkedHashMap<>();
    List<NonClonal> left = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      Iscn clone = withinClonal(cells.get(i), fewest, most);
      clones.merge(clone, 1, Integer::sum);
      if (!clone.equals(cells.get(i))) {
        left.add(new NonClonal(i, cells.get(i), clone));
      }
    }
    this.consensus =
        new MosaicIscn(
            clones.entrySet().stream()
                .map(clone -> new MosaicIscn.Clone(clone.getKey(), clone.getValue()))
                .toList());
    this.nonClonal = List.copyOf(left);
  }

  /**
   * Collects the cells of one person.
   *
   * @param id the name of the person
   * @param cells the karyotypes of the cells, at least one, in the caller's order
   * @return the case
   * @throws IllegalArgumentException if there is no cell
   */
  public static Case of(String id, List<Iscn> cells) {
    Objects.requireNonNull(id, "id");
    if (cells.isEmpty()) {
      throw new IllegalArgumentException("cells: must be at least 1, found 0");
    }
    return new Case(id, List.copyOf(cells));
  }

  private static Iscn base(List<Iscn> cells) {
    int female = 0;
    int male = 0;
    boolean y = false;
    for (Iscn cell : cells) {
      female += sexChanges(cell, FEMALE);
      male += sexChanges(cell, MALE);
      y |= cell.count(ChromosomeType.Y) > 0;
    }
    return female < male || (female == male && !y) ? FEMALE : MALE;
  }

  private static int sexChanges(Iscn cell, Iscn base) {
    return Math.abs(cell.count(ChromosomeType.X) - base.count(ChromosomeType.X))
        + Math.abs(cell.count(ChromosomeType.Y) - base.count(ChromosomeType.Y));
  }

  /**
   * Finds the fewest and the most copies that are clonal. As a gain of a further copy is seen in no
   * more cells than that of the one before it, they are the third smallest and the second largest
   * of the counts, or the base's where these are no losses or gains.
   */
  private static void findClonal(List<Iscn> cells, Iscn base, int kind, int[] fewest, int[] most) {
    int[] sorted = cells.stream().mapToInt(cell -> count(cell, kind)).sorted().toArray();
    int normal = count(base, kind);
    fewest[kind] =
        sorted.length < CELLS_OF_LOSS ? normal : Math.min(normal, sorted[CELLS_OF_LOSS - 1]);
    most[kind] =
        sorted.length < CELLS_OF_GAIN
            ? normal
            : Math.max(normal, sorted[sorted.length - CELLS_OF_GAIN]);
  }

  private static Iscn withinClonal(Iscn cell, int[] fewest, int[] most) {
    int[] counts = cell.counts();
    for (int kind = 0; kind < MARKERS; kind++) {
      counts[kind] = Math.max(fewest[kind], Math.min(most[kind], counts[kind]));
    }
    return Iscn.of(counts, Math.min(most[MARKERS], cell.markers()));
  }

  private static int count(Iscn cell, int kind) {
    return kind == MARKERS ? cell.markers() : cell.count(ChromosomeType.ALL.get(kind));
  }

  /**
   * A cell with changes that are not clonal.
   *
   * @param cell the index of the cell in {@link Case#cells()}
   * @param seen the karyotype of the cell
   * @param counted the karyotype of the clone that it is counted with, {@code seen} without the
   *     changes that are not clonal
   */
  public record NonClonal(int cell, Iscn seen, Iscn counted) {
    public NonClonal {
      if (cell < 0) {
        throw new IllegalArgumentException("cell: must be at least 0, found " + cell);
      }
      if (seen.equals(counted)) {
        throw new IllegalArgumentException("counted: must differ from seen, found " + counted);
      }
    }

    /**
     * Returns the change of one type that was left out.
     *
     * @param type the type
     * @return how many copies the cell has more (less, if negative) than the clone
     */
    public int copies(ChromosomeType type) {
      return seen.count(type) - counted.count(type);
    }

    /**
     * Returns how many markers were left out.
     *
     * @return how many markers the cell has more than the clone
     */
    public int markers() {
      return seen.markers() - counted.markers();
    }
  }

  /**
   * Returns the name of the person.
   *
   * @return the name
   */
  public String id() {
    return id;
  }

  /**
   * Returns the karyotypes of the cells.
   *
   * @return one a cell, in the caller's order
   */
  public List<Iscn> cells() {
    return cells;
  }

  /**
   * Returns the normal karyotype against which gains and losses are counted: that from which the
   * sex chromosomes of all cells together differ by the fewest gains and losses. Of equals it is
   * 46,XY if any cell has a Y (47,XXY is a male with one more X), 46,XX otherwise (45,X is a female
   * with one less).
   *
   * @return 46,XX or 46,XY
   */
  public Iscn base() {
    return base;
  }

  /**
   * Returns the clones.
   *
   * @return the clones; together they have as many cells as the case
   */
  public MosaicIscn consensus() {
    return consensus;
  }

  /**
   * Returns what was left out of the clones: the cells with changes that are not clonal.
   *
   * @return one entry for each such cell, in the order of the cells
   */
  public List<NonClonal> nonClonal() {
    return nonClonal;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Case that && id.equals(that.id) && cells.equals(that.cells);
  }

  @Override
  public int hashCode() {
    return 31 * id.hashCode() + cells.hashCode();
  }

  @Override
  public String toString() {
    return "Case[" + id + ", " + consensus + "]";
  }
}
