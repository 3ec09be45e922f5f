package io.karyo.siamese;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.network.Augmentation;
import io.karyo.network.NetworkInput;
import io.karyo.network.NetworkState;
import io.karyo.network.PairLoss;
import io.karyo.network.PolarityPrototypes;
import io.karyo.samediff.StepRule;
import io.karyo.samediff.Weights;
import io.karyo.samediff.Workers;
import io.karyo.siamese.internal.BatchStream;
import io.karyo.siamese.internal.GradientPass;
import io.karyo.siamese.internal.PairBatches;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PairSampler;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingDivergedException;
import io.karyo.spi.TrainingListener.Progress;
import io.karyo.spi.TrainingListener.Stage;
import io.karyo.training.EpochLoop;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One training of a {@link SameDiffEncoder}. */
final class EncoderTrainer {

  private static final Logger LOG = LoggerFactory.getLogger(SameDiffEncoder.class);

  /** Of how many training images a type the class means are made that judge an epoch. */
  private static final int MAX_JUDGING_IMAGES_PER_TYPE = 60;

  /** Enough to see that all embeddings have fallen together. */
  private static final int MAX_SPREAD_IMAGES_PER_TYPE = 2;

  private static final int IMAGES_PER_DRAWING = 16;

  private static final double MIN_SPREAD = 0.01;

  /** By then a network knows more of polarity than profiles tell. */
  private static final List<Double> REALIGNMENTS = List.of(0.15, 0.3, 0.5);

  /** Judging small epochs one by one would take longer than training them. */
  private static final int IMAGES_BETWEEN_JUDGEMENTS = 8_000;

  private final SameDiffEncoder configuration;
  private final EncoderTraining training;
  private final TrainableNetwork network;
  private final Augmentation augmentation;
  private final List<ChromosomeType> types;
  private final List<NetworkInput> specimens;
  private final List<NetworkInput> validation;
  private final EncoderStart start;
  private final boolean anyPolarity;
  private final Workers workers;

  /** Which specimens to turn so that all of a type lie the same way. */
  private final boolean[] turns;

  EncoderTrainer(SameDiffEncoder configuration, EncoderTraining training) {
    this(configuration, training, null);
  }

  EncoderTrainer(
      SameDiffEncoder configuration, EncoderTraining training, @Nullable TrainedSameDiff adapted) {
    this.configuration = configuration;
    this.training = training;
    this.workers = new Workers(training.threads());
    this.network = adapted == null ? configuration.trainable() : adapted.network();
    this.augmentation = configuration.augmentation();
    this.types = training.training().stream().map(EncoderTraining.Example::type).toList();
    this.specimens = specimens(training.training());
    this.validation = specimens(training.validation());
    this.start =
        adapted == null
            ? EncoderStart.fresh(configuration, training.training(), specimens)
            : EncoderStart.from(adapted, specimens);
    this.anyPolarity = start.anyPolarity();
    this.turns = start.turns(specimens, types, network.height(), network.width());
  }

  private static List<NetworkInput> specimens(List<EncoderTraining.Example> examples) {
    return examples.stream().map(example -> new NetworkInput(example.chromosome())).toList();
  }

  TrainedEncoder train() {
    SplittableRandom root = new SplittableRandom(training.seed());
    try (Weights weights =
            start.anchor() != null ? start.anchor().copy() : network.drawn(root.split());
        Weights best = weights.copy();
        GradientPass gradients = network.gradients(weights, configuration.loss(), workers);
        StepRule steps = new StepRule(start.optimizer(), weights, start.anchor(), workers)) {
      if (start.prototypes() != null) {
        realign(weights, start.prototypes());
      }
      Run run = new Run(weights, best, gradients, steps, root.split());
      LOG.info(
          "training {} on {} images, epochs {} to {}, chromosomes {}",
          configuration.id(),
          specimens.size(),
          run.loop.done() + 1,
          start.epochs(),
          anyPolarity ? "either way up" : "upright");
      while (run.loop.next()) {
        run.epoch();
        if (!run.loop.finishing()) {
          training.checkpoints().save(run::write);
        }
      }
      PolarityPrototypes prototypes = anyPolarity ? prototypes(best) : null;
      return encoder(best.copy(), prototypes);
    }
  }

  /** The epochs, from the first or from where a checkpoint was. */
  private final class Run {
    private final EpochLoop loop =
        new EpochLoop(Stage.ENCODER, start.epochs(), configuration.patience(), training.listener());

    private final Weights weights;
    private final Weights best;
    private final GradientPass gradients;
    private final StepRule steps;
    private final SplittableRandom draws;
    private final EpochPlan plan;
    private final BatchStream batches;
    private long seen;
    private long judgedAt;

    Run(
        Weights weights,
        Weights best,
        GradientPass gradients,
        StepRule steps,
        SplittableRandom draws) {
      this.weights = weights;
      this.best = best;
      this.gradients = gradients;
      this.steps = steps;
      this.draws = draws;
      EpochState state = training.checkpoints().latest().map(this::resume).orElse(EpochState.START);
      seen = state.seen();
      judgedAt = state.judgedAt();
      for (int i = 0; i < state.steps(); i++) {
        // Each step has drawn one seed.
        draws.split();
      }
      plan = plan();
      batches = batches(state.draw());
      batches.skip(state.batchesOfDraw());
    }

    void epoch() {
      if (anyPolarity
          && REALIGNMENTS.stream().anyMatch(r -> Math.ceil(r * start.epochs()) == loop.done())) {
        realign(weights, null);
      }
      long seenInAll = start.epochs() * plan.imagesOfAnEpoch();
      double lossSum = 0;
      long similar = 0;
      long dissimilar = 0;
      do {
        PairBatches.Batch batch = batches.scored(batches.next());
        double share = Math.min(1, (seen + batch.images().size() / 2.0) / seenInAll);
        lossSum += step(batch, share, draws.split()) * batch.pairs().size();
        seen += batch.images().size();
        long similarHere =
            batch.pairs().stream().filter(pair -> pair.label() == PairLabel.SIMILAR).count();
        similar += similarHere;
        dissimilar += batch.pairs().size() - similarHere;
        loop.finishIf(training.cancellation().shouldFinish());
        training
            .listener()
            .onProgress(new Progress(Stage.ENCODER, Math.min(seen, seenInAll), seenInAll));
      } while (!loop.finishing() && !plan.ends(loop.done(), seen, batches));
      double accuracy = Double.NaN;
      if (loop.finishing()
          || loop.done() == start.epochs() - 1
          || loop.done() == 0
          || configuration.patience() < start.epochs()
          || seen - judgedAt >= IMAGES_BETWEEN_JUDGEMENTS) {
        accuracy = judge(weights, loop.done() + 1);
        judgedAt = seen;
        if (loop.isBest(accuracy)) {
          best.assign(weights);
        }
      } else {
        checkSpread(bothWays(weights, judges(MAX_SPREAD_IMAGES_PER_TYPE))[0], loop.done() + 1);
      }
      loop.report(lossSum / Math.max(1, similar + dissimilar), accuracy, similar, dissimilar);
    }

    private double step(PairBatches.Batch batch, double share, SplittableRandom random) {
      int count = batch.images().size();
      int pixels = network.height() * network.width();
      float[] images = new float[count * pixels];
      float[] sizes = new float[count * NetworkInput.SIZES];
      boolean[] flipped = new boolean[count];
      NetworkInput.View[] views = new NetworkInput.View[count];
      for (int i = 0; i < count; i++) {
        flipped[i] = anyPolarity && random.nextBoolean();
        boolean turned = turns[batch.images().get(i)] != flipped[i];
        views[i] =
            NetworkInput.View.drawn(
                augmentation, network.height(), network.width(), turned, random.split());
      }
      workers.run(
          (count + IMAGES_PER_DRAWING - 1) / IMAGES_PER_DRAWING,
          part -> {
            int from = part * IMAGES_PER_DRAWING;
            for (int i = from; i < Math.min(count, from + IMAGES_PER_DRAWING); i++) {
              NetworkInput specimen = specimens.get(batch.images().get(i));
              specimen.draw(network.height(), network.width(), views[i], images, i * pixels);
              specimen.sizes(views[i], start.reference(), sizes, i * NetworkInput.SIZES);
            }
          });
      float[] mask = network.mask(count, random);
      List<Pair> pairs = anyPolarity ? asShown(batch.pairs(), flipped) : batch.pairs();
      return steps.apply(
          gradients.compute(images, sizes, mask, count, pairs), share, loop.done() + 1);
    }

    void write(ModelSink sink) throws IOException {
      sink.state(
          new EpochState(
                  loop.done(),
                  steps.steps(),
                  seen,
                  judgedAt,
                  loop.bestEpoch(),
                  loop.bestScore(),
                  batches.draw(),
                  batches.batchesOfDraw())
              .settings());
      weights.write(sink.nested("weights"));
      best.write(sink.nested("best"));
      steps.write(sink.nested("steps"));
      float[] turned = new float[turns.length];
      for (int i = 0; i < turned.length; i++) {
        turned[i] = turns[i] ? 1 : 0;
      }
      sink.array("turns", turned, turned.length);
    }

    private EpochState resume(ModelSource source) {
      EpochState state = EpochState.of(source.state());
      weights.assign(source.nested("weights"));
      loop.resume(state.epochs(), state.bestEpoch(), state.bestAccuracy());
      best.assign(source.nested("best"));
      steps.resume(source.nested("steps"), state.steps());
      float[] turned = source.array("turns", turns.length);
      for (int i = 0; i < turned.length; i++) {
        turns[i] = turned[i] == 1;
      }
      return state;
    }
  }

  private TrainedSameDiff encoder(Weights weights, @Nullable PolarityPrototypes prototypes) {
    return new TrainedSameDiff(
        configuration, network, new NetworkState(start.reference(), prototypes), weights);
  }

  /** Embeddings of some specimens turned to lie as their type does, and turned the other way. */
  private float[][][] bothWays(Weights weights, int[] places) {
    List<NetworkInput> some = Arrays.stream(places).mapToObj(specimens::get).toList();
    float[][] upright;
    float[][] turned;
    try (TrainedSameDiff encoder = encoder(weights.copy(), null)) {
      upright = encoder.embed(some, false, workers);
      turned = anyPolarity ? encoder.embed(some, true, workers) : upright.clone();
    }
    for (int i = 0; i < places.length; i++) {
      if (turns[places[i]]) {
        float[] other = upright[i];
        upright[i] = turned[i];
        turned[i] = other;
      }
    }
    return new float[][][] {upright, turned};
  }

  private int[] all() {
    return IntStream.range(0, turns.length).toArray();
  }

  private PolarityPrototypes prototypes(Weights weights) {
    float[][][] embeddings = bothWays(weights, all());
    PolarityPrototypes own = PolarityPrototypes.of(embeddings[0], embeddings[1], types);
    return start.prototypes() == null ? own : own.orElse(start.prototypes());
  }

  /**
   * Turns the specimens as an encoder sees them.
   *
   * @param given what they are compared with; null for their own prototypes
   */
  private void realign(Weights weights, @Nullable PolarityPrototypes given) {
    float[][][] embeddings = bothWays(weights, all());
    PolarityPrototypes prototypes =
        given != null ? given : PolarityPrototypes.of(embeddings[0], embeddings[1], types);
    for (int i = 0; i < turns.length; i++) {
      turns[i] ^= prototypes.liesTurned(types.get(i), embeddings[0][i], embeddings[1][i]);
    }
  }

  private BatchStream batches(int draw) {
    PairSampler sampler = training.pairSampler();
    // Who groups pairs decides which come together; other pairs hardly share images.
    boolean allPairs = supervised() && sampler.imagesPerGroup().isEmpty();
    int most = sampler.imagesPerGroup().orElse(configuration.batchImages());
    return new BatchStream(sampler, types, training.seed(), most, allPairs, draw);
  }

  private boolean supervised() {
    return configuration.loss() instanceof PairLoss.SupervisedContrastive;
  }

  private EpochPlan plan() {
    long looked = EpochPlan.mostImagesOfADraw(specimens.size());
    FirstDraw first =
        FirstDraw.of(
            batches(0),
            types,
            looked,
            start.wholeDraws() ? Long.MAX_VALUE : looked,
            training.cancellation()::shouldFinish);
    if (supervised()) {
      first.checkPartners(training.pairSampler().id());
    }
    return EpochPlan.of(
        first,
        specimens.size(),
        training.pairSampler().imagesPerGroup().isPresent(),
        start.wholeDraws());
  }

  /** Two of one type that are shown lying opposite ways are as different as two types. */
  private static List<Pair> asShown(List<Pair> pairs, boolean[] flipped) {
    return pairs.stream()
        .map(
            pair ->
                flipped[pair.first()] == flipped[pair.second()]
                    ? pair
                    : new Pair(pair.first(), pair.second(), PairLabel.DISSIMILAR))
        .toList();
  }

  /**
   * Tells the validation images by the nearest mean of a training class.
   *
   * @return the share that is right, NaN without validation images
   */
  private double judge(Weights weights, int epoch) {
    int[] judges = judges(MAX_JUDGING_IMAGES_PER_TYPE);
    float[][][] embeddings = bothWays(weights, judges);
    checkSpread(embeddings[0], epoch);
    if (validation.isEmpty()) {
      return Double.NaN;
    }
    PolarityPrototypes prototypes =
        PolarityPrototypes.of(
            embeddings[0], embeddings[1], Arrays.stream(judges).mapToObj(types::get).toList());
    try (TrainedSameDiff encoder = encoder(weights.copy(), anyPolarity ? prototypes : null)) {
      float[][] asked = encoder.embed(validation, workers);
      return EpochLoop.accuracy(
          asked.length,
          i -> prototypes.nearest(asked[i]) == training.validation().get(i).type().ordinal());
    }
  }

  /** Takes the first training images of each type. */
  private int[] judges(int perType) {
    int[] taken = new int[ChromosomeType.ALL.size()];
    return IntStream.range(0, types.size())
        .filter(i -> taken[types.get(i).ordinal()]++ < perType)
        .toArray();
  }

  /** All embeddings in one place satisfy every similar pair and tell nothing. */
  private void checkSpread(float[][] embeddings, int epoch) {
    int size = network.embeddingSize();
    double[] mean = new double[size];
    double squares = 0;
    for (float[] embedding : embeddings) {
      for (int j = 0; j < size; j++) {
        mean[j] += embedding[j] / (double) embeddings.length;
        squares += (double) embedding[j] * embedding[j] / embeddings.length;
      }
    }
    double variance = squares - Arrays.stream(mean).map(m -> m * m).sum();
    double spread = Math.sqrt(Math.max(0, variance));
    double scale =
        configuration.loss() instanceof PairLoss.Contrastive contrastive ? contrastive.margin() : 1;
    if (!(spread > MIN_SPREAD * scale)) {
      throw new TrainingDivergedException(
          "embeddings: must differ between chromosomes, found a spread of "
              + spread
              + " around one point after epoch "
              + epoch
              + "; lower the learning rate ("
              + start.optimizer().learningRate()
              + "), widen the margin, or draw more dissimilar pairs");
    }
  }
}
