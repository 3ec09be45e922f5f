package io.karyo.model.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.karyo.model.ModelFormatException;
import io.karyo.model.Settings;
import io.karyo.model.internal.GoldenModel.NamedPart;
import io.karyo.spi.PartKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as an attacker or a bad disk would make them. */
class ModelFileReaderTest {

  private static final String WEIGHTS = "encoder/w.f32";

  private static ModelFile model() throws IOException {
    return ModelFile.builder()
        .part(
            PartKind.ENCODER,
            new NamedPart("e", Settings.EMPTY.with("size", 3)),
            sink -> {
              sink.array("b", new float[] {7}, 1);
              sink.array("w", new float[] {1, 2, 3}, 3);
              sink.state(Settings.EMPTY.with("epoch", 5));
            })
        .properties(Settings.EMPTY.with("seed", 42))
        .build();
  }

  /** The entries of the small model by name, in order; the zip is read by the platform. */
  private static Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(ModelFileTest.bytes(model())))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        entries.put(e.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  private static byte[] entry(String name) throws IOException {
    return Objects.requireNonNull(entries().get(name));
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StoredZip.Writer zip = new StoredZip.Writer(out);
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      zip.entry(entry.getKey(), entry.getValue());
    }
    zip.end();
    return out.toByteArray();
  }

  private static String manifest() throws IOException {
    return new String(entry("manifest.json"), StandardCharsets.UTF_8);
  }

  /** The small model with another manifest and the right checksum of that. */
  private static byte[] withManifest(byte[] manifest) throws IOException {
    return withManifest(entries(), manifest);
  }

  private static byte[] withManifest(Map<String, byte[]> entries, byte[] manifest)
      throws IOException {
    entries.put("manifest.json", manifest);
    entries.put("manifest.sha256", ModelFile.manifestSum(manifest));
    return zip(entries);
  }

  private static byte[] withManifest(String manifest) throws IOException {
    return withManifest(manifest.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] withManifest(String what, String instead) throws IOException {
    String manifest = manifest();
    assertThat(manifest).contains(what);
    return withManifest(manifest.replace(what, instead));
  }

  private static void assertRefused(byte[] file, String messagePart) {
    assertThatThrownBy(() -> ModelFileTest.read(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("m.karyo: ")
        .hasMessageContaining(messagePart);
  }

  @Test
  void theSmallModelIsGoodAsItIs() throws IOException {
    assertThat(zip(entries())).isEqualTo(ModelFileTest.bytes(model()));
    assertThat(ModelFileTest.read(withManifest(manifest())).properties())
        .isEqualTo(model().properties());
  }

  @Test
  void everyFlippedBitIsFound() throws IOException {
    byte[] good = ModelFileTest.bytes(model());
    for (int i = 0; i < good.length * 8; i++) {
      byte[] bad = good.clone();
      bad[i / 8] ^= (byte) (1 << i % 8);
      assertThatThrownBy(() -> ModelFileTest.read(bad))
          .as("bit %d", i)
          .isInstanceOf(ModelFormatException.class);
    }
  }

  @Test
  void everyPrefixIsFound() throws IOException {
    byte[] good = ModelFileTest.bytes(model());
    for (int length = 0; length < good.length; length++) {
      assertRefused(Arrays.copyOf(good, length), "must be complete, found its end after " + length);
    }
  }

  @Test
  void whatFollowsTheEndIsFound() throws IOException {
    byte[] good = ModelFileTest.bytes(model());
    assertRefused(Arrays.copyOf(good, good.length + 1), "must end after " + good.length + " bytes");
  }

  @Test
  void randomDamageNeverEndsInAnotherException() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    String manifest = manifest();
    Map<String, byte[]> entries = entries();
    int read = 0;
    for (int i = 0; i < 8_000; i++) {
      byte[] mutated = mutated(manifest, random).getBytes(StandardCharsets.UTF_8);
      byte[] file = withManifest(entries, mutated);
      try {
        ModelFile model = ModelFileTest.read(file);
        byte[] again = ModelFileTest.bytes(model);
        assertThat(ModelFileTest.bytes(ModelFileTest.read(again))).isEqualTo(again);
        read++;
      } catch (ModelFormatException expected) {
        assertThat(expected).hasMessageStartingWith("m.karyo: ");
      }
    }
    assertThat(read).as("mutations that are models still").isBetween(100, 4_000);
  }

  /** Replaces, removes, doubles or moves pieces, as much within the grammar as chance wants. */
  private static String mutated(String text, SplittableRandom random) {
    String[] tokens = text.split("(?<=[\",:\\[\\]{}])|(?=[\",:\\[\\]{}])");
    String[] spice = {"null", "-1", "1e308", "0", "\"", "{", "}", "[]", "..", "\u0000", "é", ","};
    for (int n = 1 + random.nextInt(2); n > 0; n--) {
      int at = random.nextInt(tokens.length);
      int other = random.nextInt(tokens.length);
      switch (random.nextInt(4)) {
        case 0 -> tokens[at] = "";
        case 1 -> tokens[at] = tokens[other];
        case 2 -> tokens[at] = spice[random.nextInt(spice.length)];
        default -> {
          String token = tokens[at];
          tokens[at] = tokens[other];
          tokens[other] = token;
        }
      }
    }
    return String.join("", tokens);
  }

  @Test
  void aFileOfAnotherKindIsNamed(@TempDir Path dir) throws IOException {
    Path path = Files.writeString(dir.resolve("x.karyo"), "hello");
    assertThatThrownBy(() -> ModelFile.read(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            path
                + ": must be a karyo model, which is a zip,"
                + " found a file that begins with 68 65 6c 6c");
    assertRefused(new byte[0], "must be complete, found its end after 0 bytes");
    assertRefused(
        HexFormat.of().parseHex("89504e470d0a1a0a"), "found a file that begins with 89 50 4e 47");
    assertRefused(
        zip(Map.of("META-INF/MANIFEST.MF", new byte[3])),
        "must have the entry 'manifest.json' here, found 'META-INF/MANIFEST.MF'");
    assertRefused(zip(Map.of()), "found a file that begins with 50 4b 05 06");
  }

  @Test
  void aFilePackedAgainIsRefusedWithAHint() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries().entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    assertRefused(
        out.toByteArray(),
        "entry 'manifest.json' must be stored as karyo writes it, found another header (method 8");
  }

  @Test
  void aZipBombDoesNotGoOff() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("manifest.json"));
      for (int i = 0; i < 100; i++) {
        zip.write(new byte[1 << 20]);
      }
    }
    assertThat(allocatedWhileRefusing(out.toByteArray())).isLessThan(1 << 20);
  }

  @Test
  void whatIsClaimedButNotThereCostsNoMemory() throws IOException {
    // The header and the manifest agree on an array of 1 GiB of which there are 12 bytes.
    byte[] manifest = manifest().replace("[3]", "[268435000]").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StoredZip.Writer zip = new StoredZip.Writer(out);
    zip.entry("manifest.json", manifest);
    zip.entry("manifest.sha256", ModelFile.manifestSum(manifest));
    zip.entry("encoder/b.f32", entry("encoder/b.f32"));
    zip.begin(WEIGHTS, 0, 4L * 268435000);
    out.write(new byte[12]);
    byte[] file = out.toByteArray();

    assertRefused(file, "must be complete");
    assertThat(allocatedWhileRefusing(file)).isLessThan(8 << 20);
  }

  @Test
  void readingHasNeverMoreThanTwiceTheFileInMemory() throws IOException {
    ModelFile large = SavingProgram.model(10_000_000, 3);
    byte[] file = ModelFileTest.bytes(large);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    ModelFile read = ModelFileTest.read(file);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(read.properties()).isEqualTo(large.properties());
    // An array grows by doubling: all that it ever was adds up to three times what it becomes.
    assertThat(allocated).isLessThan(3L * file.length);
  }

  private static long allocatedWhileRefusing(byte[] file) {
    assertThatThrownBy(() -> ModelFileTest.read(file)).isInstanceOf(ModelFormatException.class);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      ModelFile unexpected = ModelFileTest.read(file);
      throw new AssertionError(unexpected);
    } catch (ModelFormatException | IOException e) {
      return threads.getCurrentThreadAllocatedBytes() - before;
    }
  }

  @Test
  void aHeaderThatLiesAboutASizeIsFound() throws IOException {
    for (int field : new int[] {18, 22}) {
      for (int lie : new int[] {0, 1, 60, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        byte[] file = ModelFileTest.bytes(model());
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(field, lie);
        assertRefused(file, "entry 'manifest.json' must be stored as karyo writes it");
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(40 - field, lie);
        assertThatThrownBy(() -> ModelFileTest.read(file)).isInstanceOf(ModelFormatException.class);
      }
    }
    Map<String, byte[]> entries = entries();
    entries.put(WEIGHTS, new byte[16]);
    assertRefused(zip(entries), "entry 'encoder/w.f32' must have 12 bytes, found 16");
  }

  @Test
  void aDirectoryThatContradictsTheEntriesIsFound() throws IOException {
    byte[] file = ModelFileTest.bytes(model());
    String text = new String(file, StandardCharsets.ISO_8859_1);
    file[text.lastIndexOf(WEIGHTS) + "encoder/".length()] = 'x';
    assertRefused(file, "must end with a directory that matches its entries");
  }

  @Test
  void entriesAreTheExpectedOnesAndNoOthers() throws IOException {
    Map<String, byte[]> unknown = entries();
    unknown.put("../../evil.sh", new byte[3]);
    assertRefused(zip(unknown), "must end with a directory");

    Map<String, byte[]> missing = entries();
    missing.remove(WEIGHTS);
    assertRefused(zip(missing), "must have the entry 'encoder/w.f32' here, found 50 4b 01 02");

    Map<String, byte[]> other = entries();
    byte[] weights = other.remove(WEIGHTS);
    other.put("../w.f32", weights);
    assertRefused(zip(other), "must have the entry 'encoder/w.f32' here, found '../w.f32'");

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StoredZip.Writer twice = new StoredZip.Writer(out);
    for (Map.Entry<String, byte[]> entry : entries().entrySet()) {
      twice.entry(entry.getKey(), entry.getValue());
      if (entry.getKey().equals("encoder/b.f32")) {
        twice.entry(entry.getKey(), entry.getValue());
      }
    }
    twice.end();
    assertRefused(
        out.toByteArray(), "must have the entry 'encoder/w.f32' here, found 'encoder/b.f32'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../w", "encoder/../w", "/encoder/w", "encoder//w", "encoder/w/", "encoder/.", "encoder",
        "encoder\\\\w", "encoder/w\\u0000", "ENCODER/w", "unknown/w", "classifier/w", "C:/w", "",
      })
  void namesInTheManifestArePlainOnes(String name) throws IOException {
    assertRefused(withManifest("\"encoder/w\"", '"' + name + '"'), ": array '");
    if (!name.equals("encoder")) {
      assertRefused(withManifest("\"encoder\": {\n      \"epoch", '"' + name + "\": {\"epoch"), "");
    }
  }

  @Test
  void anArrayIsDeclaredOnceAndInOrder() throws IOException {
    assertRefused(
        withManifest("encoder/w", "encoder/b"),
        "array 'encoder/b' must come once and in order, found after 'encoder/b'");
    assertRefused(
        withManifest("encoder/w", "encoder/a"),
        "array 'encoder/a' must come once and in order, found after 'encoder/b'");
  }

  @Test
  void otherContentWithTheRightCrcIsFoundByItsSha256() throws IOException {
    Map<String, byte[]> entries = entries();
    entries.put(WEIGHTS, new byte[12]);
    assertRefused(
        zip(entries),
        "array 'encoder/w' must have the SHA-256 that the manifest declares, found another");

    Map<String, byte[]> manifest = entries();
    manifest.put("manifest.json", manifest().replace("42", "43").getBytes(StandardCharsets.UTF_8));
    assertRefused(zip(manifest), "manifest must have the SHA-256 of 'manifest.sha256'");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void weightsThatAreNoNumbersAreRefusedHoweverWellTheyAreSummed(float value) throws IOException {
    byte[] weights = entry(WEIGHTS);
    String oldSum = HexFormat.of().formatHex(ModelFile.sha256().digest(weights));
    ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).putFloat(8, value);
    String newSum = HexFormat.of().formatHex(ModelFile.sha256().digest(weights));
    byte[] manifest = manifest().replace(oldSum, newSum).getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> entries = entries();
    entries.put(WEIGHTS, weights);

    assertRefused(
        withManifest(entries, manifest),
        "array 'encoder/w' must be finite, found " + value + " at 2");
  }

  @Test
  void aNewerFormatSaysWhatToDo() throws IOException {
    String future = "{\"magic\": \"karyo\", \"libraryVersion\": \"9.1\", \"formatVersion\": 2}";
    assertThatThrownBy(() -> ModelFileTest.read(withManifest(future)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "m.karyo: was written by karyo '9.1' (format 2), this is karyo development, which"
                + " reads up to format 1: update the library");
    assertRefused(withManifest("\"formatVersion\": 1", "\"formatVersion\": 0"), "at least 1");
    assertRefused(withManifest("\"formatVersion\": 1", "\"formatVersion\": 1.0"), "found '1.0'");
    assertRefused(withManifest("\"formatVersion\": 1,", ""), "found 'null'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"magic\": \"karyo\"|\"magic\": \"cargo\"|manifest must have the magic 'karyo', found"
            + " 'cargo'",
        "\"magic\": \"karyo\",|''|manifest must have the magic 'karyo', found 'null'",
        "\"encoder\": {|\"oracle\": {|parts must be of the kinds [segmenter, straightener,"
            + " pairSampler, encoder, classifier, assigner], found 'oracle'",
        "\"id\": \"e\"|\"id\": \"java.lang.Runtime\"|part 'encoder' has a wrong id"
            + " 'java.lang.Runtime'",
        "\"id\": \"e\"|\"id\": 5|part 'encoder' must have 'id' as a String, found '5'",
        "{\"id\": \"e\"|[|must be JSON: line 6",
        "\"size\": 3|\"size\": null|part 'encoder' must have no null, found one",
        "\"size\": 3|\"size\": [1]|part 'encoder' must be an object, found another value",
        "\"size\": 3|\"size\": 3, \"size\": 3|must be JSON: line 8, column 20: must be a name that"
            + " the object does not have yet",
        "\"seed\": 42|\"seed\": 1e999|must be a number that fits 64 bits",
        "\"seed\": 42|\"seed\": 99999999999999999999|must be a number that fits 64 bits",
        "\"epoch\": 5|\"epoch\": {\"x\": null}|state 'encoder' must have no null, found one",
        "\"encoder\": {\"epoch\": 5}|\"encoder\": 5|state 'encoder' must be an object",
        "\"type\": \"float32\"|\"type\": \"float64\"|must be of type 'float32', found 'float64'",
        "\"shape\": [3]|\"shape\": [3.0]|must have a shape of whole numbers of 32 bits",
        "\"shape\": [3]|\"shape\": [4294967299]|must have a shape of whole numbers of 32 bits",
        "\"shape\": [3]|\"shape\": [-3]|array 'encoder/w' must have no extent below 1, found [-3]",
        "\"shape\": [3]|\"shape\": [3, 0]|array 'encoder/w' must have no extent below 1",
        "\"shape\": [3]|\"shape\": [65536, 65536, 65536, 65536]|must have fewer than 2^31 values",
        "\"shape\": [3]|\"shape\": [65536, 32767]|must end within 1073741824 bytes of arrays",
        "\"shape\": [3]|\"shape\": [1,1,1,1,1,1,1,1,3]|must have at most 8 dimensions, found 9",
        "\"shape\": [3]|\"shape\": [2]|entry 'encoder/w.f32' must have 8 bytes, found 12",
        "\"shape\": [3]|\"shape\": {}|array 'encoder/w' must have 'shape' as a List, found '{}'",
        "\"name\": \"encoder/w\"|\"name\": 1|array must have 'name' as a String, found '1'",
      })
  void aManifestThatBreaksARuleIsRefused(String what, String instead, String message)
      throws IOException {
    // Without the line ends that the table has no room for.
    String manifest = manifest().replace("{\n      \"epoch\": 5\n    }", "{\"epoch\": 5}");
    manifest = manifest.replace("{\n      \"id\"", "{\"id\"");
    assertThat(manifest).contains(what);
    assertRefused(withManifest(manifest.replace(what, instead)), message);
  }

  @Test
  void aManifestThatIsNoObjectOrNoUtf8OrTooDeepIsRefused() throws IOException {
    assertRefused(withManifest("[]"), "manifest must be a JSON object, found '[]'");
    assertRefused(withManifest("null"), "manifest must be a JSON object, found 'null'");
    assertRefused(withManifest(""), "manifest must be JSON: line 1, column 1");
    assertRefused(
        withManifest(new byte[] {'"', (byte) 0xC3, '"'}), "manifest must be UTF-8, found other");
    assertRefused(
        withManifest("\"seed\": 42", "\"seed\": " + "[".repeat(100_000)), "nested at most 64 deep");
    assertRefused(
        withManifest(" ".repeat(3 << 20)), "entry 'manifest.json' must have 0 to 2097152");
    assertRefused(
        withManifest("\"arrays\": [", "\"arrays\": [7, "), "must declare each array as an object");
  }

  @Test
  void fieldsThatFormatOneDoesNotKnowAreIgnored() throws IOException {
    byte[] file = withManifest("\"magic\"", "\"comment\": {\"a\": [null]}, \"magic\"");
    assertThat(ModelFileTest.bytes(ModelFileTest.read(file)))
        .isEqualTo(ModelFileTest.bytes(model()));
  }

  @Test
  void foreignTextInAMessageIsShortAndPrintable() throws IOException {
    assertRefused(
        withManifest("\"id\": \"e\"", "\"id\": \"\\u001b[31m\\n" + "x".repeat(999) + '"'),
        "has a wrong id '?[31m?" + "x".repeat(26) + "…'");
  }

  @Test
  void theCrcOfAHeaderIsCheckedOnItsOwn() throws IOException {
    // Header and directory agree on a CRC-32 that is not that of the content.
    Map<String, byte[]> entries = entries();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StoredZip.Writer zip = new StoredZip.Writer(out);
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      CRC32 crc = new CRC32();
      crc.update(entry.getValue());
      int wrong = entry.getKey().equals(WEIGHTS) ? 1 : 0;
      zip.begin(entry.getKey(), (int) crc.getValue() + wrong, entry.getValue().length);
      out.write(entry.getValue());
    }
    zip.end();
    assertRefused(
        out.toByteArray(),
        "entry 'encoder/w.f32' must have the CRC-32 of its header, found another");
  }
}
