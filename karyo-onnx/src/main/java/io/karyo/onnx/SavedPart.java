package io.karyo.onnx;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What a trained part saves, in memory, to be read again. Not thread-safe. */
final class SavedPart implements ModelSink, ModelSource {

  private final Map<String, float[]> arrays = new HashMap<>();
  private final Map<String, int[]> shapes = new HashMap<>();
  private final Map<String, SavedPart> parts = new HashMap<>();
  private Settings state = Settings.EMPTY;

  @Override
  public void array(String name, float[] values, int... shape) {
    arrays.put(name, values.clone());
    shapes.put(name, shape.clone());
  }

  @Override
  public void state(Settings state) {
    this.state = state;
  }

  @Override
  public SavedPart nested(String name) {
    return parts.computeIfAbsent(name, ignored -> new SavedPart());
  }

  @Override
  public float[] array(String name, int... shape) {
    int[] found = shape(name);
    boolean fits = found.length == shape.length;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = shape[i] < 0 || shape[i] == found[i];
    }
    float[] values = arrays.get(name);
    if (!fits || values == null) {
      throw new ModelFormatException(
          "array '"
              + name
              + "': must have the shape "
              + Arrays.toString(shape)
              + ", found "
              + Arrays.toString(found));
    }
    return values.clone();
  }

  @Override
  public int[] shape(String name) {
    int[] shape = shapes.get(name);
    if (shape == null) {
      throw new ModelFormatException("array '" + name + "': must be there, found none");
    }
    return shape.clone();
  }

  @Override
  public Settings state() {
    return state;
  }
}
