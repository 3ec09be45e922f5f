package io.karyo.review.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.Karyotype;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Designation;
import io.karyo.photo.Region;
import io.karyo.review.TestCells;
import io.karyo.review.action.Action;
import io.karyo.review.action.ReviewFormatException;
import io.karyo.review.action.TrailEntry;
import io.karyo.review.internal.ReviewJson;
import io.karyo.review.internal.session.Session;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalTest {

  private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private Session open(Karyotype base, @Nullable String model) throws IOException {
    return Session.open(base, model, folder, () -> NOON);
  }

  private Session open() throws IOException {
    return open(TestCells.few(0), "a model");
  }

  private Path file() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findFirst().orElseThrow();
    }
  }

  private static void act(Session session) throws IOException {
    session.perform(new Action.Pin(1, Designation.of(ChromosomeType.X)));
    session.perform(
        new Action.Note(OptionalInt.of(2), "naïve \n \"note\" \u2028 <b> \ud83d\ude00"));
    session.perform(new Action.Remove(3));
    session.perform(new Action.Confirm(0));
    session.perform(new Action.Undo());
  }

  @Test
  void whatWasDoneIsThereAgain() throws IOException {
    Session session = open();
    act(session);
    String json = session.toJson();
    List<TrailEntry> trail = session.view().trail();
    session.close();
    Session again = open();
    assertThat(again.toJson()).isEqualTo(json);
    assertThat(again.view().trail()).isEqualTo(trail);
    assertThat(again.view().redo()).isEqualTo("confirm chromosome 0 at " + at(again, 0));
    again.perform(new Action.Redo());
    again.close();
    Session third = open();
    assertThat(third.view().snapshot().confirmed()).containsExactly(0);
    third.close();
    List<String> lines = Files.readAllLines(file());
    assertThat(lines).hasSize(7);
    assertThat(lines.get(0))
        .startsWith("{\"format\":\"karyo-review\",\"version\":1,\"library\":\"")
        .contains("\"model\":\"a model\"")
        .contains("\"images\":\"");
    assertThat(lines.get(1))
        .isEqualTo(
            "{\"do\":\"pin\",\"chromosome\":1,\"to\":\"X\",\"at\":\"2026-12-01T12:00:00Z\"}");
  }

  private static String at(Session session, int chromosome) {
    return session.karyotype().placement(chromosome).designation().label();
  }

  @Test
  void cutsAreDoneAgain() throws IOException {
    Session session = open(TestCells.photographed(), null);
    Karyotype base = session.karyotype();
    var box = base.segmentation().orElseThrow().chromosome(0).box();
    int y = box.top() + box.height() / 2;
    session.perform(
        new Action.Cut(
            0, List.of(new Region.Corner(box.left(), y), new Region.Corner(box.right(), y))));
    session.perform(new Action.Join(7, 8));
    String json = session.toJson();
    session.close();
    Session again = open(TestCells.photographed(), null);
    assertThat(again.toJson()).isEqualTo(json);
    again.close();
  }

  @Test
  void aTornLastLineIsDropped() throws IOException {
    Session session = open();
    act(session);
    session.close();
    byte[] whole = Files.readAllBytes(file());
    int last = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf('\n', whole.length - 2);
    for (int length = last + 1; length < whole.length; length += 7) {
      Files.write(file(), Arrays.copyOf(whole, length));
      Session torn = open();
      assertThat(torn.view().trail()).hasSize(4);
      torn.perform(new Action.Undo());
      torn.close();
      Session again = open();
      assertThat(again.view().trail()).hasSize(5);
      again.close();
    }
  }

  @Test
  void aTornJournalThatIsRefusedIsLeftAsItIs() throws IOException {
    Session session = open();
    act(session);
    session.close();
    String torn =
        Files.readString(file()).replace("\"chromosome\":1,", "\"chromosome\":77,")
            + "{\"do\":\"fl";
    Files.writeString(file(), torn);
    assertThatThrownBy(this::open)
        .isInstanceOf(ReviewFormatException.class)
        .hasMessageContaining("line 2: cannot be done again");
    assertThat(file()).hasBinaryContent(torn.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aJournalIsUsedByOneReviewAtATime() throws IOException {
    Session session = open();
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must be used by one review at a time");
    session.perform(new Action.Flip(1));
    session.close();
    Session again = open();
    assertThat(again.view().trail()).hasSize(1);
    again.close();
    assertThatThrownBy(() -> again.perform(new Action.Flip(1))).isInstanceOf(IOException.class);
    assertThat(again.view().trail()).as("what is not stored is not done").hasSize(1);
  }

  @Test
  void aFileThatAnotherCreatesIsNotReplaced() throws IOException {
    Path created = folder.resolve(Journal.name(TestCells.few(0).cell()) + Journal.ENDING);
    try (FileChannel other =
        FileChannel.open(created, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      assertThat(other.lock().isValid()).isTrue();
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("must be used by one review at a time");
      assertThat(created).isEmptyFile();
    }
    open().close();
    assertThat(Files.readAllLines(created)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1|\"version\":1|\"version\":2|line 1: version: must be 1, found 2",
        "1|karyo-review|other|line 1: format: must be karyo-review, found other",
        "1|\"images\":\"|\"images\":\"0|line 1: images: must be those of the cell",
        "1|a model|another|line 1: model: must be 'a model', found another",
        "2|\"pin\"|\"pan\"|line 2: do: must be pin,",
        "2|\"chromosome\":1|\"chromosome\":77|line 2: cannot be done again: chromosome: must be",
        "3|{|[|line 3: JSON: must be a",
        "3|12:00|25:00|line 3: at: must be a time",
        "4|\"at\"|\"when\"|line 4: at: must be a time"
      })
  void whatIsMalformedIsRefusedAndLeftAsItIs(int line, String from, String to, String message)
      throws IOException {
    Session session = open();
    act(session);
    session.close();
    List<String> lines = new ArrayList<>(Files.readAllLines(file()));
    lines.set(line - 1, lines.get(line - 1).replace(from, to));
    String changed = String.join("\n", lines) + "\n";
    Files.writeString(file(), changed);
    assertThatThrownBy(this::open)
        .isInstanceOf(ReviewFormatException.class)
        .hasMessageStartingWith(file() + ", " + message);
    assertThat(Files.readString(file())).isEqualTo(changed);
    Files.writeString(file(), String.join("\n", lines).replace(to, from) + "\n");
    open().close();
  }

  @Test
  void aJournalOfAnotherCellIsRefused() throws IOException {
    Session session = open(TestCells.few(0, "cell"), null);
    session.perform(new Action.Flip(1));
    session.close();
    assertThatThrownBy(() -> open(TestCells.few(1, "cell"), null))
        .isInstanceOf(ReviewFormatException.class)
        .hasMessageContaining("images: must be those of the cell");
    assertThatThrownBy(() -> open(TestCells.few(0, "cell"), "a model"))
        .isInstanceOf(ReviewFormatException.class)
        .hasMessageContaining("model: must be 'a model', found null");
    Files.writeString(file(), "no line end");
    assertThatThrownBy(() -> open(TestCells.few(0, "cell"), null))
        .isInstanceOf(ReviewFormatException.class)
        .hasMessageContaining("line 1: must be the header of a review");
    assertThat(file()).hasContent("no line end");
  }

  @Test
  void aCellOfAnyNameHasAFileInTheFolder() throws IOException {
    assertThat(Journal.name("cell-7.a_B")).isEqualTo("cell-7.a_B");
    String[] names = {
      "../../etc/passwd",
      "/a/b.png",
      "a/b",
      "a_b",
      "",
      ".",
      "..",
      ".hidden",
      "ü",
      "con\u0000",
      "a b",
      "x".repeat(500),
      "y".repeat(500),
      "<script>"
    };
    assertThat(Stream.of(names).map(Journal::name))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,100}"));
    Session session = open(TestCells.few(0, "../outside"), null);
    session.close();
    assertThat(file().getParent()).isEqualTo(folder);
  }

  @Test
  void anyMutationIsReadOrRefused() throws IOException {
    Session session = open();
    act(session);
    session.close();
    byte[] whole = Files.readAllBytes(file());
    Random random = new Random(3);
    Karyotype base = TestCells.few(0);
    int refused = 0;
    for (int i = 0; i < 1000; i++) {
      byte[] mutated = mutated(whole, random);
      Files.write(file(), mutated);
      try {
        open(base, "a model").close();
      } catch (ReviewFormatException e) {
        refused++;
        assertThat(e).hasMessageStartingWith(file() + ", line ");
        assertThat(Files.readAllBytes(file())).isEqualTo(mutated);
      }
    }
    assertThat(refused).isBetween(300, 999);
  }

  private static byte[] mutated(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int n = random.nextInt(3); n >= 0; n--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) "{}[]\",:0-9e\n\\".charAt(random.nextInt(13));
        case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        default -> {
          int length = Math.min(1 + random.nextInt(40), bytes.length - at);
          System.arraycopy(
              bytes.clone(), random.nextInt(bytes.length - length + 1), bytes, at, length);
        }
      }
    }
    return bytes;
  }

  @Test
  void anyMutationOfAnActionIsReadOrRefused() {
    Random random = new Random(4);
    String[] actions = {
      "{\"do\":\"cut\",\"chromosome\":5,\"line\":[[1,2.5],[3,4e1]],\"at\":\"2026-12-01T10:00:00Z\"}",
      "{\"do\":\"note\",\"chromosome\":5,\"text\":\"\\u00e4\\n\",\"at\":\"2026-12-01T10:00:00Z\"}",
      "{\"do\":\"pin\",\"chromosome\":5,\"to\":\"mar\",\"at\":\"2026-12-01T10:00:00.123Z\"}"
    };
    int read = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] whole = actions[i % actions.length].getBytes(StandardCharsets.UTF_8);
      try {
        ActionJson.Dated dated = ActionJson.dated(ReviewJson.object(mutated(whole, random)));
        byte[] written = ReviewJson.bytes(ActionJson.json(dated));
        assertThat(ActionJson.dated(ReviewJson.object(written))).isEqualTo(dated);
        read++;
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).contains(": must ");
      }
    }
    assertThat(read).isGreaterThan(100);
  }
}
