package io.karyo.unet;

import io.karyo.metaphase.pixels.PixelClassifier;
import io.karyo.metaphase.training.PixelExamples;
import io.karyo.network.Optimizer;
import io.karyo.network.UNetShape;
import io.karyo.samediff.GradientSession;
import io.karyo.samediff.StepRule;
import io.karyo.samediff.Weights;
import io.karyo.samediff.Workers;
import io.karyo.spi.SegmenterTraining;
import io.karyo.spi.TrainingListener.Progress;
import io.karyo.spi.TrainingListener.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a U-Net: the loss is the cross-entropy of the known pixels, in which contacts and overlaps
 * weigh more because they are rare.
 *
 * <p>A batch is cut into shards that go through the network in one thread each. Shards do not
 * depend on the number of threads and their gradients are added in order, so neither do the
 * weights.
 */
final class UNetTrainer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(UNetTrainer.class);

  /** The rows and columns of an example, px. */
  static final int SIDE = 128;

  private static final int SHARDS = 4;
  private static final int EXAMPLES_PER_SHARD = 2;

  /** What a pixel of each class weighs. */
  private static final float[] WEIGHT = new float[PixelClassifier.CLASSES];

  static {
    WEIGHT[PixelClassifier.GROUND] = 1;
    WEIGHT[PixelClassifier.CHROMOSOME] = 1;
    WEIGHT[PixelClassifier.CONTACT] = 6;
    WEIGHT[PixelClassifier.OVERLAP] = 6;
  }

  /**
   * The longest gradient that is followed as it is; one picture in thousands makes a longer one.
   */
  private static final double LONGEST = 1;

  private static final String TARGET = "target";
  private static final String WEIGHTS = "weights";
  private static final double NO_SMOOTHING = 0;

  private final Weights weights;
  private final SegmenterTraining training;
  private final Workers workers;
  private final StepRule rule;
  private final SplittableRandom random;
  private final int steps;
  private int step;
  private final List<GradientSession> shards = new ArrayList<>();

  /**
   * Prepares a training.
   *
   * @param weights to train; changed
   * @param steps how many steps the training has in all
   */
  UNetTrainer(
      UNetShape shape,
      Weights weights,
      Optimizer optimizer,
      int steps,
      SegmenterTraining training) {
    this.weights = weights;
    this.steps = steps;
    this.training = training;
    workers = new Workers(training.threads());
    rule = new StepRule(optimizer, weights, workers);
    random = new SplittableRandom(training.seed());
    for (int shard = 0; shard < SHARDS; shard++) {
      shards.add(session(shape));
    }
  }

  private GradientSession session(UNetShape shape) {
    UNetGraph network = new UNetGraph(shape, weights, EXAMPLES_PER_SHARD, SIDE, SIDE);
    SameDiff graph = network.graph();
    SDVariable target =
        graph.placeHolder(TARGET, DataType.FLOAT, pixelsOfShard(), PixelClassifier.CLASSES);
    SDVariable byPixel =
        graph
            .permute(network.logits(), 0, 2, 3, 1)
            .reshape(pixelsOfShard(), PixelClassifier.CLASSES);
    SDVariable weight = graph.placeHolder(WEIGHTS, DataType.FLOAT, pixelsOfShard());
    graph
        .loss()
        .softmaxCrossEntropy(
            GradientSession.LOSS, target, byPixel, weight, LossReduce.SUM, NO_SMOOTHING);
    return new GradientSession(graph, weights.names());
  }

  private static long pixelsOfShard() {
    return (long) EXAMPLES_PER_SHARD * SIDE * SIDE;
  }

  /**
   * Takes the next steps.
   *
   * @param last the number of the last one
   */
  void run(PixelExamples examples, int last) {
    while (step < last && !training.cancellation().shouldFinish()) {
      double loss = rule.apply(gradients(examples), (double) step / steps, 1);
      step++;
      LOG.debug("step {} of {}: loss {}", step, steps, loss);
      training.listener().onProgress(new Progress(Stage.SEGMENTER, step, steps));
    }
  }

  private GradientSession.Step gradients(PixelExamples examples) {
    int count = SHARDS * EXAMPLES_PER_SHARD;
    SplittableRandom[] randoms = new SplittableRandom[count];
    for (int i = 0; i < count; i++) {
      randoms[i] = random.split();
    }
    Batch[] batches = new Batch[SHARDS];
    Arrays.setAll(batches, shard -> new Batch());
    workers.run(
        count,
        i ->
            batches[i / EXAMPLES_PER_SHARD].put(i % EXAMPLES_PER_SHARD, examples.draw(randoms[i])));
    double known = 0;
    for (Batch batch : batches) {
      known += batch.known();
    }
    double all = Math.max(1, known);
    GradientSession.Step[] parts = new GradientSession.Step[SHARDS];
    workers.run(
        SHARDS, shard -> parts[shard] = shards.get(shard).compute(batches[shard].inputs(all)));
    return clipped(sum(parts));
  }

  /** The examples of a shard. */
  private static final class Batch {

    private final float[] stain = new float[(int) pixelsOfShard()];
    private final float[] target = new float[(int) pixelsOfShard() * PixelClassifier.CLASSES];
    private final float[] weight = new float[(int) pixelsOfShard()];

    void put(int place, PixelExamples.Example example) {
      int from = place * SIDE * SIDE;
      System.arraycopy(example.stain(), 0, stain, from, SIDE * SIDE);
      for (int i = 0; i < example.classes().length; i++) {
        int known = example.classes()[i];
        if (known >= 0) {
          target[(from + i) * PixelClassifier.CLASSES + known] = 1;
          weight[from + i] = WEIGHT[known];
        }
      }
    }

    /** The sum of the weights. */
    double known() {
      double sum = 0;
      for (float one : weight) {
        sum += one;
      }
      return sum;
    }

    Map<String, INDArray> inputs(double all) {
      for (int i = 0; i < weight.length; i++) {
        weight[i] /= (float) all;
      }
      long[] pictures = {EXAMPLES_PER_SHARD, 1, SIDE, SIDE};
      long[] targets = {pixelsOfShard(), PixelClassifier.CLASSES};
      return Map.of(
          UNetGraph.STAIN,
          Nd4j.create(stain, pictures, 'c'),
          TARGET,
          Nd4j.create(target, targets, 'c'),
          WEIGHTS,
          Nd4j.createFromArray(weight));
    }
  }

  private static GradientSession.Step sum(GradientSession.Step[] parts) {
    Map<String, INDArray> sums = new LinkedHashMap<>(parts[0].gradients());
    double loss = parts[0].loss();
    for (GradientSession.Step part : Arrays.asList(parts).subList(1, parts.length)) {
      sums.forEach((name, sum) -> sum.addi(part.gradient(name)));
      loss += part.loss();
      part.close();
    }
    return new GradientSession.Step(loss, sums);
  }

  private static GradientSession.Step clipped(GradientSession.Step step) {
    double squares = 0;
    for (INDArray gradient : step.gradients().values()) {
      double norm = gradient.norm2Number().doubleValue();
      squares += norm * norm;
    }
    double length = Math.sqrt(squares);
    if (length > LONGEST) {
      step.gradients().values().forEach(gradient -> gradient.muli(LONGEST / length));
    }
    return step;
  }

  @Override
  public void close() {
    shards.forEach(GradientSession::close);
    rule.close();
  }
}
