package io.karyo.cli;

import io.karyo.Karyotyper;
import io.karyo.cli.common.CliCommand;
import io.karyo.cli.output.Outputs;
import io.karyo.onnx.OnnxExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a trained encoder for other programs. */
@Command(
    name = "export",
    description = {
      "Writes the encoder of a trained model as an ONNX file, with the probabilities of the types"
          + " if the model classifies by class means.",
      "Straightening, the choice between the two ways up and whole cells are not in the file; its"
          + " metadata describes the input."
    })
final class ExportCommand extends CliCommand {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "The model, as written by the train command.")
  @SuppressWarnings("NullAway.Init")
  private Path model;

  @Option(
      names = "--onnx",
      required = true,
      paramLabel = "FILE",
      description = "The ONNX file to write.")
  @SuppressWarnings("NullAway.Init")
  private Path onnx;

  @Option(
      names = "--licence",
      paramLabel = "TEXT",
      description = "The licence of the weights, for the file's metadata; default: not stated.")
  private @Nullable String licence;

  @Option(
      names = "--card",
      paramLabel = "FILE",
      description = "A text file with a model card, for the file's metadata.")
  private @Nullable Path card;

  @Override
  public Integer call() throws IOException {
    Outputs.requireWritable(onnx);
    try (Karyotyper karyotyper = Karyotyper.load(model)) {
      OnnxExport export = OnnxExport.of(karyotyper);
      export = licence == null ? export : export.licence(licence);
      export = card == null ? export : export.card(Files.readString(card));
      export.write(onnx);
    }
    say("saved %s", onnx);
    return FINE;
  }
}
