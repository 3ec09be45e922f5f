package io.karyo.cli.paper;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.karyo.cli.output.Outputs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps what is finished, so that a run that was stopped goes on where it was. Each result is a
 * JSON file with a fingerprint of all that it depends on; of another fingerprint it counts for
 * nothing.
 */
final class RunStore {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Consumer<String> messages;

  RunStore(Path folder, Consumer<String> messages) {
    this.folder = folder;
    this.messages = messages;
  }

  /**
   * Condenses what a result depends on.
   *
   * @param parts all of it, in a fixed order
   */
  static String fingerprint(Object... parts) {
    StringBuilder text = new StringBuilder();
    for (Object part : parts) {
      // Each with its length: "a", "bc" is not "ab", "c".
      String written = part.toString();
      text.append(written.length()).append(':').append(written).append('\n');
    }
    byte[] digest = Draw.sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  private Path file(String name) {
    return folder.resolve(name + ".json");
  }

  /**
   * Looks for a result.
   *
   * @return it, if it is there and of that fingerprint
   */
  <T> Optional<T> find(String name, String fingerprint, Class<T> type) throws IOException {
    Path file = file(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode kept = JSON.readTree(Files.readString(file));
      if (fingerprint.equals(kept.path("fingerprint").asText())) {
        return Optional.of(JSON.treeToValue(kept.path("result"), type));
      }
      messages.accept(name + ": has other data or options, runs again");
    } catch (JsonProcessingException e) {
      messages.accept(name + ": cannot be read, runs again (" + e.getOriginalMessage() + ")");
    }
    return Optional.empty();
  }

  /** Keeps a result, as a whole or not at all. */
  void keep(String name, String fingerprint, Object result) throws IOException {
    Map<String, Object> kept = new LinkedHashMap<>();
    kept.put("fingerprint", fingerprint);
    kept.put("result", result);
    Outputs.text(file(name), JSON.writeValueAsString(kept) + "\n");
  }
}
