package io.karyo.cli.karyogram;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.cli.Cli;
import io.karyo.cli.KaryoCli;
import io.karyo.cli.TinyData;
import io.karyo.image.Metaphase;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticMetaphase;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewCommandTest {

  @TempDir Path folder = Path.of("");

  private static Path model = Path.of("");
  private static List<Path> cells = List.of();

  @BeforeAll
  static void trainsOnce(@TempDir Path once) throws IOException {
    Path manifest = TinyData.write(once);
    model = once.resolve("tiny.karyo");
    try (Stream<Path> folders = Files.list(once.resolve("images"))) {
      cells = folders.sorted().limit(2).toList();
    }
    Cli trained =
        Cli.run("train", "--data", manifest, "--model", model, "--preset", "fast", "--epochs", 1);
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  @Test
  void itWritesAPage() throws IOException {
    Path page = folder.resolve("cell.html");
    Cli run = Cli.run("review", "--model", model, "--cell", cells.get(0), "--page", page);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.lines().get(0)).startsWith(cells.get(0).getFileName() + ": ");
    assertThat(run.lines()).last().isEqualTo("wrote " + page);
    assertThat(page)
        .content()
        .contains("id=\"karyo-state\">{\"case\":")
        .contains("\"model\":\"" + model.getFileName());
  }

  @Test
  void aPhotographIsNamedByItsFileFromWhereverItIsRead() throws IOException {
    Metaphase drawn =
        SyntheticMetaphase.scattered(
                SyntheticCells.builder().seed(6).noise(0).rotation(180).build().cell(0), 6)
            .photograph();
    BufferedImage picture =
        new BufferedImage(drawn.width(), drawn.height(), BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setDataElements(0, 0, drawn.width(), drawn.height(), drawn.greyLevels());
    ImageIO.write(picture, "png", folder.resolve("a.png").toFile());
    for (Path same : List.of(folder.resolve("a.png"), folder.resolve(".").resolve("a.png"))) {
      Path page = folder.resolve("a.html");
      Cli run = Cli.run("review", "--model", model, "--metaphase", same, "--page", page);
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.lines()).anyMatch(line -> line.startsWith("a.png: "));
      assertThat(page).content().contains("\"cell\":\"a.png\"");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--no-browser|--cell, --metaphase: must be given at least once",
        "--cell a --port 0|--port: must be 1 to 65535, found 0",
        "--metaphase a.png --data m.csv|--data: must be given with --cell only",
        "--cell a --cell b --page p.html|--page: must be given with one cell",
        "--cell a --folder f --page p.html|--page: must be given with one cell",
        "--cell a --case c --page p.html|--page: must be given with one cell"
      })
  void aWrongCommandLineIsRefusedBeforeTheModelIsLoaded(String options, String message) {
    Cli run = Cli.run(Stream.concat(Stream.of("review"), Stream.of(options.split(" "))).toArray());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be asked to end there")
  void itServesUntilItIsAskedToEndAndGoesOnTheNextTime() throws Exception {
    Path stored = folder.resolve("karyo-review");
    assertThat(serve("{\"do\":\"flip\",\"chromosome\":0}")).contains("\"version\":1,");
    assertThat(serve("{\"do\":\"undo\"}", "--folder", stored.toString()))
        .as("the default folder is one in the current folder")
        .contains("\"version\":2,");
    try (Stream<Path> journals = Files.list(stored)) {
      assertThat(journals).hasSize(2);
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems have other commands")
  void itDrawsAndOpensABrowserWhereTheDisplayCannotBeReached() throws Exception {
    Path opened = folder.resolve("opened");
    Path command = Files.createDirectories(folder.resolve("bin")).resolve("xdg-open");
    Files.writeString(command, "#!/bin/sh\nprintf %s \"$1\" > '" + opened + "'\nexit 3\n");
    assertThat(command.toFile().setExecutable(true)).isTrue();
    Map<String, String> environment = Map.of("DISPLAY", ":99", "PATH", command.getParent() + "");
    String[] address = new String[1];
    serve(
        List.of(),
        environment,
        uri -> {
          address[0] = uri.toString();
          HttpRequest.Builder request = request(uri, "/api/cells/0/karyogram.png");
          assertThat(send(request).statusCode()).isEqualTo(200);
        });
    assertThat(opened).hasContent(address[0]);
    assertThat(folder.resolve("err"))
        .content()
        .contains("warning: no browser could be opened: xdg-open: ended with 3");
  }

  /** Something that is asked of a server. */
  private interface Asking {
    void ask(URI uri) throws IOException, InterruptedException;
  }

  /** Starts a server, does an action, ends the server, and returns the answer. */
  private String serve(String action, String... others) throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(List.of(others));
    options.add("--no-browser");
    String[] answer = new String[1];
    serve(options, Map.of(), uri -> answer[0] = post(uri, action));
    return answer[0];
  }

  /** Starts a server, asks something of it, and ends it. */
  private void serve(List<String> options, Map<String, String> environment, Asking asking)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(KaryoCli.class.getName(), "review"));
    command.addAll(options);
    command.addAll(List.of("--model", model.toString(), "--case", "P1"));
    cells.forEach(cell -> command.addAll(List.of("--cell", cell.toString())));
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.directory(folder.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (BufferedReader out = process.inputReader()) {
      String line;
      do {
        line = out.readLine();
      } while (line != null && !line.startsWith("http://"));
      assertThat(line).as("the address; %s", Files.readString(err)).isNotNull();
      asking.ask(URI.create(String.valueOf(line)));
      // Unlike Process.destroy, this leaves its output open.
      process.toHandle().destroy();
      assertThat(out.lines()).last().isEqualTo("ended");
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String post(URI uri, String action) throws IOException, InterruptedException {
    HttpResponse<String> response =
        send(
            request(uri, "/api/cells/0/actions").POST(HttpRequest.BodyPublishers.ofString(action)));
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  private static HttpRequest.Builder request(URI uri, String path) {
    return HttpRequest.newBuilder(uri.resolve(path))
        .header("X-Karyo-Token", uri.getQuery().substring("token=".length()));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
