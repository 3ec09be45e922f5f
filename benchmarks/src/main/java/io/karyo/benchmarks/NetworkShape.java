package io.karyo.benchmarks;

import io.karyo.network.EncoderNetwork;

/**
 * What an engine must know of a network to build it, and what it costs.
 *
 * @param network convolutions without pooling, sizes as further inputs, no sigmoid, no dropout
 * @param embedding how many numbers come out
 */
record NetworkShape(EncoderNetwork network, int embedding) {

  /** The library's default. */
  static final NetworkShape STANDARD = new NetworkShape(EncoderNetwork.compact(), 64);

  NetworkShape {
    if (network.convolutions().stream().anyMatch(EncoderNetwork.Convolution::pool)
        || !network.sizes()
        || network.sigmoid()
        || network.dropout() > 0) {
      throw new IllegalArgumentException("network: must be of the default kind, found " + network);
    }
  }

  /**
   * A convolution in its place.
   *
   * @param in channels
   * @param out filters
   * @param rows rows that come out
   * @param columns columns that come out
   * @param padHeight rows of padding above and below together
   * @param padWidth columns of padding left and right together
   */
  record Layer(
      int in, int out, int kernel, int stride, int rows, int columns, int padHeight, int padWidth) {

    private double multiplications() {
      return (double) in * kernel * kernel * out * rows * columns;
    }
  }

  int pixels() {
    return network.height() * network.width();
  }

  /** The convolutions, first to last. */
  Layer[] layers() {
    Layer[] layers = new Layer[network.convolutions().size()];
    int channels = 1;
    int rows = network.height();
    int columns = network.width();
    for (int i = 0; i < layers.length; i++) {
      EncoderNetwork.Convolution c = network.convolutions().get(i);
      int below = (rows + c.stride() - 1) / c.stride();
      int beside = (columns + c.stride() - 1) / c.stride();
      layers[i] =
          new Layer(
              channels,
              c.filters(),
              c.kernel(),
              c.stride(),
              below,
              beside,
              Math.max(0, (below - 1) * c.stride() + c.kernel() - rows),
              Math.max(0, (beside - 1) * c.stride() + c.kernel() - columns));
      channels = c.filters();
      rows = below;
      columns = beside;
    }
    return layers;
  }

  /** Inputs of the dense layer that come from the image. */
  int flat() {
    Layer[] layers = layers();
    Layer last = layers[layers.length - 1];
    return last.out() * last.rows() * last.columns();
  }

  int denseInputs() {
    return flat() + PictureProbe.SIZES;
  }

  /**
   * Floating-point operations of a training step, an image: two for each multiplication of the
   * forward pass, of the gradients of all weights, and of those of all inputs but the picture; and
   * the products of all embeddings with each other, once forward and twice back.
   */
  double flopsOfStep(int batch) {
    double multiplications = 0;
    Layer[] layers = layers();
    for (int i = 0; i < layers.length; i++) {
      multiplications += layers[i].multiplications() * (i == 0 ? 2 : 3);
    }
    multiplications += 3.0 * denseInputs() * embedding;
    multiplications += 3.0 * batch * embedding;
    return 2 * multiplications;
  }
}
