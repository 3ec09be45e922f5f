package io.karyo.review.internal.server;

import io.karyo.review.ReviewServer;
import io.karyo.review.internal.ReviewJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks a server as its page does. */
public final class Browser {

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI uri;
  private final String token;

  public Browser(ReviewServer server) {
    uri = server.uri();
    token = uri.getQuery().substring("token=".length());
  }

  String token() {
    return token;
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri.resolve(path));
  }

  public HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  public HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return send(request(path).header(RequestGuard.TOKEN_HEADER, token).build());
  }

  public HttpResponse<byte[]> post(int cell, String action)
      throws IOException, InterruptedException {
    return send(
        request("/api/cells/" + cell + "/actions")
            .header(RequestGuard.TOKEN_HEADER, token)
            .POST(HttpRequest.BodyPublishers.ofString(action))
            .build());
  }

  /** Does an action that must succeed. */
  public Map<String, @Nullable Object> act(int cell, String action)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response = post(cell, action);
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + " " + text(response));
    }
    return ReviewJson.object(response.body());
  }

  public Map<String, @Nullable Object> json(String path) throws IOException, InterruptedException {
    return ReviewJson.object(get(path).body());
  }

  public static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /** Returns the objects of a list in an answer. */
  @SuppressWarnings("unchecked")
  public static List<Map<String, @Nullable Object>> objects(@Nullable Object list) {
    return Objects.requireNonNull((List<Map<String, @Nullable Object>>) list);
  }
}
