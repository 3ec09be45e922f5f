package io.karyo.model.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelRules;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.model.internal.GoldenModel.NamedPart;
import io.karyo.model.internal.ModelFile.Limits;
import io.karyo.spi.PartKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class ModelFileTest {

  private final Path dir;

  ModelFileTest(@TempDir Path dir) {
    this.dir = dir;
  }

  public static byte[] bytes(ModelFile model) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    model.write(out);
    return out.toByteArray();
  }

  static ModelFile read(byte[] bytes) throws IOException {
    return ModelFile.read(new ByteArrayInputStream(bytes), "m.karyo", Limits.DEFAULT);
  }

  private static ModelFile encoder(ModelFile.Saver saver) throws IOException {
    return ModelFile.builder().part(PartKind.ENCODER, new NamedPart("e"), saver).build();
  }

  @Test
  void everyBitOfAnArrayComesBack() throws IOException {
    Path path = dir.resolve("m.karyo");
    GoldenModel.model().write(path);

    float[] back = ModelFile.read(path).source(PartKind.ENCODER).array("weights", 2, 3, 2);

    assertThat(bits(back)).isEqualTo(bits(GoldenModel.EXTREMES));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, (1 << 14) - 1, 1 << 14, (1 << 14) + 1, 1 << 20, (1 << 21) + 3})
  void arraysOfAllSizesComeBackFromAStreamThatGivesLittleAtATime(int size) throws IOException {
    SplittableRandom random = new SplittableRandom(size);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      values[i] = Float.isFinite(value) ? value : i;
    }
    byte[] bytes = bytes(encoder(sink -> sink.array("w", values, size)));
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          public int read(byte[] b, int off, int len) throws IOException {
            return super.read(b, off, Math.min(len, 1021));
          }
        };

    ModelFile back = ModelFile.read(slow, "m", Limits.DEFAULT);

    assertThat(bits(back.source(PartKind.ENCODER).array("w", size))).isEqualTo(bits(values));
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  @Test
  void settingsStatesAndNestedPartsComeBack() throws IOException {
    ModelFile back = read(bytes(GoldenModel.model()));

    assertThat(back.libraryVersion()).isEqualTo("0.1.0");
    assertThat(back.part(PartKind.ENCODER))
        .isEqualTo(
            new ModelFile.SavedPart(
                "acme.encoder", Settings.EMPTY.with("size", 4).with("nesterov", true)));
    assertThat(back.part(PartKind.PAIR_SAMPLER).settings().number("ratio", 0)).isEqualTo(2.5);
    assertThat(back.properties()).isEqualTo(GoldenModel.model().properties());
    ModelSource encoder = back.source(PartKind.ENCODER);
    assertThat(encoder.state()).isEqualTo(Settings.EMPTY.with("epoch", 17));
    assertThat(encoder.nested("head").state()).isEqualTo(Settings.EMPTY.with("loss", 0.125));
    assertThat(encoder.nested("head").array("weights", 1, 2)).containsExactly(1.5f, -2f);
    assertThat(encoder.nested("nobody").state()).isEqualTo(Settings.EMPTY);
    assertThat(back.source(PartKind.CLASSIFIER).array("bias")).containsExactly(0.25f);
  }

  @Test
  void settingsKeepTheKindOfEachValue() throws IOException {
    Settings settings =
        Settings.EMPTY
            .with("whole", Long.MAX_VALUE)
            .with("one", 1.0)
            .with("tiny", Double.MIN_VALUE)
            .with("huge", -Double.MAX_VALUE)
            .with("minusZero", -0.0)
            .with("float", 0.1f)
            .with("half a pair \uD834", "\uDD1E and \u2028 and \u007f")
            .with("nested", Settings.EMPTY.with("deeper", Settings.EMPTY))
            .with("none", List.of());

    assertThat(read(bytes(ModelFile.builder().properties(settings).build())).properties())
        .isEqualTo(settings);
  }

  @Test
  void equalModelsGiveEqualBytesInWhateverOrderTheyWereBuilt() throws IOException {
    ModelFile one =
        ModelFile.builder()
            .part(PartKind.STRAIGHTENER, new NamedPart("s"))
            .part(
                PartKind.ENCODER,
                new NamedPart("e"),
                sink -> {
                  sink.array("a", new float[] {1}, 1);
                  sink.nested("a").array("b", new float[] {2}, 1);
                })
            .properties(Settings.EMPTY.with("x", 1).with("y", 2))
            .build();
    ModelFile two =
        ModelFile.builder()
            .properties(Settings.EMPTY.with("y", 2).with("x", 1))
            .part(
                PartKind.ENCODER,
                new NamedPart("e"),
                sink -> {
                  sink.nested("a").array("b", new float[] {2}, 1);
                  sink.array("a", new float[] {1}, 1);
                })
            .part(PartKind.STRAIGHTENER, new NamedPart("s"))
            .build();

    assertThat(bytes(one)).isEqualTo(bytes(two)).isEqualTo(bytes(read(bytes(one))));
  }

  @Test
  void otherZipProgramsReadTheFile() throws IOException {
    Path path = dir.resolve("m.karyo");
    encoder(sink -> sink.array("w", new float[] {1f, -2f}, 2)).write(path);

    try (ZipFile zip = new ZipFile(path.toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly("manifest.json", "manifest.sha256", "encoder/w.f32");
      assertThat(content(zip, "encoder/w.f32"))
          .isEqualTo(HexFormat.of().parseHex("0000803f000000c0"));
      assertThat(new String(content(zip, "manifest.json"), StandardCharsets.UTF_8))
          .isEqualTo(
              """
              {
                "magic": "karyo",
                "formatVersion": 1,
                "libraryVersion": "development",
                "parts": {
                  "encoder": {
                    "id": "e",
                    "settings": {}
                  }
                },
                "properties": {},
                "states": {},
                "arrays": [
                  {
                    "name": "encoder/w",
                    "type": "float32",
                    "shape": [2],
                    "sha256": "ee4ac73c2bd27756ab82780f27c73a7bc4d3f0bb6acb37e008bc27eccd7e588b"
                  }
                ]
              }
              """);
    }
  }

  private static byte[] content(ZipFile zip, String name) throws IOException {
    return zip.getInputStream(zip.getEntry(name)).readAllBytes();
  }

  @Test
  void theFileOfFormatOneIsReadAndStillWrittenTheSame() throws IOException {
    byte[] golden;
    try (InputStream in = ModelFileTest.class.getResourceAsStream("/golden/format-1.karyo")) {
      golden = in.readAllBytes();
    }
    ModelFile model = read(golden);

    assertThat(model.libraryVersion()).isEqualTo("0.1.0");
    assertThat(model.part(PartKind.STRAIGHTENER).id()).isEqualTo("projection-vectors");
    assertThat(model.part(PartKind.PAIR_SAMPLER).settings())
        .isEqualTo(Settings.EMPTY.with("ratio", 2.5));
    assertThat(model.properties().wholeNumber("seed", 0)).isEqualTo(Long.MIN_VALUE);
    assertThat(model.properties().text("note", "")).isEqualTo("Größe \"ß\" \\ \n\u0001 𝄞");
    assertThat(model.properties().list("labels"))
        .containsExactly(Settings.EMPTY.with("label", "1"), Settings.EMPTY.with("label", "X"));
    assertThat(bits(model.source(PartKind.ENCODER).array("weights", -1, -1, -1)))
        .isEqualTo(bits(GoldenModel.EXTREMES));
    assertThat(model.source(PartKind.ENCODER).state().integer("epoch", 0)).isEqualTo(17);
    assertThat(model.source(PartKind.ENCODER).nested("head").array("weights", 1, 2))
        .containsExactly(1.5f, -2f);
    assertThat(model.source(PartKind.CLASSIFIER).shape("bias")).isEmpty();
    assertThat(bytes(GoldenModel.model())).isEqualTo(golden);
  }

  @Test
  void anArrayIsCopiedInAndOut() throws IOException {
    float[] mine = {1, 2};
    int[] shape = {2};
    ModelFile model =
        encoder(
            sink -> {
              sink.array("w", mine, shape);
              mine[0] = 9;
              shape[0] = 9;
            });
    ModelSource source = model.source(PartKind.ENCODER);
    source.array("w", 2)[1] = 9;
    source.shape("w")[0] = 9;

    assertThat(source.array("w", 2)).containsExactly(1, 2);
    assertThat(source.shape("w")).containsExactly(2);
  }

  @Test
  void aSourceTellsWhatDoesNotFit() throws IOException {
    ModelFile model = read(bytes(GoldenModel.model()));
    ModelSource source = model.source(PartKind.ENCODER);

    assertThat(source.array("weights", 2, -1, 2)).hasSize(12);
    assertThatThrownBy(() -> source.array("weights", -1, 4, 2))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("m.karyo: array 'encoder/weights' must have shape [-1, 4, 2], found [2, 3, 2]");
    assertThatThrownBy(() -> source.array("weights", 2, 3))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageEndingWith("must have shape [2, 3], found [2, 3, 2]");
    assertThatThrownBy(() -> source.nested("head").shape("bias"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("m.karyo: must have an array 'encoder/head/bias', found none");
    ModelFile empty = read(bytes(ModelFile.builder().build()));
    assertThatThrownBy(() -> empty.source(PartKind.CLASSIFIER))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("m.karyo: must have a part 'classifier', found []");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", ".a", "-a", "a/b", "a\\b", "a b", "ä", "a\n", "\0"})
  void aSinkRefusesNamesThatAreNoPlainNames(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> encoder(sink -> sink.array(name, new float[1], 1)))
        .withMessageStartingWith("name: must be 1 to 64 of a-z");
    assertThatIllegalArgumentException().isThrownBy(() -> encoder(sink -> sink.nested(name)));
  }

  @Test
  void aSinkTakesNamesUpToTheirLimits() throws IOException {
    String longest = "x".repeat(64);
    String rest = "y".repeat(ModelRules.MAX_PATH - "encoder/".length() - 3 * 65);
    ModelFile model =
        encoder(
            sink ->
                sink.nested(longest).nested(longest).nested(longest).array(rest, new float[1], 1));

    ModelSource back = read(bytes(model)).source(PartKind.ENCODER);

    assertThat(back.nested(longest).nested(longest).nested(longest).array(rest, 1)).hasSize(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> encoder(sink -> sink.array(longest + "x", new float[1], 1)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                encoder(
                    sink ->
                        sink.nested(longest).nested(longest).nested(longest).nested(rest + "y")))
        .withMessageStartingWith("path: must be the kind of a part and names");
  }

  @Test
  void aSinkRefusesWrongArrays() {
    assertRefused(
        sink -> sink.array("w", new float[5], 2, 3),
        "array 'encoder/w': must have the 6 values of shape [2, 3], found 5");
    assertRefused(
        sink -> sink.array("w", new float[0], 2, 0),
        "array 'encoder/w': must have no extent below 1, found [2, 0]");
    assertRefused(
        sink -> sink.array("w", new float[1], -1, -1),
        "array 'encoder/w': must have no extent below 1, found [-1, -1]");
    assertRefused(
        sink -> sink.array("w", new float[1], 1, 1, 1, 1, 1, 1, 1, 1, 1),
        "array 'encoder/w': must have at most 8 dimensions, found 9");
    assertRefused(
        sink -> sink.array("w", new float[0], 1 << 16, 1 << 16),
        "array 'encoder/w': must have fewer than 2^31 values, found [65536, 65536]");
    assertRefused(
        sink -> sink.array("w", new float[] {0, Float.NaN}, 2),
        "array 'encoder/w': must be finite, found NaN at 1");
    assertRefused(
        sink -> sink.array("w", new float[] {Float.NEGATIVE_INFINITY}, 1),
        "array 'encoder/w': must be finite, found -Infinity at 0");
    assertRefused(
        sink -> {
          sink.nested("a").array("w", new float[1], 1);
          sink.nested("a").array("w", new float[1], 1);
        },
        "array 'encoder/a/w': must be written once");
  }

  private static void assertRefused(ModelFile.Saver saver, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> encoder(saver)).withMessage(message);
  }

  @Test
  void aPartWithoutIdIsNotSaved() {
    assertThatThrownBy(() -> ModelFile.builder().part(PartKind.STRAIGHTENER, new NamedPart("")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "straightener 'io.karyo.model.internal.GoldenModel$NamedPart': must have an id to be"
                + " saved, found none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelFile.builder().part(PartKind.STRAIGHTENER, new NamedPart("A b")));
  }

  @Test
  void aModelThatCouldNotBeReadIsNotWritten() throws IOException {
    ModelFile tooMany =
        encoder(
            sink -> {
              for (int i = 0; i <= Limits.DEFAULT.arrays(); i++) {
                sink.array("w" + i, new float[1], 1);
              }
            });
    Path path = dir.resolve("m.karyo");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tooMany.write(path))
        .withMessage("model: must have at most 4096 arrays, found 4097");
    Settings deep = Settings.EMPTY;
    for (int i = 0; i < Json.MAX_DEPTH; i++) {
      deep = Settings.EMPTY.with("x", deep);
    }
    ModelFile tooDeep = ModelFile.builder().properties(deep).build();
    assertThatIllegalArgumentException().isThrownBy(() -> tooDeep.write(path));
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void limitsHoldWhereTheyAreReached() throws IOException {
    byte[] bytes =
        bytes(
            encoder(
                sink -> {
                  sink.array("a", new float[3], 3);
                  sink.array("b", new float[2], 2);
                }));
    int manifest = manifestLength(bytes);

    assertThat(read(bytes, new Limits(20, 2, manifest)).libraryVersion()).isNotEmpty();
    assertThatThrownBy(() -> read(bytes, new Limits(19, 2, manifest)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("m: array 'encoder/b' must end within 19 bytes of arrays, found 20");
    assertThatThrownBy(() -> read(bytes, new Limits(20, 1, manifest)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage("m: manifest must declare at most 1 arrays, found 2");
    assertThatThrownBy(() -> read(bytes, new Limits(20, 2, manifest - 1)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "m: entry 'manifest.json' must have 0 to %d bytes, found %d"
                .formatted(manifest - 1, manifest));
  }

  private static int manifestLength(byte[] bytes) {
    return (bytes[22] & 0xFF) | (bytes[23] & 0xFF) << 8;
  }

  private static ModelFile read(byte[] bytes, Limits limits) throws IOException {
    return ModelFile.read(new ByteArrayInputStream(bytes), "m", limits);
  }

  @Test
  void whatIsNoFileIsTheUsualIoException() {
    assertThatThrownBy(() -> ModelFile.read(dir.resolve("none.karyo")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> ModelFile.read(dir)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> GoldenModel.model().write(dir.resolve("none/m.karyo")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aStreamThatFailsAtAnyPlaceLeavesTheErrorToTheCaller() throws IOException {
    ModelFile model = GoldenModel.model();
    int size = bytes(model).length;
    for (int limit = 0; limit < size; limit++) {
      OutputStream full = new FullDisk(limit);
      assertThatThrownBy(() -> model.write(full))
          .isInstanceOf(IOException.class)
          .hasMessage("full");
    }
    model.write(new FullDisk(size));
  }

  @Test
  void savingReplacesTheOldModel() throws IOException {
    Path path = dir.resolve("m.karyo");
    encoder(sink -> {}).write(path);
    GoldenModel.model().write(path);

    assertThat(Files.readAllBytes(path)).isEqualTo(bytes(GoldenModel.model()));
    assertThat(dir).isDirectoryContaining(path::equals).isNotEmptyDirectory();
    try (var files = Files.list(dir)) {
      assertThat(files).containsExactly(path);
    }
  }

  /** Takes so many bytes and no more. */
  static final class FullDisk extends OutputStream {
    private int left;

    FullDisk(int left) {
      this.left = left;
    }

    @Override
    public void write(int b) throws IOException {
      if (left-- == 0) {
        throw new IOException("full");
      }
    }
  }
}
