package io.karyo.benchmarks;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The limit: floating-point operations a second of OpenBLAS in a large matrix product. */
final class Sgemm implements Rounds.Contender {

  private static final int SIDE = 1024;

  private final INDArray a = Nd4j.rand(DataType.FLOAT, SIDE, SIDE).dup('f');
  private final INDArray b = Nd4j.rand(DataType.FLOAT, SIDE, SIDE).dup('f');
  private final INDArray c = Nd4j.create(DataType.FLOAT, new long[] {SIDE, SIDE}, 'f');
  private final Rounds.Contender product =
      Rounds.Contender.repeating(
          () -> {
            Nd4j.gemm(a, b, c, false, false, 1, 0);
            return 2.0 * SIDE * SIDE * SIDE;
          });

  @Override
  public double rate(double seconds) throws Exception {
    return product.rate(seconds);
  }
}
