package io.karyo;

import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Explanation;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.Placement;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.iscn.Iscn;
import io.karyo.model.AtomicFile;
import io.karyo.model.Require;
import io.karyo.model.internal.Json;
import io.karyo.model.internal.ModelFile;
import io.karyo.photo.Segmentation;
import io.karyo.spi.Assignment;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.TrainedAssigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
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
 * designated again, without images or encoder. A chromosome keeps its number, which is its position
 * in the cell from 0, even if others are removed.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class Karyotype {

  /** The version of the JSON format that {@link #toJson()} writes. */
  public static final int JSON_VERSION = 1;

  /** The default target share of correct designations among those not marked for review. */
  static final double DEFAULT_PRECISION = 0.99;

  private static final int NEIGHBOURS = 5;

  /** Finds the nearest training embeddings, at most as many as requested. */
  interface Neighbourhood {
    List<Explanation.Neighbour> of(Embedding embedding, int count);
  }

  private final Cell cell;
  private final @Nullable Segmentation segmentation;
  private final CellEvidence evidence;
  private final TrainedAssigner assigner;
  private final Neighbourhood neighbours;
  private final List<Correction> corrections;
  private final @Nullable Instant when;
  private final Assignment assignment;
  private final Iscn iscn;

  private Karyotype(
      Cell cell,
      @Nullable Segmentation segmentation,
      CellEvidence evidence,
      TrainedAssigner assigner,
      Neighbourhood neighbours,
      List<Correction> corrections,
      @Nullable Instant when) {
    this.cell = cell;
    this.segmentation = segmentation;
    this.evidence = evidence;
    this.assigner = assigner;
    this.neighbours = neighbours;
    this.corrections = List.copyOf(corrections);
    this.when = when;
    this.assignment = assigner.assign(evidence);
    checkComplete();
    this.iscn = count();
  }

  private Karyotype(Karyotype other, Instant when) {
    this.cell = other.cell;
    this.segmentation = other.segmentation;
    this.evidence = other.evidence;
    this.assigner = other.assigner;
    this.neighbours = other.neighbours;
    this.corrections = other.corrections;
    this.when = when;
    this.assignment = other.assignment;
    this.iscn = other.iscn;
  }

  /**
   * Designates the chromosomes of a cell.
   *
   * @param segmentation where they were found; null for chromosomes that were cut out before
   */
  static Karyotype of(
      Cell cell,
      @Nullable Segmentation segmentation,
      CellEvidence evidence,
      TrainedAssigner assigner,
      Neighbourhood neighbours) {
    return new Karyotype(cell, segmentation, evidence, assigner, neighbours, List.of(), null);
  }

  /** Checks that a plug-in has neither lost nor added a chromosome. */
  private void checkComplete() {
    List<Integer> given =
        evidence.chromosomes().stream().map(CellEvidence.Chromosome::number).toList();
    List<Integer> placed = assignment.placements().stream().map(Placement::chromosome).toList();
    if (!given.equals(placed)) {
      throw new KaryoException(
          "assigner: must place the chromosomes " + given + " in their order, placed " + placed);
    }
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
    return Optional.ofNullable(segmentation);
  }

  /** {@return the placements of the chromosomes that were not removed, in the cell's order} */
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
   * {@return whether most chromosomes of the cell look untypical, as those of another laboratory
   * do} Probabilities and marks of such a cell are unreliable, because they were learned on other
   * cells. {@link Karyotyper#adapt()} adapts a model to a laboratory.
   */
  public boolean isUnfamiliar() {
    return assignment.unfamiliar();
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
   * @return 0 to 1; empty if the model was trained without validation cells, or this cell is
   *     unfamiliar
   */
  public OptionalDouble vouchedPrecision() {
    return assignment.vouched();
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
        segmentation,
        new CellEvidence(evidence.chromosomes(), precision),
        assigner,
        neighbours,
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

  private Karyotype corrected(
      Correction.Kind kind,
      int chromosome,
      String from,
      String to,
      Optional<CellEvidence.Chromosome> changed) {
    int position = position(chromosome);
    List<CellEvidence.Chromosome> chromosomes = new ArrayList<>(evidence.chromosomes());
    if (changed.isPresent()) {
      chromosomes.set(position, changed.get());
    } else {
      chromosomes.remove(position);
    }
    List<Correction> all = new ArrayList<>(corrections);
    all.add(new Correction(kind, chromosome, from, to, Optional.ofNullable(when)));
    CellEvidence changedEvidence = new CellEvidence(chromosomes, evidence.precision());
    return new Karyotype(cell, segmentation, changedEvidence, assigner, neighbours, all, when);
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
        "chromosome: must not have been removed, found " + chromosome);
  }

  /**
   * {@return everything except the images, as a JSON object} The format is described in {@code
   * docs/karyotype-json.md}.
   */
  public String toJson() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("format", "karyo-karyotype");
    json.put("version", JSON_VERSION);
    json.put("libraryVersion", ModelFile.currentLibraryVersion());
    json.put("cell", cell.id());
    json.put("iscn", iscn.toString());
    json.put("runnerUp", runnerUp().toString());
    json.put("margin", finite(margin()));
    json.put("precision", precision());
    OptionalDouble vouched = vouchedPrecision();
    json.put("vouchedPrecision", vouched.isPresent() ? vouched.getAsDouble() : null);
    json.put("review", needsReview());
    json.put("numbersReview", numbersNeedReview());
    json.put("unfamiliar", isUnfamiliar());
    json.put("chromosomes", placements().stream().map(this::json).toList());
    json.put("corrections", corrections.stream().map(Karyotype::json).toList());
    return Json.write(json);
  }

  private Map<String, @Nullable Object> json(Placement placement) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("chromosome", placement.chromosome());
    json.put("source", image(placement.chromosome()).source());
    json.put("designation", placement.designation().label());
    json.put("probability", placement.probability());
    json.put("margin", finite(placement.margin()));
    json.put("alternatives", placement.alternatives().stream().map(Karyotype::json).toList());
    json.put("polarity", placement.polarity().name());
    json.put("polarityProbability", placement.polarityProbability());
    json.put("pinned", placement.pinned());
    json.put("review", placement.review());
    return json;
  }

  private static Map<String, @Nullable Object> json(Placement.Alternative alternative) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("designation", alternative.designation().label());
    json.put("probability", alternative.probability());
    return json;
  }

  private static Map<String, @Nullable Object> json(Correction correction) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("kind", correction.kind().name());
    json.put("chromosome", correction.chromosome());
    json.put("from", correction.from());
    json.put("to", correction.to());
    json.put("when", correction.when().map(Instant::toString).orElse(null));
    return json;
  }

  /** JSON has no infinity. */
  private static @Nullable Double finite(double margin) {
    return Double.isFinite(margin) ? margin : null;
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
