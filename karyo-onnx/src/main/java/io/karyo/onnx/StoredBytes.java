package io.karyo.onnx;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import java.io.IOException;

/**
 * Bytes in a model file, which holds 32-bit floats: three bytes, the first the lowest, as one whole
 * number. A float has all of them exactly.
 */
final class StoredBytes {

  private static final String ARRAY = "network";
  private static final String LENGTH = "bytes";
  private static final int PER_FLOAT = 3;
  private static final int MAX_VALUE = 0xffffff;

  private StoredBytes() {}

  static void write(byte[] bytes, ModelSink sink) throws IOException {
    float[] values = new float[(bytes.length + PER_FLOAT - 1) / PER_FLOAT];
    for (int i = 0; i < bytes.length; i++) {
      values[i / PER_FLOAT] += (bytes[i] & 0xff) << (8 * (i % PER_FLOAT));
    }
    sink.state(Settings.EMPTY.with(LENGTH, bytes.length));
    sink.array(ARRAY, values, values.length);
  }

  static byte[] read(ModelSource source) {
    float[] values = source.array(ARRAY, -1);
    int length;
    try {
      length = source.state().onlyKnown(LENGTH).integer(LENGTH, 0);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("encoder state: " + e.getMessage(), e);
    }
    if (length < 1 || values.length != (length - 1) / PER_FLOAT + 1) {
      throw new ModelFormatException(
          "bytes: must be those of " + values.length + " numbers, found " + length);
    }
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      float value = values[i / PER_FLOAT];
      if (!(value >= 0 && value <= MAX_VALUE)) {
        throw new ModelFormatException(
            "network: must be of 0 to " + MAX_VALUE + ", found " + value);
      }
      bytes[i] = (byte) ((int) value >> (8 * (i % PER_FLOAT)));
    }
    return bytes;
  }
}
