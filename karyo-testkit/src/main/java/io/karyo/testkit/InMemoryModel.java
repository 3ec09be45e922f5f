package io.karyo.testkit;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelRules;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.spi.PartKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Stores what a trained part saves, like a model file, so that a test can restore it.
 *
 * <pre>{@code
 * InMemoryModel model = new InMemoryModel();
 * trained.save(model);
 * TrainedEncoder again = encoder.restore(model.source());
 * }</pre>
 *
 * <p>It is as strict as a model file: names, shapes and numbers are checked by the same {@link
 * ModelRules}. Only the size of the whole file, which depends on all parts, is not checked.
 *
 * <p><b>Thread safety:</b> used by one thread.
 */
public final class InMemoryModel implements ModelSink {

  private static final class Entry {
    final float[] values;
    final int[] shape;

    Entry(float[] values, int[] shape) {
      this.values = values.clone();
      this.shape = shape.clone();
    }
  }

  private final Map<String, Entry> arrays = new HashMap<>();
  private final Map<String, InMemoryModel> nested = new HashMap<>();
  private final int pathLength;
  private Settings state = Settings.EMPTY;

  /** Creates an empty model. */
  public InMemoryModel() {
    // It may be of any kind of part.
    this(PartKind.values().stream().mapToInt(kind -> kind.property().length()).max().orElseThrow());
  }

  private InMemoryModel(int pathLength) {
    this.pathLength = pathLength;
  }

  @Override
  public void array(String name, float[] values, int... shape) {
    pathLengthOf(name);
    ModelRules.checkArray(name, values, shape);
    if (arrays.containsKey(name)) {
      throw new IllegalArgumentException("array '" + name + "': must be written once");
    }
    arrays.put(name, new Entry(values, shape));
  }

  @Override
  public void state(Settings state) {
    // Through plain values, as a file holds them.
    this.state = Settings.of(state.asMap());
  }

  @Override
  public ModelSink nested(String name) {
    int length = pathLengthOf(name);
    return nested.computeIfAbsent(name, ignored -> new InMemoryModel(length));
  }

  /** {@return a reader of what was saved so far, which gives copies} */
  public ModelSource source() {
    return new Source(this);
  }

  /** Returns whether nothing was saved. */
  boolean isEmpty() {
    return arrays.isEmpty()
        && state.equals(Settings.EMPTY)
        && nested.values().stream().allMatch(InMemoryModel::isEmpty);
  }

  /** Checks the name of an array or a part, and that its path in a model file is not too long. */
  private int pathLengthOf(String name) {
    int length = pathLength + 1 + ModelRules.checkName(name).length();
    if (length > ModelRules.MAX_PATH) {
      throw new IllegalArgumentException(
          "path of '%s': must be at most %d characters, found %d"
              .formatted(name, ModelRules.MAX_PATH, length));
    }
    return length;
  }

  private record Source(InMemoryModel model) implements ModelSource {

    @Override
    public float[] array(String name, int... shape) {
      Entry entry = find(name);
      boolean fits = shape.length == entry.shape.length;
      for (int i = 0; fits && i < shape.length; i++) {
        fits = shape[i] == -1 || shape[i] == entry.shape[i];
      }
      if (!fits) {
        throw new ModelFormatException(
            "array '"
                + name
                + "': must have shape "
                + Arrays.toString(shape)
                + ", found "
                + Arrays.toString(entry.shape));
      }
      return entry.values.clone();
    }

    @Override
    public int[] shape(String name) {
      return find(name).shape.clone();
    }

    @Override
    public Settings state() {
      return model.state;
    }

    @Override
    public ModelSource nested(String name) {
      InMemoryModel part = model.nested.get(name);
      return new Source(part == null ? new InMemoryModel() : part);
    }

    private Entry find(String name) {
      Entry entry = model.arrays.get(name);
      if (entry == null) {
        throw new ModelFormatException("array '" + name + "': must be saved, found none");
      }
      return entry;
    }
  }
}
