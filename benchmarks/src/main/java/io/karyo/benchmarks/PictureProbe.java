package io.karyo.benchmarks;

import io.karyo.chromosome.PreparedChromosome;
import io.karyo.network.Augmentation;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.NetworkInput;
import io.karyo.siamese.SameDiffEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Draws the default encoder's inputs, so that peers learn from the very pictures that karyo learns
 * from.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class PictureProbe {

  /** How many numbers stand beside an image. */
  public static final int SIZES = NetworkInput.SIZES;

  private final EncoderNetwork network;
  private final Augmentation augmentation;
  private final List<NetworkInput> specimens;
  private final NetworkInput.Reference reference;

  /**
   * Takes training data and its measures.
   *
   * @param encoder the configuration
   * @param training what the encoder is trained on
   */
  public PictureProbe(SameDiffEncoder encoder, List<PreparedChromosome> training) {
    network = encoder.network();
    augmentation = encoder.augmentation();
    specimens = training.stream().map(NetworkInput::new).toList();
    reference =
        new NetworkInput.Reference(
            median(specimens, s -> s.scale().map(c -> c.medianLength()).orElse(s.length())),
            median(specimens, s -> s.scale().map(c -> c.medianArea()).orElse(s.area())),
            median(specimens, s -> s.scale().map(c -> c.medianStain()).orElse(s.meanStain())),
            specimens.stream().anyMatch(s -> s.scale().isPresent()));
  }

  private static double median(
      List<NetworkInput> specimens, ToDoubleFunction<NetworkInput> measure) {
    double[] sorted = specimens.stream().mapToDouble(measure).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** Inputs of the network; its arrays are not copied. */
  public static final class Drawn {

    private final float[] images;
    private final float[] sizes;
    private final int count;

    /**
     * Takes arrays.
     *
     * @param images row-major images
     * @param sizes {@link #SIZES} numbers an image
     * @param count how many images
     */
    public Drawn(float[] images, float[] sizes, int count) {
      this.images = images;
      this.sizes = sizes;
      this.count = count;
    }

    /**
     * Returns the pictures.
     *
     * @return row-major images
     */
    public float[] images() {
      return images;
    }

    /**
     * Returns what stands beside them.
     *
     * @return {@link #SIZES} numbers an image
     */
    public float[] sizes() {
      return sizes;
    }

    /**
     * Returns how many images there are.
     *
     * @return their number
     */
    public int count() {
      return count;
    }

    /**
     * Returns the first of them.
     *
     * @param first how many
     * @return a copy
     */
    public Drawn take(int first) {
      return new Drawn(
          Arrays.copyOf(images, images.length / count * first),
          Arrays.copyOf(sizes, first * SIZES),
          first);
    }
  }

  /**
   * Draws training images, changed at random as in training.
   *
   * @param places which of the training data
   * @param random draws the changes
   * @return the inputs, one for each place
   */
  public Drawn augmented(List<Integer> places, SplittableRandom random) {
    Drawn drawn = blank(places.size());
    for (int n = 0; n < drawn.count; n++) {
      NetworkInput.View view =
          NetworkInput.View.drawn(augmentation, network.height(), network.width(), false, random);
      draw(specimens.get(places.get(n)), view, drawn, n);
    }
    return drawn;
  }

  /**
   * Draws each chromosome as it lies and mirrored, one after the other, as in prediction.
   *
   * @param chromosomes what to draw
   * @return the inputs, two for each chromosome
   */
  public Drawn bothSides(List<PreparedChromosome> chromosomes) {
    Drawn drawn = blank(2 * chromosomes.size());
    int pixels = network.height() * network.width();
    for (int n = 0; n < drawn.count; n += 2) {
      NetworkInput specimen = new NetworkInput(chromosomes.get(n / 2));
      draw(specimen, NetworkInput.View.plain(false), drawn, n);
      specimen.sizes(NetworkInput.View.plain(false), reference, drawn.sizes, (n + 1) * SIZES);
      NetworkInput.mirror(
          network.height(), network.width(), drawn.images, n * pixels, (n + 1) * pixels);
    }
    return drawn;
  }

  private Drawn blank(int count) {
    return new Drawn(
        new float[count * network.height() * network.width()], new float[count * SIZES], count);
  }

  private void draw(NetworkInput specimen, NetworkInput.View view, Drawn drawn, int n) {
    int pixels = network.height() * network.width();
    specimen.draw(network.height(), network.width(), view, drawn.images, n * pixels);
    specimen.sizes(view, reference, drawn.sizes, n * SIZES);
  }
}
