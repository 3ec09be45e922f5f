package io.karyo.cli;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Designation;
import io.karyo.cli.common.CliCommand;
import io.karyo.cli.common.DataOptions;
import io.karyo.cli.common.DatasetFolder;
import io.karyo.cli.common.ThreadOptions;
import io.karyo.cli.common.TrainingProgress;
import io.karyo.cli.evaluate.LabelledAnswer;
import io.karyo.cli.evaluate.Metrics;
import io.karyo.cli.output.Outputs;
import io.karyo.cli.output.Sheet;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledCell;
import io.karyo.gband.GBandModel;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.synthetic.SyntheticCells;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the whole library at work, on cells that it draws itself. */
@Command(
    name = "quickstart",
    description =
        "Draws synthetic G-banded cells, shows what the model that comes with this program finds in"
            + " them, trains a model of their own, measures it on held-out cells, and writes the"
            + " model, the figures, a picture and the images. Takes two or three minutes.")
final class QuickstartCommand extends CliCommand {

  private static final Color RIGHT = new Color(0, 128, 0);
  private static final Color WRONG = new Color(200, 0, 0);

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder for all files; default ${DEFAULT-VALUE}.")
  private Path folder = Path.of("karyo-quickstart");

  @Option(names = "--seed", paramLabel = "N", description = "The random seed; default 42.")
  private long seed = 42;

  @Option(
      names = "--cells",
      paramLabel = "N",
      description = "The number of training cells; default ${DEFAULT-VALUE}.")
  private int cells = 24;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "The number of epochs; default ${DEFAULT-VALUE}.")
  private int epochs = 16;

  @Mixin private ThreadOptions threads = new ThreadOptions();

  @Override
  public Integer call() throws IOException {
    requirePositive("--cells", cells);
    requirePositive("--epochs", epochs);
    Karyotyper.Builder builder = Karyotyper.builder().seed(seed);
    checkOptions(threads::check);
    checkOptions(() -> builder.encoder(SiameseEncoders.sameDiff().epochs(epochs)));
    Outputs.folder(folder);
    Path model = folder.resolve("quickstart.karyo");
    Path manifest = folder.resolve(DataOptions.MANIFEST);
    if (Files.exists(manifest) && !Files.exists(model)) {
      throw wrongUsage(
          "--out: must not hold a data set, which would be replaced, found " + manifest);
    }

    // Straight out of a metaphase: bent, but turned the right way up by whoever cut them out.
    SyntheticData.Size size = new SyntheticData.Size(cells, Math.max(1, cells / 6), 5);
    ChromosomeDataset dataset =
        SyntheticData.draw(SyntheticCells.builder().seed(seed).bend(0, 70).build(), size);
    say(
        "drew %d synthetic cells, %d chromosomes: %d cells to train on, %d to choose with, %d held"
            + " out",
        dataset.cells().size(), dataset.size(), size.train(), size.validation(), size.test());
    Path images = DatasetFolder.write(dataset, folder);
    ChromosomeDataset test = dataset.split(ChromosomeDataset.TEST);
    showShipped(test);

    TrainingProgress progress = progress();
    builder.threads(threads.apply()).listener(progress);
    try (Karyotyper karyotyper = builder.train(dataset)) {
      progress.finish();
      karyotyper.save(model);
      say("trained in %.0f s", karyotyper.report().seconds());

      long start = System.nanoTime();
      List<LabelledAnswer> byCell = LabelledAnswer.ask(karyotyper, test, true);
      double seconds = (System.nanoTime() - start) / 1e9;
      Metrics metrics =
          Metrics.of(
              new Metrics.Run(model.toString(), ChromosomeDataset.TEST, false, false, seconds),
              byCell,
              LabelledAnswer.ask(karyotyper, test, false));
      metrics.summary().forEach(line -> say("%s", line));
      Path figures = folder.resolve("metrics.json");
      Outputs.text(figures, Outputs.json(metrics) + "\n");
      Path picture = folder.resolve("chromosomes.png");
      Outputs.png(Sheet.of(tiles(byCell)), picture);
      say("wrote %s, %s, %s and the images, %s", model, figures, picture, images);
      say("next: classify --model %s IMAGE..., or train --data YOUR-MANIFEST --model FILE", model);
    } finally {
      progress.finish();
    }
    return FINE;
  }

  /** Asks the model that comes along. */
  private void showShipped(ChromosomeDataset test) throws IOException {
    try (Karyotyper shipped = GBandModel.load()) {
      int right = 0;
      int normal = 0;
      for (LabelledCell cell : test.cells()) {
        Karyotype karyotype = shipped.karyotype(cell.load());
        normal += karyotype.iscn().isNormal() ? 1 : 0;
        for (int i = 0; i < cell.types().size(); i++) {
          Designation truth = Designation.of(cell.types().get(i));
          right += karyotype.placement(i).designation().equals(truth) ? 1 : 0;
        }
      }
      say(
          "the model that comes with karyo designated %d of %d held-out chromosomes correctly and"
              + " found %d of %d cells normal, as all are; it was not trained on drawn cells, which"
              + " are easier than real ones",
          right, test.size(), normal, test.cells().size());
    }
  }

  /** The chromosomes of the first cell, ordered as in a karyogram. */
  private static List<Sheet.Tile> tiles(List<LabelledAnswer> answers) throws IOException {
    List<LabelledAnswer> first =
        answers.stream()
            .filter(answer -> answer.item().cell().equals(answers.get(0).item().cell()))
            .sorted(Comparator.comparing(answer -> answer.item().type()))
            .toList();
    List<Sheet.Tile> tiles = new ArrayList<>();
    for (LabelledAnswer answer : first) {
      Classification classification = answer.answer().classification();
      if (classification != null) {
        String label = answer.item().type().label();
        String percent = String.format(Locale.ROOT, " %.0f%%", 100 * classification.probability());
        tiles.add(
            new Sheet.Tile(
                answer.item().load(),
                classification.straightened(),
                (answer.right() ? label : label + ">" + classification.type()) + percent,
                answer.right() ? RIGHT : WRONG));
      }
    }
    return tiles;
  }
}
