package io.karyo.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The images whose labels an audit disputes. */
final class DisputedLabels {

  private DisputedLabels() {}

  /**
   * Reads the JSON of the command {@code audit}.
   *
   * @return the paths of the images with another label, in findings of at least the probability
   *     that the file states
   * @throws IOException if the file cannot be read or is not such a file
   */
  static Set<String> read(Path file) throws IOException {
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
    Set<String> paths = new HashSet<>();
    for (JsonNode finding : root.path("findings")) {
      if (finding.path("probability").asDouble() >= root.path("probability").asDouble()) {
        for (JsonNode one : finding.path("chromosomes")) {
          if (!one.path("recorded").asText().equals(one.path("proposed").asText())) {
            paths.add(one.path("path").asText());
          }
        }
      }
    }
    return paths;
  }
}
