package io.karyo.siamese.internal;

import io.karyo.network.EncoderNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One convolution with its ReLU and pooling, as matrix products over the patches that the kernel
 * sees ("im2col", Chellapilla, Puri and Simard 2006).
 *
 * <p><b>Shapes:</b> images are {@code [n, height, width, channels]}, so that a patch is a few runs
 * of memory, and lie in frames of zeros that the kernel may see. A patch ends with a 1: the bias is
 * one more weight.
 *
 * <p><b>Thread safety:</b> immutable; arrays and matrices are the caller's.
 */
final class ConvolutionLayer {

  /** Short runs are gathered by so many numbers, few enough for the nearest cache. */
  private static final int BLOCK = 8192;

  /** From here on a run is copied to native memory by itself. */
  private static final int LONG_RUN = 24;

  /**
   * Where images lie in an array.
   *
   * @param imageSize numbers from one image to the next
   */
  record Frame(int height, int width, int channels, int top, int left, int rowSize, int imageSize) {

    int rowStart(int image, int row) {
      return image * imageSize + (top + row) * rowSize + left * channels;
    }

    /** Numbers of a row of an image. */
    int run() {
      return width * channels;
    }
  }

  private final Frame in;
  private final Frame out;
  private final int kernel;
  private final int stride;
  private final int filters;
  private final boolean pool;
  private final int convolvedHeight;
  private final int convolvedWidth;

  private ConvolutionLayer(Frame in, EncoderNetwork.Convolution convolution, Frame out) {
    this.in = in;
    this.out = out;
    kernel = convolution.kernel();
    stride = convolution.stride();
    filters = convolution.filters();
    pool = convolution.pool();
    convolvedHeight = shrunk(in.height, stride);
    convolvedWidth = shrunk(in.width, stride);
  }

  private static int shrunk(int side, int stride) {
    return (side + stride - 1) / stride;
  }

  /** Returns the convolutions of a network; the last one's images are rows of dense inputs. */
  static List<ConvolutionLayer> of(EncoderNetwork network) {
    List<EncoderNetwork.Convolution> convolutions = network.convolutions();
    List<ConvolutionLayer> layers = new ArrayList<>();
    Frame in = framed(network.height(), network.width(), 1, convolutions.get(0));
    for (int i = 0; i < convolutions.size(); i++) {
      EncoderNetwork.Convolution convolution = convolutions.get(i);
      int filters = convolution.filters();
      int by = convolution.pool() ? 2 : 1;
      int height = shrunk(in.height, convolution.stride()) / by;
      int width = shrunk(in.width, convolution.stride()) / by;
      Frame out =
          i + 1 < convolutions.size()
              ? framed(height, width, filters, convolutions.get(i + 1))
              : new Frame(height, width, filters, 0, 0, width * filters, network.denseInputs());
      layers.add(new ConvolutionLayer(in, convolution, out));
      in = out;
    }
    return layers;
  }

  /** The frame of what a convolution sees: as many zeros as keep the image's size, half before. */
  private static Frame framed(
      int height, int width, int channels, EncoderNetwork.Convolution convolution) {
    int rows = zeros(height, convolution);
    int columns = zeros(width, convolution);
    int rowSize = (width + columns) * channels;
    return new Frame(
        height, width, channels, rows / 2, columns / 2, rowSize, (height + rows) * rowSize);
  }

  private static int zeros(int side, EncoderNetwork.Convolution convolution) {
    int last = (shrunk(side, convolution.stride()) - 1) * convolution.stride();
    return Math.max(0, last + convolution.kernel() - side);
  }

  int filters() {
    return filters;
  }

  Frame in() {
    return in;
  }

  Frame out() {
    return out;
  }

  boolean pools() {
    return pool;
  }

  /** Numbers of an image before pooling. */
  int convolvedSize() {
    return convolvedHeight * convolvedWidth * filters;
  }

  int patchesPerImage() {
    return convolvedHeight * convolvedWidth;
  }

  /** Numbers of a patch, the 1 for the bias among them. */
  int patchSize() {
    return kernel * kernel * in.channels + 1;
  }

  /** Numbers of all patches of an image. */
  long patchNumbers() {
    return (long) patchesPerImage() * patchSize();
  }

  /** Weights and biases. */
  int kernelSize() {
    return patchSize() * filters;
  }

  /** Numbers of the block that patches pass through. */
  int blockSize() {
    return Math.max(BLOCK, patchSize());
  }

  /** Puts the ones into memory for the patches of some images. */
  void putOnes(Matrix patches, int images) {
    float[] one = {1};
    int size = patchSize();
    for (int i = 1; i <= images * patchesPerImage(); i++) {
      patches.put(i * size - 1, one, 0, 1);
    }
  }

  /** Puts images into their frames. */
  void frame(float[] images, int from, int count, float[] framed) {
    int run = in.run();
    for (int row = 0; row < count * in.height; row++) {
      System.arraycopy(
          images, from + row * run, framed, in.rowStart(row / in.height, row % in.height), run);
    }
  }

  /** Gathers the patches, one a row. */
  void gather(float[] framed, int count, Matrix patches, float[] block) {
    int run = kernel * in.channels;
    int size = patchSize();
    int all = count * patchesPerImage();
    if (run >= LONG_RUN) {
      for (int patch = 0; patch < all; patch++) {
        int from = patchStart(patch);
        for (int y = 0; y < kernel; y++, from += in.rowSize) {
          patches.put(patch * size + y * run, framed, from, run);
        }
      }
      return;
    }
    int rows = Math.max(1, BLOCK / size);
    for (int first = 0; first < all; first += rows) {
      int here = Math.min(rows, all - first);
      int to = 0;
      for (int patch = first; patch < first + here; patch++) {
        int from = patchStart(patch);
        for (int y = 0; y < kernel; y++, to += run, from += in.rowSize) {
          for (int i = 0; i < run; i++) {
            block[to + i] = framed[from + i];
          }
        }
        block[to++] = 1;
      }
      patches.put(first * size, block, 0, here * size);
    }
  }

  /**
   * Adds each patch to where it was gathered from.
   *
   * @param image as long as an image's frame, as is {@code part}
   */
  void scatter(Matrix patches, int count, float[] framed, float[] image, float[] part) {
    int run = kernel * in.channels;
    int size = patchSize();
    for (int n = 0; n < count; n++) {
      Arrays.fill(image, 0, in.imageSize, 0);
      for (int patch = 0; patch < patchesPerImage(); patch++) {
        int from = (n * patchesPerImage() + patch) * size;
        int to = patchStart(patch);
        for (int y = 0; y < kernel; y++, from += run, to += in.rowSize) {
          patches.get(from, part, to, run);
          add(part, image, to, to + run);
        }
      }
      System.arraycopy(image, 0, framed, n * in.imageSize, in.imageSize);
    }
  }

  /** One index for both arrays: only then does the compiler make vector operations of it. */
  private static void add(float[] values, float[] sums, int from, int to) {
    for (int i = from; i < to; i++) {
      sums[i] += values[i];
    }
  }

  private int patchStart(int patch) {
    int x = patch % convolvedWidth;
    int y = patch / convolvedWidth % convolvedHeight;
    int image = patch / patchesPerImage();
    return image * in.imageSize + y * stride * in.rowSize + x * stride * in.channels;
  }

  /**
   * Cuts what was convolved at 0, pools it, and puts it into the next frames.
   *
   * @param kept takes what a pooling layer's way back needs; not looked at by others
   */
  void activate(Matrix convolved, int count, float[] kept, float[] framed) {
    int run = convolvedWidth * filters;
    if (pool) {
      convolved.get(0, kept, 0, count * convolvedSize());
      for (int row = 0; row < count * out.height; row++) {
        int image = row / out.height;
        int from = image * convolvedSize() + row % out.height * 2 * run;
        int to = out.rowStart(image, row % out.height);
        for (int x = 0; x < out.width; x++, from += 2 * filters, to += filters) {
          for (int f = 0; f < filters; f++) {
            float above = Math.max(kept[from + f], kept[from + filters + f]);
            float below = Math.max(kept[from + run + f], kept[from + run + filters + f]);
            framed[to + f] = Math.max(0, Math.max(above, below));
          }
        }
      }
      return;
    }
    for (int row = 0; row < count * out.height; row++) {
      int to = out.rowStart(row / out.height, row % out.height);
      convolved.get(row * run, framed, to, run);
      rectify(framed, to, to + run);
    }
  }

  /**
   * Leads a gradient back through {@link #activate}.
   *
   * @param gradient by what was put into the frames, as it lies there; overwritten
   * @param framed what was put there
   * @param convolved takes the gradient by what was convolved
   */
  void activateBack(float[] gradient, float[] framed, int count, float[] kept, Matrix convolved) {
    int run = convolvedWidth * filters;
    if (pool) {
      for (int row = 0; row < count * out.height; row++) {
        int image = row / out.height;
        int from = image * convolvedSize() + row % out.height * 2 * run;
        int to = out.rowStart(image, row % out.height);
        for (int x = 0; x < out.width; x++, from += 2 * filters, to += filters) {
          for (int f = from; f < from + filters; f++) {
            int at = to + f - from;
            int best = kept[f + filters] > kept[f] ? f + filters : f;
            best = kept[f + run] > kept[best] ? f + run : best;
            best = kept[f + run + filters] > kept[best] ? f + run + filters : best;
            kept[f] = 0;
            kept[f + filters] = 0;
            kept[f + run] = 0;
            kept[f + run + filters] = 0;
            kept[best] = framed[at] > 0 ? gradient[at] : 0;
          }
        }
      }
      clearOdd(kept, count);
      convolved.put(0, kept, 0, count * convolvedSize());
      return;
    }
    for (int row = 0; row < count * out.height; row++) {
      int from = out.rowStart(row / out.height, row % out.height);
      hide(gradient, framed, from, from + run);
      convolved.put(row * run, gradient, from, run);
    }
  }

  private static void rectify(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = Math.max(0, values[i]);
    }
  }

  /** Sets to 0 where an activation is 0. The factor, 0 or 1, needs no branch. */
  private static void hide(float[] gradient, float[] activations, int from, int to) {
    for (int i = from; i < to; i++) {
      gradient[i] *= Math.min(1, activations[i] * Float.MAX_VALUE);
    }
  }

  /** An odd last row or column is not pooled and has no gradient. */
  private void clearOdd(float[] kept, int count) {
    int run = convolvedWidth * filters;
    for (int row = 0; row < count * convolvedHeight; row++) {
      boolean odd = row % convolvedHeight >= 2 * out.height;
      Arrays.fill(kept, row * run + (odd ? 0 : 2 * out.width * filters), (row + 1) * run, 0);
    }
  }

  /** Returns a dense kernel with its rows in the order of this last layer's frames. */
  float[] toFrames(float[] kernel, int columns) {
    return reordered(kernel, columns, true);
  }

  /** Undoes {@link #toFrames}. */
  float[] toChannels(float[] kernel, int columns) {
    return reordered(kernel, columns, false);
  }

  private float[] reordered(float[] kernel, int columns, boolean toFrames) {
    float[] reordered = kernel.clone();
    int places = out.height * out.width;
    for (int p = 0; p < places; p++) {
      for (int f = 0; f < filters; f++) {
        int channelFirst = (f * places + p) * columns;
        int channelLast = (p * filters + f) * columns;
        System.arraycopy(
            kernel,
            toFrames ? channelFirst : channelLast,
            reordered,
            toFrames ? channelLast : channelFirst,
            columns);
      }
    }
    return reordered;
  }
}
