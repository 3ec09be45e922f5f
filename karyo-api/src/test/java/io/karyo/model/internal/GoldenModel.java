package io.karyo.model.internal;

import io.karyo.model.ModelSink;
import io.karyo.model.Settings;
import io.karyo.spi.Part;
import io.karyo.spi.PartKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Made {@code src/test/resources/golden/format-1.karyo}. A new format version gets a new file; an
 * old one is never written again.
 */
final class GoldenModel {

  private GoldenModel() {}

  /** A part that is no more than its name and its settings. */
  record NamedPart(String id, Settings settings) implements Part {
    NamedPart(String id) {
      this(id, Settings.EMPTY);
    }
  }

  static final float[] EXTREMES = {
    0f,
    -0f,
    1f,
    -1f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL - Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1f / 3,
    16777215f
  };

  static ModelFile model() throws IOException {
    return new ModelFile.Builder("0.1.0")
        .part(PartKind.STRAIGHTENER, new NamedPart("projection-vectors"))
        .part(PartKind.PAIR_SAMPLER, new NamedPart("balanced", Settings.EMPTY.with("ratio", 2.5)))
        .part(
            PartKind.ENCODER,
            new NamedPart("acme.encoder", Settings.EMPTY.with("size", 4).with("nesterov", true)),
            GoldenModel::saveEncoder)
        .part(
            PartKind.CLASSIFIER,
            new NamedPart("mlp"),
            sink -> sink.array("bias", new float[] {0.25f}))
        .properties(
            Settings.EMPTY
                .with("seed", Long.MIN_VALUE)
                .with("note", "Größe \"ß\" \\ \n\u0001 𝄞")
                .with("labels", List.of(label("1"), label("X"))))
        .build();
  }

  private static void saveEncoder(ModelSink sink) throws IOException {
    sink.array("weights", EXTREMES, 2, 3, 2);
    sink.state(Settings.EMPTY.with("epoch", 17));
    ModelSink head = sink.nested("head");
    head.array("weights", new float[] {1.5f, -2f}, 1, 2);
    head.state(Settings.EMPTY.with("loss", 0.125));
  }

  private static Settings label(String label) {
    return Settings.EMPTY.with("label", label);
  }

  /**
   * Writes the file.
   *
   * @param args the path
   */
  public static void main(String[] args) throws IOException {
    model().write(Path.of(args[0]));
  }
}
