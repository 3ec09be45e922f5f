package io.karyo.classify.karyotype;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.spi.AssignerTraining;
import io.karyo.spi.AssignerTraining.KnownCell;
import io.karyo.spi.CellEvidence.Chromosome;
import io.karyo.spi.TrainingListener.Progress;
import io.karyo.spi.TrainingListener.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** One training of an {@link OptimalAssigner}; all settings are chosen on the validation cells. */
final class AssignerTrainer {

  /** The greatest number of validation cells used; more would add little. */
  private static final int MAX_CELLS = 100;

  private static final double UNTRIED_SHARE = 0.5;
  private static final double[] HOMOLOGUE_SHARES = {0, 0.25, 0.5, 0.75, 1};

  /** Each share of the homologues is one, and each other thing that is chosen. */
  private static final int STEPS = HOMOLOGUE_SHARES.length + 4;

  private static final double[] PRICES = {2, 4, 6, 8, 10, 12, 16};

  /** Markers are rarer than gains and losses, even if a few validation cells suggest otherwise. */
  private static final double MIN_MARKER_PRICE = 6;

  private static final double MARKER_STEP = 2;
  private static final double MAX_MARKER_PRICE = 40;

  /** At most this share of known chromosomes may be taken for markers. */
  private static final double MARKERS = 5e-4;

  /** Where no other numbers are possible, these are as sure as any. */
  private static final double MAX_MARGIN = 20;

  /** A label can be wrong; no chromosome is to count more than that. */
  private static final double WRONG_LABEL = 0.01;

  /** The weight of a cell-level loss term, in chromosomes. */
  private static final double NUMBERS = 5;

  /**
   * Of the cells that laboratories are sent, about one in ten is abnormal; two changes at once are
   * rarer still.
   */
  private static final double CHANGED_WEIGHT = 0.1;

  private final AssignerTraining training;
  private final TypeMeans means;
  private final ProfileTemplates templates;
  private final Optional<Typicality> typicality;

  /** A cell is solved for many settings, of which this does not depend. */
  private final IdentityHashMap<Classification, Double> distances = new IdentityHashMap<>();

  private final List<Known> validation = new ArrayList<>();
  private final AssignerParameters.Draft draft = new AssignerParameters.Draft();
  private int steps;

  /** Chromosomes whose types are known. */
  private record Known(List<Chromosome> chromosomes, List<ChromosomeType> types) {
    int[] counts() {
      int[] counts = new int[CellCosts.CLASSES];
      types.forEach(type -> counts[type.ordinal()]++);
      return counts;
    }
  }

  /** A cell, how much it counts, and the place of the validation cell that it was made from. */
  private record Case(Known cell, double weight, int place) {}

  /** A cell that is solved for many prices. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Solvable(double[][] costs, int[] counts, double weight) {}

  AssignerTrainer(AssignerTraining training) {
    this.training = training;
    this.means = TypeMeans.of(training.training());
    this.templates = ProfileTemplates.of(training.training());
    this.typicality = Typicality.of(training, means, templates);
    for (KnownCell cell :
        training.validation().subList(0, Math.min(MAX_CELLS, training.validation().size()))) {
      if (cell.types().stream().allMatch(type -> means.trained()[type.ordinal()])) {
        validation.add(new Known(cell.chromosomes(), cell.types()));
      }
    }
    Optional<HomologueSimilarity> alike =
        HomologueSimilarity.fit(training.training(), means, templates.upright());
    if (alike.isPresent()) {
      draft.homologueWeights = alike.get().weights();
      draft.homologueShare = UNTRIED_SHARE;
    }
    if (!templates.upright()) {
      // Embeddings tell no polarity that training did not know.
      draft.wayWeight = 0;
      draft.polarityWeights[0] = 0;
    }
  }

  TrainedOptimalAssigner train() {
    training.cancellation().shouldFinish();
    if (validation.isEmpty()) {
      return new TrainedOptimalAssigner(
          draft.build(), means, templates, Optional.empty(), Optional.empty(), typicality, false);
    }
    if (templates.upright()) {
      fitPolarity();
    }
    step();
    List<Case> cases = cases();
    fitHomologueShare(cases);
    List<Solvable> cells = solvables(cases);
    draft.price = best(PRICES, price -> lossOfCounts(cells, price));
    step();
    fitMarkerPrice(solvables(cases));
    step();
    Doubt doubt = doubtOfDesignations();
    step();
    return new TrainedOptimalAssigner(
        draft.build(),
        means,
        templates,
        Optional.of(doubt),
        Optional.of(doubtOfNumbers(doubt, cases)),
        typicality,
        false);
  }

  /** Tells the listener that something was chosen. */
  private void step() {
    steps++;
    training.listener().onProgress(new Progress(Stage.ASSIGNER, steps, STEPS));
  }

  private CellCosts costs(Known cell) {
    training.cancellation().shouldFinish();
    return new CellCosts(cell.chromosomes(), draft.build(), means, templates, this::typicality);
  }

  private CellTypicality typicality(List<Classification> cell) {
    return typicality
        .map(
            known ->
                CellTypicality.of(
                    known, cell.stream().mapToDouble(one -> distance(known, one)).toArray()))
        .orElseGet(() -> CellTypicality.unknown(cell.size()));
  }

  private double distance(Typicality known, Classification chromosome) {
    return distances.computeIfAbsent(chromosome, one -> known.distance(one, means, templates));
  }

  private KaryotypeSolution solution(CellCosts costs) {
    return KaryotypeSolution.of(costs.costs(), draft.price);
  }

  /** Every chromosome as it lies has its p arm up, and turned it has not. */
  private void fitPolarity() {
    List<LogisticRegression.Observation> ways = new ArrayList<>();
    List<LogisticRegression.Observation> polarities = new ArrayList<>();
    for (Known cell : validation) {
      CellCosts costs = costs(cell);
      for (int i = 0; i < cell.types().size(); i++) {
        addBothWays(ways, new double[] {costs.wayFeature(i)});
        addBothWays(polarities, costs.polarityFeatures(i, cell.types().get(i).ordinal()));
      }
    }
    draft.wayWeight = Math.max(0, LogisticRegression.fit(ways, 1)[0]);
    draft.polarityWeights =
        LogisticRegression.fit(polarities, AssignerParameters.POLARITY_FEATURES);
  }

  private static void addBothWays(List<LogisticRegression.Observation> to, double[] features) {
    to.add(new LogisticRegression.Observation(features, true, 1));
    to.add(
        new LogisticRegression.Observation(
            Arrays.stream(features).map(x -> -x).toArray(), false, 1));
  }

  private void fitHomologueShare(List<Case> cases) {
    if (draft.homologueShare > 0) {
      draft.homologueShare =
          best(
              HOMOLOGUE_SHARES,
              share -> {
                draft.homologueShare = share;
                double loss =
                    lossOfDesignations(cases)
                        + NUMBERS * lossOfCounts(solvables(cases), draft.price);
                step();
                return loss;
              });
    }
  }

  /** The negative log probability of the true types, according to the costs. */
  private double lossOfDesignations(List<Case> cases) {
    double loss = 0;
    for (Case one : cases) {
      Known cell = one.cell();
      KaryotypeSolution solution = solution(costs(cell));
      for (int i = 0; i < cell.types().size(); i++) {
        double sum = 0;
        for (int place = 0; place < CellCosts.CLASSES; place++) {
          sum += Math.exp(-solution.extra(i, place));
        }
        double probability = Math.exp(-solution.extra(i, cell.types().get(i).ordinal())) / sum;
        loss -=
            one.weight()
                * Math.log((1 - WRONG_LABEL) * probability + WRONG_LABEL / CellCosts.CLASSES);
      }
    }
    return loss;
  }

  /**
   * The validation cells as they are and, of the normal ones, with one chromosome of another cell
   * added, one taken away, and both.
   */
  private List<Case> cases() {
    SplittableRandom random = new SplittableRandom(training.seed());
    List<Case> cases = new ArrayList<>();
    for (int place = 0; place < validation.size(); place++) {
      Known cell = validation.get(place);
      cases.add(new Case(cell, 1, place));
      if (KaryotypeSolution.isNormal(cell.counts()) && validation.size() > 1) {
        Known donor =
            validation.get((place + 1 + random.nextInt(validation.size() - 1)) % validation.size());
        int given = random.nextInt(donor.types().size());
        int lost = random.nextInt(cell.types().size());
        Known more = with(cell, donor.chromosomes().get(given), donor.types().get(given));
        cases.add(new Case(more, CHANGED_WEIGHT, place));
        cases.add(new Case(without(cell, lost), CHANGED_WEIGHT, place));
        cases.add(new Case(without(more, lost), CHANGED_WEIGHT * CHANGED_WEIGHT, place));
      }
    }
    return cases;
  }

  private List<Solvable> solvables(List<Case> cases) {
    return cases.stream()
        .map(one -> new Solvable(costs(one.cell()).costs(), one.cell().counts(), one.weight()))
        .toList();
  }

  private static Known with(Known cell, Chromosome chromosome, ChromosomeType type) {
    List<Chromosome> chromosomes = new ArrayList<>(cell.chromosomes());
    chromosomes.add(chromosome);
    List<ChromosomeType> types = new ArrayList<>(cell.types());
    types.add(type);
    return new Known(chromosomes, types);
  }

  private static Known without(Known cell, int place) {
    List<Chromosome> chromosomes = new ArrayList<>(cell.chromosomes());
    chromosomes.remove(place);
    List<ChromosomeType> types = new ArrayList<>(cell.types());
    types.remove(place);
    return new Known(chromosomes, types);
  }

  /** The logistic loss of the margin between the true numbers and the best other ones. */
  private double lossOfCounts(List<Solvable> cells, double price) {
    double loss = 0;
    for (Solvable cell : cells) {
      training.cancellation().shouldFinish();
      KaryotypeSolution solution = KaryotypeSolution.of(cell.costs(), price);
      double margin =
          Arrays.equals(solution.counts(), cell.counts())
              ? margin(solution)
              : solution.cost() - KaryotypeSolution.costWith(cell.costs(), price, cell.counts());
      // A wrong label must not count without limit.
      double probability = LogisticRegression.sigmoid(margin);
      loss -= cell.weight() * Math.log((1 - WRONG_LABEL) * probability + WRONG_LABEL / 2);
    }
    return loss;
  }

  private static double margin(KaryotypeSolution solution) {
    return solution
        .runnerUp()
        .map(other -> Math.max(0, other.cost() - solution.cost()))
        .orElse(MAX_MARGIN);
  }

  /** A little above the lowest price at which hardly a known chromosome is taken for a marker. */
  private void fitMarkerPrice(List<Solvable> cells) {
    double change = MIN_MARKER_PRICE - draft.markerPrice;
    draft.markerPrice = MIN_MARKER_PRICE;
    while (draft.markerPrice < MAX_MARKER_PRICE) {
      int markers = 0;
      int all = 0;
      for (Solvable cell : cells) {
        training.cancellation().shouldFinish();
        for (double[] costs : cell.costs()) {
          costs[CellCosts.MARKER] += change;
        }
        markers += KaryotypeSolution.of(cell.costs(), draft.price).counts()[CellCosts.MARKER];
        all += cell.costs().length;
      }
      change = MARKER_STEP;
      draft.markerPrice += MARKER_STEP;
      if (markers <= MARKERS * all) {
        break;
      }
    }
  }

  private Doubt doubtOfDesignations() {
    List<Doubt.Answer> answers = new ArrayList<>();
    for (int place = 0; place < validation.size(); place++) {
      Known cell = validation.get(place);
      KaryotypeSolution solution = solution(costs(cell));
      for (int i = 0; i < cell.types().size(); i++) {
        boolean right = solution.placeOf(i) == cell.types().get(i).ordinal();
        answers.add(new Doubt.Answer(solution.margin(i), right, 1, place));
      }
    }
    return Doubt.of(answers);
  }

  private Doubt doubtOfNumbers(Doubt doubt, List<Case> cases) {
    List<Doubt.Answer> answers = new ArrayList<>();
    for (Case one : cases) {
      KaryotypeSolution solution = solution(costs(one.cell()));
      answers.add(
          new Doubt.Answer(
              margin(solution),
              Arrays.equals(solution.counts(), one.cell().counts()),
              one.weight(),
              one.place()));
    }
    return doubt.ofOthers(answers);
  }

  private static double best(double[] candidates, ToDoubleFunction<Double> loss) {
    double best = candidates[0];
    double least = Double.POSITIVE_INFINITY;
    for (double candidate : candidates) {
      double found = loss.applyAsDouble(candidate);
      if (found < least) {
        least = found;
        best = candidate;
      }
    }
    return best;
  }
}
