package io.karyo.siamese.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.samediff.GradientSession;
import io.karyo.samediff.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/** Checks gradients against what a loss does when a weight is moved. */
public final class FiniteDifferences {

  private static final int PLACES = 12;

  private FiniteDifferences() {}

  /**
   * Moves some weights of each array a little, up and down, one after the other.
   *
   * @param loss the loss with the weights as they are, in double precision
   */
  public static void assertFit(Weights weights, GradientSession.Step step, DoubleSupplier loss) {
    SplittableRandom random = new SplittableRandom(7);
    for (String name : weights.names()) {
      float[] gradient = step.gradient(name).ravel().toFloatVector();
      int[] places =
          gradient.length <= PLACES
              ? IntStream.range(0, gradient.length).toArray()
              : random.ints(PLACES, 0, gradient.length).toArray();
      for (int place : places) {
        // ReLU, maximum and hinge have kinks that a difference may straddle: smaller ones do not.
        List<String> misses = new ArrayList<>();
        boolean fits = false;
        for (float delta : new float[] {3e-3f, 1e-3f, 3e-4f, 1e-4f}) {
          var flat = weights.get(name).reshape('c', new long[] {gradient.length});
          float value = flat.getFloat(place);
          float up = value + delta;
          float down = value - delta;
          flat.putScalar(place, up);
          double above = loss.getAsDouble();
          flat.putScalar(place, down);
          double below = loss.getAsDouble();
          flat.putScalar(place, value);
          double expected = (above - below) / ((double) up - down);
          fits = Math.abs(gradient[place] - expected) <= 1e-4 + 0.02 * Math.abs(expected);
          if (fits) {
            break;
          }
          misses.add(gradient[place] + " for " + expected);
        }
        assertThat(fits).as("gradient of %s at %d: %s", name, place, misses).isTrue();
      }
    }
  }
}
