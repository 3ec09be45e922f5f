package io.karyo.spark;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Placement;
import io.karyo.image.ChromosomeImage;
import io.karyo.spark.TestCells.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** What one machine answers without Spark, in the words in which Spark's rows are written here. */
final class Answers {

  private Answers() {}

  static Map<String, String> classified(Karyotyper karyotyper, List<File> files)
      throws IOException {
    Map<String, String> answers = new TreeMap<>();
    for (File file : files) {
      Classification answer = karyotyper.classify(file.decode());
      answers.put(
          file.path(),
          written(
              file.path(),
              file.cell(),
              answer.type().label(),
              answer.probability(),
              Math.log(answer.probability() / answer.alternatives().get(0).probability()),
              null,
              answer.polarity(),
              answer.polarityProbability(),
              answer.typicality().isPresent() ? answer.typicality().getAsDouble() : null,
              null));
    }
    return answers;
  }

  /** Answers for cells of good images. */
  static Map<String, String> karyotyped(Karyotyper karyotyper, List<File> files, boolean complete)
      throws IOException {
    Map<String, List<File>> cells =
        files.stream()
            .collect(Collectors.groupingBy(File::cell, TreeMap::new, Collectors.toList()));
    Map<String, String> answers = new TreeMap<>();
    for (List<File> cell : cells.values()) {
      List<ChromosomeImage> images = new ArrayList<>();
      for (File file : cell) {
        images.add(file.decode());
      }
      Karyotype karyotype = karyotyper.karyotype(new Cell(cell.get(0).cell(), images));
      for (Placement placement : karyotype.placements()) {
        File file = cell.get(placement.chromosome());
        answers.put(
            file.path(),
            written(
                file.path(),
                file.cell(),
                null,
                placement.designation().label(),
                placement.probability(),
                placement.margin(),
                placement.review(),
                placement.polarity(),
                karyotype.iscn(),
                !complete || karyotype.needsReview(),
                null));
      }
    }
    return answers;
  }

  /** Writes down rows, each under its path; a path that is there twice is an error. */
  static Map<String, String> of(Collection<Row> rows) {
    return rows.stream()
        .collect(
            Collectors.toMap(
                row -> row.getString(0),
                row -> {
                  @Nullable Object[] values = new Object[row.size()];
                  for (int i = 0; i < values.length; i++) {
                    values[i] = row.get(i);
                  }
                  return written(values);
                },
                (one, other) -> {
                  throw new IllegalStateException("twice: " + one);
                },
                TreeMap::new));
  }

  /** All bits of doubles show in their text. */
  private static String written(@Nullable Object... values) {
    return Arrays.toString(values);
  }
}
