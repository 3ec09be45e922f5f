package io.karyo.review.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.review.ReviewServer;
import io.karyo.review.TestCells;
import io.karyo.review.action.Action;
import io.karyo.review.internal.ReviewJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server does not do, and for whom. */
class RefusalTest {

  private static final String FLIP = "{\"do\":\"flip\",\"chromosome\":1}";

  @SuppressWarnings("NullAway.Init")
  private static ReviewServer server;

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  @BeforeAll
  static void starts() throws IOException {
    server = ReviewServer.builder().add(TestCells.few(0)).start();
    browser = new Browser(server);
  }

  @AfterAll
  static void stops() throws IOException {
    assertThat(server.reviews().get(0).trail()).as("nothing was done").isEmpty();
    server.close();
  }

  private static String error(HttpResponse<byte[]> response) {
    return String.valueOf(ReviewJson.object(response.body()).get("error"));
  }

  /** Sends bytes as they are and returns the status line and the rest. */
  private static String raw(String request) throws IOException {
    URI uri = server.uri();
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      return answer(socket.getInputStream());
    }
  }

  private static String answer(InputStream in) throws IOException {
    StringBuilder answer = new StringBuilder();
    byte[] buffer = new byte[1 << 12];
    try {
      for (int n = in.read(buffer); n >= 0 && answer.indexOf("}") < 0; n = in.read(buffer)) {
        answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (IOException closedByServer) {
      // After its answer, since it reads no more.
    }
    return answer.toString();
  }

  private static String head(String start, String... headers) {
    return start
        + " HTTP/1.1\r\n"
        + String.join("\r\n", headers)
        + (headers.length == 0 ? "" : "\r\n")
        + "Connection: close\r\n\r\n";
  }

  private static String host() {
    return "Host: " + server.uri().getAuthority();
  }

  private static String token() {
    return RequestGuard.TOKEN_HEADER + ": " + browser.token();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?token=",
        "/?token=wrong",
        "/?other=1",
        "/api/case",
        "/api/cells/0",
        "/favicon.ico"
      })
  void withoutTheTokenNothingIsShown(String path) throws Exception {
    HttpResponse<byte[]> response = browser.send(browser.request(path).build());
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(error(response))
        .isEqualTo("token: must be that of the address which the program printed");
  }

  @Test
  void aWrongTokenIsNone() throws Exception {
    for (String wrong :
        new String[] {"", "x", browser.token() + "x", browser.token().substring(1)}) {
      HttpRequest.Builder request = browser.request("/api/case");
      if (!wrong.isEmpty()) {
        request.header(RequestGuard.TOKEN_HEADER, wrong);
      }
      assertThat(browser.send(request.build()).statusCode()).isEqualTo(401);
    }
    HttpResponse<byte[]> inAddress =
        browser.send(browser.request("/api/case?token=" + browser.token()).build());
    assertThat(inAddress.statusCode()).as("only the page takes it so").isEqualTo(401);
  }

  @Test
  void anotherOriginIsRefusedEvenWithTheToken() throws Exception {
    for (String origin : new String[] {"http://evil.example", "null", "https://evil.example"}) {
      HttpResponse<byte[]> response =
          browser.send(
              browser
                  .request("/api/cells/0/actions")
                  .header(RequestGuard.TOKEN_HEADER, browser.token())
                  .header("Origin", origin)
                  .POST(HttpRequest.BodyPublishers.ofString(FLIP))
                  .build());
      assertThat(response.statusCode()).isEqualTo(403);
      assertThat(response.headers().map()).doesNotContainKey("Access-Control-Allow-Origin");
    }
    HttpResponse<byte[]> own =
        browser.send(
            browser
                .request("/api/case")
                .header(RequestGuard.TOKEN_HEADER, browser.token())
                .header("Origin", "http://" + server.uri().getAuthority())
                .build());
    assertThat(own.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", ""})
  void anotherHostIsRefusedEvenWithTheToken(String host) throws Exception {
    String request = head("GET /api/case", "Host: " + host, token());
    assertThat(raw(request)).startsWith("HTTP/1.1 403 ").contains("Host: must be");
  }

  @Test
  void noHostIsRefused() throws Exception {
    assertThat(raw(head("GET /api/case", token()))).startsWith("HTTP/1.1 403 ");
    String localhost = "Host: localhost:" + server.uri().getPort();
    assertThat(raw(head("GET /api/case", localhost, token()))).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/cells/0/../0",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/api//case",
        "//api/case",
        "/api/case/",
        "/api/cells/1",
        "/api/cells/-1",
        "/api/cells/99999999999",
        "/api/cells/0/journal",
        "/api/cells/0/karyotype.json/",
        "/page.css",
        "/api/cells/0/chromosomes/99"
      })
  void otherPathsAreNotThere(String path) throws Exception {
    assertThat(raw(head("GET " + path, host(), token()))).startsWith("HTTP/1.1 404 ");
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/api/case",
    "DELETE,/api/cells/0",
    "OPTIONS,/api/cells/0/actions",
    "GET,/api/cells/0/actions",
    "PUT,/api/cells/0/actions",
    "HEAD,/api/case/report.pdf",
    "TRACE,/api/cells/0/karyogram.png"
  })
  void otherMethodsAreRefused(String method, String path) throws Exception {
    assertThat(raw(head(method + " " + path, host(), token()))).startsWith("HTTP/1.1 405 ");
  }

  @Test
  void aGigabyteIsNotRead() throws Exception {
    String announced =
        head("POST /api/cells/0/actions", host(), token(), "Content-Length: 1073741824");
    assertThat(raw(announced + "{")).startsWith("HTTP/1.1 413 ");
    URI uri = server.uri();
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          head("POST /api/cells/0/actions", host(), token(), "Transfer-Encoding: chunked")
              .getBytes(StandardCharsets.ISO_8859_1));
      byte[] chunk = ("4000\r\n" + " ".repeat(0x4000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      int sent = 0;
      try {
        while (sent < 1 << 30) {
          out.write(chunk);
          sent += 0x4000;
        }
      } catch (IOException closedByServer) {
        // As it should be.
      }
      assertThat(sent).as("bytes before the server closed").isLessThan(1 << 28);
    }
    assertThat(browser.get("/api/case").statusCode()).as("it goes on").isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|JSON",
        "nonsense|JSON",
        "[]|JSON",
        "{}|do",
        "{\"do\":\"flip\"}{}|JSON",
        "{\"do\":\"flip\",\"do\":\"flip\",\"chromosome\":1}|JSON",
        "{\"do\":\"explode\"}|do",
        "{\"do\":7}|do",
        "{\"do\":\"flip\"}|chromosome",
        "{\"do\":\"flip\",\"chromosome\":-1}|chromosome",
        "{\"do\":\"flip\",\"chromosome\":1.5}|chromosome",
        "{\"do\":\"flip\",\"chromosome\":\"1\"}|chromosome",
        "{\"do\":\"flip\",\"chromosome\":99999999999999}|chromosome",
        "{\"do\":\"flip\",\"chromosome\":1,\"at\":\"2026-12-01T10:00:00Z\"}|field",
        "{\"do\":\"undo\",\"chromosome\":1}|field",
        "{\"do\":\"pin\",\"chromosome\":1,\"to\":\"23\"}|to",
        "{\"do\":\"pin\",\"chromosome\":1,\"to\":9}|to",
        "{\"do\":\"pin\",\"chromosome\":1}|to",
        "{\"do\":\"cut\",\"chromosome\":1,\"line\":[[1,2]]}|line",
        "{\"do\":\"cut\",\"chromosome\":1,\"line\":[[1,2],[3]]}|line",
        "{\"do\":\"cut\",\"chromosome\":1,\"line\":[[1,2],[3,1e300]]}|line",
        "{\"do\":\"cut\",\"chromosome\":1,\"line\":\"here\"}|line",
        "{\"do\":\"join\",\"chromosome\":1}|with",
        "{\"do\":\"note\"}|text",
        "{\"do\":\"note\",\"chromosome\":null,\"text\":\"x\"}|chromosome",
        "{\"do\":\"note\",\"text\":\"\\ud800\"}|text"
      })
  void whatIsNoActionIsRefused(String body, String name) throws Exception {
    HttpResponse<byte[]> response = browser.post(0, body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).startsWith(name + ": must ").contains(", found ");
  }

  @Test
  void aNoteHasAGreatestLength() throws Exception {
    String text = "x".repeat(Action.MAX_NOTE + 1);
    HttpResponse<byte[]> response = browser.post(0, "{\"do\":\"note\",\"text\":\"" + text + "\"}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).isEqualTo("text: must be of at most 2000 characters, found 2001");
    byte[] deep = "[".repeat(60_000).getBytes(StandardCharsets.US_ASCII);
    assertThat(browser.post(0, new String(deep, StandardCharsets.US_ASCII)).statusCode())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"do\":\"flip\",\"chromosome\":99}",
        "{\"do\":\"remove\",\"chromosome\":7}",
        "{\"do\":\"restore\",\"chromosome\":1}",
        "{\"do\":\"unconfirm\",\"chromosome\":1}",
        "{\"do\":\"confirm\",\"chromosome\":99}",
        "{\"do\":\"note\",\"chromosome\":99,\"text\":\"x\"}",
        "{\"do\":\"join\",\"chromosome\":1,\"with\":2}",
        "{\"do\":\"cut\",\"chromosome\":1,\"line\":[[1,2],[3,4]]}"
      })
  void whatTheLibraryRefusesLeavesTheStateAsItWas(String action) throws Exception {
    String before = Browser.text(browser.get("/api/cells/0"));
    HttpResponse<byte[]> response = browser.post(0, action);
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(error(response)).contains(": must ");
    assertThat(Browser.text(browser.get("/api/cells/0"))).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"undo", "redo"})
  void nothingIsUndoneWhereNothingWasDone(String what) throws Exception {
    HttpResponse<byte[]> response = browser.post(0, "{\"do\":\"" + what + "\"}");
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(error(response)).startsWith(what + ": must follow");
  }
}
