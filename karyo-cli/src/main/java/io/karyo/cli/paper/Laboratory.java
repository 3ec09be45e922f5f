package io.karyo.cli.paper;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.cli.paper.report.Tsne;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.spi.Cancellation;
import io.karyo.spi.TrainingDivergedException;
import io.karyo.spi.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Trains and tests the experiments of one draw. */
final class Laboratory {

  private static final int PREDICTIONS_TIMED = 3;

  /** A model counts as collapsed below this share of the way from chance to full accuracy. */
  private static final double BEYOND_CHANCE = 0.05;

  private final Draw draw;
  private final Budget budget;
  private final int threads;
  private final Cancellation cancellation;
  private final Map<Method, StraightenedOnce> straighteners = new EnumMap<>(Method.class);

  Laboratory(Draw draw, Budget budget, int threads, Cancellation cancellation) {
    this.draw = draw;
    this.budget = budget;
    this.threads = threads;
    this.cancellation = cancellation;
  }

  Draw draw() {
    return draw;
  }

  /** Returns a straightener that has seen all images of the draw, so that no timing includes it. */
  private StraightenedOnce straightener(Method method) throws IOException {
    StraightenedOnce known = straighteners.get(method);
    if (known == null) {
      known = new StraightenedOnce(method.straightener());
      for (LabelledChromosome item : draw.dataset().items()) {
        cancellation.shouldFinish();
        known.straighten(item.load());
      }
      straighteners.put(method, known);
    }
    return known;
  }

  /** Trains and tests; a training that comes to nothing is a result too. */
  Run run(Experiment experiment, Column column) throws IOException {
    Recipe recipe = Recipe.of(experiment, column, budget);
    StraightenedOnce straightener = straightener(experiment.method());
    Epochs epochs = new Epochs();
    long start = System.nanoTime();
    try (Karyotyper karyotyper =
        Karyotyper.builder()
            .straightener(straightener)
            .pairSampler(recipe.sampler())
            .encoder(recipe.encoder())
            .classifier(recipe.classifier())
            .seed(draw.seed())
            .threads(threads)
            .cancellation(cancellation)
            .listener(epochs)
            .train(draw.dataset())) {
      double seconds = karyotyper.report().seconds();
      double validation = karyotyper.report().validationAccuracy();
      double guessing = draw.commonestShare();
      if (validation <= guessing + BEYOND_CHANCE * (1 - guessing)) {
        return Run.collapsed(
            String.format(
                Locale.ROOT,
                "at chance: %.1f %% of the validation images classified correctly",
                100 * validation),
            validation,
            epochs.told(),
            seconds);
      }
      return tested(karyotyper, experiment, epochs.told());
    } catch (TrainingDivergedException e) {
      return Run.collapsed(
          String.valueOf(e.getMessage()), Double.NaN, epochs.told(), secondsSince(start));
    }
  }

  private Run tested(Karyotyper karyotyper, Experiment experiment, List<Run.Epoch> epochs)
      throws IOException {
    List<ChromosomeImage> images = new ArrayList<>();
    List<String> truth = new ArrayList<>();
    for (LabelledChromosome item : draw.test()) {
      // The paper's chromosomes are upright, and nobody else's are looked at twice.
      images.add(item.load().withPolarity(Polarity.P_UP));
      truth.add(item.type().label());
    }
    List<Classification> answers = karyotyper.classify(images);
    double[] seconds = new double[PREDICTIONS_TIMED];
    for (int i = 0; i < PREDICTIONS_TIMED; i++) {
      long start = System.nanoTime();
      karyotyper.classify(images);
      seconds[i] = secondsSince(start);
    }
    Arrays.sort(seconds);
    List<Tsne.Point> map =
        experiment.family().siamese()
            ? Tsne.map(
                answers.stream().map(answer -> answer.embedding().toArray()).toList(), draw.seed())
            : List.of();
    return new Run(
        null,
        truth,
        answers.stream().map(answer -> answer.type().label()).toList(),
        karyotyper.report().validationAccuracy(),
        epochs,
        karyotyper.report().seconds(),
        seconds[PREDICTIONS_TIMED / 2],
        map);
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Times a sample of an epoch of all pairs, embedding as the paper does. */
  AllPairsTiming timeAllPairs() throws IOException {
    return AllPairsTiming.measure(
        draw,
        straightener(Method.SPV),
        Recipe.siamese(Column.FAITHFUL, budget),
        threads,
        cancellation);
  }

  /** Writes down the epochs of the stage that learns from images. */
  private static final class Epochs implements TrainingListener {
    private final List<Run.Epoch> encoder = new ArrayList<>();
    private final List<Run.Epoch> classifier = new ArrayList<>();

    @Override
    public void onEpoch(Epoch epoch) {
      (epoch.stage() == Stage.ENCODER ? encoder : classifier).add(Run.Epoch.of(epoch));
    }

    List<Run.Epoch> told() {
      return encoder.isEmpty() ? classifier : encoder;
    }
  }
}
