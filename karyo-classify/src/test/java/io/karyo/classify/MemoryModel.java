package io.karyo.classify;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** A model file in memory, which tests may damage. */
public final class MemoryModel implements ModelSink, ModelSource {

  public final Map<String, float[]> arrays = new HashMap<>();
  final Map<String, int[]> shapes = new HashMap<>();
  private Settings state = Settings.EMPTY;

  @Override
  public void array(String name, float[] values, int... shape) {
    assertThat(name).matches("[a-zA-Z0-9_.-]{1,64}").isNotIn(arrays.keySet());
    assertThat(Arrays.stream(shape).reduce(1, Math::multiplyExact)).isEqualTo(values.length);
    for (float value : values) {
      assertThat(Float.isFinite(value)).isTrue();
    }
    put(name, values.clone(), shape);
  }

  public void put(String name, float[] values, int... shape) {
    arrays.put(name, values);
    shapes.put(name, shape.clone());
  }

  @Override
  public void state(Settings settings) {
    state = settings;
  }

  @Override
  public float[] array(String name, int... shape) {
    int[] found = shape(name);
    boolean fits =
        found.length == shape.length
            && IntStream.range(0, shape.length)
                .allMatch(i -> shape[i] == -1 || shape[i] == found[i]);
    if (!fits) {
      throw new ModelFormatException(name + ": must be " + Arrays.toString(shape));
    }
    return arrays.getOrDefault(name, new float[0]).clone();
  }

  @Override
  public int[] shape(String name) {
    int[] shape = shapes.get(name);
    if (shape == null) {
      throw new ModelFormatException(name + ": is missing");
    }
    return shape.clone();
  }

  @Override
  public Settings state() {
    return state;
  }

  @Override
  public MemoryModel nested(String name) {
    throw new UnsupportedOperationException("no part within " + name);
  }
}
