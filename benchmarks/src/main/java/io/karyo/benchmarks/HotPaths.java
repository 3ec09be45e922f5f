package io.karyo.benchmarks;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Straightening;
import io.karyo.image.ChromosomeImage;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.Pair;
import io.karyo.spi.Straightener;
import io.karyo.straighten.Straighteners;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The hot paths one by one, under JMH, on synthetic cells: to see what a change does to one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class HotPaths {

  private static final int BATCH = 192;

  private final Straightener auto = Straighteners.auto();
  private final SplittableRandom random = new SplittableRandom(4);
  private final List<Integer> places = IntStream.range(0, BATCH).boxed().toList();
  private final List<ChromosomeImage> images;
  private final TrainingBatch batch;
  private final List<ChromosomeType> types;
  private final PictureProbe pictures;
  private final StepProbe karyo = new StepProbe(SiameseEncoders.sameDiff(), 1);
  private Iterator<Pair> pairs = List.<Pair>of().iterator();
  private int next;

  /** Draws what is measured on. */
  public HotPaths() {
    Material material = Material.synthetic();
    List<EncoderTraining.Example> training;
    try {
      training = material.training();
      images = material.images(BATCH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    batch = TrainingSection.batch(training, BATCH);
    types = training.stream().map(EncoderTraining.Example::type).toList();
    pictures =
        new PictureProbe(
            SiameseEncoders.sameDiff(),
            training.stream().map(EncoderTraining.Example::chromosome).toList());
  }

  /** Starts a first epoch of pairs. */
  @Setup
  public void sample() {
    pairs = PairSamplers.balanced().sample(types, 0, 1);
  }

  /** Frees native memory. */
  @TearDown
  public void close() {
    karyo.close();
  }

  /**
   * Straightens one image.
   *
   * @return what JMH shall keep
   */
  @Benchmark
  public Straightening straighten() {
    next = (next + 1) % images.size();
    return auto.straighten(images.get(next));
  }

  /**
   * Draws the pictures of a batch, changed at random.
   *
   * @return what JMH shall keep
   */
  @Benchmark
  public PictureProbe.Drawn drawBatch() {
    return pictures.augmented(places, random);
  }

  /**
   * Draws one pair.
   *
   * @return what JMH shall keep
   */
  @Benchmark
  public Pair drawPair() {
    if (!pairs.hasNext()) {
      sample();
    }
    return pairs.next();
  }

  /**
   * Trains one step.
   *
   * @return what JMH shall keep
   */
  @Benchmark
  public double step() {
    PictureProbe.Drawn inputs = batch.inputs();
    return karyo.step(inputs.images(), inputs.sizes(), BATCH, batch.pairs());
  }

  /**
   * Embeds a batch.
   *
   * @return what JMH shall keep
   */
  @Benchmark
  public float[][] embedBatch() {
    PictureProbe.Drawn inputs = batch.inputs();
    return karyo.embed(inputs.images(), inputs.sizes(), BATCH);
  }
}
