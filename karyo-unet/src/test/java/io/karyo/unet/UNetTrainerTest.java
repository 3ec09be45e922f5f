package io.karyo.unet;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.metaphase.pixels.PixelClassifier;
import io.karyo.metaphase.training.PixelExamples;
import io.karyo.network.Optimizer;
import io.karyo.network.UNetShape;
import io.karyo.samediff.Backend;
import io.karyo.samediff.Weights;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UNetTrainerTest {

  private static final UNetShape SHAPE = new UNetShape(4, 2);
  private static final int STEPS = 90;
  private static final double LEARNING_RATE = 1e-2;
  private static final int EXAMPLES = 12;

  /**
   * How well a network classifies the pixels of examples.
   *
   * @param ground the share of those of the ground that are classified as such
   * @param chromosome the share of those of single chromosomes
   */
  private record Figures(double crossEntropy, double ground, double chromosome) {}

  private static Figures figures(UNetClassifier network, PixelExamples examples) {
    double[] right = new double[PixelClassifier.CLASSES];
    double[] all = new double[PixelClassifier.CLASSES];
    double sum = 0;
    double known = 0;
    SplittableRandom random = new SplittableRandom(5);
    for (int k = 0; k < EXAMPLES; k++) {
      PixelExamples.Example example = examples.draw(random);
      float[][] planes = network.classify(example.stain(), UNetTrainer.SIDE, UNetTrainer.SIDE);
      for (int i = 0; i < example.classes().length; i++) {
        int truth = example.classes()[i];
        if (truth >= 0) {
          known++;
          sum -= Math.log(Math.max(1e-12, planes[truth][i]));
          all[truth]++;
          right[truth] += isMost(planes, truth, i) ? 1 : 0;
        }
      }
    }
    return new Figures(
        sum / known,
        right[PixelClassifier.GROUND] / all[PixelClassifier.GROUND],
        right[PixelClassifier.CHROMOSOME] / all[PixelClassifier.CHROMOSOME]);
  }

  private static boolean isMost(float[][] planes, int truth, int pixel) {
    for (float[] plane : planes) {
      if (plane[pixel] > planes[truth][pixel]) {
        return false;
      }
    }
    return true;
  }

  @Test
  void itLearnsTheClassesOfPhotographsThatItHasNotSeen() throws IOException {
    Backend.require();
    PixelExamples unseen = Drawn.examples(List.of(Drawn.photograph(10), Drawn.photograph(11)));
    Weights weights = Weights.drawn(SHAPE.arrays(), new SplittableRandom(1));
    Figures before = figures(new UNetClassifier(SHAPE, weights.copy()), unseen);
    Drawn.train(SHAPE, weights, Optimizer.adam(LEARNING_RATE, 0), STEPS);
    Figures after = figures(new UNetClassifier(SHAPE, weights), unseen);
    assertThat(after.crossEntropy()).isLessThan(before.crossEntropy() / 2);
    assertThat(after.ground()).isGreaterThan(0.9);
    assertThat(after.chromosome()).isGreaterThan(0.7);
  }
}
