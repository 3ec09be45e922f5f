package io.karyo.cli.photograph;

import io.karyo.Karyotyper;
import io.karyo.cli.common.CliCommand;
import io.karyo.cli.common.ModelOption;
import io.karyo.cli.output.Outputs;
import io.karyo.cli.output.Overlay;
import io.karyo.cli.output.Sheet;
import io.karyo.image.Metaphase;
import io.karyo.photo.Box;
import io.karyo.photo.OtherRegion;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds and cuts out the chromosomes of a photograph. */
@Command(
    name = "segment",
    description = {
      "Finds the chromosomes in the photograph of a metaphase. Writes each as a PNG with everything"
          + " else removed (01.png and so on), its mask of the size of the photograph"
          + " (01-mask.png), a table of places (chromosomes.csv) and the photograph with outlines"
          + " (overlay.png).",
      "The segmenter of the model is used, the types decide how clusters are parted, and the"
          + " overlay shows them; with --by-shape, shapes alone decide. Numbers count from 1.",
      "What could not be done is reported on standard error; the exit code is 1 if no chromosome is"
          + " found."
    })
public final class SegmentCommand extends CliCommand {

  @Option(
      names = "--metaphase",
      required = true,
      paramLabel = "PHOTO",
      description = "A PNG, JPEG, BMP, GIF or TIFF file of one metaphase.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder for the files; created if it does not exist.")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Mixin private ModelOption model = new ModelOption();

  @Option(names = "--by-shape", description = "Find chromosomes by shape alone, without a model.")
  private boolean byShape;

  @Override
  public Integer call() throws IOException {
    if (byShape && model.isGiven()) {
      throw wrongUsage("--by-shape: must not be given with --model");
    }
    Metaphase photograph = Metaphase.read(file);
    Path real = folder.toAbsolutePath().normalize();
    if (real.equals(file.toAbsolutePath().normalize().getParent())) {
      throw wrongUsage(
          "--out: must be another folder than that of the photograph, found " + folder);
    }
    Outputs.folder(folder);
    FoundCell cell = find(photograph);
    Segmentation found = cell.segmentation();
    Map<Integer, String> types = cell.types();
    List<String> lines = new ArrayList<>();
    lines.add("number,left,top,width,height,area,touching" + (byShape ? "" : ",type"));
    List<Region> chromosomes = found.chromosomes();
    int digits = Math.max(2, String.valueOf(chromosomes.size()).length());
    for (int i = 0; i < chromosomes.size(); i++) {
      String name = String.format(Locale.ROOT, "%0" + digits + "d", i + 1);
      Outputs.png(Sheet.picture(found.cutOut(i)), folder.resolve(name + ".png"));
      Outputs.png(Overlay.mask(chromosomes.get(i), photograph), folder.resolve(name + "-mask.png"));
    }
    for (int cluster = 0, number = 1; cluster < found.clusters().size(); cluster++) {
      List<Region> members =
          found.clusters().get(cluster).partings().get(found.chosen(cluster)).chromosomes();
      for (Region member : members) {
        String type = byShape ? "" : "," + types.getOrDefault(number - 1, "");
        lines.add(row(number++, member, members.size() - 1) + type);
      }
    }
    Outputs.text(folder.resolve("chromosomes.csv"), String.join("\n", lines) + "\n");
    Outputs.png(Overlay.of(found, types, List.of()), folder.resolve("overlay.png"));
    say(
        "%d chromosomes in %d clusters, %d nuclei, %d other regions",
        chromosomes.size(), found.clusters().size(), others(found, true), others(found, false));
    say("wrote %s", folder);
    found.notes().forEach(note -> complain("%s: %s", file, note));
    return chromosomes.isEmpty() ? FAILED : FINE;
  }

  private FoundCell find(Metaphase photograph) throws IOException {
    if (byShape) {
      return FoundCell.in(photograph, null);
    }
    try (Karyotyper karyotyper = model.load()) {
      FoundCell found = FoundCell.in(photograph, karyotyper);
      say("%s", found.iscn());
      return found;
    }
  }

  private static String row(int number, Region region, int touching) {
    Box box = region.box();
    return number
        + ","
        + box.left()
        + ","
        + box.top()
        + ","
        + box.width()
        + ","
        + box.height()
        + ","
        + region.area()
        + ","
        + touching;
  }

  private static long others(Segmentation found, boolean nuclei) {
    return found.others().stream()
        .filter(other -> (other.kind() == OtherRegion.Kind.NUCLEUS) == nuclei)
        .count();
  }
}
