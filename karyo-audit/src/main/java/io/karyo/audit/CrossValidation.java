package io.karyo.audit;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.data.SplitUnit;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainingListener;
import io.karyo.spi.TrainingListener.Progress;
import io.karyo.spi.TrainingListener.Stage;
import io.karyo.training.SharedSteps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The probabilities of each chromosome's types, learned from the other parts of the data set. */
final class CrossValidation {

  /** With fewer examples in the other parts, a classifier does not know a type. */
  private static final int LEAST_EXAMPLES = 2;

  /** The share of pictures that show nothing of their chromosome: folded, cut or covered ones. */
  private static final double OUTLIERS = 1e-6;

  private static final int TYPES = ChromosomeType.ALL.size();

  private final ChromosomeDataset labels;
  private final @Nullable Embedding[] embeddings;
  private final AuditedImages.Settings settings;

  /** For each picture that occurs more than once, its places. */
  private final List<List<Integer>> doubles;

  private final SplitUnit unit;
  private final int folds;
  private final int[] foldOf;
  private final double[][] logs;
  private final String[] reasons;
  private final List<String> notes = new ArrayList<>();

  private CrossValidation(
      ChromosomeDataset labels,
      @Nullable Embedding[] embeddings,
      List<List<Integer>> doubles,
      AuditedImages.Settings settings) {
    this.labels = labels;
    this.embeddings = embeddings;
    this.doubles = doubles;
    this.settings = settings;
    requireTwoTypes();
    this.unit = unit(labels);
    this.folds = Math.min(settings.folds(), labels.groupCount(unit));
    if (unit != SplitUnit.PATIENT || folds < settings.folds()) {
      notes.add(
          String.format(
              "There are too few %s for %d parts: %d parts by %s are judged, each by a classifier"
                  + " that learned from the others.",
              unit == SplitUnit.PATIENT ? "patients" : "patients or cells",
              settings.folds(),
              folds,
              unit.name().toLowerCase(Locale.ROOT)));
    }
    this.foldOf = foldOf();
    this.logs = new double[labels.size()][];
    Arrays.fill(logs, new double[0]);
    this.reasons = new String[labels.size()];
    Arrays.fill(reasons, "");
  }

  /** Returns the largest unit of which there are at least two. */
  private static SplitUnit unit(ChromosomeDataset labels) {
    return Stream.of(SplitUnit.PATIENT, SplitUnit.CELL)
        .filter(unit -> labels.groupCount(unit) > 1)
        .findFirst()
        .orElse(SplitUnit.IMAGE);
  }

  private void requireTwoTypes() {
    int[] counts = new int[TYPES];
    for (int i = 0; i < embeddings.length; i++) {
      counts[labels.items().get(i).type().ordinal()] += embeddings[i] == null ? 0 : 1;
    }
    long types = Arrays.stream(counts).filter(count -> count >= LEAST_EXAMPLES).count();
    if (types < 2) {
      throw new IllegalArgumentException(
          "dataset: must have "
              + LEAST_EXAMPLES
              + " images or more of at least two types, found "
              + types
              + " such types in "
              + embeddings.length
              + " images");
    }
  }

  /** Judges all chromosomes. */
  static CrossValidation of(
      ChromosomeDataset labels,
      @Nullable Embedding[] embeddings,
      List<List<Integer>> doubles,
      AuditedImages.Settings settings) {
    CrossValidation validation = new CrossValidation(labels, embeddings, doubles, settings);
    validation.run();
    return validation;
  }

  private int[] foldOf() {
    int[] all = new int[labels.size()];
    List<ChromosomeDataset> parts =
        labels.allowSharedPatients().folds(unit, folds, 0, settings.seed());
    for (int fold = 0; fold < folds; fold++) {
      List<LabelledChromosome> items = parts.get(fold).items();
      for (int i = 0; i < all.length; i++) {
        if (items.get(i).split().equals(Optional.of(ChromosomeDataset.TEST))) {
          all[i] = fold;
        }
      }
    }
    return all;
  }

  private void run() {
    ExecutorService pool = Executors.newFixedThreadPool(settings.threads());
    Thread caller = Thread.currentThread();
    AtomicInteger done = new AtomicInteger();
    try {
      SharedSteps.run(
          folds,
          settings.threads(),
          pool,
          fold -> {
            judge(fold);
            int now = done.incrementAndGet();
            if (Thread.currentThread() == caller) {
              settings.listener().onProgress(new Progress(Stage.CLASSIFIER, now, folds));
            }
          });
    } finally {
      pool.shutdown();
    }
    settings.listener().onProgress(new Progress(Stage.CLASSIFIER, folds, folds));
  }

  /** Returns the places of pictures that a part has as well: their labels must not be learned. */
  private Set<Integer> picturesOf(int fold) {
    return doubles.stream()
        .filter(places -> places.stream().anyMatch(place -> foldOf[place] == fold))
        .flatMap(List::stream)
        .collect(Collectors.toSet());
  }

  private void judge(int fold) {
    Set<Integer> samePictures = picturesOf(fold);
    List<ClassifierTraining.Example> others = new ArrayList<>();
    List<Integer> own = new ArrayList<>();
    int[] counts = new int[TYPES];
    for (int i = 0; i < foldOf.length; i++) {
      Embedding embedding = embeddings[i];
      if (embedding != null && foldOf[i] == fold) {
        own.add(i);
      } else if (embedding != null && !samePictures.contains(i)) {
        ChromosomeType type = labels.items().get(i).type();
        counts[type.ordinal()]++;
        others.add(new ClassifierTraining.Example(embedding, type));
      }
    }
    if (own.isEmpty()) {
      return;
    }
    if (Arrays.stream(counts).filter(count -> count > 0).count() < 2) {
      own.forEach(i -> reasons[i] = "the other parts of the data set have fewer than two types");
      return;
    }
    try (TrainedClassifier classifier =
        settings
            .classifier()
            .train(
                new ClassifierTraining(
                    others,
                    List.of(),
                    settings.seed() + fold,
                    1,
                    TrainingListener.NONE,
                    settings.cancellation()))) {
      List<TypeProbabilities> answers =
          classifier.classify(own.stream().map(this::embedding).toList());
      for (int n = 0; n < own.size(); n++) {
        int place = own.get(n);
        ChromosomeType type = labels.items().get(place).type();
        if (counts[type.ordinal()] < LEAST_EXAMPLES) {
          reasons[place] =
              "type " + type + ": too few examples in the other parts, " + counts[type.ordinal()];
        } else {
          logs[place] = logs(answers.get(n));
        }
      }
    }
  }

  private Embedding embedding(int place) {
    return Objects.requireNonNull(embeddings[place]);
  }

  private static double[] logs(TypeProbabilities probabilities) {
    float[] values = probabilities.toArray();
    double[] logs = new double[TYPES];
    Arrays.setAll(logs, t -> Math.log((1 - OUTLIERS) * values[t] + OUTLIERS / TYPES));
    return logs;
  }

  /** Returns the logarithms of the probabilities by place; empty if a chromosome is not judged. */
  double[][] logs() {
    return logs;
  }

  /** Returns why a chromosome with an embedding is not judged; empty if it is. */
  Optional<String> reason(int place) {
    return Optional.of(reasons[place]).filter(text -> !text.isEmpty());
  }

  int folds() {
    return folds;
  }

  SplitUnit unit() {
    return unit;
  }

  List<String> notes() {
    return notes;
  }
}
