package io.karyo.cli.karyogram;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.Placement;
import io.karyo.classify.karyogram.Karyogram;
import io.karyo.cli.common.CliCommand;
import io.karyo.cli.common.ModelOption;
import io.karyo.cli.output.Failures;
import io.karyo.cli.output.Outputs;
import io.karyo.image.Metaphase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds and draws the karyotype of a cell. */
@Command(
    name = "karyogram",
    description = {
      "Finds the karyotype of a cell and draws its karyogram. Prints the karyotype, the second-best"
          + " one with the margin to it, and the number of chromosomes that a person should check.",
      "The command fails if an image cannot be read or shows no chromosome, because leaving it out"
          + " would change the karyotype."
    })
public final class KaryogramCommand extends CliCommand {

  @Mixin private ModelOption model = new ModelOption();

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  /** Where the chromosomes are. */
  private static final class Source {

    @Option(names = "--cell", required = true, paramLabel = "DIR", description = CellOptions.CELL)
    private @Nullable String cell;

    @Option(
        names = "--metaphase",
        required = true,
        paramLabel = "PHOTO",
        description = CellOptions.METAPHASE)
    private @Nullable Path metaphase;
  }

  @Mixin private CellOptions cellOptions = new CellOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "The file to write; its extension selects a picture (.png, .svg), a page (.html) or the"
              + " data (.json). - writes JSON to standard output.")
  @SuppressWarnings("NullAway.Init")
  private Path out;

  @Option(
      names = "--originals",
      description = "Draw the chromosomes as they were photographed, not straightened.")
  private boolean originals;

  @Option(
      names = "--scale",
      paramLabel = "N",
      description = "The scale of the drawing: px per px of the images, 0.1 to 20; default 2.")
  private @Nullable Double scale;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description =
          "The target share of correct designations among those not marked for review; default"
              + " 0.99.")
  private @Nullable Double precision;

  @Override
  public Integer call() throws IOException {
    String form = Outputs.isStandardOutput(out) ? "json" : ending(out);
    if (!Set.of("png", "svg", "html", "json").contains(form)) {
      throw wrongUsage("--out: must end in .png, .svg, .html or .json, found '" + out + "'");
    }
    if (form.equals("json") && (originals || scale != null)) {
      throw wrongUsage("--originals, --scale: must not be given for a .json file, which has none");
    }
    requireOutput(out);
    Karyotype karyotype = precise(karyotype(form));
    if (form.equals("json")) {
      write(out, karyotype.toJson());
    } else {
      write(scaled(Karyogram.of(karyotype).originals(originals)), form);
    }
    report(karyotype);
    return FINE;
  }

  private Karyotype karyotype(String form) throws IOException {
    String cell = source.cell;
    if (cell == null) {
      if (cellOptions.hasManifest()) {
        throw wrongUsage("--data: must not be given with --metaphase");
      }
      Metaphase photograph = Metaphase.read(Objects.requireNonNull(source.metaphase));
      try (Karyotyper karyotyper = model.load()) {
        Karyotype karyotype = karyotyper.karyotype(photograph);
        CellOptions.notes(karyotype).forEach(note -> say("%s", note));
        return karyotype;
      }
    }
    if (!cellOptions.hasManifest() && form.equals("png") && inside(Path.of(cell))) {
      throw wrongUsage("--out: must not be among the images of the cell, where it would be one");
    }
    Cell images = cellOptions.read(cell);
    try (Karyotyper karyotyper = model.load()) {
      return karyotyper.karyotype(images);
    }
  }

  private Karyotype precise(Karyotype karyotype) {
    try {
      return precision == null ? karyotype : karyotype.withPrecision(precision);
    } catch (IllegalArgumentException e) {
      throw wrongUsage("--" + Failures.message(e));
    }
  }

  private Karyogram scaled(Karyogram karyogram) {
    try {
      return scale == null ? karyogram : karyogram.scale(scale);
    } catch (IllegalArgumentException e) {
      throw wrongUsage("--" + Failures.message(e));
    }
  }

  private void write(Karyogram karyogram, String form) throws IOException {
    switch (form) {
      case "png" -> karyogram.writePng(out);
      case "svg" -> karyogram.writeSvg(out);
      default -> karyogram.writeHtml(out);
    }
  }

  private void report(Karyotype karyotype) {
    say("%s", karyotype.iscn());
    say("next best: %s, margin %.2f", karyotype.runnerUp(), karyotype.margin());
    long doubtful = karyotype.placements().stream().filter(Placement::review).count();
    say(
        "%d of %d chromosomes for review%s",
        doubtful,
        karyotype.placements().size(),
        doubtful == 0 && karyotype.needsReview() ? ", and the numbers" : "");
    warnIfForeign("cell '" + karyotype.cell() + "'", karyotype.familiarity());
    say("wrote %s", out);
  }

  private boolean inside(Path folder) {
    return folder.toAbsolutePath().normalize().equals(out.toAbsolutePath().normalize().getParent());
  }

  /** Returns what is behind the last dot of a file's name, in small letters. */
  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
