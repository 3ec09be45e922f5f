package io.karyo.siamese.internal;

import io.karyo.network.EncoderNetwork;
import io.karyo.network.Engine;
import io.karyo.network.NetworkInput;
import io.karyo.samediff.Backend;
import io.karyo.samediff.ScratchMemory;
import io.karyo.samediff.Weights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The embedding network on a CPU, as matrix products over patches, a shard of images at a time. An
 * image's bits do not depend on the others of its shard.
 *
 * <p><b>Thread safety:</b> one thread per {@link Shard}; {@link #take} and {@link #close} while
 * none computes.
 */
public final class PatchNetwork implements AutoCloseable {

  /** Large enough for the matrix product, small enough for the caches. */
  public static final int IMAGES_PER_SHARD = 32;

  /**
   * oneDNN's product computes rows in blocks, of six for AVX2, and those that do not fill a block
   * another way, to other last bits. So that the bits of an image do not depend on how many there
   * are, products have whole blocks of rows only.
   */
  private static final int ROWS_PER_BLOCK = 6;

  /** A quarter of a gigabyte for what a shard needs. */
  private static final long MAX_NUMBERS = (1L << 26) / IMAGES_PER_SHARD;

  private final EncoderNetwork network;
  private final List<ConvolutionLayer> layers;
  private final List<Matrix> kernels;
  private final Matrix dense;
  private final int embeddingSize;
  private final ScratchMemory<Scratch> scratches;

  PatchNetwork(EncoderNetwork network, int embeddingSize) {
    this.network = network;
    this.embeddingSize = embeddingSize;
    layers = ConvolutionLayer.of(network);
    kernels = layers.stream().map(layer -> new Matrix(layer.kernelSize())).toList();
    dense = new Matrix((long) network.denseInputs() * embeddingSize);
    scratches =
        new ScratchMemory<>(
            () -> new Scratch(layers, network.denseInputs(), embeddingSize), Scratch::close);
  }

  /**
   * Decides whether a network is computed by products of patches.
   *
   * @throws IllegalStateException if that was chosen and is not possible
   */
  public static boolean isChosen(Engine engine, EncoderNetwork network) {
    boolean possible = Backend.onCpu() && suits(network);
    if (engine == Engine.CPU && !possible) {
      throw new IllegalStateException(
          "engine: must be automatic or samediff "
              + (Backend.onCpu()
                  ? "for a network of this size"
                  : "on a backend other than the CPU's")
              + ", found cpu");
    }
    return engine != Engine.SAMEDIFF && possible;
  }

  /** Returns whether the patches of a network, of all its layers, are few enough to gather them. */
  static boolean suits(EncoderNetwork network) {
    return ConvolutionLayer.of(network).stream()
            .mapToLong(
                layer -> layer.patchNumbers() + layer.convolvedSize() + layer.in().imageSize())
            .sum()
        <= MAX_NUMBERS;
  }

  /** Rounds a number of rows up to whole blocks. */
  static int wholeBlocks(int rows) {
    return (rows + ROWS_PER_BLOCK - 1) / ROWS_PER_BLOCK * ROWS_PER_BLOCK;
  }

  /** Takes the numbers of weights over. */
  void take(Weights weights) {
    for (int i = 0; i < layers.size(); i++) {
      float[] kernel = weights.values(EncoderNetwork.kernel(i));
      float[] biases = weights.values(EncoderNetwork.bias(i));
      kernels.get(i).put(0, kernel, 0, kernel.length);
      kernels.get(i).put(kernel.length, biases, 0, biases.length);
    }
    float[] kernel = last().toFrames(weights.values(EncoderNetwork.DENSE), embeddingSize);
    dense.put(0, kernel, 0, kernel.length);
  }

  List<ConvolutionLayer> layers() {
    return layers;
  }

  ConvolutionLayer last() {
    return layers.get(layers.size() - 1);
  }

  /** What a thread needs while it computes. */
  private static final class Scratch implements AutoCloseable {
    final Matrix.Block memory;
    final List<Matrix> patches;
    final Matrix convolved;
    final Matrix features;
    final Matrix embeddings;
    final float[] block;

    /** For the way back only. */
    @Nullable Back back;

    Scratch(List<ConvolutionLayer> layers, int denseInputs, int embeddingSize) {
      block = new float[layers.stream().mapToInt(ConvolutionLayer::blockSize).max().orElse(1)];
      long[] numbers = new long[layers.size() + 3];
      int next = 0;
      long mostConvolved = 1;
      for (ConvolutionLayer layer : layers) {
        long rows = wholeBlocks(IMAGES_PER_SHARD * layer.patchesPerImage());
        numbers[next++] = rows * layer.patchSize();
        mostConvolved = Math.max(mostConvolved, rows * layer.filters());
      }
      numbers[next++] = mostConvolved;
      numbers[next++] = (long) wholeBlocks(IMAGES_PER_SHARD) * denseInputs;
      numbers[next] = (long) wholeBlocks(IMAGES_PER_SHARD) * embeddingSize;
      memory = new Matrix.Block(numbers);
      next = layers.size();
      patches = memory.matrices().subList(0, next);
      convolved = memory.matrices().get(next++);
      features = memory.matrices().get(next++);
      embeddings = memory.matrices().get(next);
      for (int i = 0; i < layers.size(); i++) {
        layers.get(i).putOnes(patches.get(i), IMAGES_PER_SHARD);
      }
    }

    @Override
    public void close() {
      memory.close();
      if (back != null) {
        back.close();
      }
    }
  }

  private static final class Back implements AutoCloseable {
    final Matrix patchGradients;
    final Matrix kernelGradient;
    final float[] frameGradient;
    final float[] image;
    final float[] part;

    Back(List<ConvolutionLayer> layers) {
      // The first layer's input has no use for a gradient.
      patchGradients =
          new Matrix(
              IMAGES_PER_SHARD
                  * layers.stream()
                      .skip(1)
                      .mapToLong(ConvolutionLayer::patchNumbers)
                      .max()
                      .orElse(1));
      kernelGradient =
          new Matrix(layers.stream().mapToInt(ConvolutionLayer::kernelSize).max().orElse(1));
      frameGradient =
          new float
              [IMAGES_PER_SHARD
                  * layers.stream().mapToInt(layer -> layer.out().imageSize()).max().orElse(1)];
      image = new float[frameGradient.length / IMAGES_PER_SHARD];
      part = new float[image.length];
    }

    @Override
    public void close() {
      patchGradients.close();
      kernelGradient.close();
    }
  }

  /** Some images on their way through the network, and what is kept of them for the way back. */
  final class Shard {
    private final float[][] frames = new float[layers.size() + 1][];
    private final float[][] kept = new float[layers.size()][];
    private int count;

    Shard() {
      for (int i = 0; i < layers.size(); i++) {
        ConvolutionLayer layer = layers.get(i);
        frames[i] = new float[IMAGES_PER_SHARD * layer.in().imageSize()];
        kept[i] = new float[layer.pools() ? IMAGES_PER_SHARD * layer.convolvedSize() : 0];
      }
      frames[layers.size()] = new float[IMAGES_PER_SHARD * network.denseInputs()];
    }

    /**
     * Embeds images; sigmoid and norm are the caller's.
     *
     * @param sizes {@code SIZES} numbers for each image of the batch
     * @param mask for each dense input of the batch; empty for none
     * @param from the first image of the batch that is in this shard
     * @param images how many are
     * @param embeddings takes an embedding for each image of the batch
     */
    void embed(
        float[] pixels, float[] sizes, float[] mask, int from, int images, float[] embeddings) {
      count = images;
      scratches.use(scratch -> embed(pixels, sizes, mask, from, scratch, embeddings));
    }

    private void embed(
        float[] pixels,
        float[] sizes,
        float[] mask,
        int from,
        Scratch scratch,
        float[] embeddings) {
      layers.get(0).frame(pixels, from * network.height() * network.width(), count, frames[0]);
      for (int i = 0; i < layers.size(); i++) {
        ConvolutionLayer layer = layers.get(i);
        layer.gather(frames[i], count, scratch.patches.get(i), scratch.block);
        scratch
            .patches
            .get(i)
            .times(
                kernels.get(i),
                scratch.convolved,
                wholeBlocks(count * layer.patchesPerImage()),
                layer.patchSize(),
                layer.filters());
        layer.activate(scratch.convolved, count, kept[i], frames[i + 1]);
      }
      float[] features = features();
      int inputs = network.denseInputs();
      if (network.sizes()) {
        for (int n = 0; n < count; n++) {
          System.arraycopy(
              sizes,
              (from + n) * NetworkInput.SIZES,
              features,
              n * inputs + network.flat(),
              NetworkInput.SIZES);
        }
      }
      hide(features, mask, from);
      scratch.features.put(0, features, 0, count * inputs);
      scratch.features.times(dense, scratch.embeddings, wholeBlocks(count), inputs, embeddingSize);
      scratch.embeddings.get(0, embeddings, from * embeddingSize, count * embeddingSize);
    }

    /**
     * Leads a gradient back through {@link #embed} of the same images.
     *
     * @param gradient by each embedding of the batch
     * @param gradients takes the gradient by each convolution's weights, then biases
     */
    void back(float[] gradient, float[] mask, int from, float[][] gradients) {
      scratches.use(scratch -> back(gradient, mask, from, scratch, gradients));
    }

    private void back(
        float[] gradient, float[] mask, int from, Scratch scratch, float[][] gradients) {
      Back back = scratch.back;
      if (back == null) {
        back = new Back(layers);
        scratch.back = back;
      }
      int inputs = network.denseInputs();
      scratch.embeddings.put(0, gradient, from * embeddingSize, count * embeddingSize);
      scratch.embeddings.timesTransposed(dense, scratch.features, count, embeddingSize, inputs);
      scratch.features.get(0, back.frameGradient, 0, count * inputs);
      hide(back.frameGradient, mask, from);
      for (int i = layers.size() - 1; i >= 0; i--) {
        back(i, scratch, back, gradients[i]);
      }
    }

    private void back(int i, Scratch scratch, Back back, float[] gradient) {
      ConvolutionLayer layer = layers.get(i);
      int patches = count * layer.patchesPerImage();
      layer.activateBack(back.frameGradient, frames[i + 1], count, kept[i], scratch.convolved);
      layer.gather(frames[i], count, scratch.patches.get(i), scratch.block);
      scratch
          .patches
          .get(i)
          .transposedTimes(
              scratch.convolved, back.kernelGradient, layer.patchSize(), patches, layer.filters());
      back.kernelGradient.get(0, gradient, 0, layer.kernelSize());
      if (i > 0) {
        scratch.convolved.timesTransposed(
            kernels.get(i), back.patchGradients, patches, layer.filters(), layer.patchSize());
        layer.scatter(back.patchGradients, count, back.frameGradient, back.image, back.part);
      }
    }

    /** The inputs of the dense layer, an image a row, in the order of frames. */
    float[] features() {
      return frames[layers.size()];
    }

    /** A mask is in the order of the weights: channel by channel. */
    private void hide(float[] features, float[] mask, int from) {
      if (mask.length == 0) {
        return;
      }
      int inputs = network.denseInputs();
      int filters = last().filters();
      int places = network.flat() / filters;
      for (int n = 0; n < count; n++) {
        int first = (from + n) * inputs;
        for (int i = 0; i < inputs; i++) {
          int at = i < network.flat() ? i % filters * places + i / filters : i;
          features[n * inputs + i] *= mask[first + at];
        }
      }
    }
  }

  /** Returns how many threads' native memory there is. */
  int scratches() {
    return scratches.count();
  }

  @Override
  public void close() {
    scratches.close();
    kernels.forEach(Matrix::close);
    dense.close();
  }
}
