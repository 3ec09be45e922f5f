package io.karyo.model;

/**
 * Reads what a trained part wrote to its {@link ModelSink}. The checksums of the file have already
 * been verified.
 *
 * <p><b>Thread safety:</b> used by one thread.
 */
public interface ModelSource {

  /**
   * Reads one array and checks its shape.
   *
   * @param name the name under which it was written
   * @param shape the expected extent of each dimension; -1 for any extent
   * @return a new array, row-major
   * @throws io.karyo.model.ModelFormatException if there is none or its shape differs
   */
  float[] array(String name, int... shape);

  /**
   * Reads the shape of an array.
   *
   * @param name the name under which it was written
   * @return the extent of each dimension
   * @throws io.karyo.model.ModelFormatException if there is none
   */
  int[] shape(String name);

  /**
   * Reads the state.
   *
   * @return the state, empty if none was written
   */
  Settings state();

  /**
   * Returns the source of a nested part.
   *
   * @param name the name under which it was written
   * @return the source
   */
  ModelSource nested(String name);
}
