package io.karyo.review.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.Karyotype;
import io.karyo.review.Review;
import io.karyo.review.ReviewServer;
import io.karyo.review.TestCells;
import io.karyo.review.internal.ReviewJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledServerTest {

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void whatWasAnsweredIsThereAfterTheServerWasKilled() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                ReviewAndWait.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int version = 0;
    String iscn = "";
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      URI uri = URI.create(String.valueOf(out.readLine()));
      for (int i = 0; i < 20; i++) {
        String to = i % 3 == 0 ? "13" : String.valueOf(1 + i);
        HttpResponse<byte[]> answer =
            post(uri, "{\"do\":\"pin\",\"chromosome\":" + i % 7 + ",\"to\":\"" + to + "\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        var state = ReviewJson.object(answer.body());
        version = (Integer) state.getOrDefault("version", -1);
        iscn = String.valueOf(state.get("iscn"));
      }
      assertThatThrownBy(() -> ReviewServer.builder().add(cell()).folder(folder).start())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("must be used by one review at a time");
      // kill -9: no shutdown hook, no finally.
      process.toHandle().destroyForcibly();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).isNotZero();
    try (ReviewServer again = ReviewServer.builder().add(cell()).folder(folder).start()) {
      Review review = again.reviews().get(0);
      assertThat(review.trail()).hasSize(20).hasSize(version);
      assertThat(iscn).as("the pins changed it").isNotEqualTo(cell().iscn().toString());
      assertThat(review.karyotype().iscn()).hasToString(iscn);
    }
  }

  private static Karyotype cell() {
    return TestCells.few(0, ReviewAndWait.CELL);
  }

  private static HttpResponse<byte[]> post(URI uri, String action)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri.resolve("/api/cells/0/actions"))
                .header(RequestGuard.TOKEN_HEADER, uri.getQuery().substring("token=".length()))
                .POST(HttpRequest.BodyPublishers.ofString(action))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }
}
