package io.karyo.benchmarks;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledCell;
import io.karyo.image.Polarity;
import io.karyo.siamese.SameDiffEncoder;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long it takes to a model that is good enough. */
@Command(
    name = "time-to-accuracy",
    description = {
      "Trains one network of the default kind, longer and longer, until the accuracy on the test"
          + " images is reached; with karyo, then with karyo's recipe in PyTorch.",
      "The time is that of the training that reached it; PyTorch is given straightened images."
    },
    mixinStandardHelpOptions = true)
final class TimeToAccuracyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private MaterialOptions options = new MaterialOptions();

  @Option(
      names = "--accuracy",
      paramLabel = "SHARE",
      defaultValue = "0.975",
      description = "What must be reached, cell by cell; ${DEFAULT-VALUE} unless set.")
  private double accuracy = 0.975;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      split = ",",
      defaultValue = "4,6,8,10,14,20",
      description = "How many epochs are tried, in this order; ${DEFAULT-VALUE} unless set.")
  private List<Integer> epochs = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The seed of all draws; ${DEFAULT-VALUE} unless set.")
  private long seed = 1;

  /** One training: the seconds until the network began, those of the network, and all. */
  private record Trial(double before, double network, double all, double accuracy) {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    TorchNetwork.configure(Machine.processors());
    Material material = options.material();
    Machine.describe(out, material);
    SameDiffEncoder recipe = SiameseEncoders.sameDiff().polarity(SameDiffEncoder.Polarity.UPRIGHT);
    Trial ours = reach(out, "karyo", material, recipe::epochs);
    Trial theirs = reach(out, "PyTorch", material, n -> new TorchEncoder(recipe, n));
    if (ours == null || theirs == null) {
      out.println("not reached");
      return 1;
    }
    new Table(out)
        .ratio(
            "images on disk to " + Table.number(100 * accuracy) + " %",
            "s",
            new Series(ours.all()),
            "PyTorch, from straightened images",
            new Series(theirs.all() - theirs.before()),
            Goal.atMost(1, 0.8));
    return 0;
  }

  private @Nullable Trial reach(
      PrintWriter out, String name, Material material, IntFunction<SiameseEncoder> encoders)
      throws IOException {
    for (int count : epochs) {
      Trial trial = train(material, encoders.apply(count));
      out.printf(
          Locale.ROOT,
          "%s, %d epochs: %.2f %% in %.1f s: reading and straightening %.1f s, network %.1f s,"
              + " classifier and assigner the rest%n",
          name,
          count,
          100 * trial.accuracy(),
          trial.all(),
          trial.before(),
          trial.network());
      if (trial.accuracy() >= accuracy) {
        return trial;
      }
    }
    return null;
  }

  private Trial train(Material material, SiameseEncoder encoder) throws IOException {
    TimedEncoder timed = new TimedEncoder(encoder);
    long start = System.nanoTime();
    try (Karyotyper karyotyper =
        Karyotyper.builder().encoder(timed).seed(seed).train(material.dataset())) {
      double all = (System.nanoTime() - start) / 1e9;
      return new Trial(
          (timed.start - start) / 1e9,
          (timed.end - timed.start) / 1e9,
          all,
          accuracy(karyotyper, material));
    }
  }

  private static double accuracy(Karyotyper karyotyper, Material material) throws IOException {
    int right = 0;
    int count = 0;
    for (LabelledCell cell : material.dataset().split(ChromosomeDataset.TEST).cells()) {
      List<Classification> found = karyotyper.classify(cell.load().withPolarity(Polarity.P_UP));
      for (int i = 0; i < found.size(); i++) {
        right += found.get(i).type() == cell.chromosomes().get(i).type() ? 1 : 0;
      }
      count += found.size();
    }
    return (double) right / count;
  }

  /** Remembers when a network began to be trained, and when it was. */
  private static final class TimedEncoder implements SiameseEncoder {

    private final SiameseEncoder encoder;
    private long start;
    private long end;

    TimedEncoder(SiameseEncoder encoder) {
      this.encoder = encoder;
    }

    @Override
    public TrainedEncoder train(EncoderTraining training) {
      start = System.nanoTime();
      TrainedEncoder trained = encoder.train(training);
      end = System.nanoTime();
      return trained;
    }
  }
}
