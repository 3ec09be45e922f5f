package io.karyo.benchmarks;

import io.karyo.Karyotyper;
import io.karyo.data.LabelledMetaphase;
import io.karyo.data.MetaphaseDataset;
import io.karyo.siamese.SiameseEncoders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to measure with. */
final class MaterialOptions {

  private static final int SYNTHETIC_EPOCHS = 10;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "../shared/data",
      description =
          "The folder with pki3 and taichung; synthetic cells are drawn where pki3 is missing.")
  private Path data = Path.of("../shared/data");

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "A saved model; unless given, a small one is trained on synthetic cells.")
  private @Nullable Path model;

  Material material() throws IOException {
    return Material.of(data);
  }

  /** Returns photographs of the Taichung data set; none where it is missing. */
  List<LabelledMetaphase> photographs(String split) throws IOException {
    Path csv = data.resolve("taichung").resolve("metaphases.csv");
    return Files.isRegularFile(csv)
        ? MetaphaseDataset.read(csv).split(split).photographs()
        : List.of();
  }

  /** Returns a saved model, trained in a folder if none is given. */
  Path model(Path folder) throws IOException {
    if (model != null) {
      return model;
    }
    Path file = folder.resolve("synthetic.karyo");
    if (!Files.exists(file)) {
      try (Karyotyper small =
          Karyotyper.builder()
              .encoder(
                  SiameseEncoders.concatenated(
                      SiameseEncoders.sameDiff().epochs(SYNTHETIC_EPOCHS), 3))
              .train(Material.synthetic().dataset())) {
        small.save(file);
      }
    }
    return file;
  }
}
