package io.karyo.model;

import java.io.IOException;

/**
 * Takes the numbers of a trained part while a model file is written.
 *
 * <p><b>Thread safety:</b> used by one thread.
 */
public interface ModelSink {

  /**
   * Writes one array of 32-bit floating point numbers.
   *
   * @param name the name within the part: 1 to 64 of a–z, A–Z, 0–9, '_', '.' and '-', the first no
   *     '.' or '-', once each
   * @param values the numbers, row-major; copied
   * @param shape the extent of each of up to 8 dimensions, at least 1; their product is {@code
   *     values.length}
   * @throws IOException if writing fails
   * @throws IllegalArgumentException if name or shape are not as described, or a number is not
   *     finite
   */
  void array(String name, float[] values, int... shape) throws IOException;

  /**
   * Writes what else the trained part must know.
   *
   * @param state the values; a second call replaces the first
   */
  void state(Settings state);

  /**
   * Returns a sink for a part within this part.
   *
   * @param name a name as for arrays
   * @return a sink whose names do not meet those of this one
   * @throws IllegalArgumentException if the name is not as described
   */
  ModelSink nested(String name);
}
