package io.karyo.siamese.internal;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private final long first;
  private final FloatBuffer buffer;

  /** Allocates memory for so many numbers, which are 0. */
  Matrix(long capacity) {
    this(Nd4j.create(DataType.FLOAT, capacity), 0, capacity);
  }

  /** Takes a part of memory, all of which is closed with it. */
  private Matrix(INDArray memory, long first, long capacity) {
    this.memory = memory;
    this.first = first;
    buffer = memory.data().asNioFloat().slice(Math.toIntExact(first), Math.toIntExact(capacity));
  }

  long capacity() {
    return buffer.capacity();
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
                memory.data(), new long[] {rows, columns}, new long[] {columns, 1}, first, 'c'));
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

  /**
   * Native memory for several matrices in one piece. C libraries keep many small pieces for later
   * when they are freed, and give large ones back to the system.
   */
  static final class Block implements AutoCloseable {

    /** A cache line of 64 bytes. */
    private static final int ALIGNMENT = 16;

    private final INDArray memory;
    private final List<Matrix> matrices = new ArrayList<>();

    /**
     * Allocates memory for some matrices, whose numbers are 0.
     *
     * @param capacities how many numbers each takes
     */
    Block(long... capacities) {
      long all = Arrays.stream(capacities).map(Block::aligned).sum();
      memory = Nd4j.create(DataType.FLOAT, all);
      long from = 0;
      for (long capacity : capacities) {
        matrices.add(new Matrix(memory, from, capacity));
        from += aligned(capacity);
      }
    }

    private static long aligned(long capacity) {
      return (capacity + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Returns the matrices, which are closed with this. */
    List<Matrix> matrices() {
      return matrices;
    }

    @Override
    public void close() {
      memory.close();
    }
  }
}
