package io.karyo.benchmarks;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.network.Augmentation;
import io.karyo.siamese.SameDiffEncoder;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.Cancellation;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.TrainingListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** How fast the default network learns. */
final class TrainingSection implements Section {

  private static final int[] BATCHES = {64, 128, 256};
  private static final int API_IMAGES = 4_000;

  /** Of one engine, at one batch size. */
  private record Timed(int batch, Series rate) {}

  @Override
  public void run(Context context) throws Exception {
    List<EncoderTraining.Example> examples = context.training();
    List<Rounds.Contender> contenders = new ArrayList<>();
    contenders.add(new Sgemm());
    double learningRate = StepProbe.learningRate(SiameseEncoders.sameDiff(), StepProbe.HALF_WAY);
    try (StepProbe karyo = new StepProbe(SiameseEncoders.sameDiff(), 1);
        TorchNetwork torch =
            new TorchNetwork(NetworkShape.STANDARD, karyo.weights(), learningRate)) {
      for (int batchSize : BATCHES) {
        TrainingBatch batch = batch(examples, batchSize);
        PictureProbe.Drawn inputs = batch.inputs();
        PictureProbe.Drawn turned = torch.turned(inputs);
        contenders.add(
            Rounds.Contender.repeating(
                () -> {
                  karyo.step(inputs.images(), inputs.sizes(), batch.count(), batch.pairs());
                  return batch.count();
                }));
        contenders.add(
            Rounds.Contender.repeating(
                () -> {
                  torch.step(turned, batch.types());
                  return batch.count();
                }));
      }
      List<Series> rates = context.rounds.measure(contenders);
      List<Timed> ours = new ArrayList<>();
      List<Timed> theirs = new ArrayList<>();
      for (int i = 0; i < BATCHES.length; i++) {
        ours.add(new Timed(BATCHES[i], rates.get(1 + 2 * i)));
        theirs.add(new Timed(BATCHES[i], rates.get(2 + 2 * i)));
      }
      report(context.table, ours, theirs, rates.get(0));
    }
    api(context, examples);
  }

  private static void report(Table table, List<Timed> ours, List<Timed> theirs, Series limit) {
    Timed best = best(ours);
    Timed peer = best(theirs);
    table.ratio(
        "training step, the better batch: " + best.batch() + " and " + peer.batch(),
        "images/s",
        best.rate(),
        "PyTorch",
        peer.rate(),
        Goal.atLeast(1.1, 1.3));
    for (int i = 0; i < ours.size(); i++) {
      table.ratio(
          "– batch " + BATCHES[i],
          "images/s",
          ours.get(i).rate(),
          "PyTorch",
          theirs.get(i).rate(),
          null);
    }
    Series flops = best.rate().times(NetworkShape.STANDARD.flopsOfStep(best.batch()));
    table.ratio(
        "training step, share of the sgemm limit",
        "GFLOP/s",
        flops.times(1e-9),
        "sgemm",
        limit.times(1e-9),
        Goal.atLeast(0.25, 0.4));
    Series peerFlops = peer.rate().times(NetworkShape.STANDARD.flopsOfStep(peer.batch()));
    table.figure("– PyTorch's share", "", peerFlops.over(limit), null);
  }

  private static Timed best(List<Timed> all) {
    return all.stream().max(Comparator.comparingDouble(t -> t.rate().median())).orElseThrow();
  }

  /** Images of all types in turn, changed as in training. */
  static TrainingBatch batch(List<EncoderTraining.Example> examples, int size) {
    List<ChromosomeType> present =
        examples.stream().map(EncoderTraining.Example::type).distinct().sorted().toList();
    List<PreparedChromosome> chosen = new ArrayList<>();
    List<ChromosomeType> types = new ArrayList<>();
    for (int n = 0; n < size; n++) {
      ChromosomeType type = present.get(n % present.size());
      List<PreparedChromosome> ofType =
          examples.stream()
              .filter(e -> e.type() == type)
              .map(EncoderTraining.Example::chromosome)
              .toList();
      chosen.add(ofType.get(n / present.size() % ofType.size()));
      types.add(type);
    }
    PictureProbe.Drawn drawn =
        new PictureProbe(SiameseEncoders.sameDiff(), chosen)
            .augmented(IntStream.range(0, size).boxed().toList(), new SplittableRandom(3));
    return TrainingBatch.of(drawn, types);
  }

  /** The same through the public API: with drawing of pairs, pictures and changes. */
  private static void api(Context context, List<EncoderTraining.Example> examples)
      throws Exception {
    List<EncoderTraining.Example> some = Material.every(examples, API_IMAGES);
    SameDiffEncoder plain = SiameseEncoders.sameDiff().augmentation(Augmentation.none());
    List<Series> rates =
        context.rounds.measure(
            seconds -> rate(SiameseEncoders.sameDiff(), some, seconds),
            seconds -> rate(plain, some, seconds));
    context.table.figure(
        "training through the API, batch 192, augmentation on", "images/s", rates.get(0), null);
    context.table.figure(
        "training through the API, batch 192, augmentation off", "images/s", rates.get(1), null);
  }

  private static double rate(
      SameDiffEncoder encoder, List<EncoderTraining.Example> examples, double seconds) {
    StepTimes times = new StepTimes();
    Cancellation cancellation = new Cancellation();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onProgress(Progress progress) {
            times.onProgress(progress);
            if (System.nanoTime() > end && times.images() > 0) {
              cancellation.finishEarly();
            }
          }

          @Override
          public void onEpoch(Epoch epoch) {
            times.onEpoch(epoch);
          }
        };
    encoder
        .polarity(SameDiffEncoder.Polarity.UPRIGHT)
        .train(
            new EncoderTraining(
                examples,
                List.of(),
                PairSamplers.inBatch(),
                1,
                Machine.processors(),
                listener,
                cancellation))
        .close();
    return times.images() / times.seconds();
  }

  /** Sums the time from batch to batch; what is done between epochs is not counted. */
  private static final class StepTimes implements TrainingListener {

    private long before = -1;
    private long doneBefore;
    private long images;
    private long nanos;

    @Override
    public void onProgress(Progress progress) {
      long now = System.nanoTime();
      if (before >= 0) {
        images += progress.done() - doneBefore;
        nanos += now - before;
      }
      before = now;
      doneBefore = progress.done();
    }

    @Override
    public void onEpoch(Epoch epoch) {
      before = -1;
    }

    long images() {
      return images;
    }

    double seconds() {
      return nanos / 1e9;
    }
  }
}
