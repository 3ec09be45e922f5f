package io.karyo.model.internal;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelRules;
import io.karyo.model.Settings;
import io.karyo.model.internal.ModelFile.FloatArray;
import io.karyo.model.internal.ModelFile.Limits;
import io.karyo.model.internal.ModelFile.SavedPart;
import io.karyo.spi.Part;
import io.karyo.spi.PartKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads one model file from a source that nobody vouches for. Every rule that a file must keep is
 * checked here; whatever breaks one ends in a {@link ModelFormatException}.
 *
 * <p><b>Thread safety:</b> none; used once.
 */
final class ModelFileReader {

  /** The floats for which space is made before any of them was read. */
  private static final int UNPROVEN = 1 << 20;

  private final String file;
  private final Limits limits;
  private final StoredZip.Reader zip;

  ModelFileReader(InputStream in, String file, Limits limits) {
    this.file = file;
    this.limits = limits;
    this.zip = new StoredZip.Reader(in, file);
  }

  ModelFile read() throws IOException {
    byte[] bytes = zip.entry(ModelFile.MANIFEST, 0, limits.manifestBytes());
    Map<?, ?> manifest = parse(bytes);
    String libraryVersion = checkVersion(manifest);
    byte[] sum = ModelFile.manifestSum(bytes);
    if (!Arrays.equals(zip.entry(ModelFile.MANIFEST_SUM, sum.length, sum.length), sum)) {
      throw wrong(
          "manifest", "must have the SHA-256 of '" + ModelFile.MANIFEST_SUM + "', found another");
    }
    Map<PartKind<?>, SavedPart> parts = parts(object(manifest, "manifest", "parts"));
    Settings properties = settings(object(manifest, "manifest", "properties"), "properties");
    SortedMap<String, Settings> states = states(object(manifest, "manifest", "states"), parts);
    SortedMap<String, FloatArray> arrays =
        arrays(field(manifest, "manifest", "arrays", List.class), parts);
    zip.end();
    return new ModelFile(file, libraryVersion, parts, properties, states, arrays);
  }

  private Map<?, ?> parse(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (Json.parse(text) instanceof Map<?, ?> manifest) {
        return manifest;
      }
      throw wrong("manifest", "must be a JSON object, found " + Json.quote(text));
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(file + ": manifest must be UTF-8, found other bytes", e);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(file + ": manifest must be JSON: " + e.getMessage(), e);
    }
  }

  /** Looks at what every version of the format has in the same place, before anything else. */
  private String checkVersion(Map<?, ?> manifest) {
    if (!ModelFile.MAGIC.equals(manifest.get("magic"))) {
      throw wrong(
          "manifest",
          "must have the magic '%s', found %s"
              .formatted(ModelFile.MAGIC, Json.quote(String.valueOf(manifest.get("magic")))));
    }
    String library = field(manifest, "manifest", "libraryVersion", String.class);
    long format = field(manifest, "manifest", "formatVersion", Long.class);
    if (format > ModelFile.FORMAT_VERSION) {
      throw new ModelFormatException(
          ("%s: was written by karyo %s (format %d), this is karyo %s, which reads up to format %d:"
                  + " update the library")
              .formatted(
                  file,
                  Json.quote(library),
                  format,
                  ModelFile.currentLibraryVersion(),
                  ModelFile.FORMAT_VERSION));
    }
    if (format < 1) {
      throw wrong("manifest", "must have a formatVersion of at least 1, found " + format);
    }
    return library;
  }

  private Map<PartKind<?>, SavedPart> parts(Map<?, ?> json) {
    Map<PartKind<?>, SavedPart> parts = new LinkedHashMap<>();
    for (PartKind<?> kind : PartKind.values()) {
      if (json.containsKey(kind.property())) {
        String what = "part '" + kind.property() + "'";
        Map<?, ?> part = field(json, "parts", kind.property(), Map.class);
        String id = field(part, what, "id", String.class);
        try {
          Part.checkId(id);
        } catch (IllegalArgumentException e) {
          throw new ModelFormatException(
              file + ": " + what + " has a wrong id " + Json.quote(id), e);
        }
        parts.put(kind, new SavedPart(id, settings(object(part, what, "settings"), what)));
      }
    }
    for (Object name : json.keySet()) {
      if (parts.keySet().stream().noneMatch(kind -> kind.property().equals(name))) {
        throw wrong(
            "parts",
            "must be of the kinds %s, found %s"
                .formatted(
                    PartKind.values().stream().map(PartKind::property).toList(),
                    Json.quote((String) name)));
      }
    }
    return Collections.unmodifiableMap(parts);
  }

  private SortedMap<String, Settings> states(Map<?, ?> json, Map<PartKind<?>, SavedPart> parts) {
    SortedMap<String, Settings> states = new TreeMap<>();
    json.forEach(
        (path, state) -> {
          String what = "state " + Json.quote((String) path);
          checkPath((String) path, what, parts);
          states.put((String) path, settings(state, what));
        });
    return states;
  }

  private SortedMap<String, FloatArray> arrays(
      List<?> declarations, Map<PartKind<?>, SavedPart> parts) throws IOException {
    if (declarations.size() > limits.arrays()) {
      throw wrong(
          "manifest",
          "must declare at most " + limits.arrays() + " arrays, found " + declarations.size());
    }
    SortedMap<String, FloatArray> arrays = new TreeMap<>();
    long bytes = 0;
    for (Object declaration : declarations) {
      if (!(declaration instanceof Map<?, ?> json)) {
        throw wrong("manifest", "must declare each array as an object, found something else");
      }
      String name = field(json, "array", "name", String.class);
      String what = "array " + Json.quote(name);
      checkPath(name, what, parts);
      if (name.indexOf('/') < 0) {
        throw wrong(what, "must have a name within its part, found none");
      }
      if (!arrays.isEmpty() && name.compareTo(arrays.lastKey()) <= 0) {
        throw wrong(what, "must come once and in order, found after '" + arrays.lastKey() + "'");
      }
      String type = field(json, what, "type", String.class);
      if (!type.equals(ModelFile.FLOAT32)) {
        throw wrong(what, "must be of type '" + ModelFile.FLOAT32 + "', found " + Json.quote(type));
      }
      int[] shape = shape(field(json, what, "shape", List.class), what);
      int size = sizeOf(shape, what);
      bytes += (long) size * Float.BYTES;
      if (bytes > limits.arrayBytes()) {
        throw wrong(
            what, "must end within " + limits.arrayBytes() + " bytes of arrays, found " + bytes);
      }
      String sha256 = field(json, what, "sha256", String.class);
      arrays.put(name, new FloatArray(shape, values(name, size, sha256)));
    }
    return arrays;
  }

  private int[] shape(List<?> json, String what) {
    int[] shape = new int[json.size()];
    for (int i = 0; i < shape.length; i++) {
      if (!(json.get(i) instanceof Long extent) || extent != extent.intValue()) {
        throw wrong(what, "must have a shape of whole numbers of 32 bits, found another");
      }
      shape[i] = extent.intValue();
    }
    return shape;
  }

  private int sizeOf(int[] shape, String what) {
    try {
      return ModelRules.sizeOf(shape);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(file + ": " + what + " " + e.getMessage(), e);
    }
  }

  private float[] values(String name, int size, String sha256) throws IOException {
    String what = "array '" + name + "'";
    long bytes = (long) size * Float.BYTES;
    zip.begin(name + ModelFile.ARRAY_SUFFIX, bytes, bytes);
    MessageDigest digest = ModelFile.sha256();
    byte[] chunk = ModelFile.chunk(size);
    FloatBuffer floats = ModelFile.floats(chunk);
    float[] values = new float[Math.min(size, UNPROVEN)];
    for (int from = 0; from < size; ) {
      int count = Math.min(floats.capacity(), size - from);
      zip.read(chunk, 0, count * Float.BYTES);
      digest.update(chunk, 0, count * Float.BYTES);
      if (from + count > values.length) {
        values = Arrays.copyOf(values, (int) Math.min(size, 2L * values.length));
      }
      floats.get(0, values, from, count);
      from += count;
    }
    zip.endEntry();
    if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
      throw wrong(what, "must have the SHA-256 that the manifest declares, found another");
    }
    int notFinite = ModelRules.firstNotFinite(values, size);
    if (notFinite >= 0) {
      throw wrong(what, "must be finite, found " + values[notFinite] + " at " + notFinite);
    }
    return values;
  }

  private void checkPath(String path, String what, Map<PartKind<?>, SavedPart> parts) {
    try {
      PartKind<?> kind = ModelFile.checkPath(path);
      if (!parts.containsKey(kind)) {
        throw wrong(what, "must belong to a part of the model, found none of that kind");
      }
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(file + ": " + what + ": " + e.getMessage(), e);
    }
  }

  private Settings settings(@Nullable Object json, String what) {
    if (!(json instanceof Map<?, ?> object)) {
      throw wrong(what, "must be an object, found another value");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    object.forEach((name, value) -> values.put((String) name, settingsValue(value, what)));
    return Settings.of(values);
  }

  private Object settingsValue(@Nullable Object json, String what) {
    if (json instanceof Map) {
      return settings(json, what);
    }
    if (json instanceof List<?> list) {
      return list.stream().map(element -> settings(element, what)).toList();
    }
    if (json == null) {
      throw wrong(what, "must have no null, found one");
    }
    return json;
  }

  private Map<?, ?> object(Map<?, ?> object, String what, String name) {
    return field(object, what, name, Map.class);
  }

  private <T> T field(Map<?, ?> object, String what, String name, Class<T> type) {
    Object value = object.get(name);
    if (!type.isInstance(value)) {
      throw wrong(
          what,
          "must have '%s' as a %s, found %s"
              .formatted(name, type.getSimpleName(), Json.quote(String.valueOf(value))));
    }
    return type.cast(value);
  }

  private ModelFormatException wrong(String what, String message) {
    return new ModelFormatException(file + ": " + what + " " + message);
  }
}
