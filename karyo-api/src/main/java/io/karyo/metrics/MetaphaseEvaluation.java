package io.karyo.metrics;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.LabelledBox;
import io.karyo.data.LabelledMetaphase;
import io.karyo.iscn.Iscn;
import io.karyo.model.Require;
import io.karyo.photo.Box;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * How well the chromosomes of photographs with annotated boxes are found and designated.
 *
 * <pre>{@code
 * List<MetaphaseEvaluation.Photograph> photographs = new ArrayList<>();
 * for (LabelledMetaphase photo : data.photographs()) {
 *   photographs.add(
 *       MetaphaseEvaluation.Photograph.of(
 *           photo, FoundChromosome.of(karyotyper.karyotype(photo.load()), 6)));
 * }
 * MetaphaseEvaluation evaluation = MetaphaseEvaluation.of(photographs, true);
 * evaluation.map50();
 * evaluation.corrections();
 * }</pre>
 *
 * <p>All shares are 0 to 1. <b>Thread safety:</b> immutable.
 */
public final class MetaphaseEvaluation {

  /**
   * One photograph.
   *
   * @param id the case that the cell belongs to
   * @param finding the abnormality or the karyotype in the words of the data set, empty if unknown
   * @param truth the annotated chromosomes
   * @param found those that were found, their boxes with the margin of the annotated ones
   */
  public record Photograph(
      String id, Optional<String> finding, List<LabelledBox> truth, List<FoundChromosome> found) {

    public Photograph {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(finding, "finding");
      truth = List.copyOf(truth);
      found = List.copyOf(found);
    }

    /**
     * Takes what is known of a photograph from a data set.
     *
     * @param photo a photograph with boxes; without a patient, it is a case of its own
     * @param found the chromosomes that were found, their boxes with the margin of the annotated
     *     ones
     * @return the photograph
     */
    public static Photograph of(LabelledMetaphase photo, List<FoundChromosome> found) {
      return new Photograph(
          photo.patient().orElse(photo.name()), photo.finding(), photo.boxes(), found);
    }

    /** {@return the numbers of the annotated chromosomes} */
    public Iscn annotatedKaryotype() {
      return iscn(truth.stream().map(LabelledBox::type).map(Optional::of).toList());
    }

    /** {@return the numbers of the found chromosomes; those without a type are markers} */
    public Iscn foundKaryotype() {
      return iscn(found.stream().map(FoundChromosome::type).toList());
    }

    private static Iscn iscn(List<Optional<ChromosomeType>> types) {
      int[] counts = new int[ChromosomeType.ALL.size()];
      types.stream().flatMap(Optional::stream).forEach(type -> counts[type.ordinal()]++);
      return Iscn.of(counts, (int) types.stream().filter(Optional::isEmpty).count());
    }

    /** {@return how many annotated chromosomes are found with the right type} */
    public int right() {
      return Corrections.rightOnes(truth, found).pairs();
    }

    /** {@return whether every chromosome is found with the right type, and nothing else} */
    public boolean placedRight() {
      return truth.size() == found.size() && right() == truth.size();
    }

    /** {@return how well the chromosomes are found, whatever their types} */
    public SegmentationEvaluation.Photograph segmentation() {
      return SegmentationEvaluation.boxes(
          truth.stream().map(LabelledBox::box).toList(),
          found.stream().map(FoundChromosome::box).toList(),
          0);
    }
  }

  private final List<Photograph> photographs;
  private final boolean designated;
  private final List<Corrections> corrections;

  private MetaphaseEvaluation(List<Photograph> photographs, boolean designated) {
    this.photographs = List.copyOf(photographs);
    this.designated = designated;
    corrections =
        photographs.stream()
            .map(photo -> Corrections.of(photo.truth(), photo.found(), designated))
            .toList();
  }

  /**
   * Sums up photographs.
   *
   * @param photographs at least one
   * @param designated whether types were sought; if not, figures that need types are empty
   * @return the evaluation
   * @throws IllegalArgumentException if there is none
   */
  public static MetaphaseEvaluation of(List<Photograph> photographs, boolean designated) {
    Require.atLeast("photographs", photographs.size(), 1);
    return new MetaphaseEvaluation(photographs, designated);
  }

  /** {@return the photographs} */
  public List<Photograph> photographs() {
    return photographs;
  }

  /** {@return recall, precision and exact numbers, whatever the types} */
  public SegmentationEvaluation segmentation() {
    return SegmentationEvaluation.of(photographs.stream().map(Photograph::segmentation).toList());
  }

  /**
   * {@return the {@linkplain AveragePrecision average precision} of chromosomes as one class, at an
   * intersection over union of {@link SegmentationEvaluation#IOU}, in the order of {@link
   * FoundChromosome#confidence()}; empty if none is annotated}
   */
  public OptionalDouble ap50() {
    return AveragePrecision.of(
        photographs.stream()
            .map(
                photo ->
                    new AveragePrecision.Photograph(
                        photo.truth().stream().map(LabelledBox::box).toList(),
                        photo.found().stream()
                            .map(one -> new AveragePrecision.Detection(one.box(), one.confidence()))
                            .toList()))
            .toList(),
        SegmentationEvaluation.IOU);
  }

  /**
   * Returns the mean of the {@linkplain AveragePrecision average precisions} of the types, at an
   * intersection over union of {@link SegmentationEvaluation#IOU}. A chromosome is a detection of
   * each type that it has a probability of, with that as the confidence, as detectors list a box
   * under several classes. Types that are not annotated do not count.
   *
   * @return 0 to 1; empty if nothing is annotated, or no types were sought
   */
  public OptionalDouble map50() {
    if (!designated) {
      return OptionalDouble.empty();
    }
    return AveragePrecision.mean(
        ChromosomeType.ALL.stream()
            .map(type -> photographs.stream().map(photo -> ofType(photo, type)).toList())
            .toList(),
        SegmentationEvaluation.IOU);
  }

  private static AveragePrecision.Photograph ofType(Photograph photo, ChromosomeType type) {
    List<Box> truth =
        photo.truth().stream().filter(box -> box.type() == type).map(LabelledBox::box).toList();
    List<AveragePrecision.Detection> found = new ArrayList<>();
    for (FoundChromosome one : photo.found()) {
      Double probability = one.probabilities().get(type);
      if (probability != null) {
        found.add(new AveragePrecision.Detection(one.box(), probability));
      }
    }
    return new AveragePrecision.Photograph(truth, found);
  }

  /**
   * {@return the share of the annotated chromosomes that is found with the right type; empty if
   * nothing is annotated, or no types were sought}
   */
  public OptionalDouble designated() {
    return share(photographs, Photograph::right, photo -> photo.truth().size());
  }

  /**
   * {@return the share of the photographs that are annotated as 46,XX or 46,XY for which exactly
   * those numbers are found; empty if there is none, or no types were sought}
   */
  public OptionalDouble exactKaryotype() {
    return share(
        photographs.stream().filter(photo -> photo.annotatedKaryotype().isNormal()).toList(),
        one(photo -> photo.annotatedKaryotype().equals(photo.foundKaryotype())),
        photo -> 1);
  }

  /**
   * {@return the share of photographs in which every chromosome is found with the right type, and
   * nothing else; empty if no types were sought}
   */
  public OptionalDouble placedRight() {
    return share(photographs, one(Photograph::placedRight), photo -> 1);
  }

  private static ToIntFunction<Photograph> one(Predicate<Photograph> good) {
    return photo -> good.test(photo) ? 1 : 0;
  }

  private OptionalDouble share(
      List<Photograph> all, ToIntFunction<Photograph> part, ToIntFunction<Photograph> whole) {
    int of = all.stream().mapToInt(whole).sum();
    return of == 0 || !designated
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) all.stream().mapToInt(part).sum() / of);
  }

  /** {@return the corrections that make each photograph right, in their order} */
  public List<Corrections> corrections() {
    return corrections;
  }

  /** {@return the mean number of corrections that make a photograph right} */
  public double clicks() {
    return meanCorrections(Corrections::total);
  }

  /**
   * Returns how many corrections of one kind make a photograph right.
   *
   * @param kind for example {@code Corrections::splits}
   * @return the mean number
   */
  public double meanCorrections(ToIntFunction<Corrections> kind) {
    return corrections.stream().mapToInt(kind).average().orElseThrow();
  }

  /**
   * Returns the cases with a finding whose annotated chromosome numbers are not normal, and whether
   * that was found. Photographs without a finding are left out: where a box is missing, a normal
   * cell seems to lack a chromosome.
   *
   * @return one comparison for each case, in the order of their first photographs; empty if no
   *     types were sought
   */
  public List<NumericChange> numericChanges() {
    Map<String, List<Photograph>> cases = new LinkedHashMap<>();
    for (Photograph photo : photographs) {
      if (designated && photo.finding().isPresent()) {
        cases.computeIfAbsent(photo.id(), key -> new ArrayList<>()).add(photo);
      }
    }
    List<NumericChange> changes = new ArrayList<>();
    cases.forEach(
        (id, cells) ->
            NumericChange.of(
                    id,
                    cells.stream().map(Photograph::annotatedKaryotype).toList(),
                    cells.stream().map(Photograph::foundKaryotype).toList())
                .ifPresent(changes::add));
    return changes;
  }
}
