package io.karyo.review.internal.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.karyo.chromosome.NoChromosomeException;
import io.karyo.review.action.Action;
import io.karyo.review.internal.ReviewJson;
import io.karyo.review.internal.export.CaseReport;
import io.karyo.review.internal.export.CaseReportPdf;
import io.karyo.review.internal.export.CellExport;
import io.karyo.review.internal.journal.ActionJson;
import io.karyo.review.internal.page.Page;
import io.karyo.review.internal.page.ReviewedCase;
import io.karyo.review.internal.page.ReviewedCell;
import java.io.IOException;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests; the paths are described in {@code docs/review.md}. */
public final class ReviewRequests implements HttpHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ReviewRequests.class);

  private static final Pattern CELL = Pattern.compile("/api/cells/(\\d{1,6})(?:/([a-z./]+))?");
  private static final Pattern DETAIL =
      Pattern.compile("/api/cells/(\\d{1,6})/chromosomes/(\\d{1,6})");
  private static final Set<String> CASE_PATHS =
      Set.of("/", "/api/case", "/api/case/report.html", "/api/case/report.pdf");
  private static final String JSON = "application/json";
  private static final String HTML = "text/html; charset=utf-8";

  /** What is sent back. */
  private static final class Answer {
    private final int status;
    private final String type;
    private final byte[] body;

    Answer(int status, String type, byte[] body) {
      this.status = status;
      this.type = type;
      this.body = body;
    }

    static Answer json(Object value) {
      return new Answer(200, JSON, ReviewJson.bytes(value));
    }
  }

  private final ReviewedCase reviewed;
  private final RequestGuard guard;

  public ReviewRequests(ReviewedCase reviewed, RequestGuard guard) {
    this.reviewed = reviewed;
    this.guard = guard;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String nonce = Page.random();
    Answer answer;
    try {
      answer = answer(exchange, nonce);
    } catch (RequestRefusedException e) {
      answer = refusal(e.status(), e.text());
    } catch (RuntimeException | IOException | Error e) {
      // Errors, too, even of memory: without an answer the page would wait for ever.
      LOG.warn("{} could not be answered", exchange.getRequestURI().getPath(), e);
      answer = refusal(500, "the program failed: " + e);
    }
    send(exchange, answer, nonce);
  }

  private static Answer refusal(int status, String message) {
    return new Answer(status, JSON, ReviewJson.bytes(Map.of("error", message)));
  }

  private static void send(HttpExchange exchange, Answer answer, String nonce) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.type);
    headers.set("Content-Security-Policy", Page.servedPolicy(nonce));
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cache-Control", "no-store");
    boolean bodiless = exchange.getRequestMethod().equals("HEAD");
    try (exchange) {
      exchange.sendResponseHeaders(answer.status, bodiless ? -1 : answer.body.length);
      if (!bodiless) {
        exchange.getResponseBody().write(answer.body);
        // Now: closing waits for what is left of a request that was refused.
        exchange.getResponseBody().flush();
      }
    }
  }

  private Answer answer(HttpExchange exchange, String nonce)
      throws IOException, RequestRefusedException {
    guard.requireOwnPage(exchange);
    guard.requireToken(exchange);
    String path = exchange.getRequestURI().getRawPath();
    String method = exchange.getRequestMethod();
    Matcher detail = DETAIL.matcher(path);
    if (detail.matches()) {
      requireGet(method);
      return detail(cell(detail.group(1)), Integer.parseInt(detail.group(2)));
    }
    Matcher cell = CELL.matcher(path);
    if (cell.matches()) {
      return ofCell(exchange, cell(cell.group(1)), cell.group(2) == null ? "" : cell.group(2));
    }
    if (!CASE_PATHS.contains(path)) {
      throw unknown();
    }
    requireGet(method);
    return switch (path) {
      case "/" -> new Answer(200, HTML, Page.served(nonce));
      case "/api/case" -> Answer.json(reviewed.json());
      case "/api/case/report.html" -> new Answer(200, HTML, CaseReport.of(reviewed));
      default -> new Answer(200, "application/pdf", CaseReportPdf.of(reviewed));
    };
  }

  private Answer ofCell(HttpExchange exchange, ReviewedCell cell, String what)
      throws IOException, RequestRefusedException {
    String method = exchange.getRequestMethod();
    if (what.equals("actions")) {
      require(method, "POST");
      return act(cell, RequestGuard.body(exchange));
    }
    CellExport export = null;
    if (!what.isEmpty()) {
      export = CellExport.ofPath(what).orElseThrow(ReviewRequests::unknown);
    }
    requireGet(method);
    if (export == null) {
      return Answer.json(cell.state());
    }
    try {
      return new Answer(200, export.type(), export.write(cell));
    } catch (NoSuchElementException e) {
      throw new RequestRefusedException(422, String.valueOf(e.getMessage()));
    }
  }

  private static Answer act(ReviewedCell cell, byte[] body)
      throws IOException, RequestRefusedException {
    Action action;
    try {
      action = ActionJson.action(ReviewJson.object(body));
    } catch (IllegalArgumentException e) {
      throw new RequestRefusedException(400, String.valueOf(e.getMessage()));
    }
    try {
      return Answer.json(cell.perform(action));
    } catch (NoSuchElementException e) {
      throw new RequestRefusedException(409, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException | IllegalStateException | NoChromosomeException e) {
      throw new RequestRefusedException(422, String.valueOf(e.getMessage()));
    }
  }

  private Answer detail(ReviewedCell cell, int number) throws RequestRefusedException {
    try {
      return Answer.json(reviewed.detail(cell.index(), number));
    } catch (IllegalArgumentException e) {
      throw new RequestRefusedException(404, String.valueOf(e.getMessage()));
    } catch (IllegalStateException e) {
      throw new RequestRefusedException(422, String.valueOf(e.getMessage()));
    }
  }

  private ReviewedCell cell(String index) throws RequestRefusedException {
    int number = Integer.parseInt(index);
    if (number >= reviewed.cells().size()) {
      throw new RequestRefusedException(
          404, "cell: must be 0 to " + (reviewed.cells().size() - 1) + ", found " + number);
    }
    return reviewed.cells().get(number);
  }

  private static void requireGet(String method) throws RequestRefusedException {
    require(method, "GET");
  }

  private static void require(String method, String wanted) throws RequestRefusedException {
    if (!method.equals(wanted)) {
      throw new RequestRefusedException(405, "method: must be " + wanted + " here");
    }
  }

  private static RequestRefusedException unknown() {
    return new RequestRefusedException(404, "path: must be one of this server");
  }
}
