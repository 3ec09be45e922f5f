package io.karyo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import ij.process.ImageProcessor;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.image.ChromosomeImage;
import io.karyo.siamese.SiameseEncoders;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A comparison is worth nothing unless the peers do the same work. */
class PeersTest {

  private static final int COUNT = 24;

  private static StepProbe karyo;
  private static TrainingBatch batch;

  @BeforeAll
  static void drawANetworkAndPictures() {
    TorchNetwork.configure(1);
    karyo = new StepProbe(SiameseEncoders.sameDiff(), 7);
    SplittableRandom random = new SplittableRandom(8);
    float[] images = new float[COUNT * NetworkShape.STANDARD.pixels()];
    float[] sizes = new float[COUNT * PictureProbe.SIZES];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextDouble(-0.5, 1.5);
    }
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = (float) random.nextDouble(-1, 1);
    }
    List<ChromosomeType> types =
        IntStream.range(0, COUNT).mapToObj(i -> ChromosomeType.ALL.get(i % 7)).toList();
    batch = TrainingBatch.of(new PictureProbe.Drawn(images, sizes, COUNT), types);
  }

  @AfterAll
  static void close() {
    karyo.close();
  }

  @Test
  void pyTorchLearnsWhatKaryoLearns() {
    try (TorchNetwork torch =
        new TorchNetwork(
            NetworkShape.STANDARD,
            karyo.weights(),
            StepProbe.learningRate(SiameseEncoders.sameDiff(), StepProbe.HALF_WAY))) {
      PictureProbe.Drawn turned = torch.turned(batch.inputs());
      assertSame(torch.embed(turned), within(1e-5f));
      for (int step = 0; step < 3; step++) {
        double loss =
            karyo.step(batch.inputs().images(), batch.inputs().sizes(), COUNT, batch.pairs());
        assertThat(torch.step(turned, batch.types())).isCloseTo(loss, within(1e-3));
      }
      assertSame(torch.embed(turned), within(1e-2f));
    }
  }

  @Test
  void onnxRuntimeEmbedsWhatKaryoEmbeds() throws OrtException {
    try (OnnxNetwork onnx = new OnnxNetwork(NetworkShape.STANDARD, karyo.weights(), 1)) {
      assertSame(onnx.embed(batch.inputs()), within(1e-5f));
    }
  }

  @Test
  void imageJStraightensAlongKaryosAxis() throws IOException {
    for (ChromosomeImage image : Material.synthetic().images(20)) {
      AxisProbe axis = AxisProbe.of(image).orElseThrow();
      ImageJ.Task task = new ImageJ.Task(image, axis);
      float[][] ends = axis.points(Integer.MAX_VALUE);
      ImageProcessor straightened = task.straighten();
      assertThat(straightened.getHeight()).isEqualTo(axis.width());
      assertThat(straightened.getWidth())
          .isGreaterThanOrEqualTo(
              (int) Math.hypot(ends[0][1] - ends[0][0], ends[1][1] - ends[1][0]))
          .isLessThanOrEqualTo(axis.sample());
      assertThat(task.skeletonise().getHistogram()[0])
          .isBetween(axis.points(1)[0].length / 2, axis.points(1)[0].length * 4);
    }
  }

  private static void assertSame(float[][] found, Offset<Float> offset) {
    float[][] expected =
        karyo.embed(batch.inputs().images(), batch.inputs().sizes(), batch.count());
    for (int n = 0; n < COUNT; n++) {
      assertThat(found[n]).containsExactly(expected[n], offset);
    }
  }
}
