package io.karyo.data;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.image.ChromosomeImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Lists a folder of folders; see {@link ChromosomeDataset#fromFolders(Path)} for the layout. */
final class ImageFolders {

  private ImageFolders() {}

  static List<LabelledChromosome> read(Path root) throws IOException {
    Map<ChromosomeType, Path> folders = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    for (Path folder : list(root)) {
      String name = nameOf(folder);
      if (!Files.isDirectory(folder)) {
        continue;
      }
      Optional<ChromosomeType> type = ChromosomeType.find(name);
      if (type.isEmpty()) {
        problems.add("folder: must be named 1 to 22, X or Y, found '" + name + "'");
      } else if (folders.putIfAbsent(type.get(), folder) != null) {
        problems.add("folder: must be one per type, found a second of '" + type.get() + "'");
      }
    }
    List<LabelledChromosome> items = new ArrayList<>();
    for (Map.Entry<ChromosomeType, Path> folder : folders.entrySet()) {
      for (Path file : images(folder.getValue())) {
        items.add(
            LabelledChromosome.of(
                root.relativize(file).toString(), ImageSource.of(file), folder.getKey()));
      }
    }
    if (problems.isEmpty() && items.isEmpty()) {
      problems.add("must have one folder of images per type, found no image");
    }
    if (!problems.isEmpty()) {
      throw new DatasetException(root.toString(), problems);
    }
    return items;
  }

  /** Lists the images in a folder, sorted by name. */
  static List<Path> images(Path folder) throws IOException {
    return list(folder).stream()
        .filter(file -> ChromosomeImage.isImageName(nameOf(file)) && Files.isRegularFile(file))
        .toList();
  }

  /** Lists the entries of a folder, sorted by name, without hidden ones. */
  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !nameOf(file).startsWith("."))
          .sorted(Comparator.comparing(ImageFolders::nameOf))
          .toList();
    }
  }

  static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }
}
