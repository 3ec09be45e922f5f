package io.karyo.classify.karyotype;

import io.karyo.chromosome.BandProfile;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Placement;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.image.Polarity;
import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.spi.AssignerTraining;
import io.karyo.spi.Assignment;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.CellEvidence.Chromosome;
import io.karyo.spi.TrainedAssigner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Finds the cheapest karyotype exactly; see {@link KaryotypeAssigners#optimal()}. */
final class TrainedOptimalAssigner implements TrainedAssigner {

  private static final String MEANS = "means";
  private static final String TRAINED = "trained";
  private static final String PROFILES = "profiles";
  private static final String DOUBT = "doubt";
  private static final String CELL_DOUBT = "cellDoubt";

  /** In model files from before slopes were kept: what turned margins into scores. */
  private static final String OLD_INTERCEPT = "doubt0";

  private static final String OLD_WEIGHT = "doubt1";

  private static final String UPRIGHT = "upright";
  private static final String ANSWERS = "answers";
  private static final String CELL_ANSWERS = "cellAnswers";
  private static final String DOUBTS = "doubts";
  private static final String TYPICALITY = "typicality";
  private static final String ADAPTED = "adapted";

  /** As many new embeddings of a type move its mean half-way in an adaptation. */
  private static final double PRIOR_COUNT = 2;

  private static final int ALTERNATIVES = 5;

  /**
   * About two of a thousand chromosomes are less typical; what is no chromosome may fit well into
   * the place that is left.
   */
  private static final double FOREIGN = 0.002;

  private final AssignerParameters parameters;
  private final TypeMeans means;
  private final ProfileTemplates templates;
  private final Optional<Doubt> doubt;
  private final Optional<Doubt> cellDoubt;
  private final Optional<Typicality> typicality;

  /** Whether it was adapted to another laboratory, of which its validation cells prove nothing. */
  private final boolean adapted;

  TrainedOptimalAssigner(
      AssignerParameters parameters,
      TypeMeans means,
      ProfileTemplates templates,
      Optional<Doubt> doubt,
      Optional<Doubt> cellDoubt,
      Optional<Typicality> typicality,
      boolean adapted) {
    this.parameters = parameters;
    this.means = means;
    this.templates = templates;
    this.doubt = doubt;
    this.cellDoubt = cellDoubt;
    this.typicality = typicality;
    this.adapted = adapted;
  }

  @Override
  public Assignment assign(CellEvidence cell) {
    List<Chromosome> chromosomes = cell.chromosomes();
    CellCosts costs = new CellCosts(chromosomes, parameters, means, templates, this::typicality);
    KaryotypeSolution solution = KaryotypeSolution.of(costs.costs(), parameters.price());
    double sure = threshold(doubt, cell.precision());
    List<Placement> placements = new ArrayList<>(chromosomes.size());
    for (int i = 0; i < chromosomes.size(); i++) {
      placements.add(placement(chromosomes.get(i), i, costs, solution, sure));
    }
    Optional<KaryotypeSolution.RunnerUp> runnerUp = solution.runnerUp();
    double margin =
        runnerUp
            .map(other -> Math.max(0, other.cost() - solution.cost()))
            .orElse(Double.POSITIVE_INFINITY);
    return new Assignment(
        placements,
        margin,
        KaryotypeSolution.iscn(
            runnerUp.map(KaryotypeSolution.RunnerUp::counts).orElse(solution.counts())),
        (float) margin < threshold(cellDoubt, cell.precision()),
        doubt.isEmpty() || adapted || costs.unfamiliar()
            ? OptionalDouble.empty()
            : OptionalDouble.of(doubt.get().vouched(sure)),
        costs.unfamiliar());
  }

  /** Without validation cells the margin is used uncalibrated. */
  private static double threshold(Optional<Doubt> doubt, double precision) {
    return doubt
        .map(known -> known.threshold(precision))
        .orElse(Math.max(Doubt.NEAR_TIE, Math.log(precision / (1 - precision))));
  }

  private Placement placement(
      Chromosome chromosome, int i, CellCosts costs, KaryotypeSolution solution, double sure) {
    int place = solution.placeOf(i);
    boolean pinned = chromosome.pinned().isPresent();
    double margin = pinned ? Double.POSITIVE_INFINITY : solution.margin(i);
    double probability =
        pinned
            ? 1
            : doubt
                .map(known -> known.probability(margin))
                .orElseGet(() -> Doubt.probability(1, margin));
    double upright = costs.upright(i, place);
    return new Placement(
        chromosome.number(),
        designation(place),
        probability,
        margin,
        pinned ? List.of() : alternatives(i, solution, 1 - probability),
        upright >= 0.5 ? Polarity.P_UP : Polarity.P_DOWN,
        Math.max(upright, 1 - upright),
        pinned,
        !pinned && ((float) margin < sure || costs.typicality(i) < FOREIGN));
  }

  private static Designation designation(int place) {
    return place == CellCosts.MARKER
        ? Designation.MARKER
        : Designation.of(ChromosomeType.ALL.get(place));
  }

  /** The others share the probability that is left in proportion to what they cost. */
  private static List<Placement.Alternative> alternatives(
      int i, KaryotypeSolution solution, double left) {
    double[] shares = new double[CellCosts.CLASSES];
    double margin = solution.margin(i);
    double sum = 0;
    for (int other = 0; other < shares.length; other++) {
      if (other != solution.placeOf(i)) {
        shares[other] = Math.exp(margin - solution.extra(i, other));
        sum += shares[other];
      }
    }
    double all = sum;
    return IntStream.range(0, shares.length)
        .filter(other -> other != solution.placeOf(i))
        .boxed()
        .sorted(Comparator.comparingDouble(other -> -shares[other]))
        .limit(ALTERNATIVES)
        .map(other -> new Placement.Alternative(designation(other), left * shares[other] / all))
        .toList();
  }

  @Override
  public OptionalDouble price(List<TypeProbabilities> chromosomes) {
    double[][] costs =
        chromosomes.stream()
            .map(types -> CellCosts.ofTypes(types, means, parameters))
            .toArray(double[][]::new);
    return OptionalDouble.of(KaryotypeSolution.of(costs, parameters.price()).cost());
  }

  @Override
  public Optional<BandProfile> idealProfile(ChromosomeType type) {
    return templates.of(type);
  }

  private CellTypicality typicality(List<Classification> cell) {
    return typicality
        .map(
            known ->
                CellTypicality.of(
                    known,
                    cell.stream()
                        .mapToDouble(one -> known.distance(one, means, templates))
                        .toArray()))
        .orElseGet(() -> CellTypicality.unknown(cell.size()));
  }

  @Override
  public OptionalDouble typicality(Classification chromosome) {
    return typicality.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(typicality.get().of(chromosome, means, templates));
  }

  @Override
  public OptionalDouble uprightEvidence(Chromosome chromosome) {
    Ways ways = Ways.of(chromosome, means);
    Optional<ChromosomeType> known = chromosome.pinned().flatMap(Designation::type);
    if (known.isPresent()) {
      return OptionalDouble.of(ways.evidence(known.get(), parameters, templates));
    }
    // Of embeddings that tell nothing, or of a model that was not shown upright chromosomes, only
    // profiles are left, and those are of types.
    return OptionalDouble.of(
        parameters.wayWeight() > 0
            ? parameters.wayWeight() * ways.feature()
            : (ways.evidence(chromosome.asItLies().type(), parameters, templates)
                    + ways.evidence(chromosome.turned().type(), parameters, templates))
                / 2);
  }

  /** Moves the means of the examples' types; prices and doubt are kept, but prove nothing now. */
  @Override
  public TrainedAssigner adapt(AssignerTraining training) {
    return new TrainedOptimalAssigner(
        parameters,
        means.movedTo(training.training(), PRIOR_COUNT),
        templates,
        doubt,
        cellDoubt,
        typicality.map(known -> known.movedTo(training.training())),
        true);
  }

  @Override
  public void save(ModelSink sink) throws IOException {
    sink.array(MEANS, flat(means.means()), TypeMeans.TYPES, means.means()[0].length);
    float[] trained = new float[TypeMeans.TYPES];
    for (int type = 0; type < trained.length; type++) {
      trained[type] = means.trained()[type] ? 1 : 0;
    }
    sink.array(TRAINED, trained, TypeMeans.TYPES);
    sink.array(PROFILES, flat(templates.profiles()), TypeMeans.TYPES, Profiles.SIZE);
    Settings state = parameters.settings();
    if (doubt.isPresent() && cellDoubt.isPresent()) {
      sink.array(ANSWERS, doubt.get().toArray(), doubt.get().margins().length, Doubt.COLUMNS);
      sink.array(
          CELL_ANSWERS, cellDoubt.get().toArray(), cellDoubt.get().margins().length, Doubt.COLUMNS);
      state =
          state.with(DOUBT, doubt.get().settings()).with(CELL_DOUBT, cellDoubt.get().settings());
    }
    if (typicality.isPresent()) {
      float[] numbers = typicality.get().toArray();
      sink.array(TYPICALITY, numbers, numbers.length);
    }
    sink.state(
        state
            .with(UPRIGHT, templates.upright())
            .with(DOUBTS, doubt.isPresent())
            .with(TYPICALITY, typicality.isPresent())
            .with(ADAPTED, adapted));
  }

  static TrainedOptimalAssigner restore(ModelSource source) {
    float[][] rows = rows(source.array(MEANS, TypeMeans.TYPES, -1));
    float[] flags = source.array(TRAINED, TypeMeans.TYPES);
    boolean[] trained = new boolean[TypeMeans.TYPES];
    boolean any = false;
    for (int type = 0; type < trained.length; type++) {
      trained[type] = flags[type] == 1;
      any |= trained[type];
    }
    if (!any) {
      throw new ModelFormatException("trained: must have at least one type, found none");
    }
    float[][] profiles = rows(source.array(PROFILES, TypeMeans.TYPES, Profiles.SIZE));
    for (float[] profile : profiles) {
      new BandProfile(profile);
    }
    Optional<Doubt> doubt = source.state().flag(DOUBTS, false) ? doubt(source) : Optional.empty();
    return new TrainedOptimalAssigner(
        AssignerParameters.of(source.state()),
        TypeMeans.of(rows, trained),
        new ProfileTemplates(profiles, source.state().flag(UPRIGHT, false)),
        doubt,
        doubt.map(known -> cellDoubt(source, known)),
        source.state().flag(TYPICALITY, false)
            ? Optional.of(Typicality.of(source.array(TYPICALITY, -1)))
            : Optional.empty(),
        source.state().flag(ADAPTED, false));
  }

  private static Optional<Doubt> doubt(ModelSource source) {
    Settings state = source.state();
    if (state.names().contains(DOUBT)) {
      return Optional.of(Doubt.of(source.array(ANSWERS, -1, Doubt.COLUMNS), state.nested(DOUBT)));
    }
    List<Doubt.Answer> old =
        Doubt.ofScores(
            source.array(DOUBT, -1, 2),
            state.number(OLD_INTERCEPT, 0),
            state.number(OLD_WEIGHT, Double.NaN));
    return old.isEmpty() ? Optional.empty() : Optional.of(Doubt.of(old));
  }

  private static Doubt cellDoubt(ModelSource source, Doubt doubt) {
    Settings state = source.state();
    return state.names().contains(CELL_DOUBT)
        ? Doubt.of(source.array(CELL_ANSWERS, -1, Doubt.COLUMNS), state.nested(CELL_DOUBT))
        : doubt.ofOthers(Doubt.ofScores(source.array(CELL_DOUBT, -1, 2), 0, 1));
  }

  private static float[] flat(float[][] rows) {
    int size = rows[0].length;
    float[] flat = new float[rows.length * size];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * size, size);
    }
    return flat;
  }

  private static float[][] rows(float[] flat) {
    int size = flat.length / TypeMeans.TYPES;
    float[][] rows = new float[TypeMeans.TYPES][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * size, (i + 1) * size));
    return rows;
  }
}
