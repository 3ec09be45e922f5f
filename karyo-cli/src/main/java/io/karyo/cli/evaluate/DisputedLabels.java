package io.karyo.cli.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The images whose labels an audit disputes. */
final class DisputedLabels {

  private DisputedLabels() {}

  /**
   * Reads the JSON of the command {@code audit}.
   *
   * @param file the JSON file
   * @param audited the data set that was audited
   * @return the paths of the images with another label, in findings of at least the probability
   *     that the file states
   * @throws IOException if the file cannot be read, is not such a file, or disputes an image that
   *     the data set does not have
   */
  static Set<String> read(Path file, ChromosomeDataset audited) throws IOException {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new IOException(
          file + ": must be the JSON of 'audit', found: " + e.getOriginalMessage(), e);
    }
    if (!root.path("findings").isArray() || !root.path("probability").isNumber()) {
      throw new IOException(
          file + ": must be the JSON of 'audit', found no findings with a probability");
    }
    Set<String> paths = new LinkedHashSet<>();
    for (JsonNode finding : root.path("findings")) {
      if (finding.path("probability").asDouble() >= root.path("probability").asDouble()) {
        for (JsonNode one : finding.path("chromosomes")) {
          if (!one.path("recorded").asText().equals(one.path("proposed").asText())) {
            paths.add(one.path("path").asText());
          }
        }
      }
    }
    requireOf(audited, paths, file);
    return paths;
  }

  private static void requireOf(ChromosomeDataset audited, Set<String> paths, Path file)
      throws IOException {
    Set<String> names =
        audited.items().stream().map(LabelledChromosome::name).collect(Collectors.toSet());
    for (String path : paths) {
      if (!names.contains(path)) {
        throw new IOException(
            file + ": must be an audit of the data set, which has no image '" + path + "'");
      }
    }
  }
}
