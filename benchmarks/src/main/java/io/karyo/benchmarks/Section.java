package io.karyo.benchmarks;

import io.karyo.data.LabelledMetaphase;
import io.karyo.spi.EncoderTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some rows of the table that are measured together. */
@FunctionalInterface
interface Section {

  /** Measures and adds rows. */
  void run(Context context) throws Exception;

  /** What sections share. */
  final class Context {

    final Material material;
    final Rounds rounds;
    final Table table;
    private final MaterialOptions options;
    private final Path folder;
    private @Nullable List<EncoderTraining.Example> training;

    Context(Material material, Rounds rounds, Table table, MaterialOptions options, Path folder) {
      this.material = material;
      this.rounds = rounds;
      this.table = table;
      this.options = options;
      this.folder = folder;
    }

    Path folder() {
      return folder;
    }

    Path model() throws IOException {
      return options.model(folder);
    }

    /** The photographs of a split; none if the data are missing. */
    List<LabelledMetaphase> photographs(String split) throws IOException {
      return options.photographs(split);
    }

    /** The straightened training images. */
    List<EncoderTraining.Example> training() throws IOException {
      if (training == null) {
        training = material.training();
      }
      return training;
    }
  }
}
