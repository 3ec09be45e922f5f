package io.karyo.siamese;

import java.nio.FloatBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Native memory for row-major matrices of changing sizes, and their products.
 *
 * <p><b>Thread safety:</b> several threads may multiply by one that none writes to.
 */
final class Matrix implements AutoCloseable {

  private record Shape(int rows, int columns) {}

  private final Map<Shape, INDArray> views = new ConcurrentHashMap<>();
  private final INDArray memory;
  private final FloatBuffer buffer;

  /** Allocates memory for so many numbers. */
  Matrix(long capacity) {
    memory = Nd4j.create(DataType.FLOAT, capacity);
    buffer = memory.data().asNioFloat();
  }

  long capacity() {
    return memory.length();
  }

  void put(int at, float[] values, int from, int count) {
    buffer.put(at, values, from, count);
  }

  void get(int at, float[] values, int from, int count) {
    buffer.get(at, values, from, count);
  }

  /** The first numbers as a row-major matrix. */
  private INDArray view(int rows, int columns) {
    return views.computeIfAbsent(
        new Shape(rows, columns),
        shape ->
            Nd4j.create(
                memory.data(), new long[] {rows, columns}, new long[] {columns, 1}, 0, 'c'));
  }

  /** This (rows × inner) times other (inner × columns). */
  void times(Matrix other, Matrix result, int rows, int inner, int columns) {
    multiply(
        view(rows, inner), false, other.view(inner, columns), false, result.view(rows, columns));
  }

  /** This (rows × inner) times the transpose of other (columns × inner). */
  void timesTransposed(Matrix other, Matrix result, int rows, int inner, int columns) {
    multiply(
        view(rows, inner), false, other.view(columns, inner), true, result.view(rows, columns));
  }

  /** The transpose of this (inner × rows) times other (inner × columns). */
  void transposedTimes(Matrix other, Matrix result, int rows, int inner, int columns) {
    multiply(
        view(inner, rows), true, other.view(inner, columns), false, result.view(rows, columns));
  }

  private static void multiply(
      INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray result) {
    Nd4j.exec(
        DynamicCustomOp.builder("matmul")
            .addInputs(a, b)
            .addOutputs(result)
            .addIntegerArguments(transposeA ? 1 : 0, transposeB ? 1 : 0, 0)
            .build());
  }

  @Override
  public void close() {
    memory.close();
  }
}
