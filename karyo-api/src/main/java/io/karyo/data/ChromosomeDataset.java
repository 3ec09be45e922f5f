package io.karyo.data;

import io.karyo.model.Require;
import io.karyo.training.EpochLoop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A list of labelled chromosomes, each in at most one split. Images are loaded on demand.
 *
 * <p>If a patient (or, if patients are unknown, a cell) has chromosomes in two splits, measured
 * accuracy is too high, because homologues and chromosomes of one slide look alike. Methods that
 * return a split therefore reject such a data set, unless {@link #allowSharedPatients()} was
 * called.
 *
 * <pre>{@code
 * ChromosomeDataset all = ChromosomeDataset.fromManifest(Path.of("pki3/manifest.csv"));
 * ChromosomeDataset few = all.training().sample(1296, 42);
 * ChromosomeDataset own = all.splitBy(SplitUnit.PATIENT, 0.7, 0.15, 0.15, 42);
 * }</pre>
 *
 * <p><b>Thread safety:</b> immutable. <b>Determinism:</b> equal data sets and seeds give equal
 * results.
 */
public final class ChromosomeDataset {

  /** The split for training. */
  public static final String TRAIN = "train";

  /** The split for choosing settings and the best epoch. */
  public static final String VALIDATION = "validation";

  /** The split for the final evaluation. */
  public static final String TEST = "test";

  private static final double TOLERANCE = 1e-9;

  private final List<LabelledChromosome> items;
  private final boolean sharedPatientsAllowed;

  private ChromosomeDataset(List<LabelledChromosome> items, boolean sharedPatientsAllowed) {
    this.items = List.copyOf(items);
    this.sharedPatientsAllowed = sharedPatientsAllowed;
  }

  /**
   * Creates a data set.
   *
   * @param items the chromosomes, in order; copied
   * @return the data set
   * @throws IllegalArgumentException if a cell has two patients, or the name of a split resembles
   *     one of the three known ones, as {@code "val"} does; other names are accepted
   */
  public static ChromosomeDataset of(Collection<LabelledChromosome> items) {
    for (LabelledChromosome item : items) {
      Optional<String> meant = item.split().flatMap(SplitNames::meant);
      if (meant.isPresent()) {
        throw new IllegalArgumentException(
            item.name() + ": " + SplitNames.refusal(item.split().orElseThrow(), meant.get()));
      }
    }
    Map<String, String> patients = new LinkedHashMap<>();
    for (LabelledChromosome item : items) {
      if (item.cell().isPresent() && item.patient().isPresent()) {
        String before = patients.putIfAbsent(item.cell().get(), item.patient().get());
        if (before != null && !before.equals(item.patient().get())) {
          throw new IllegalArgumentException(
              "patient: must be one for all of cell '"
                  + item.cell().get()
                  + "', found '"
                  + before
                  + "' and '"
                  + item.patient().get()
                  + "'");
        }
      }
    }
    return new ChromosomeDataset(List.copyOf(items), false);
  }

  /**
   * Combines separate data sets into the splits of one. Each chromosome gets the split of its part,
   * replacing any split that it had. If one part allows shared patients, so does the result.
   *
   * @param parts the data set of each split, by the name of the split
   * @return all chromosomes, part by part
   * @throws IllegalArgumentException if a cell has two patients, or the name of a split resembles a
   *     known one, as for {@link #of}
   */
  public static ChromosomeDataset ofSplits(Map<String, ChromosomeDataset> parts) {
    List<LabelledChromosome> items = new ArrayList<>();
    // Sorted, because the order of Map.of changes from run to run.
    parts.keySet().stream()
        .sorted()
        .forEach(
            name ->
                Objects.requireNonNull(parts.get(name)).items.stream()
                    .map(item -> item.withSplit(name))
                    .forEach(items::add));
    ChromosomeDataset all = of(items);
    return parts.values().stream().anyMatch(part -> part.sharedPatientsAllowed)
        ? all.allowSharedPatients()
        : all;
  }

  /**
   * Combines the data sets of several laboratories, for a model that knows them all. Names, cells
   * and patients begin with the laboratory, because two laboratories may use the same ones.
   * Chromosomes of a data set without splits are in the split {@value #TRAIN}. If one part allows
   * shared patients, so does the result.
   *
   * @param parts the data set of each laboratory, by its name
   * @return all chromosomes, laboratory by laboratory in the order of their names
   * @throws IllegalArgumentException if a name is blank
   */
  public static ChromosomeDataset ofLaboratories(Map<String, ChromosomeDataset> parts) {
    List<LabelledChromosome> items = new ArrayList<>();
    new TreeMap<>(parts)
        .forEach(
            (laboratory, part) -> {
              boolean split = !part.splits().isEmpty();
              part.items.forEach(item -> items.add(ofLaboratory(item, laboratory, split)));
            });
    boolean shared = parts.values().stream().anyMatch(part -> part.sharedPatientsAllowed);
    return new ChromosomeDataset(of(items).items, shared);
  }

  private static LabelledChromosome ofLaboratory(
      LabelledChromosome item, String laboratory, boolean split) {
    UnaryOperator<String> own = name -> laboratory + "/" + name;
    return new LabelledChromosome(
        own.apply(item.name()),
        item.source(),
        item.type(),
        item.cell().map(own),
        item.patient().map(own),
        split ? item.split() : Optional.of(TRAIN),
        Optional.of(laboratory));
  }

  /**
   * Reads a manifest: comma-separated values (RFC 4180) in UTF-8, with or without a byte order
   * mark. The first line names the columns, in any order:
   *
   * <ul>
   *   <li>{@code path}: the image file, relative to the manifest's folder and inside it; each at
   *       most once
   *   <li>{@code label}: 1 to 22, X or Y
   *   <li>{@code cell}, {@code patient}, {@code split}, {@code laboratory}: may be missing or blank
   *   <li>{@code recorded}: ignored; what the label was before an audit corrected it
   * </ul>
   *
   * <p>A training uses the splits {@value #TRAIN} and {@value #VALIDATION}; {@link #split} returns
   * a split of any name. Names that resemble {@value #TRAIN}, {@value #VALIDATION} or {@value
   * #TEST}, as {@code Train} and {@code val} do, are rejected, because their images would not be
   * used.
   *
   * <p>Blank lines are skipped. Every row is checked and every file must exist; whether a file is
   * an image is checked only when it is loaded. Absolute paths and paths that lead out of the
   * folder are rejected, so that a data set can be moved and an untrusted manifest cannot refer to
   * other files.
   *
   * @param csv the manifest
   * @return the chromosomes, in the order of the rows
   * @throws DatasetException if the manifest is not as described; lists the first problems, each
   *     with its line
   * @throws IOException if the manifest cannot be read
   */
  public static ChromosomeDataset fromManifest(Path csv) throws IOException {
    return fromManifest(csv, csv.toAbsolutePath().resolveSibling(""));
  }

  /**
   * Reads a manifest whose images are in another folder.
   *
   * @param csv the manifest, in the format of {@link #fromManifest(Path)}
   * @param folder the folder that its paths are relative to
   * @return the chromosomes, in the order of the rows
   * @throws DatasetException if the manifest is not as described; lists the first problems, each
   *     with its line
   * @throws IOException if the manifest cannot be read
   */
  public static ChromosomeDataset fromManifest(Path csv, Path folder) throws IOException {
    return of(Manifest.read(csv, folder));
  }

  /**
   * {@return the manifest of this data set, as {@link #fromManifest(Path)} reads it: the path of a
   * chromosome is its name} Images are not written.
   */
  public String toManifest() {
    return Manifest.write(items);
  }

  /**
   * Lists images that are stored in one folder per type, named {@code 1} to {@code 22}, {@code X}
   * and {@code Y}. Files with the extensions png, jpg, jpeg, bmp, gif, tif and tiff are included;
   * hidden and other files are left out. Cells, patients and splits are unknown.
   *
   * @param root the folder that contains the folders of the types
   * @return the chromosomes by type, then by file name
   * @throws DatasetException if there is a folder of another name, or no image
   * @throws IOException if a folder cannot be read
   */
  public static ChromosomeDataset fromFolders(Path root) throws IOException {
    return of(ImageFolders.read(root));
  }

  /** {@return the number of chromosomes, 0 or more} */
  public int size() {
    return items.size();
  }

  /** {@return whether there are no chromosomes} */
  public boolean isEmpty() {
    return items.isEmpty();
  }

  /** {@return all chromosomes, in order, unmodifiable} */
  public List<LabelledChromosome> items() {
    return items;
  }

  /** {@return the names of the laboratories, sorted, unmodifiable; empty if none is known} */
  public Set<String> laboratories() {
    Set<String> names = new TreeSet<>();
    items.forEach(item -> item.laboratory().ifPresent(names::add));
    return Collections.unmodifiableSet(names);
  }

  /** {@return the names of the splits, in the order in which they first occur, unmodifiable} */
  public Set<String> splits() {
    Set<String> names = new LinkedHashSet<>();
    items.forEach(item -> item.split().ifPresent(names::add));
    return Collections.unmodifiableSet(names);
  }

  /**
   * Returns one split.
   *
   * @param name its name
   * @return the chromosomes of that split, in order
   * @throws IllegalArgumentException if no chromosome is in that split
   * @throws IllegalStateException if a patient or a cell is in two splits, see {@link
   *     #requireDisjointSplits()}
   */
  public ChromosomeDataset split(String name) {
    Set<String> names = splits();
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "split: must be one of "
              + names
              + ", found '"
              + name
              + "'"
              + SplitNames.meant(name)
                  .filter(names::contains)
                  .map(meant -> "; did you mean '" + meant + "'?")
                  .orElse(""));
    }
    return part(name);
  }

  private ChromosomeDataset part(String name) {
    requireDisjointSplits();
    return filter(item -> item.split().equals(Optional.of(name)));
  }

  /**
   * Returns the training data: the split {@value #TRAIN}, or everything if no chromosome is in any
   * split.
   *
   * @return the chromosomes, in order; empty if there are only other splits
   * @throws IllegalStateException if a patient or a cell is in two splits, see {@link
   *     #requireDisjointSplits()}
   */
  public ChromosomeDataset training() {
    return splits().isEmpty() ? this : part(TRAIN);
  }

  /**
   * Returns the data for choosing the best epoch: the split {@value #VALIDATION}.
   *
   * @return the chromosomes, in order; empty if there is no such split
   * @throws IllegalStateException if a patient or a cell is in two splits, see {@link
   *     #requireDisjointSplits()}
   */
  public ChromosomeDataset validation() {
    return part(VALIDATION);
  }

  /**
   * {@return the cells, in the order in which they first occur; chromosomes of unknown cells are
   * left out}
   */
  public List<LabelledCell> cells() {
    Map<String, List<LabelledChromosome>> cells = new LinkedHashMap<>();
    for (LabelledChromosome item : items) {
      item.cell().ifPresent(id -> cells.computeIfAbsent(id, key -> new ArrayList<>()).add(item));
    }
    return cells.entrySet().stream()
        .map(cell -> new LabelledCell(cell.getKey(), cell.getValue()))
        .toList();
  }

  /**
   * Selects chromosomes.
   *
   * @param wanted which to keep
   * @return the selected chromosomes, in order
   */
  public ChromosomeDataset filter(Predicate<? super LabelledChromosome> wanted) {
    return new ChromosomeDataset(items.stream().filter(wanted).toList(), sharedPatientsAllowed);
  }

  /**
   * Draws some chromosomes without replacement, each equally likely.
   *
   * @param count how many, 0 to {@link #size()}
   * @param seed the seed of the draw
   * @return those, in their order here
   * @throws IllegalArgumentException if the count is out of range
   */
  public ChromosomeDataset sample(int count, long seed) {
    Require.inRange("count", count, 0, items.size());
    int[] order = shuffled(items.size(), seed);
    return new ChromosomeDataset(
        Arrays.stream(order, 0, count).sorted().mapToObj(items::get).toList(),
        sharedPatientsAllowed);
  }

  /**
   * Draws some cells with all of their chromosomes, each equally likely.
   *
   * @param count how many cells, 0 to as many as {@link #cells()} gives
   * @param seed the seed of the draw
   * @return their chromosomes, in their order here
   * @throws IllegalArgumentException if the count is out of range
   */
  public ChromosomeDataset sampleCells(int count, long seed) {
    List<LabelledCell> cells = cells();
    Require.that(
        count >= 0 && count <= cells.size(), "count", "0 to " + cells.size() + " cells", count);
    Set<String> drawn = new HashSet<>();
    for (int i : Arrays.copyOf(shuffled(cells.size(), seed), count)) {
      drawn.add(cells.get(i).id());
    }
    return filter(item -> item.cell().filter(drawn::contains).isPresent());
  }

  /**
   * Assigns new splits at random. Groups of images are dealt out in random order, each to the split
   * that lacks the most images; no split stays empty if there are enough groups. The shares are met
   * to within one group, and exactly for {@link SplitUnit#IMAGE}.
   *
   * <p>Splitting by a smaller unit than the data set knows puts patients or cells in two splits;
   * call {@link #allowSharedPatients()} to use such a data set.
   *
   * @param unit what stays together
   * @param train the share of {@value #TRAIN}, 0 to 1
   * @param validation the share of {@value #VALIDATION}, 0 to 1
   * @param test the share of {@value #TEST}, 0 to 1; the three add up to 1
   * @param seed the seed of the draw
   * @return the same chromosomes in new splits
   * @throws IllegalArgumentException if a share is out of range or they do not add up
   */
  public ChromosomeDataset splitBy(
      SplitUnit unit, double train, double validation, double test, long seed) {
    double[] shares = {train, validation, test};
    for (double share : shares) {
      Require.inRange("shares", share, 0, 1);
    }
    double sum = train + validation + test;
    if (Math.abs(sum - 1) > TOLERANCE) {
      throw new IllegalArgumentException("shares: must add up to 1, found " + sum);
    }
    List<String> names = List.of(TRAIN, VALIDATION, TEST);
    int[] parts = deal(unit, shares, seed);
    return new ChromosomeDataset(
        IntStream.range(0, items.size())
            .mapToObj(i -> items.get(i).withSplit(names.get(parts[i])))
            .toList(),
        sharedPatientsAllowed);
  }

  /**
   * Divides the chromosomes into parts of about equal size, for cross-validation (Stone, Journal of
   * the Royal Statistical Society B 36, 1974): each part is the test set once. Some of the others
   * may be held out at random to choose the best epoch, because choosing it on the test set would
   * make accuracy look better than it is.
   *
   * <pre>{@code
   * List<Prediction> predictions = new ArrayList<>();
   * for (ChromosomeDataset fold : dataset.folds(SplitUnit.PATIENT, 5, 0.15, 42)) {
   *   try (Karyotyper karyotyper = Karyotyper.builder().train(fold)) {
   *     for (LabelledChromosome item : fold.split(TEST).items()) {
   *       predictions.add(Prediction.of(item, karyotyper.classify(item.load()).probabilities()));
   *     }
   *   }
   * }
   * Evaluation.of(predictions);
   * }</pre>
   *
   * <p>Groups are dealt out as by {@link #splitBy}, so shares are met to within one group. As
   * there, splitting by a smaller unit than the data set knows puts patients or cells in two
   * splits.
   *
   * @param unit what stays together
   * @param count how many parts, at least 2
   * @param validation the share of the remaining chromosomes for {@value #VALIDATION}, less than 1;
   *     with 0, a training holds some out by itself
   * @param seed the seed of the draw
   * @return for each part a data set of all chromosomes, those of the part in the split {@value
   *     #TEST} and the others in {@value #TRAIN} or {@value #VALIDATION}
   * @throws IllegalArgumentException if there are fewer groups than parts, or the share is out of
   *     range
   */
  public List<ChromosomeDataset> folds(SplitUnit unit, int count, double validation, long seed) {
    int groups = groupCount(unit);
    Require.that(
        count >= 2 && count <= groups, "count", "2 to the number of groups, " + groups, count);
    Require.belowOne("validation", validation);
    double[] shares = new double[count];
    Arrays.fill(shares, 1.0 / count);
    SplittableRandom seeds = new SplittableRandom(seed);
    int[] parts = deal(unit, shares, seeds.nextLong());
    List<ChromosomeDataset> folds = new ArrayList<>();
    for (int fold = 0; fold < count; fold++) {
      List<LabelledChromosome> rest = new ArrayList<>();
      for (int i = 0; i < parts.length; i++) {
        if (parts[i] != fold) {
          rest.add(items.get(i));
        }
      }
      List<LabelledChromosome> dealt =
          new ChromosomeDataset(rest, sharedPatientsAllowed)
              .splitBy(unit, 1 - validation, validation, 0, seeds.nextLong())
              .items;
      List<LabelledChromosome> all = new ArrayList<>();
      int next = 0;
      for (int i = 0; i < parts.length; i++) {
        all.add(parts[i] == fold ? items.get(i).withSplit(TEST) : dealt.get(next++));
      }
      folds.add(new ChromosomeDataset(all, sharedPatientsAllowed));
    }
    return List.copyOf(folds);
  }

  /** Returns the number of the part that each item falls into. */
  private int[] deal(SplitUnit unit, double[] shares, long seed) {
    List<List<Integer>> groups = groups(unit);
    double[] lacking = Arrays.stream(shares).map(share -> share * items.size()).toArray();
    Set<Integer> empty = new TreeSet<>();
    for (int part = 0; part < shares.length; part++) {
      if (shares[part] > 0) {
        empty.add(part);
      }
    }
    int[] parts = new int[items.size()];
    int left = groups.size();
    for (int group : shuffled(groups.size(), seed)) {
      // The last few groups go where there is none yet, however small the share.
      boolean onlyEmpty = left-- <= empty.size();
      int neediest = -1;
      for (int part = 0; part < shares.length; part++) {
        if ((!onlyEmpty || empty.contains(part))
            && (neediest < 0 || lacking[part] > lacking[neediest])) {
          neediest = part;
        }
      }
      for (int item : groups.get(group)) {
        parts[item] = neediest;
      }
      lacking[neediest] -= groups.get(group).size();
      empty.remove(neediest);
    }
    return parts;
  }

  /**
   * Counts the groups that stay together when the data set is divided. {@link #folds} makes at most
   * as many parts.
   *
   * @param unit what stays together
   * @return how many there are
   */
  public int groupCount(SplitUnit unit) {
    return groups(unit).size();
  }

  private List<List<Integer>> groups(SplitUnit unit) {
    // A patient that only some images of a cell name is the others' patient, too.
    Map<String, String> patients = new HashMap<>();
    for (LabelledChromosome item : items) {
      if (item.cell().isPresent() && item.patient().isPresent()) {
        patients.putIfAbsent(item.cell().get(), item.patient().get());
      }
    }
    Map<Object, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      LabelledChromosome item = items.get(i);
      Optional<String> patient = item.cell().map(patients::get);
      LabelledChromosome known =
          item.patient().isEmpty() && patient.isPresent() ? item.withPatient(patient.get()) : item;
      Object key = unit.keyOf(known).map(Object.class::cast).orElse(i);
      groups.computeIfAbsent(key, absent -> new ArrayList<>()).add(i);
    }
    return List.copyOf(groups.values());
  }

  /** Shuffles 0 to size - 1. */
  private static int[] shuffled(int size, long seed) {
    int[] order = IntStream.range(0, size).toArray();
    EpochLoop.shuffle(order, new SplittableRandom(seed));
    return order;
  }

  /**
   * {@return the same chromosomes without the check that patients and cells are in one split each}
   * This serves, for example, to repeat an experiment of the literature. Accuracy measured on such
   * splits is too high.
   */
  public ChromosomeDataset allowSharedPatients() {
    return new ChromosomeDataset(items, true);
  }

  /**
   * {@return whether patients and cells may be in two splits, see {@link #allowSharedPatients()}}
   */
  public boolean sharedPatientsAllowed() {
    return sharedPatientsAllowed;
  }

  /**
   * Checks that every patient and every cell is in one split, unless {@link #allowSharedPatients()}
   * was called. Chromosomes in no split are not checked.
   *
   * @throws IllegalStateException if one is in two; the message names it and the splits
   */
  public void requireDisjointSplits() {
    if (!sharedPatientsAllowed) {
      requireDisjoint("patient", LabelledChromosome::patient);
      requireDisjoint("cell", LabelledChromosome::cell);
    }
  }

  private void requireDisjoint(String kind, Function<LabelledChromosome, Optional<String>> owner) {
    Map<String, LabelledChromosome> firsts = new LinkedHashMap<>();
    for (LabelledChromosome item : items) {
      if (owner.apply(item).isEmpty() || item.split().isEmpty()) {
        continue;
      }
      String name = owner.apply(item).get();
      LabelledChromosome first = firsts.putIfAbsent(name, item);
      if (first != null && !first.split().equals(item.split())) {
        throw new IllegalStateException(
            kind
                + ": must be in one split, found '"
                + name
                + "' in '"
                + first.split().get()
                + "' ("
                + first.name()
                + ") and '"
                + item.split().get()
                + "' ("
                + item.name()
                + "); accuracy would look better than it is, allowSharedPatients() accepts that");
      }
    }
  }

  @Override
  public String toString() {
    return "ChromosomeDataset[" + items.size() + " images, splits " + splits() + "]";
  }
}
