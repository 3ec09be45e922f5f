package io.karyo.siamese;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One convolution with its ReLU and pooling, as matrix products over the patches that the kernel
 * sees ("im2col", Chellapilla, Puri and Simard 2006).
 *
 * <p><b>Shapes:</b> images are {@code [n, height, width, channels]}, so that a patch is a few runs
 * of memory; inputs have the zeros around them that the kernel may see.
 *
 * <p><b>Thread safety:</b> immutable; scratch memory is the caller's.
 */
final class ConvolutionLayer {

  /** Patches are gathered by so many numbers, few enough for the nearest cache. */
  private static final int BLOCK = 8192;

  private final int channels;
  private final int height;
  private final int width;
  private final int kernel;
  private final int stride;
  private final int filters;
  private final boolean pool;
  private final int top;
  private final int left;
  private final int paddedHeight;
  private final int paddedWidth;
  private final int convolvedHeight;
  private final int convolvedWidth;
  private final int outHeight;
  private final int outWidth;

  /** Returns the convolutions of a network. */
  static List<ConvolutionLayer> of(EncoderNetwork network) {
    List<ConvolutionLayer> layers = new ArrayList<>();
    int channels = 1;
    int height = network.height();
    int width = network.width();
    for (EncoderNetwork.Convolution convolution : network.convolutions()) {
      ConvolutionLayer layer = new ConvolutionLayer(channels, height, width, convolution);
      layers.add(layer);
      channels = layer.filters;
      height = layer.outHeight;
      width = layer.outWidth;
    }
    return layers;
  }

  private ConvolutionLayer(
      int channels, int height, int width, EncoderNetwork.Convolution convolution) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    kernel = convolution.kernel();
    stride = convolution.stride();
    filters = convolution.filters();
    pool = convolution.pool();
    convolvedHeight = (height + stride - 1) / stride;
    convolvedWidth = (width + stride - 1) / stride;
    int zeroRows = Math.max(0, (convolvedHeight - 1) * stride + kernel - height);
    int zeroColumns = Math.max(0, (convolvedWidth - 1) * stride + kernel - width);
    top = zeroRows / 2;
    left = zeroColumns / 2;
    paddedHeight = height + zeroRows;
    paddedWidth = width + zeroColumns;
    outHeight = pool ? convolvedHeight / 2 : convolvedHeight;
    outWidth = pool ? convolvedWidth / 2 : convolvedWidth;
  }

  int filters() {
    return filters;
  }

  /** Numbers of an input image with the zeros around it. */
  int paddedSize() {
    return paddedHeight * paddedWidth * channels;
  }

  private int outSize() {
    return outHeight * outWidth * filters;
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
    return kernel * kernel * channels + 1;
  }

  /** Numbers of the block that patches are gathered in. */
  int blockSize() {
    return Math.max(BLOCK, patchSize());
  }

  /** Numbers of all patches of an image. */
  long patchNumbers() {
    return (long) patchesPerImage() * patchSize();
  }

  /** Weights and biases. */
  int kernelSize() {
    return patchSize() * filters;
  }

  /** Puts images within their zeros, which {@code padded} already has. */
  void pad(float[] images, int from, int count, float[] padded) {
    int run = width * channels;
    for (int row = 0; row < count * height; row++) {
      System.arraycopy(images, from + row * run, padded, rowStart(row / height, row % height), run);
    }
  }

  /** Takes images out of their zeros. */
  void unpad(float[] padded, int count, float[] images) {
    int run = width * channels;
    for (int row = 0; row < count * height; row++) {
      System.arraycopy(padded, rowStart(row / height, row % height), images, row * run, run);
    }
  }

  private int rowStart(int image, int row) {
    return ((image * paddedHeight + top + row) * paddedWidth + left) * channels;
  }

  /** Gathers the patches, one a row, with a 1 at its end: the bias is one more weight. */
  void gather(float[] padded, int count, Matrix patches, float[] block) {
    int run = kernel * channels;
    int size = patchSize();
    int rows = Math.max(1, BLOCK / size);
    int all = count * patchesPerImage();
    for (int first = 0; first < all; first += rows) {
      int here = Math.min(rows, all - first);
      int to = 0;
      for (int patch = first; patch < first + here; patch++) {
        int from = patchStart(patch);
        for (int y = 0; y < kernel; y++, to += run, from += paddedWidth * channels) {
          System.arraycopy(padded, from, block, to, run);
        }
        block[to++] = 1;
      }
      patches.put(first * size, block, 0, here * size);
    }
  }

  /** Adds each patch to where it was gathered from. */
  void scatter(Matrix patches, int count, float[] padded, float[] block) {
    int run = kernel * channels;
    int size = patchSize();
    int rows = Math.max(1, BLOCK / size);
    int all = count * patchesPerImage();
    Arrays.fill(padded, 0, count * paddedSize(), 0);
    for (int first = 0; first < all; first += rows) {
      int here = Math.min(rows, all - first);
      patches.get(first * size, block, 0, here * size);
      int from = 0;
      for (int patch = first; patch < first + here; patch++, from++) {
        int to = patchStart(patch);
        for (int y = 0; y < kernel; y++, from += run, to += paddedWidth * channels) {
          add(block, from, padded, to, run);
        }
      }
    }
  }

  private static void add(float[] values, int from, float[] sums, int to, int count) {
    for (int i = 0; i < count; i++) {
      sums[to + i] += values[from + i];
    }
  }

  private int patchStart(int patch) {
    int x = patch % convolvedWidth;
    int y = patch / convolvedWidth % convolvedHeight;
    int image = patch / patchesPerImage();
    return ((image * paddedHeight + y * stride) * paddedWidth + x * stride) * channels;
  }

  /** Cuts at 0. */
  void rectify(float[] convolved, int count) {
    int all = count * convolvedSize();
    for (int i = 0; i < all; i++) {
      convolved[i] = Math.max(0, convolved[i]);
    }
  }

  /** Pools, or copies if there is nothing to pool. */
  void pool(float[] convolved, int count, float[] out) {
    if (!pool) {
      System.arraycopy(convolved, 0, out, 0, count * outSize());
      return;
    }
    int to = 0;
    for (int image = 0; image < count; image++) {
      for (int y = 0; y < outHeight; y++) {
        for (int x = 0; x < outWidth; x++) {
          int a = convolvedStart(image, y, x);
          int below = a + convolvedWidth * filters;
          for (int f = 0; f < filters; f++, to++) {
            out[to] =
                Math.max(
                    Math.max(convolved[a + f], convolved[a + filters + f]),
                    Math.max(convolved[below + f], convolved[below + filters + f]));
          }
        }
      }
    }
  }

  private int convolvedStart(int image, int y, int x) {
    return ((image * convolvedHeight + 2 * y) * convolvedWidth + 2 * x) * filters;
  }

  /** Leads the gradient of the output back to before pooling and ReLU. */
  void unpool(float[] outGradient, float[] convolved, int count, float[] gradient) {
    int all = count * convolvedSize();
    if (pool) {
      Arrays.fill(gradient, 0, all, 0);
      int[] offsets = {0, filters, convolvedWidth * filters, convolvedWidth * filters + filters};
      int from = 0;
      for (int image = 0; image < count; image++) {
        for (int y = 0; y < outHeight; y++) {
          for (int x = 0; x < outWidth; x++) {
            int a = convolvedStart(image, y, x);
            for (int f = 0; f < filters; f++, from++) {
              int best = a + f;
              for (int offset : offsets) {
                best = convolved[a + offset + f] > convolved[best] ? a + offset + f : best;
              }
              gradient[best] = outGradient[from];
            }
          }
        }
      }
    } else {
      System.arraycopy(outGradient, 0, gradient, 0, all);
    }
    for (int i = 0; i < all; i++) {
      // 0 or 1, without a branch: the compiler makes vector operations of this one.
      gradient[i] *= Math.min(1, convolved[i] * Float.MAX_VALUE);
    }
  }

  /** Puts outputs channel by channel, one image a row, the row's rest left alone. */
  void toChannels(float[] out, int count, float[] rows, int rowSize) {
    int places = outHeight * outWidth;
    for (int n = 0; n < count; n++) {
      for (int p = 0; p < places; p++) {
        for (int f = 0; f < filters; f++) {
          rows[n * rowSize + f * places + p] = out[(n * places + p) * filters + f];
        }
      }
    }
  }

  /** Undoes {@link #toChannels}. */
  void fromChannels(float[] rows, int rowSize, int count, float[] out) {
    int places = outHeight * outWidth;
    for (int n = 0; n < count; n++) {
      for (int p = 0; p < places; p++) {
        for (int f = 0; f < filters; f++) {
          out[(n * places + p) * filters + f] = rows[n * rowSize + f * places + p];
        }
      }
    }
  }
}
