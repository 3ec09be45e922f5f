package io.karyo.model.internal;

import io.karyo.internal.NamedFile;
import io.karyo.model.AtomicFile;
import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelRules;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.spi.Part;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import io.karyo.spi.TrainedEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * What a {@code .karyo} file holds: the parts with their settings, what they learnt, and properties
 * of the whole. The format is described in {@code docs/model-file.md}.
 *
 * <pre>{@code
 * ModelFile.builder()
 *     .part(PartKind.STRAIGHTENER, straightener)
 *     .part(PartKind.ENCODER, encoder, trainedEncoder::save)
 *     .properties(Settings.EMPTY.with("seed", 42))
 *     .build()
 *     .write(path);
 *
 * ModelFile model = ModelFile.read(path);
 * trainedEncoder = encoder.restore(model.source(PartKind.ENCODER));
 * }</pre>
 *
 * <p><b>Form:</b> a zip of stored entries ({@link StoredZip}): {@code manifest.json}, its SHA-256
 * in {@code manifest.sha256}, and one entry of raw little-endian 32-bit floats an array. The
 * entries are not compressed: deflating saves about 7 % of trained weights, and without it a size
 * is what it says, nothing inflates, and an array can be mapped or read in place by other programs.
 *
 * <p><b>Determinism:</b> equal models give equal bytes: times are fixed, names are sorted.
 *
 * <p><b>Memory:</b> an array is held once here, and once more in what a part makes of it; at most
 * about twice the size of the file.
 *
 * <p><b>Thread safety:</b> immutable; the builder and the sources are for one thread.
 */
public final class ModelFile {

  static final int FORMAT_VERSION = 1;
  static final String MAGIC = "karyo";
  public static final String MANIFEST = "manifest.json";
  public static final String MANIFEST_SUM = "manifest.sha256";
  public static final String ARRAY_SUFFIX = ".f32";
  static final String FLOAT32 = "float32";
  private static final int CHUNK = 1 << 14;

  /**
   * How much a file may hold.
   *
   * @param arrayBytes the bytes of all arrays together
   * @param arrays the number of arrays
   * @param manifestBytes the bytes of the manifest
   */
  public record Limits(long arrayBytes, int arrays, int manifestBytes) {
    public static final Limits DEFAULT = new Limits(1L << 30, 4096, 2 << 20);
  }

  /**
   * Names a part.
   *
   * @param id the part's id
   * @param settings the part's settings
   */
  public record SavedPart(String id, Settings settings) {}

  /** An array as it is in the file. */
  static final class FloatArray {
    final int[] shape;
    final float[] values;

    FloatArray(int[] shape, float[] values) {
      this.shape = shape;
      this.values = values;
    }
  }

  /** Writes what a part learnt; {@link TrainedEncoder#save} for one. */
  @FunctionalInterface
  public interface Saver {
    void save(ModelSink sink) throws IOException;
  }

  private final String file;
  private final String libraryVersion;
  private final Map<PartKind<?>, SavedPart> parts;
  private final Settings properties;
  private final SortedMap<String, Settings> states;
  private final SortedMap<String, FloatArray> arrays;

  /** Takes over the maps; everything in them was checked. */
  ModelFile(
      String file,
      String libraryVersion,
      Map<PartKind<?>, SavedPart> parts,
      Settings properties,
      SortedMap<String, Settings> states,
      SortedMap<String, FloatArray> arrays) {
    this.file = file;
    this.libraryVersion = libraryVersion;
    this.parts = parts;
    this.properties = properties;
    this.states = states;
    this.arrays = arrays;
  }

  /** Returns the version of this library, {@code "development"} outside its jar. */
  public static String currentLibraryVersion() {
    String version = ModelFile.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** Returns a builder of a model that this version of the library writes. */
  public static Builder builder() {
    return new Builder(currentLibraryVersion());
  }

  /** Returns the version of the library that wrote the model. */
  String libraryVersion() {
    return libraryVersion;
  }

  /** Returns what concerns the whole: where the model comes from. */
  public Settings properties() {
    return properties;
  }

  /**
   * Returns the id and the settings of a part.
   *
   * @throws ModelFormatException if the model has no part of this kind
   */
  public SavedPart part(PartKind<?> kind) {
    SavedPart part = parts.get(kind);
    if (part == null) {
      throw new ModelFormatException(
          file + ": must have a part '" + kind.property() + "', found " + parts.keySet());
    }
    return part;
  }

  public boolean has(PartKind<?> kind) {
    return parts.containsKey(kind);
  }

  /**
   * Returns what a part learnt.
   *
   * @throws ModelFormatException if the model has no part of this kind
   */
  public ModelSource source(PartKind<?> kind) {
    part(kind);
    return new Source(kind.property());
  }

  /**
   * Reads a file within the usual limits.
   *
   * @throws java.nio.file.NoSuchFileException if there is no file
   * @throws IOException if reading fails
   * @throws ModelFormatException if it is no model file, damaged, or of a newer format
   */
  public static ModelFile read(Path path) throws IOException {
    return NamedFile.read(path, in -> read(in, path.toString(), Limits.DEFAULT));
  }

  /**
   * Reads a stream to its end, and does not close it. Memory grows with what was read, not with
   * what the content claims.
   *
   * @param in the content of a model file; need not be buffered
   * @param name the name of the model in messages
   * @param limits how much it may hold
   * @throws IOException if reading fails
   * @throws ModelFormatException if it is no model file, damaged, of a newer format or too large
   */
  public static ModelFile read(InputStream in, String name, Limits limits) throws IOException {
    return new ModelFileReader(in, name, limits).read();
  }

  /**
   * Writes the model to a file, as a whole or not at all: see {@link AtomicFile}.
   *
   * @throws IOException if writing fails
   * @throws IllegalArgumentException if the model exceeds the limits within which it can be read
   */
  public void write(Path path) throws IOException {
    AtomicFile.write(path, this::write);
  }

  /**
   * Writes the model to a stream, and does not close it.
   *
   * @throws IOException if writing fails
   * @throws IllegalArgumentException if the model exceeds the limits within which it can be read
   */
  public void write(OutputStream out) throws IOException {
    Map<String, Integer> crcs = new HashMap<>();
    List<Object> declarations = new ArrayList<>();
    long arrayBytes = 0;
    for (Map.Entry<String, FloatArray> entry : arrays.entrySet()) {
      FloatArray array = entry.getValue();
      CRC32 crc = new CRC32();
      MessageDigest digest = sha256();
      OutputStream nowhere = new CheckedOutputStream(OutputStream.nullOutputStream(), crc);
      writeFloats(array.values, new DigestOutputStream(nowhere, digest));
      crcs.put(entry.getKey(), (int) crc.getValue());
      arrayBytes += (long) array.values.length * Float.BYTES;
      Map<String, Object> declaration = new LinkedHashMap<>();
      declaration.put("name", entry.getKey());
      declaration.put("type", FLOAT32);
      declaration.put("shape", Arrays.stream(array.shape).boxed().toList());
      declaration.put("sha256", HexFormat.of().formatHex(digest.digest()));
      declarations.add(declaration);
    }
    byte[] manifest = Json.write(manifest(declarations)).getBytes(StandardCharsets.UTF_8);
    requireAtMost(Limits.DEFAULT.arrays, arrays.size(), "arrays");
    requireAtMost(Limits.DEFAULT.arrayBytes, arrayBytes, "bytes of arrays");
    requireAtMost(Limits.DEFAULT.manifestBytes, manifest.length, "bytes of manifest");

    StoredZip.Writer zip = new StoredZip.Writer(out);
    zip.entry(MANIFEST, manifest);
    zip.entry(MANIFEST_SUM, manifestSum(manifest));
    for (Map.Entry<String, FloatArray> entry : arrays.entrySet()) {
      float[] values = entry.getValue().values;
      int crc = crcs.getOrDefault(entry.getKey(), 0);
      zip.begin(entry.getKey() + ARRAY_SUFFIX, crc, (long) values.length * Float.BYTES);
      writeFloats(values, out);
    }
    zip.end();
  }

  private Map<String, Object> manifest(List<Object> declarations) {
    Map<String, Object> partsJson = new LinkedHashMap<>();
    parts.forEach(
        (kind, part) -> {
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("id", part.id);
          json.put("settings", json(part.settings));
          partsJson.put(kind.property(), json);
        });
    Map<String, Object> statesJson = new LinkedHashMap<>();
    states.forEach((path, state) -> statesJson.put(path, json(state)));
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("magic", MAGIC);
    manifest.put("formatVersion", FORMAT_VERSION);
    manifest.put("libraryVersion", libraryVersion);
    manifest.put("parts", partsJson);
    manifest.put("properties", json(properties));
    manifest.put("states", statesJson);
    manifest.put("arrays", declarations);
    return manifest;
  }

  /** Sorts the names, so that equal settings give equal bytes. */
  private static Map<String, Object> json(Settings settings) {
    Map<String, Object> json = new TreeMap<>();
    settings.asMap().forEach((name, value) -> json.put(name, jsonValue(value)));
    return json;
  }

  private static Object jsonValue(Object value) {
    if (value instanceof Settings nested) {
      return json(nested);
    }
    return value instanceof List<?> list ? list.stream().map(ModelFile::jsonValue).toList() : value;
  }

  private static void requireAtMost(long limit, long found, String what) {
    if (found > limit) {
      throw new IllegalArgumentException(
          "model: must have at most %d %s, found %d".formatted(limit, what, found));
    }
  }

  private static void writeFloats(float[] values, OutputStream out) throws IOException {
    byte[] chunk = chunk(values.length);
    FloatBuffer floats = floats(chunk);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      floats.put(0, values, from, count);
      out.write(chunk, 0, count * Float.BYTES);
    }
  }

  /** Returns a buffer for this many floats, or for the part of them that is converted at once. */
  static byte[] chunk(int floats) {
    return new byte[Math.min(CHUNK, floats) * Float.BYTES];
  }

  /** Returns bytes of the file as floats. */
  static FloatBuffer floats(byte[] chunk) {
    return ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  /** Returns the content of the entry that vouches for the manifest, as sha256sum writes it. */
  public static byte[] manifestSum(byte[] manifest) {
    String hex = HexFormat.of().formatHex(sha256().digest(manifest));
    return (hex + "  " + MANIFEST + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Checks the path of an array or a state: the kind of a part and names, joined by '/'.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  static PartKind<?> checkPath(String path) {
    String[] names = path.split("/", -1);
    for (PartKind<?> kind : PartKind.values()) {
      if (kind.property().equals(names[0])
          && path.length() <= ModelRules.MAX_PATH
          && Arrays.stream(names).allMatch(ModelRules::isName)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "path: must be the kind of a part and names joined by '/', at most %d characters, found %s"
            .formatted(ModelRules.MAX_PATH, Json.quote(path)));
  }

  /** Collects a model. */
  public static final class Builder {
    private final String libraryVersion;
    private final SortedMap<PartKind<?>, SavedPart> parts =
        new TreeMap<>(Comparator.comparingInt(PartKind.values()::indexOf));
    private final SortedMap<String, Settings> states = new TreeMap<>();
    private final SortedMap<String, FloatArray> arrays = new TreeMap<>();
    private Settings properties = Settings.EMPTY;

    Builder(String libraryVersion) {
      this.libraryVersion = libraryVersion;
    }

    /**
     * Adds a part that learns nothing.
     *
     * @throws IllegalStateException if the part has no id
     * @throws IllegalArgumentException if its id is not of the form of {@link Part#checkId}
     */
    public Builder part(PartKind<?> kind, Part part) {
      if (part.id().equals(Part.ANONYMOUS)) {
        throw new IllegalStateException(
            Parts.name(kind, part) + ": must have an id to be saved, found none");
      }
      parts.put(kind, new SavedPart(Part.checkId(part.id()), part.settings()));
      return this;
    }

    /**
     * Adds a part and what it learnt.
     *
     * @throws IOException if the saver throws it
     * @throws IllegalStateException if the part has no id
     * @throws IllegalArgumentException if its id is not of the form of {@link Part#checkId}, or an
     *     array is not as {@link ModelSink} wants it
     */
    public Builder part(PartKind<?> kind, Part part, Saver saver) throws IOException {
      part(kind, part);
      saver.save(new Sink(kind.property()));
      return this;
    }

    /** Sets what concerns the whole; empty by default. */
    public Builder properties(Settings properties) {
      this.properties = properties;
      return this;
    }

    public ModelFile build() {
      return new ModelFile(
          "model",
          libraryVersion,
          Collections.unmodifiableMap(new TreeMap<>(parts)),
          properties,
          new TreeMap<>(states),
          new TreeMap<>(arrays));
    }

    private final class Sink implements ModelSink {
      private final String path;

      private Sink(String path) {
        this.path = path;
      }

      @Override
      public void array(String name, float[] values, int... shape) {
        String full = child(name);
        ModelRules.checkArray(full, values, shape);
        if (arrays.putIfAbsent(full, new FloatArray(shape.clone(), values.clone())) != null) {
          throw new IllegalArgumentException("array '" + full + "': must be written once");
        }
      }

      @Override
      public void state(Settings state) {
        states.put(path, state);
      }

      @Override
      public ModelSink nested(String name) {
        return new Sink(child(name));
      }

      private String child(String name) {
        String child = path + '/' + ModelRules.checkName(name);
        checkPath(child);
        return child;
      }
    }
  }

  private final class Source implements ModelSource {
    private final String path;

    private Source(String path) {
      this.path = path;
    }

    @Override
    public float[] array(String name, int... shape) {
      FloatArray array = find(name);
      boolean fits = array.shape.length == shape.length;
      for (int i = 0; fits && i < shape.length; i++) {
        fits = shape[i] == -1 || shape[i] == array.shape[i];
      }
      if (!fits) {
        throw new ModelFormatException(
            "%s: array '%s/%s' must have shape %s, found %s"
                .formatted(file, path, name, Arrays.toString(shape), Arrays.toString(array.shape)));
      }
      return array.values.clone();
    }

    @Override
    public int[] shape(String name) {
      return find(name).shape.clone();
    }

    private FloatArray find(String name) {
      FloatArray array = arrays.get(path + '/' + name);
      if (array == null) {
        throw new ModelFormatException(
            "%s: must have an array '%s/%s', found none".formatted(file, path, name));
      }
      return array;
    }

    @Override
    public Settings state() {
      return states.getOrDefault(path, Settings.EMPTY);
    }

    @Override
    public ModelSource nested(String name) {
      return new Source(path + '/' + name);
    }
  }
}
