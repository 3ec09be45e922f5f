package io.karyo.cli.photograph;

import io.karyo.BoxedChromosomes;
import io.karyo.Karyotyper;
import io.karyo.cli.common.CliCommand;
import io.karyo.cli.common.DataOptions;
import io.karyo.cli.common.DatasetFolder;
import io.karyo.cli.common.ModelOption;
import io.karyo.cli.common.ThreadOptions;
import io.karyo.cli.output.Outputs;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.data.MetaphaseDataset;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import io.karyo.spi.Segmenter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Cuts labelled chromosomes out of photographs with boxes. */
@Command(
    name = "cut",
    description = {
      "Cuts chromosomes out of photographs with boxes, and writes them with their types as a data"
          + " set: a manifest.csv and one PNG for each. The segmenter of a model finds the"
          + " chromosomes; those are written that can be parted to fit the boxes."
    })
public final class CutCommand extends CliCommand {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "PHOTOGRAPHS",
      description = "Photographs: a metaphases.csv with boxes.csv beside it.")
  @SuppressWarnings("NullAway.Init")
  private Path data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder for the data set; created if it does not exist.")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Mixin private ModelOption model = new ModelOption();

  @Option(
      names = "--margin",
      paramLabel = "PX",
      defaultValue = "" + DataOptions.BOX_MARGIN,
      description = "How far annotated boxes reach beyond chromosomes; default ${DEFAULT-VALUE}.")
  private int margin = DataOptions.BOX_MARGIN;

  @Mixin private ThreadOptions threads = new ThreadOptions();

  @Override
  public Integer call() throws IOException {
    checkOptions(threads::check);
    MetaphaseDataset photographs = MetaphaseDataset.read(data);
    Outputs.folder(folder);
    ChromosomeDataset cut;
    int count = threads.apply();
    try (Karyotyper karyotyper = model.load(count)) {
      Segmenter segmenter =
          karyotyper.segmenter().orElseGet(() -> Parts.defaultPart(PartKind.SEGMENTER));
      cut = BoxedChromosomes.of(photographs.photographs(), segmenter, margin, count);
    }
    DatasetFolder.write(named(cut), folder);
    say("cut %d chromosomes out of %d photographs", cut.size(), cut.cells().size());
    say("wrote %s", folder);
    return FINE;
  }

  /** Names each chromosome by a folder for its photograph, its number there, and its type. */
  private static ChromosomeDataset named(ChromosomeDataset cut) {
    Map<String, String> folders = new HashMap<>();
    Map<String, Integer> numbers = new HashMap<>();
    List<LabelledChromosome> named = new ArrayList<>();
    for (LabelledChromosome item : cut.items()) {
      String photograph = item.cell().orElseThrow();
      String inner =
          folders.computeIfAbsent(
              photograph, absent -> String.format(Locale.ROOT, "images/%05d", folders.size() + 1));
      int number = numbers.merge(photograph, 1, Integer::sum);
      named.add(
          new LabelledChromosome(
              String.format(Locale.ROOT, "%s/%02d-%s.png", inner, number, item.type().label()),
              item.source(),
              item.type(),
              item.cell(),
              item.patient(),
              item.split(),
              item.laboratory()));
    }
    return ChromosomeDataset.of(named);
  }
}
