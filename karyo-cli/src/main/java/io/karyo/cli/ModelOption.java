package io.karyo.cli;

import io.karyo.Karyotyper;
import io.karyo.gband.GBandModel;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names a model; without it, the one that comes with the command line is used. */
final class ModelOption {

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "A saved model; default the one for G-bands that comes with this program.")
  private @Nullable Path model;

  /** Loads the model, which the caller closes. */
  Karyotyper load() throws IOException {
    return model == null ? GBandModel.load() : Karyotyper.load(model);
  }
}
