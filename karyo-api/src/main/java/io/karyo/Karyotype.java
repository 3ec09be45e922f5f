package io.karyo;

import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Explanation;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.NoChromosomeException;
import io.karyo.chromosome.Placement;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.iscn.Iscn;
import io.karyo.laboratory.Familiarity;
import io.karyo.model.AtomicFile;
import io.karyo.model.Require;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.spi.Assignment;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.TrainedAssigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The karyotype of a cell: designation and polarity of each chromosome, with probabilities.
 *
 * <pre>{@code
 * Karyotype karyotype = karyotyper.karyotype(cell);
 * System.out.println(karyotype.iscn());                     // 47,XY,+21
 * Karyotype corrected = karyotype.withPinned(12, ChromosomeType.C9);
 * }</pre>
 *
 * <p>A correction returns a new karyotype, in which all chromosomes that are not pinned are
 * designated again. Designation, polarity and removal need neither images nor encoder, and so no
 * open karyotyper. Corrections of outlines in a photograph ({@link #split}, {@link #merged}, {@link
 * #withOutline}, {@link #added}) need the karyotyper that found the karyotype to be open: cut-outs
 * that change are straightened, embedded and classified again, at the scale that the cell had at
 * first. If one fails, this karyotype is as it was.
 *
 * <p>A chromosome keeps its number, which is its position in the cell from 0, even if others are
 * removed. A number stands for one chromosome: split and merged ones get new numbers, and the old
 * ones are not used again.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class Karyotype {

  /** The version of the JSON format that {@link #toJson()} writes. */
  public static final int JSON_VERSION = 2;

  /** The default target share of correct designations among those not marked for review. */
  static final double DEFAULT_PRECISION = 0.99;

  private static final int NEIGHBOURS = 5;

  /** Finds the nearest training embeddings, at most as many as requested. */
  interface Neighbourhood {
    List<Explanation.Neighbour> of(Embedding embedding, int count);
  }

  private final Cell cell;
  private final @Nullable PhotographedCell photographed;
  private final CellEvidence evidence;
  private final TrainedAssigner assigner;
  private final Optional<Familiarity> familiarity;
  private final Neighbourhood neighbours;
  private final List<Removed> removed;
  private final List<Correction> corrections;
  private final @Nullable Instant when;
  private final Assignment assignment;
  private final Iscn iscn;

  /** What was known of a chromosome that a person removed, and the image that showed it. */
  private record Removed(CellEvidence.Chromosome evidence, ChromosomeImage image) {
    int number() {
      return evidence.number();
    }
  }

  private Karyotype(
      Cell cell,
      @Nullable PhotographedCell photographed,
      CellEvidence evidence,
      TrainedAssigner assigner,
      Optional<Familiarity> familiarity,
      Neighbourhood neighbours,
      List<Removed> removed,
      List<Correction> corrections,
      @Nullable Instant when) {
    this.cell = cell;
    this.photographed = photographed;
    this.evidence = evidence;
    this.assigner = assigner;
    this.familiarity = familiarity;
    this.neighbours = neighbours;
    this.removed = List.copyOf(removed);
    this.corrections = List.copyOf(corrections);
    this.when = when;
    this.assignment = assigned(assigner, evidence);
    this.iscn = count();
  }

  private Karyotype(Karyotype other, Instant when) {
    this.cell = other.cell;
    this.photographed = other.photographed;
    this.evidence = other.evidence;
    this.assigner = other.assigner;
    this.familiarity = other.familiarity;
    this.neighbours = other.neighbours;
    this.removed = other.removed;
    this.corrections = other.corrections;
    this.when = when;
    this.assignment = other.assignment;
    this.iscn = other.iscn;
  }

  /**
   * Designates the chromosomes of a cell.
   *
   * @param photographed where they were found; null for chromosomes that were cut out before
   * @param familiarity of the cell, if it can be measured
   */
  static Karyotype of(
      Cell cell,
      @Nullable PhotographedCell photographed,
      CellEvidence evidence,
      TrainedAssigner assigner,
      Optional<Familiarity> familiarity,
      Neighbourhood neighbours) {
    return new Karyotype(
        cell,
        photographed,
        evidence,
        assigner,
        familiarity,
        neighbours,
        List.of(),
        List.of(),
        null);
  }

  /** Assigns a cell, and checks that a plug-in has neither lost nor added a chromosome. */
  static Assignment assigned(TrainedAssigner assigner, CellEvidence evidence) {
    Assignment assignment = assigner.assign(evidence);
    List<Integer> given =
        evidence.chromosomes().stream().map(CellEvidence.Chromosome::number).toList();
    List<Integer> placed = assignment.placements().stream().map(Placement::chromosome).toList();
    if (!given.equals(placed)) {
      throw new KaryoException(
          "assigner: must place the chromosomes " + given + " in their order, placed " + placed);
    }
    return assignment;
  }

  private Iscn count() {
    int[] counts = new int[ChromosomeType.ALL.size()];
    int markers = 0;
    for (Placement placement : assignment.placements()) {
      Optional<ChromosomeType> type = placement.designation().type();
      if (type.isPresent()) {
        counts[type.get().ordinal()]++;
      } else {
        markers++;
      }
    }
    return Iscn.of(counts, markers);
  }

  /** {@return the name of the cell, {@link Cell#id()}} */
  public String cell() {
    return cell.id();
  }

  /**
   * {@return where the chromosomes were found: chromosome {@code n} here is chromosome {@code n}
   * there; empty if the cell was not photographed as a whole}
   */
  public Optional<Segmentation> segmentation() {
    return Optional.ofNullable(photographed).map(PhotographedCell::segmentation);
  }

  /** {@return the placements of the chromosomes that were not removed, by ascending number} */
  public List<Placement> placements() {
    return assignment.placements();
  }

  /**
   * Returns the placement of one chromosome.
   *
   * @param chromosome its number, from 0
   * @return its placement
   * @throws IllegalArgumentException if there is none of this number, or it was removed
   */
  public Placement placement(int chromosome) {
    return assignment.placements().get(position(chromosome));
  }

  /**
   * Returns the polarity of a chromosome in its image.
   *
   * @param chromosome its number, from 0
   * @return the more probable polarity; see {@link Placement#polarityProbability()} for its
   *     probability
   * @throws IllegalArgumentException if there is none of this number, or it was removed
   */
  public Polarity polarity(int chromosome) {
    return placement(chromosome).polarity();
  }

  /**
   * Returns the original image of a chromosome.
   *
   * @param chromosome its number, from 0
   * @return its image
   * @throws IllegalArgumentException if there is none of this number
   */
  public ChromosomeImage image(int chromosome) {
    Require.inRange("chromosome", chromosome, 0, cell.chromosomes().size() - 1);
    return cell.chromosomes().get(chromosome);
  }

  /**
   * Returns the classification of a chromosome by itself, with its p arm up.
   *
   * @param chromosome its number, from 0
   * @return its classification, with its straightened image p arm up
   * @throws IllegalArgumentException if there is none of this number, or it was removed
   */
  public Classification classification(int chromosome) {
    Placement placement = placement(chromosome);
    Classification upright = entry(chromosome).upright(placement.polarity());
    return upright
        .withTypicality(assigner.typicality(upright))
        .withPolarity(placement.polarity(), placement.polarityProbability());
  }

  private CellEvidence.Chromosome entry(int chromosome) {
    return evidence.chromosomes().get(position(chromosome));
  }

  /** {@return the chromosome numbers in ISCN notation, for example {@code 47,XY,+21}} */
  public Iscn iscn() {
    return iscn;
  }

  /** {@return the numbers of the second-best karyotype, that is the most probable other numbers} */
  public Iscn runnerUp() {
    return assignment.runnerUp();
  }

  /**
   * {@return how much less probable the second-best karyotype is: natural logarithm of the ratio,
   * at least 0}
   */
  public double margin() {
    return assignment.margin();
  }

  /**
   * {@return whether a person should check this cell: a chromosome is marked for review, the
   * numbers are doubtful, the cell is unfamiliar or has no chromosome, or the segmenter left
   * {@linkplain Segmentation#notes() notes}}
   */
  public boolean needsReview() {
    return numbersNeedReview()
        || isUnfamiliar()
        || placements().isEmpty()
        || segmentation().filter(found -> !found.notes().isEmpty()).isPresent()
        || placements().stream().anyMatch(Placement::review);
  }

  /**
   * {@return whether the numbers of chromosomes are too doubtful for the {@linkplain #precision()
   * target precision}, regardless of the single designations}
   */
  public boolean numbersNeedReview() {
    return assignment.review();
  }

  /**
   * {@return whether the cell looks like one of another laboratory: its {@linkplain #familiarity()
   * familiarity} is too low, or most of its chromosomes look untypical} Probabilities and marks of
   * such a cell are unreliable, because they were learned on other cells. {@link
   * Karyotyper#adapt()} adapts a model to a laboratory.
   */
  public boolean isUnfamiliar() {
    return assignment.unfamiliar() || familiarity.filter(Familiarity::isForeign).isPresent();
  }

  /**
   * Returns how much the cell looks like those that the model learned from, as it was before any
   * correction. See {@link Karyotyper#familiarity} for several cells.
   *
   * @return its familiarity; empty if the cell has fewer than 20 chromosomes, or the model does not
   *     know what is usual
   */
  public Optional<Familiarity> familiarity() {
    return familiarity;
  }

  /**
   * {@return the target share of correct designations among those not marked for review, more than
   * 0 and at most 1; see {@link #withPrecision}}
   */
  public double precision() {
    return evidence.precision();
  }

  /**
   * Returns the precision that the validation cells prove with 95 % confidence: the share of
   * correct designations among those not marked for review.
   *
   * <p>Review marks rest on a curve fitted to the validation cells. This value uses only the number
   * of correct answers. If it is below {@link #precision()}, there are too few validation cells to
   * prove the target, or too many of their labels are wrong.
   *
   * @return 0 to 1; empty if the model was trained without validation cells or adapted to another
   *     laboratory, or this cell is unfamiliar
   */
  public OptionalDouble vouchedPrecision() {
    return isUnfamiliar() ? OptionalDouble.empty() : assignment.vouched();
  }

  /**
   * Sets the target share of correct designations among those not marked for review. The matching
   * threshold was learned on validation cells; see {@link #vouchedPrecision()}. Near-ties are
   * always marked.
   *
   * @param precision more than 0 and at most 1; default 0.99
   * @return the same karyotype with new review marks
   * @throws IllegalArgumentException if it is out of range
   */
  public Karyotype withPrecision(double precision) {
    return new Karyotype(
        cell,
        photographed,
        new CellEvidence(evidence.chromosomes(), precision),
        assigner,
        familiarity,
        neighbours,
        removed,
        corrections,
        when);
  }

  /**
   * Sets the time that is recorded with the corrections that follow; see {@link #corrections()}.
   *
   * <pre>{@code
   * karyotype.at(Instant.now()).withPinned(12, ChromosomeType.C9).withFlipped(3);
   * }</pre>
   *
   * @param when the time
   * @return the same karyotype
   */
  public Karyotype at(Instant when) {
    return new Karyotype(this, Objects.requireNonNull(when, "when"));
  }

  /**
   * Pins the designation of a chromosome, and designates the others again.
   *
   * @param chromosome its number, from 0
   * @param designation its designation
   * @return the corrected karyotype
   * @throws IllegalArgumentException if there is none of this number, or it was removed
   */
  public Karyotype withPinned(int chromosome, Designation designation) {
    return corrected(
        Correction.Kind.PINNED,
        chromosome,
        placement(chromosome).designation().label(),
        designation.label(),
        Optional.of(entry(chromosome).withPinned(Optional.of(designation))));
  }

  /**
   * Pins the type of a chromosome, and designates the others again.
   *
   * @param chromosome its number, from 0
   * @param type its type
   * @return the corrected karyotype
   * @throws IllegalArgumentException if there is none of this number, or it was removed
   */
  public Karyotype withPinned(int chromosome, ChromosomeType type) {
    return withPinned(chromosome, Designation.of(type));
  }

  /**
   * Takes back that the designation of a chromosome was pinned, and designates all that are not
   * pinned again.
   *
   * @param chromosome its number, from 0
   * @return the corrected karyotype
   * @throws IllegalArgumentException if there is none of this number, it was removed, or its
   *     designation is not pinned
   */
  public Karyotype withUnpinned(int chromosome) {
    Placement placement = placement(chromosome);
    Require.that(placement.pinned(), "chromosome", "pinned", chromosome);
    return corrected(
        Correction.Kind.UNPINNED,
        chromosome,
        placement.designation().label(),
        "not pinned",
        Optional.of(entry(chromosome).withPinned(Optional.empty())));
  }

  /**
   * Reverses the polarity of a chromosome, and designates all that are not pinned again.
   *
   * @param chromosome its number, from 0
   * @return the corrected karyotype
   * @throws IllegalArgumentException if there is none of this number, or it was removed
   */
  public Karyotype withFlipped(int chromosome) {
    Polarity now = polarity(chromosome);
    return corrected(
        Correction.Kind.FLIPPED,
        chromosome,
        now.name(),
        now.turned().name(),
        Optional.of(entry(chromosome).withPolarity(now.turned())));
  }

  /**
   * Removes an image that shows no chromosome of this cell, and designates the others again.
   *
   * @param chromosome its number, from 0
   * @return the corrected karyotype
   * @throws IllegalArgumentException if there is none of this number, or it was removed before
   */
  public Karyotype without(int chromosome) {
    return corrected(
        Correction.Kind.REMOVED,
        chromosome,
        placement(chromosome).designation().label(),
        "removed",
        Optional.empty());
  }

  /**
   * Takes back that a chromosome was removed, with what was pinned or flipped on it before, and
   * designates the others again. In a photograph whose outlines were corrected since, it is read
   * again if it looks different now, for which the karyotyper must be open.
   *
   * @param chromosome its number, from 0
   * @return the corrected karyotype
   * @throws IllegalArgumentException if it is not one of {@link #removed()}
   * @throws NoChromosomeException if its image was changed and shows no chromosome any more
   * @throws IllegalStateException if it must be read again and the karyotyper is closed
   */
  public Karyotype withRestored(int chromosome) {
    Removed found =
        removed.stream()
            .filter(one -> one.number() == chromosome)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "chromosome: must have been removed, found " + chromosome));
    List<CellEvidence.Chromosome> chromosomes = new ArrayList<>(evidence.chromosomes());
    chromosomes.add(readAgain(found));
    chromosomes.sort(Comparator.comparingInt(CellEvidence.Chromosome::number));
    List<Removed> others = new ArrayList<>(removed);
    others.remove(found);
    return corrected(
        cell,
        photographed,
        chromosomes,
        others,
        new Correction(
            Correction.Kind.RESTORED,
            chromosome,
            "removed",
            "restored",
            Optional.ofNullable(when)));
  }

  private CellEvidence.Chromosome readAgain(Removed found) {
    ChromosomeImage now = cell.chromosomes().get(found.number());
    return now.equals(found.image())
        ? found.evidence()
        : photographed().readAgain(now, found.evidence());
  }

  /**
   * {@return the numbers of the chromosomes that were removed and can be {@linkplain #withRestored
   * restored}, ascending}
   */
  public List<Integer> removed() {
    return removed.stream().map(Removed::number).sorted().toList();
  }

  private Karyotype corrected(
      Correction.Kind kind,
      int chromosome,
      String from,
      String to,
      Optional<CellEvidence.Chromosome> changed) {
    int position = position(chromosome);
    List<CellEvidence.Chromosome> chromosomes = new ArrayList<>(evidence.chromosomes());
    List<Removed> nowRemoved = new ArrayList<>(removed);
    if (changed.isPresent()) {
      chromosomes.set(position, changed.get());
    } else {
      nowRemoved.add(new Removed(chromosomes.remove(position), image(chromosome)));
    }
    return corrected(
        cell,
        photographed,
        chromosomes,
        nowRemoved,
        new Correction(kind, chromosome, from, to, Optional.ofNullable(when)));
  }

  private Karyotype corrected(
      Cell changedCell,
      @Nullable PhotographedCell changedPhotograph,
      List<CellEvidence.Chromosome> chromosomes,
      List<Removed> nowRemoved,
      Correction correction) {
    List<Correction> all = new ArrayList<>(corrections);
    all.add(correction);
    return new Karyotype(
        changedCell,
        changedPhotograph,
        new CellEvidence(chromosomes, evidence.precision()),
        assigner,
        familiarity,
        neighbours,
        nowRemoved,
        all,
        when);
  }

  /**
   * Splits a chromosome of the photograph along a line, as {@link Segmentation#split} does, and
   * designates the others again. Both pieces get new numbers; what was pinned or flipped on the
   * split chromosome ends with its number.
   *
   * @param chromosome its number, from 0; also of one without a placement
   * @param line a polyline of at least two different corners, in px of the photograph; it is
   *     continued to the edge of the chromosome
   * @return the corrected karyotype
   * @throws IllegalArgumentException as {@link Segmentation#split} does
   * @throws NoChromosomeException if a piece shows no chromosome
   * @throws IllegalStateException if the cell was not photographed as a whole, or the karyotyper is
   *     closed
   */
  public Karyotype split(int chromosome, List<Region.Corner> line) {
    return outlined(Correction.Kind.SPLIT, photographed().segmentation().split(chromosome, line));
  }

  /**
   * Joins two chromosomes of the photograph to one, as {@link Segmentation#merged} does, and
   * designates the others again. The joined chromosome gets a new number; what was pinned or
   * flipped on the two ends with their numbers.
   *
   * @param one a number, from 0; also of a chromosome without a placement
   * @param other another one
   * @return the corrected karyotype
   * @throws IllegalArgumentException as {@link Segmentation#merged} does
   * @throws NoChromosomeException if no chromosome is seen in the joined region
   * @throws IllegalStateException if the cell was not photographed as a whole, or the karyotyper is
   *     closed
   */
  public Karyotype merged(int one, int other) {
    return outlined(Correction.Kind.MERGED, photographed().segmentation().merged(one, other));
  }

  /**
   * Replaces the outline of a chromosome of the photograph, and designates the others again. The
   * chromosome keeps its number, and what was pinned or flipped. One that was removed, or in which
   * no chromosome was seen, is placed again.
   *
   * <pre>{@code
   * karyotype.withOutline(12, Region.ofOutline(polygons));
   * }</pre>
   *
   * @param chromosome its number, from 0
   * @param region its pixels; where it has pixels of another chromosome, the two cross
   * @return the corrected karyotype
   * @throws IllegalArgumentException as {@link Segmentation#withOutline} does
   * @throws NoChromosomeException if no chromosome is seen in the region
   * @throws IllegalStateException if the cell was not photographed as a whole, or the karyotyper is
   *     closed
   */
  public Karyotype withOutline(int chromosome, Region region) {
    return outlined(
        Correction.Kind.OUTLINED, photographed().segmentation().withOutline(chromosome, region));
  }

  /**
   * Adds a chromosome of the photograph that was not found, for example because it was taken for
   * debris, and designates the others again. It gets a new number.
   *
   * @param region its pixels, which are taken from {@link Segmentation#others()}; where it has
   *     pixels of another chromosome, the two cross
   * @return the corrected karyotype
   * @throws IllegalArgumentException as {@link Segmentation#added} does, or if there are too many
   *     chromosomes
   * @throws NoChromosomeException if no chromosome is seen in the region
   * @throws IllegalStateException if the cell was not photographed as a whole, or the karyotyper is
   *     closed
   */
  public Karyotype added(Region region) {
    return outlined(Correction.Kind.ADDED, photographed().segmentation().added(region));
  }

  private PhotographedCell photographed() {
    PhotographedCell found = photographed;
    if (found == null) {
      throw new IllegalStateException(
          "karyotype: must be that of a photograph to correct outlines, found that of cell '"
              + cell.id()
              + "', whose chromosomes were cut out before");
    }
    return found;
  }

  private Karyotype outlined(Correction.Kind kind, Segmentation after) {
    PhotographedCell before = photographed();
    PhotographedCell.Corrected changed = before.corrected(after, cell, evidence.chromosomes());
    Require.that(
        changed.evidence().size() <= Iscn.MAX_COPIES,
        "cell '" + cell.id() + "'",
        "of at most " + Iscn.MAX_COPIES + " chromosomes",
        changed.evidence().size());
    Set<Integer> placed =
        changed.evidence().stream()
            .map(CellEvidence.Chromosome::number)
            .collect(Collectors.toSet());
    List<Removed> stillRemoved =
        removed.stream()
            .filter(one -> after.numbers().contains(one.number()))
            .filter(one -> !placed.contains(one.number()))
            .toList();
    return corrected(
        changed.cell(),
        changed.photographed(),
        changed.evidence(),
        stillRemoved,
        before.correction(kind, after, Optional.ofNullable(when)));
  }

  /** {@return the changes made by hand, in order} */
  public List<Correction> corrections() {
    return corrections;
  }

  /**
   * Explains the placement of a chromosome.
   *
   * @param chromosome its number, from 0
   * @return the explanation
   * @throws IllegalArgumentException if there is none of this number, or it was removed
   * @throws IllegalStateException if the karyotyper is closed
   */
  public Explanation explain(int chromosome) {
    Placement placement = placement(chromosome);
    Classification classification = classification(chromosome);
    Optional<Designation> other =
        placement.alternatives().stream().findFirst().map(Placement.Alternative::designation);
    return new Explanation(
        placement,
        classification.straightened(),
        placement.designation().type().flatMap(assigner::idealProfile),
        other,
        other.flatMap(Designation::type).flatMap(assigner::idealProfile),
        neighbours.of(classification.embedding(), NEIGHBOURS));
  }

  private int position(int chromosome) {
    image(chromosome);
    List<CellEvidence.Chromosome> all = evidence.chromosomes();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).number() == chromosome) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "chromosome: must not have been removed, split or merged, found " + chromosome);
  }

  /**
   * {@return everything except the images, as a JSON object} The format is described in {@code
   * docs/karyotype-json.md}.
   */
  public String toJson() {
    return KaryotypeJson.of(this);
  }

  /**
   * Writes {@link #toJson()} to a file. An existing file is replaced atomically: if anything fails,
   * it is unchanged.
   *
   * @param path the file to write
   * @throws IOException if the file cannot be written
   */
  public void write(Path path) throws IOException {
    AtomicFile.write(path, out -> out.write(toJson().getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public String toString() {
    return "Karyotype[" + cell.id() + ", " + iscn + ", margin=" + margin() + "]";
  }
}
