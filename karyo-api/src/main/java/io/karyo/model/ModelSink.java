package io.karyo.model;

import java.io.IOException;

/**
 * Receives the arrays and the state of a trained part when a model file is written.
 *
 * <p><b>Thread safety:</b> used by one thread.
 */
public interface ModelSink {

  /**
   * Writes one array of 32-bit floating point numbers.
   *
   * @param name the name within the part: 1 to 64 of a–z, A–Z, 0–9, '_', '.' and '-', not beginning
   *     with '.' or '-'; each name only once
   * @param values the numbers, row-major; copied
   * @param shape the extent of each of up to 8 dimensions, at least 1; their product is {@code
   *     values.length}
   * @throws IOException if writing fails
   * @throws IllegalArgumentException if name or shape are invalid, or a number is not finite
   */
  void array(String name, float[] values, int... shape) throws IOException;

  /**
   * Writes the other values of the trained part.
   *
   * @param state the values; a second call replaces the first
   */
  void state(Settings state);

  /**
   * Returns a sink for a nested part.
   *
   * @param name a name as for arrays
   * @return a sink with separate names
   * @throws IllegalArgumentException if the name is invalid
   */
  ModelSink nested(String name);
}
