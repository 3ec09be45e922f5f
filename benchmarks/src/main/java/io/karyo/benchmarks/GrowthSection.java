package io.karyo.benchmarks;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.siamese.SameDiffEncoder;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.Cancellation;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.Pair;
import io.karyo.spi.TrainingListener;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** Whether cost grows with the work only. */
final class GrowthSection implements Section {

  private static final Goal FLAT = Goal.atMost(1.15, 1.05);
  private static final int MOST_ROUNDS = 3;

  /** Enough epochs each to have some that are neither first nor last. */
  private enum Size {
    SMALL(1_000, 18),
    MIDDLE(5_000, 6),
    LARGE(17_000, 3);

    private final int images;
    private final int epochs;

    Size(int images, int epochs) {
      this.images = images;
      this.epochs = epochs;
    }
  }

  @Override
  public void run(Context context) throws Exception {
    training(context);
    sampler(context);
  }

  private static void training(Context context) throws Exception {
    List<EncoderTraining.Example> examples = context.training();
    int rounds = Math.min(MOST_ROUNDS, context.rounds.count());
    double[][] seconds = new double[Size.values().length][rounds];
    for (int round = 0; round < rounds; round++) {
      for (Size size : Size.values()) {
        seconds[size.ordinal()][round] = secondsForThousand(examples, size);
      }
    }
    double[] medians = new double[seconds.length];
    for (Size size : Size.values()) {
      Series series = new Series(seconds[size.ordinal()]);
      medians[size.ordinal()] = series.median();
      context.table.figure(
          "training, of 1,000 images, with " + Table.number(Math.min(size.images, examples.size())),
          "s",
          series,
          null);
    }
    Series all = new Series(medians);
    context.table.figure("– most ÷ least", "", new Series(all.most() / all.least()), FLAT);
  }

  private static double secondsForThousand(List<EncoderTraining.Example> examples, Size size) {
    List<EncoderTraining.Example> some = Material.every(examples, size.images);
    List<Double> epochs = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            epochs.add(epoch.seconds());
          }
        };
    SiameseEncoders.sameDiff()
        .polarity(SameDiffEncoder.Polarity.UPRIGHT)
        .epochs(size.epochs)
        .train(
            new EncoderTraining(
                some,
                List.of(),
                PairSamplers.inBatch(),
                1,
                Machine.processors(),
                listener,
                new Cancellation()))
        .close();
    double seconds = epochs.subList(1, epochs.size() - 1).stream().mapToDouble(s -> s).sum();
    return seconds / (epochs.size() - 2) / some.size() * 1000;
  }

  private static void sampler(Context context) throws Exception {
    int[] sizes = {1_300, 17_000, 1_000_000};
    List<List<ChromosomeType>> labels = new ArrayList<>();
    for (int size : sizes) {
      // As in a male cell of 46, over and over.
      labels.add(
          IntStream.range(0, size)
              .mapToObj(i -> ChromosomeType.ALL.get(i % 46 < 44 ? i % 46 / 2 : i % 46 - 22))
              .toList());
    }
    List<Rounds.Contender> contenders = new ArrayList<>();
    for (List<ChromosomeType> types : labels) {
      contenders.add(
          Rounds.Contender.repeating(
              () -> {
                Iterator<Pair> pairs = PairSamplers.balanced().sample(types, 0, 1);
                long count = 0;
                while (pairs.hasNext()) {
                  pairs.next();
                  count++;
                }
                return count;
              }));
    }
    List<Series> rates = context.rounds.measure(contenders);
    double[] nanos = new double[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      Series series = new Series(rates.get(i).values());
      Series ofPair = new Series(Arrays.stream(series.values()).map(rate -> 1e9 / rate).toArray());
      nanos[i] = ofPair.median();
      context.table.figure(
          "balanced sampler, a pair, of " + Table.number(sizes[i]) + " labels", "ns", ofPair, null);
    }
    Series all = new Series(nanos);
    context.table.figure("– most ÷ least", "", new Series(all.most() / all.least()), FLAT);
    for (int i = 0; i < sizes.length; i++) {
      context.table.figure(
          "balanced sampler, held by " + Table.number(sizes[i]) + " labels",
          "bytes/label",
          new Series(heldBytes(labels.get(i)) / sizes[i]),
          null);
    }
  }

  /** What a sampler in the middle of an epoch keeps from the garbage collector. */
  private static double heldBytes(List<ChromosomeType> types) {
    double before = usedBytes();
    Iterator<Pair> pairs = PairSamplers.balanced().sample(types, 0, 1);
    pairs.next();
    double after = usedBytes();
    if (!pairs.hasNext()) {
      throw new IllegalStateException("sampler: must have more than one pair");
    }
    return Math.max(0, after - before);
  }

  private static double usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
