package io.karyo.siamese.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.network.EncoderNetwork;
import io.karyo.network.NetworkInput;
import io.karyo.samediff.Weights;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ForwardPassTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPassHoldsMemoryForAsManyThreadsAsThereAreProcessorsAndNoneOnceClosed(boolean inPatches)
      throws Exception {
    EncoderNetwork network = EncoderNetwork.compact();
    int threads = 64;
    SplittableRandom random = new SplittableRandom(41);
    float[] images = new float[4 * network.height() * network.width()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble();
    }
    float[] sizes = new float[4 * NetworkInput.SIZES];
    ForwardPass pass =
        new ForwardPass(
            network, Weights.drawn(network, 16, new SplittableRandom(42)), true, inPatches);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<float[][]>> answers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        answers.add(
            executor.submit(
                () -> {
                  start.await();
                  return pass.embed(images, sizes, 4);
                }));
      }
      Set<List<Float>> different = new HashSet<>();
      for (Future<float[][]> answer : answers) {
        List<Float> values = new ArrayList<>();
        for (float value : answer.get()[3]) {
          values.add(value);
        }
        different.add(values);
      }
      assertThat(different).hasSize(1);
      assertThat(pass.lanes()).isBetween(1, Runtime.getRuntime().availableProcessors());
    } finally {
      executor.shutdownNow();
      pass.close();
    }
    assertThat(pass.lanes()).isZero();
  }
}
