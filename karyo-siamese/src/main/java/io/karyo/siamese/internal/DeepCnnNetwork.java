package io.karyo.siamese.internal;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.EncoderNetwork.Convolution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape of the Deep CNN of Swati et al. 2017: three times two convolutions, a pool and dropout;
 * two dense sigmoid layers; dropout; softmax over the types.
 *
 * @param body the convolutions and the first dense layer, which are built as an encoder's
 * @param firstDense units of the first dense layer
 * @param secondDense units of the second
 */
public record DeepCnnNetwork(EncoderNetwork body, int firstDense, int secondDense) {

  public static final String DENSE_2 = "dense2";
  public static final String DENSE_2_BIAS = "dense2_bias";
  public static final String OUTPUT = "output";
  public static final String OUTPUT_BIAS = "output_bias";

  public static final int TYPES = ChromosomeType.ALL.size();

  private static final double POOL_DROPOUT = 0.25;
  private static final double DENSE_DROPOUT = 0.5;

  /**
   * A layer with dropout.
   *
   * @param shape of one example
   * @param share how much is dropped
   */
  public record Dropped(List<Integer> shape, double share) {
    public int length() {
      return shape.stream().reduce(1, Math::multiplyExact);
    }
  }

  public static DeepCnnNetwork of(
      int height, int width, List<Integer> filters, int firstDense, int secondDense) {
    List<Convolution> convolutions = new ArrayList<>();
    for (int f : filters) {
      convolutions.add(new Convolution(f, 3, 1, false));
      convolutions.add(new Convolution(f, 3, 1, true));
    }
    EncoderNetwork body = new EncoderNetwork(height, width, convolutions, false, true, 0);
    return new DeepCnnNetwork(body, firstDense, secondDense);
  }

  public int pixels() {
    return body.height() * body.width();
  }

  /**
   * Checks that an embedding is an image of this network's size.
   *
   * @throws IllegalArgumentException if it has another number of coordinates
   */
  public Embedding checked(Embedding embedding) {
    if (embedding.size() != pixels()) {
      throw new IllegalArgumentException(
          "embedding: must have "
              + pixels()
              + " coordinates, the pixels of "
              + body.height()
              + " x "
              + body.width()
              + ", found "
              + embedding.size());
    }
    return embedding;
  }

  /** Copies an image to its place in a batch. */
  public void copy(float[] image, boolean mirrored, float[] batch, int place) {
    int to = place * pixels();
    System.arraycopy(image, 0, batch, to, image.length);
    int width = body.width();
    for (int row = to; mirrored && row < to + image.length; row += width) {
      for (int left = row, right = row + width - 1; left < right; left++, right--) {
        float pixel = batch[left];
        batch[left] = batch[right];
        batch[right] = pixel;
      }
    }
  }

  /** The layers that have dropout, in order: the three pools and the second dense layer. */
  public List<Dropped> dropped() {
    List<Dropped> dropped = new ArrayList<>();
    int height = body.height();
    int width = body.width();
    for (Convolution convolution : body.convolutions()) {
      if (convolution.pool()) {
        height /= 2;
        width /= 2;
        dropped.add(new Dropped(List.of(convolution.filters(), height, width), POOL_DROPOUT));
      }
    }
    dropped.add(new Dropped(List.of(secondDense), DENSE_DROPOUT));
    return dropped;
  }

  /** The shape of each array of weights. */
  public Map<String, int[]> shapes() {
    Map<String, int[]> shapes = new LinkedHashMap<>(body.weights(firstDense));
    shapes.put(DENSE_2, new int[] {firstDense, secondDense});
    shapes.put(DENSE_2_BIAS, new int[] {secondDense});
    shapes.put(OUTPUT, new int[] {secondDense, TYPES});
    shapes.put(OUTPUT_BIAS, new int[] {TYPES});
    return shapes;
  }
}
