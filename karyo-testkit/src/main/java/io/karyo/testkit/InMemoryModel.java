package io.karyo.testkit;

import io.karyo.ModelFormatException;
import io.karyo.spi.ModelSink;
import io.karyo.spi.ModelSource;
import io.karyo.spi.Settings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps what a trained part saves, as a model file would, to restore it in the same test.
 *
 * <pre>{@code
 * InMemoryModel model = new InMemoryModel();
 * trained.save(model);
 * TrainedEncoder again = encoder.restore(model.source());
 * }</pre>
 *
 * <p>As strict as a model file: names, shapes and numbers are checked.
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
  private Settings state = Settings.EMPTY;

  /** Makes a model that holds nothing yet. */
  public InMemoryModel() {}

  @Override
  public void array(String name, float[] values, int... shape) {
    checkName(name);
    if (arrays.containsKey(name)) {
      throw new IllegalArgumentException("array '" + name + "': must be written once");
    }
    long product = 1;
    for (int extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException(
            "shape of '" + name + "': must be 0 or more, found " + Arrays.toString(shape));
      }
      product *= extent;
    }
    if (product != values.length) {
      throw new IllegalArgumentException(
          "array '"
              + name
              + "': must have as many numbers as its shape "
              + Arrays.toString(shape)
              + ", found "
              + values.length);
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("array '" + name + "': must be finite, found " + value);
      }
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
    return nested.computeIfAbsent(checkName(name), ignored -> new InMemoryModel());
  }

  /**
   * Returns a reader of what was saved so far.
   *
   * @return a source that gives copies
   */
  public ModelSource source() {
    return new Source(this);
  }

  /** Says whether nothing was saved. */
  boolean isEmpty() {
    return arrays.isEmpty()
        && state.equals(Settings.EMPTY)
        && nested.values().stream().allMatch(InMemoryModel::isEmpty);
  }

  private static String checkName(String name) {
    if (!name.matches("[a-zA-Z0-9_.-]{1,64}")) {
      throw new IllegalArgumentException(
          "name: must be 1 to 64 of a-z, A-Z, 0-9, '_', '.' and '-', found '" + name + "'");
    }
    return name;
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
      InMemoryModel part = model.nested.get(checkName(name));
      return new Source(part == null ? new InMemoryModel() : part);
    }

    private Entry find(String name) {
      Entry entry = model.arrays.get(checkName(name));
      if (entry == null) {
        throw new ModelFormatException("array '" + name + "': must be saved, found none");
      }
      return entry;
    }
  }
}
