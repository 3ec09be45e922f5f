package io.karyo.siamese;

import io.karyo.chromosome.CellScale;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Ideogram;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.siamese.internal.BatchStream;
import io.karyo.siamese.internal.Dropout;
import io.karyo.siamese.internal.GradientPass;
import io.karyo.siamese.internal.GradientSession;
import io.karyo.siamese.internal.PairBatches;
import io.karyo.siamese.internal.Specimen;
import io.karyo.siamese.internal.StepRule;
import io.karyo.siamese.internal.Weights;
import io.karyo.siamese.internal.Workers;
import io.karyo.siamese.network.Augmentation;
import io.karyo.siamese.network.EncoderNetwork;
import io.karyo.siamese.network.Optimizer;
import io.karyo.siamese.network.PairLoss;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PairSampler;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingDivergedException;
import io.karyo.spi.TrainingListener;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One training of a {@link SameDiffEncoder}. */
final class EncoderTrainer {

  private static final Logger LOG = LoggerFactory.getLogger(SameDiffEncoder.class);

  /** Of how many training images a type the class means are made that judge an epoch. */
  private static final int JUDGES_PER_TYPE = 60;

  /** Enough to see that all embeddings have fallen together. */
  private static final int JUDGES_OF_A_SHORT_EPOCH = 2;

  private static final int IMAGES_PER_DRAWING = 16;

  private static final double COLLAPSED = 0.01;

  /** An adaptation takes small steps, and each draws the weights back to where they began. */
  private static final Optimizer ADAPTATION = Optimizer.adam(3e-4, 30);

  /** One more epoch for so many images: what few of them teach is soon learned by heart. */
  private static final int IMAGES_PER_ADAPTATION_EPOCH = 5;

  private static final int FEWEST_ADAPTATION_EPOCHS = 5;
  private static final int MOST_ADAPTATION_EPOCHS = 80;

  /** By then a network knows more of polarity than profiles tell. */
  private static final List<Double> REALIGNMENTS = List.of(0.15, 0.3, 0.5);

  /** Judging small epochs one by one would take longer than training them. */
  private static final int IMAGES_BETWEEN_JUDGEMENTS = 8_000;

  private final SameDiffEncoder configuration;
  private final EncoderTraining training;
  private final EncoderNetwork network;
  private final Augmentation augmentation;
  private final List<ChromosomeType> types;
  private final List<Specimen> specimens;
  private final List<Specimen> validation;
  private final Specimen.Reference reference;
  private final boolean anyPolarity;
  private final Optimizer optimizer;
  private final int epochs;
  private final Workers workers;

  /** The encoder that is adapted, if one is. */
  private final @Nullable TrainedSameDiff adapted;

  /** Which specimens to turn so that all of a type lie the same way. */
  private final boolean[] turns;

  EncoderTrainer(SameDiffEncoder configuration, EncoderTraining training) {
    this(configuration, training, null);
  }

  EncoderTrainer(
      SameDiffEncoder configuration, EncoderTraining training, @Nullable TrainedSameDiff adapted) {
    this.configuration = configuration;
    this.adapted = adapted;
    this.training = training;
    this.workers = new Workers(training.threads());
    this.network = configuration.network();
    this.augmentation = configuration.augmentation();
    this.types = training.training().stream().map(EncoderTraining.Example::type).toList();
    this.specimens =
        training.training().stream().map(example -> new Specimen(example.chromosome())).toList();
    this.validation =
        training.validation().stream().map(example -> new Specimen(example.chromosome())).toList();
    if (adapted == null) {
      this.optimizer = configuration.optimizer();
      this.epochs = configuration.epochsFor(specimens.size());
      this.reference =
          new Specimen.Reference(
              typical(CellScale::medianLength, Specimen::length),
              typical(CellScale::medianArea, Specimen::area),
              typical(CellScale::medianStain, Specimen::meanStain),
              specimens.stream().anyMatch(specimen -> specimen.scale().isPresent()));
      this.anyPolarity =
          switch (configuration.polarity()) {
            case UPRIGHT -> false;
            case ANY -> true;
            case AUTOMATIC ->
                !Ideogram.areUpright(
                    training.training().stream()
                        .map(example -> example.chromosome().straightened())
                        .toList(),
                    types);
          };
    } else {
      this.optimizer = ADAPTATION;
      this.epochs =
          Math.max(
              FEWEST_ADAPTATION_EPOCHS,
              Math.min(MOST_ADAPTATION_EPOCHS, specimens.size() / IMAGES_PER_ADAPTATION_EPOCH));
      this.reference = adapted.reference();
      this.anyPolarity = adapted.prototypes() != null;
    }
    this.turns =
        anyPolarity && adapted == null
            ? ProfileAlignment.turns(specimens, types, network)
            : new boolean[specimens.size()];
  }

  private double typical(
      ToDoubleFunction<CellScale> ofCell, ToDoubleFunction<Specimen> ofSpecimen) {
    double[] sizes =
        specimens.stream()
            .flatMap(specimen -> specimen.scale().stream())
            .mapToDouble(ofCell)
            .sorted()
            .toArray();
    if (sizes.length == 0) {
      sizes = specimens.stream().mapToDouble(ofSpecimen).sorted().toArray();
    }
    return sizes[sizes.length / 2];
  }

  TrainedEncoder train() {
    SplittableRandom root = new SplittableRandom(training.seed());
    Weights weights =
        adapted != null
            ? adapted.weights().copy()
            : Weights.drawn(network, configuration.embeddingSize(), root.split());
    SplittableRandom draws = root.split();
    Weights best = null;
    try (GradientPass gradients =
            GradientPass.of(
                configuration.engine(),
                network,
                weights,
                configuration.normalised(),
                configuration.loss(),
                workers);
        StepRule steps =
            new StepRule(optimizer, weights, adapted == null ? null : adapted.weights(), workers)) {
      if (adapted != null && adapted.prototypes() != null) {
        realign(weights, adapted.prototypes());
      }
      EpochState start = EpochState.START;
      Optional<ModelSource> checkpoint = training.checkpoints().latest();
      if (checkpoint.isPresent()) {
        best = weights.copy();
        start = resume(checkpoint.get(), weights, best, steps);
        for (int i = 0; i < start.steps(); i++) {
          // Each step has drawn one seed.
          draws.split();
        }
      }
      EpochPlan plan = plan();
      long seenInAll = epochs * plan.imagesOfAnEpoch();
      BatchStream batches = batches(start.draw());
      batches.skip(start.batchesOfDraw());
      long seen = start.seen();
      long judgedAt = start.judgedAt();
      double bestAccuracy = start.bestAccuracy();
      int bestEpoch = start.bestEpoch();
      LOG.info(
          "training {} on {} images, epochs {} to {}, chromosomes {}",
          configuration.id(),
          specimens.size(),
          start.epochs() + 1,
          epochs,
          anyPolarity ? "either way up" : "upright");
      boolean finish = false;
      for (int epoch = start.epochs();
          epoch < epochs && !finish && epoch - 1 - bestEpoch < configuration.patience();
          epoch++) {
        int current = epoch;
        if (anyPolarity && REALIGNMENTS.stream().anyMatch(r -> Math.ceil(r * epochs) == current)) {
          realign(weights, null);
        }
        long begun = System.nanoTime();
        double lossSum = 0;
        long similar = 0;
        long dissimilar = 0;
        do {
          PairBatches.Batch batch = batches.scored(batches.next());
          double share = Math.min(1, (seen + batch.images().size() / 2.0) / seenInAll);
          double loss = step(gradients, steps, batch, share, draws.split(), epoch);
          seen += batch.images().size();
          long similarHere =
              batch.pairs().stream().filter(pair -> pair.label() == PairLabel.SIMILAR).count();
          similar += similarHere;
          dissimilar += batch.pairs().size() - similarHere;
          lossSum += loss * batch.pairs().size();
          finish = training.cancellation().shouldFinish();
          training
              .listener()
              .onProgress(
                  new TrainingListener.Progress(
                      TrainingListener.Stage.ENCODER, Math.min(seen, seenInAll), seenInAll));
        } while (!finish && !plan.ends(epoch, seen, batches));
        boolean last = finish || epoch == epochs - 1;
        boolean judged =
            last
                || epoch == 0
                || configuration.patience() < epochs
                || seen - judgedAt >= IMAGES_BETWEEN_JUDGEMENTS;
        double accuracy = Double.NaN;
        if (judged) {
          accuracy = judge(weights, epoch);
        } else {
          checkSpread(bothWays(weights, judges(JUDGES_OF_A_SHORT_EPOCH))[0], epoch);
        }
        judgedAt = judged ? seen : judgedAt;
        // Without validation the last weights are taken: there is nothing to choose by.
        boolean better = judged && (validation.isEmpty() || accuracy >= bestAccuracy);
        if (better) {
          // Equals are taken for their lower learning rate, but they do not extend the patience.
          bestEpoch = validation.isEmpty() || accuracy > bestAccuracy ? epoch : bestEpoch;
          bestAccuracy = accuracy;
          if (best != null) {
            best.close();
          }
          best = weights.copy();
        }
        training
            .listener()
            .onEpoch(
                new TrainingListener.Epoch(
                    TrainingListener.Stage.ENCODER,
                    epoch + 1,
                    epochs,
                    lossSum / Math.max(1, similar + dissimilar),
                    accuracy,
                    better,
                    similar,
                    dissimilar,
                    (System.nanoTime() - begun) / 1e9));
        if (!finish) {
          EpochState now =
              new EpochState(
                  epoch + 1,
                  steps.steps(),
                  seen,
                  judgedAt,
                  bestEpoch,
                  bestAccuracy,
                  batches.draw(),
                  batches.batchesOfDraw());
          Weights bestNow = Objects.requireNonNull(best);
          training.checkpoints().save(sink -> write(sink, now, weights, bestNow, steps));
        }
      }
      Weights chosen = Objects.requireNonNull(best);
      return encoder(chosen, anyPolarity ? prototypes(chosen) : null);
    } catch (RuntimeException | Error e) {
      if (best != null) {
        best.close();
      }
      throw e;
    } finally {
      weights.close();
    }
  }

  private void write(
      ModelSink sink, EpochState state, Weights weights, Weights best, StepRule steps)
      throws IOException {
    sink.state(state.settings());
    weights.write(sink.nested("weights"));
    best.write(sink.nested("best"));
    steps.write(sink.nested("steps"));
    float[] turned = new float[turns.length];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = turns[i] ? 1 : 0;
    }
    sink.array("turns", turned, turned.length);
  }

  private EpochState resume(ModelSource source, Weights weights, Weights best, StepRule steps) {
    EpochState state = EpochState.of(source.state());
    weights.assign(source.nested("weights"));
    best.assign(source.nested("best"));
    steps.resume(source.nested("steps"), state.steps());
    float[] turned = source.array("turns", turns.length);
    for (int i = 0; i < turned.length; i++) {
      turns[i] = turned[i] == 1;
    }
    return state;
  }

  private TrainedSameDiff encoder(Weights weights, @Nullable Prototypes prototypes) {
    return new TrainedSameDiff(configuration, reference, weights, prototypes);
  }

  /** Embeddings of some specimens turned to lie as their type does, and turned the other way. */
  private float[][][] bothWays(Weights weights, int[] places) {
    List<Specimen> some = Arrays.stream(places).mapToObj(specimens::get).toList();
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

  private Prototypes prototypes(Weights weights) {
    float[][][] embeddings = bothWays(weights, all());
    Prototypes own = Prototypes.of(embeddings[0], embeddings[1], types);
    return adapted == null || adapted.prototypes() == null ? own : own.orElse(adapted.prototypes());
  }

  /**
   * Turns the specimens as an encoder sees them.
   *
   * @param given what they are compared with; null for their own prototypes
   */
  private void realign(Weights weights, @Nullable Prototypes given) {
    float[][][] embeddings = bothWays(weights, all());
    Prototypes prototypes =
        given != null ? given : Prototypes.of(embeddings[0], embeddings[1], types);
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
    boolean wholeDraws = adapted == null && configuration.wholeDraws();
    long looked = EpochPlan.mostImagesOfADraw(specimens.size());
    FirstDraw first =
        FirstDraw.of(
            batches(0),
            types,
            looked,
            wholeDraws ? Long.MAX_VALUE : looked,
            training.cancellation()::shouldFinish);
    if (supervised()) {
      first.checkPartners(training.pairSampler().id());
    }
    return EpochPlan.of(
        first, specimens.size(), training.pairSampler().imagesPerGroup().isPresent(), wholeDraws);
  }

  private double step(
      GradientPass gradients,
      StepRule steps,
      PairBatches.Batch batch,
      double share,
      SplittableRandom random,
      int epoch) {
    int count = batch.images().size();
    int pixels = network.height() * network.width();
    float[] images = new float[count * pixels];
    float[] sizes = new float[count * Specimen.SIZES];
    boolean[] flipped = new boolean[count];
    Specimen.View[] views = new Specimen.View[count];
    for (int i = 0; i < count; i++) {
      flipped[i] = anyPolarity && random.nextBoolean();
      boolean turned = turns[batch.images().get(i)] != flipped[i];
      views[i] = Specimen.View.drawn(augmentation, network, turned, random.split());
    }
    workers.run(
        (count + IMAGES_PER_DRAWING - 1) / IMAGES_PER_DRAWING,
        part -> {
          int from = part * IMAGES_PER_DRAWING;
          for (int i = from; i < Math.min(count, from + IMAGES_PER_DRAWING); i++) {
            Specimen specimen = specimens.get(batch.images().get(i));
            specimen.draw(network.height(), network.width(), views[i], images, i * pixels);
            specimen.sizes(views[i], reference, sizes, i * Specimen.SIZES);
          }
        });
    float[] mask =
        network.dropout() == 0
            ? new float[0]
            : Dropout.mask(count * network.denseInputs(), network.dropout(), random);
    try (GradientSession.Step result =
        gradients.compute(
            images,
            sizes,
            mask,
            count,
            anyPolarity ? asShown(batch.pairs(), flipped) : batch.pairs())) {
      result.checkLoss(epoch + 1, optimizer);
      steps.apply(result, share);
      return result.loss();
    }
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
    int[] judges = judges(JUDGES_PER_TYPE);
    float[][][] embeddings = bothWays(weights, judges);
    checkSpread(embeddings[0], epoch);
    if (validation.isEmpty()) {
      return Double.NaN;
    }
    Prototypes prototypes =
        Prototypes.of(
            embeddings[0], embeddings[1], Arrays.stream(judges).mapToObj(types::get).toList());
    float[][] asked;
    try (TrainedSameDiff encoder = encoder(weights.copy(), anyPolarity ? prototypes : null)) {
      asked = encoder.embed(validation, workers);
    }
    int right = 0;
    for (int i = 0; i < asked.length; i++) {
      if (prototypes.nearest(asked[i]) == training.validation().get(i).type().ordinal()) {
        right++;
      }
    }
    return right / (double) asked.length;
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
    int size = configuration.embeddingSize();
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
    if (!(spread > COLLAPSED * scale)) {
      throw new TrainingDivergedException(
          "embeddings: must differ between chromosomes, found a spread of "
              + spread
              + " around one point after epoch "
              + (epoch + 1)
              + "; lower the learning rate ("
              + optimizer.learningRate()
              + "), widen the margin, or draw more dissimilar pairs");
    }
  }
}
