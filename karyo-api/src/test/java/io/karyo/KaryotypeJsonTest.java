package io.karyo;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.model.internal.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a program that reads version 1 of the JSON finds in version 2. */
class KaryotypeJsonTest {

  /** Fields of which the value, not the meaning, is that of a version of the library. */
  private static final Set<String> OF_THE_VERSION = Set.of("version", "libraryVersion");

  private static @Nullable Object version1() throws IOException {
    try (InputStream in = KaryotypeJsonTest.class.getResourceAsStream("/golden/karyotype-1.json")) {
      return Json.parse(
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void allThatVersion1HadIsInVersion2UnderTheSameNames() throws IOException {
    try (Karyotyper karyotyper =
        PhotographTest.builder()
            .segmenter(new PhotographTest.Knowing())
            .train(PhotographTest.dataset())) {
      Karyotype karyotype =
          karyotyper
              .karyotype(PhotographTest.photograph())
              .at(Instant.parse("2026-01-02T12:00:00Z"))
              .withPinned(2, ChromosomeType.X)
              .withFlipped(3)
              .without(4);
      List<String> differences = new ArrayList<>();
      compare("", version1(), Json.parse(karyotype.toJson()), differences);
      assertThat(differences).isEmpty();
    }
  }

  /** Compares what the earlier document has; further fields of objects are ignored. */
  private static void compare(
      String path, @Nullable Object earlier, @Nullable Object now, List<String> differences) {
    if (earlier instanceof Map<?, ?> object && now instanceof Map<?, ?> other) {
      object.forEach(
          (name, value) -> {
            if (!OF_THE_VERSION.contains(name)) {
              compare(path + "/" + name, value, other.get(name), differences);
            }
          });
    } else if (earlier instanceof List<?> list
        && now instanceof List<?> other
        && list.size() == other.size()) {
      for (int i = 0; i < list.size(); i++) {
        compare(path + "/" + i, list.get(i), other.get(i), differences);
      }
    } else if (!Objects.equals(earlier, now)) {
      differences.add(path + ": " + earlier + ", now " + now);
    }
  }
}
