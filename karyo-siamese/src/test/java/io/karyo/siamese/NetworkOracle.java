package io.karyo.siamese;

import io.karyo.Pair;
import io.karyo.PairLabel;
import java.util.List;

/** The network and its losses once more, slow and obvious, in double precision. */
final class NetworkOracle {

  private NetworkOracle() {}

  static double[] embed(
      EncoderNetwork network, Weights weights, boolean normalised, float[] image, float[] sizes) {
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
    float[] dense = weights.values(Weights.DENSE);
    float[] bias = weights.values(Weights.DENSE_BIAS);
    double[] embedding = new double[bias.length];
    double squares = 0;
    for (int j = 0; j < bias.length; j++) {
      double sum = bias[j];
      for (int i = 0; i < inputs.length; i++) {
        sum += inputs[i] * dense[i * bias.length + j];
      }
      embedding[j] = network.sigmoid() ? 1 / (1 + Math.exp(-sum)) : sum;
      squares += embedding[j] * embedding[j];
    }
    if (normalised) {
      for (int j = 0; j < bias.length; j++) {
        embedding[j] /= Math.sqrt(squares);
      }
    }
    return embedding;
  }

  private static double[][][] convolve(
      double[][][] in, EncoderNetwork.Convolution convolution, Weights weights, int index) {
    float[] kernel = weights.values(Weights.kernel(index));
    float[] bias = weights.values(Weights.bias(index));
    int k = convolution.kernel();
    int stride = convolution.stride();
    int height = in[0].length;
    int width = in[0][0].length;
    int outHeight = (height + stride - 1) / stride;
    int outWidth = (width + stride - 1) / stride;
    int top = Math.max(0, (outHeight - 1) * stride + k - height) / 2;
    int left = Math.max(0, (outWidth - 1) * stride + k - width) / 2;
    double[][][] out = new double[convolution.filters()][outHeight][outWidth];
    for (int f = 0; f < convolution.filters(); f++) {
      for (int y = 0; y < outHeight; y++) {
        for (int x = 0; x < outWidth; x++) {
          double sum = bias[f];
          for (int ky = 0; ky < k; ky++) {
            for (int kx = 0; kx < k; kx++) {
              int sy = y * stride + ky - top;
              int sx = x * stride + kx - left;
              if (sy >= 0 && sx >= 0 && sy < height && sx < width) {
                for (int c = 0; c < in.length; c++) {
                  sum +=
                      in[c][sy][sx]
                          * kernel[((ky * k + kx) * in.length + c) * convolution.filters() + f];
                }
              }
            }
          }
          out[f][y][x] = Math.max(0, sum);
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

  static double loss(PairLoss loss, double[][] embeddings, List<Pair> pairs) {
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
