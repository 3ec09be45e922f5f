package io.karyo.review.internal.export;

import io.karyo.Karyotype;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Placement;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.review.internal.page.Pictures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The chromosomes that a person placed or confirmed as a data set: a {@code manifest.csv} and a PNG
 * file for each, p arm up. What only the model placed is left out, as are markers, which have no
 * type.
 */
final class TrainingZip {

  /** The same for all, so that the same review gives the same file. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private TrainingZip() {}

  /**
   * Writes the data set.
   *
   * @throws NoSuchElementException if there is no such chromosome
   */
  static byte[] of(Karyotype karyotype) throws IOException {
    List<LabelledChromosome> items = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      for (Placement placement : karyotype.placements()) {
        Optional<ChromosomeType> type = placement.designation().type();
        if (placement.pinned() && type.isPresent()) {
          LabelledChromosome item = item(karyotype, placement.chromosome(), type.get());
          items.add(item);
          boolean turned = placement.polarity() == Polarity.P_DOWN;
          put(zip, item.name(), Pictures.png(Pictures.cutOut(item.load(), turned)));
        }
      }
      if (items.isEmpty()) {
        throw new NoSuchElementException(
            "training data: must have at least one chromosome with a type that was placed by hand"
                + " or confirmed, found none");
      }
      String manifest = ChromosomeDataset.of(items).toManifest();
      put(zip, "manifest.csv", manifest.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static LabelledChromosome item(Karyotype karyotype, int number, ChromosomeType type) {
    ChromosomeImage image = karyotype.image(number);
    LabelledChromosome item =
        LabelledChromosome.of(
            String.format(Locale.ROOT, "images/%03d-%s.png", number, type.label()),
            () -> image,
            type);
    return karyotype.cell().isBlank() ? item : item.withCell(karyotype.cell());
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
