package io.karyo.iscn;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.model.Require;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The karyotypes of several cells of one person, and the clones among them.
 *
 * <p><b>Method:</b> ISCN (2020), definition of a clone: a gain is clonal if at least two cells have
 * it, a loss if at least three do, because a chromosome is easily lost when a slide is made or a
 * picture is read.
 *
 * <p><b>Changes</b> are gains and losses against 46,XX or 46,XY, see {@link #base()}. Each copy is
 * a separate change: a cell with four copies of chromosome 21 has the gain of a third copy, which
 * it shares with cells that have three, and the gain of a fourth. Markers are not distinguished, so
 * they count as gains of one kind. If a sex complement has more of X and fewer of Y than the base,
 * or the reverse, it is one change, which needs two cells like a gain: 46,XX among cells with 46,XY
 * is neither a gain of X nor a loss of Y. A cell with a larger change of this kind also has the
 * smaller one: 47,XXX includes the change of 46,XX.
 *
 * <p><b>Clones:</b> a clone of the {@linkplain #consensus() consensus} always has the karyotype of
 * at least one cell. Each cell is counted with the karyotype of some cell that has all of its
 * clonal changes, no changes that it lacks, and otherwise as few changes as possible. Of several
 * such karyotypes, that of the most cells is taken, and of these the one whose text comes first. So
 * a change that is not clonal is left out if another cell shows the same clonal changes without it,
 * and {@link #nonClonal()} lists the cell. Otherwise the cell keeps its karyotype: two cells of
 * 46,XX,-7,+8 are the clone {@code 46,XX,-7,+8[2]}, because no cell is 47,XX,+8; a single cell is a
 * clone {@code [1]}.
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
    Map<Iscn, Integer> cellsOf = new LinkedHashMap<>();
    cells.forEach(cell -> cellsOf.merge(cell, 1, Integer::sum));
    Map<Iscn, Iscn> lines = lines(cellsOf, base);
    Map<Iscn, Integer> clones = new LinkedHashMap<>();
    List<NonClonal> left = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      Iscn line = Objects.requireNonNull(lines.get(cells.get(i)));
      clones.merge(line, 1, Integer::sum);
      if (!line.equals(cells.get(i))) {
        left.add(new NonClonal(i, cells.get(i), line));
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
   * Creates the case of one person.
   *
   * @param id the name of the person
   * @param cells the karyotypes of the cells, at least one, in the caller's order
   * @return the case
   * @throws IllegalArgumentException if there is no cell
   */
  public static Case of(String id, List<Iscn> cells) {
    Objects.requireNonNull(id, "id");
    Require.atLeast("cells", cells.size(), 1);
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
   * A change against the base, of which a cell can have several.
   *
   * @param kind a type, {@code mar}, or a sex complement such as XX
   * @param copy how many more there are (fewer, if negative); 0 for a sex complement
   */
  private record Change(String kind, int copy) {
    int cellsOfClone() {
      return copy < 0 ? CELLS_OF_LOSS : CELLS_OF_GAIN;
    }
  }

  private static Set<Change> changes(Iscn cell, Iscn base) {
    Set<Change> changes = new HashSet<>();
    int x = cell.count(ChromosomeType.X) - base.count(ChromosomeType.X);
    int y = cell.count(ChromosomeType.Y) - base.count(ChromosomeType.Y);
    boolean exchanged = Integer.signum(x) * Integer.signum(y) < 0;
    if (exchanged) {
      for (int i = 1; i <= Math.abs(x); i++) {
        for (int j = 1; j <= Math.abs(y); j++) {
          changes.add(new Change(i * Integer.signum(x) + " X, " + j * Integer.signum(y) + " Y", 0));
        }
      }
    }
    for (ChromosomeType type : ChromosomeType.ALL) {
      if (!exchanged || type.isAutosome()) {
        addCopies(changes, type.label(), cell.count(type) - base.count(type));
      }
    }
    addCopies(changes, "mar", cell.markers());
    return changes;
  }

  private static void addCopies(Set<Change> changes, String kind, int difference) {
    for (int copy = 1; copy <= Math.abs(difference); copy++) {
      changes.add(new Change(kind, copy * Integer.signum(difference)));
    }
  }

  /**
   * Finds the line with which the cells of each karyotype are counted.
   *
   * @param cellsOf how many cells have each karyotype
   */
  private static Map<Iscn, Iscn> lines(Map<Iscn, Integer> cellsOf, Iscn base) {
    Map<Iscn, Set<Change>> changesOf = new HashMap<>();
    Map<Change, Integer> cellsWith = new HashMap<>();
    cellsOf.forEach(
        (seen, cells) -> {
          Set<Change> changes = changes(seen, base);
          changesOf.put(seen, changes);
          changes.forEach(change -> cellsWith.merge(change, cells, Integer::sum));
        });
    List<Map.Entry<Iscn, Set<Change>>> candidates = new ArrayList<>(changesOf.entrySet());
    candidates.sort(
        Comparator.<Map.Entry<Iscn, Set<Change>>>comparingInt(entry -> entry.getValue().size())
            .thenComparing(entry -> -cellsOf.getOrDefault(entry.getKey(), 0))
            .thenComparing(entry -> entry.getKey().toString()));
    Map<Iscn, Iscn> lines = new HashMap<>();
    changesOf.forEach(
        (seen, changes) -> {
          Set<Change> clonal = new HashSet<>(changes);
          clonal.removeIf(change -> cellsWith.getOrDefault(change, 0) < change.cellsOfClone());
          candidates.stream()
              .filter(entry -> changes.containsAll(entry.getValue()))
              .filter(entry -> entry.getValue().containsAll(clonal))
              .findFirst()
              .ifPresent(entry -> lines.put(seen, entry.getKey()));
        });
    return lines;
  }

  /**
   * A cell with changes that are not clonal.
   *
   * @param cell the index of the cell in {@link Case#cells()}
   * @param seen the karyotype of the cell
   * @param counted the karyotype of the clone that it is counted with, which is that of another
   *     cell: {@code seen} without changes that are not clonal
   */
  public record NonClonal(int cell, Iscn seen, Iscn counted) {
    public NonClonal {
      Require.atLeast("cell", cell, 0);
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

    /** {@return how many more markers the cell has than the clone} */
    public int markers() {
      return seen.markers() - counted.markers();
    }
  }

  /** {@return the name of the person} */
  public String id() {
    return id;
  }

  /** {@return the karyotypes of the cells, in the caller's order} */
  public List<Iscn> cells() {
    return cells;
  }

  /**
   * {@return the normal karyotype, 46,XX or 46,XY, against which gains and losses are counted} It
   * is the one from which the sex chromosomes of all cells together differ by the fewest gains and
   * losses. In a tie it is 46,XY if any cell has a Y (47,XXY is a male with one more X), and 46,XX
   * otherwise (45,X is a female with one less).
   */
  public Iscn base() {
    return base;
  }

  /** {@return the clones; together they have as many cells as the case} */
  public MosaicIscn consensus() {
    return consensus;
  }

  /**
   * {@return the cells that are counted with the karyotype of another cell because they have
   * changes that are not clonal, in the order of the cells}
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
