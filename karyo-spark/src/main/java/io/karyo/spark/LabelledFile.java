package io.karyo.spark;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.LabelledChromosome;
import io.karyo.spark.ImageRows.Image;
import java.io.Serial;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file of a labelled image, which can be sent to executors. */
final class LabelledFile implements Serializable {

  @Serial private static final long serialVersionUID = 1L;

  private final String path;
  private final byte[] content;
  private final String label;
  private final @Nullable String cell;
  private final @Nullable String patient;

  LabelledFile(
      String path, byte[] content, String label, @Nullable String cell, @Nullable String patient) {
    this.path = path;
    this.content = content;
    this.label = label;
    this.cell = cell;
    this.patient = patient;
  }

  String path() {
    return path;
  }

  /** The bytes of the file, not copied. */
  byte[] content() {
    return content;
  }

  LabelledChromosome item() {
    return new LabelledChromosome(
        path,
        () -> new Image(path, content, cell, patient, null, null).decode(),
        ChromosomeType.of(label),
        // Two patients may have cells of one name, a data set may not.
        Optional.ofNullable(cell).map(name -> patient == null ? name : patient + "/" + name),
        Optional.ofNullable(patient),
        Optional.empty(),
        Optional.empty());
  }
}
