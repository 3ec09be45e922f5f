package io.karyo.siamese.internal;

import io.karyo.network.EncoderNetwork;
import io.karyo.network.PairLoss;
import io.karyo.samediff.Weights;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import java.util.Arrays;
import java.util.List;

/** The network and its losses once more, slow and obvious, in double precision. */
public final class NetworkOracle {

  private NetworkOracle() {}

  static double[] embed(
      EncoderNetwork network, Weights weights, boolean normalised, float[] image, float[] sizes) {
    return embed(network, weights, normalised, image, sizes, List.of());
  }

  /** Embeds with a mask for each pooled layer, or none at all. */
  private static double[] embed(
      EncoderNetwork network,
      Weights weights,
      boolean normalised,
      float[] image,
      float[] sizes,
      List<float[]> masks) {
    int pools = 0;
    double[][][] layer = new double[1][network.height()][network.width()];
    for (int y = 0; y < network.height(); y++) {
      for (int x = 0; x < network.width(); x++) {
        layer[0][y][x] = image[y * network.width() + x];
      }
    }
    for (int i = 0; i < network.convolutions().size(); i++) {
      EncoderNetwork.Convolution convolution = network.convolutions().get(i);
      layer = convolve(layer, convolution, weights, i);
      if (convolution.pool()) {
        layer = pool(layer);
        if (!masks.isEmpty()) {
          mask(layer, masks.get(pools++));
        }
      }
    }
    double[] inputs = new double[network.denseInputs()];
    int next = 0;
    for (double[][] channel : layer) {
      for (double[] row : channel) {
        for (double value : row) {
          inputs[next++] = value;
        }
      }
    }
    for (int i = 0; next < inputs.length; i++) {
      inputs[next++] = sizes[i];
    }
    double[] embedding =
        dense(weights, EncoderNetwork.DENSE, EncoderNetwork.DENSE_BIAS, inputs, network.sigmoid());
    if (normalised) {
      double squares = Arrays.stream(embedding).map(value -> value * value).sum();
      for (int j = 0; j < embedding.length; j++) {
        embedding[j] /= Math.sqrt(squares);
      }
    }
    return embedding;
  }

  public static double[] dense(
      Weights weights, String name, String biases, double[] inputs, boolean sigmoid) {
    float[] dense = weights.values(name);
    float[] bias = weights.values(biases);
    double[] outputs = new double[bias.length];
    for (int j = 0; j < bias.length; j++) {
      double sum = bias[j];
      for (int i = 0; i < inputs.length; i++) {
        sum += inputs[i] * dense[i * bias.length + j];
      }
      outputs[j] = sigmoid ? 1 / (1 + Math.exp(-sum)) : sum;
    }
    return outputs;
  }

  private static void mask(double[][][] layer, float[] mask) {
    int next = 0;
    for (double[][] channel : layer) {
      for (double[] row : channel) {
        for (int x = 0; x < row.length; x++) {
          row[x] *= mask[next++];
        }
      }
    }
  }

  /** The logits of a Deep CNN, with a mask for each layer that has dropout. */
  public static double[] logits(
      DeepCnnNetwork network, Weights weights, float[] image, List<float[]> masks) {
    double[] first = embed(network.body(), weights, false, image, new float[0], masks);
    double[] second =
        dense(weights, DeepCnnNetwork.DENSE_2, DeepCnnNetwork.DENSE_2_BIAS, first, true);
    for (int j = 0; j < second.length; j++) {
      second[j] *= masks.get(masks.size() - 1)[j];
    }
    return dense(weights, DeepCnnNetwork.OUTPUT, DeepCnnNetwork.OUTPUT_BIAS, second, false);
  }

  public static double crossEntropy(double[] logits, int type) {
    double most = Arrays.stream(logits).max().orElseThrow();
    return most
        + Math.log(Arrays.stream(logits).map(logit -> Math.exp(logit - most)).sum())
        - logits[type];
  }

  private static double[][][] convolve(
      double[][][] in, EncoderNetwork.Convolution convolution, Weights weights, int index) {
    float[] bias = weights.values(EncoderNetwork.bias(index));
    double[][][] out =
        convolve(
            in,
            weights.values(EncoderNetwork.kernel(index)),
            convolution.kernel(),
            convolution.stride());
    for (int f = 0; f < out.length; f++) {
      for (double[] row : out[f]) {
        for (int x = 0; x < row.length; x++) {
          row[x] = Math.max(0, row[x] + bias[f]);
        }
      }
    }
    return out;
  }

  /**
   * Convolves so that only the stride shrinks the image.
   *
   * @param kernel {@code [k, k, in, out]}
   */
  public static double[][][] convolve(double[][][] in, float[] kernel, int k, int stride) {
    int filters = kernel.length / (k * k * in.length);
    int height = in[0].length;
    int width = in[0][0].length;
    int outHeight = (height + stride - 1) / stride;
    int outWidth = (width + stride - 1) / stride;
    int top = Math.max(0, (outHeight - 1) * stride + k - height) / 2;
    int left = Math.max(0, (outWidth - 1) * stride + k - width) / 2;
    double[][][] out = new double[filters][outHeight][outWidth];
    for (int f = 0; f < filters; f++) {
      for (int y = 0; y < outHeight; y++) {
        for (int x = 0; x < outWidth; x++) {
          for (int ky = 0; ky < k; ky++) {
            for (int kx = 0; kx < k; kx++) {
              int sy = y * stride + ky - top;
              int sx = x * stride + kx - left;
              if (sy >= 0 && sx >= 0 && sy < height && sx < width) {
                for (int c = 0; c < in.length; c++) {
                  out[f][y][x] +=
                      in[c][sy][sx] * kernel[((ky * k + kx) * in.length + c) * filters + f];
                }
              }
            }
          }
        }
      }
    }
    return out;
  }

  private static double[][][] pool(double[][][] in) {
    int height = in[0].length / 2;
    int width = in[0][0].length / 2;
    double[][][] out = new double[in.length][height][width];
    for (int c = 0; c < in.length; c++) {
      for (int y = 0; y < 2 * height; y++) {
        for (int x = 0; x < 2 * width; x++) {
          out[c][y / 2][x / 2] = Math.max(out[c][y / 2][x / 2], in[c][y][x]);
        }
      }
    }
    return out;
  }

  public static double loss(PairLoss loss, double[][] embeddings, List<Pair> pairs) {
    return loss instanceof PairLoss.Contrastive contrastive
        ? contrastive(contrastive.margin(), embeddings, pairs)
        : supervised(((PairLoss.SupervisedContrastive) loss).temperature(), embeddings, pairs);
  }

  private static double contrastive(double margin, double[][] embeddings, List<Pair> pairs) {
    double sum = 0;
    for (Pair pair : pairs) {
      double distance = distance(embeddings[pair.first()], embeddings[pair.second()]);
      sum +=
          pair.label() == PairLabel.SIMILAR
              ? distance * distance / 2
              : Math.pow(Math.max(margin - distance, 0), 2) / 2;
    }
    return sum / pairs.size();
  }

  private static double supervised(double temperature, double[][] embeddings, List<Pair> pairs) {
    double sum = 0;
    int anchors = 0;
    for (int anchor = 0; anchor < embeddings.length; anchor++) {
      double all = 0;
      double similarSum = 0;
      int similar = 0;
      for (Pair pair : pairs) {
        if (pair.first() != anchor && pair.second() != anchor) {
          continue;
        }
        int other = pair.first() == anchor ? pair.second() : pair.first();
        double scaled = product(embeddings[anchor], embeddings[other]) / temperature;
        all += Math.exp(scaled);
        if (pair.label() == PairLabel.SIMILAR) {
          similar++;
          similarSum += scaled;
        }
      }
      if (similar > 0) {
        anchors++;
        sum += Math.log(all) - similarSum / similar;
      }
    }
    return sum / anchors;
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
