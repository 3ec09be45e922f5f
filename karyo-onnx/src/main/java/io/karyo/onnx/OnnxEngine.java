package io.karyo.onnx;

import io.karyo.spi.PartProvider;
import java.util.List;

/**
 * Computes the trained networks of model files on ONNX Runtime, in place of ND4J.
 *
 * <p>{@code Karyotyper.load} uses it by itself for every model that it can compute, where ONNX
 * Runtime is on the class path and starts. To adapt a model takes karyo-siamese, too, and to train
 * its segmenter karyo-unet. An application that has them chooses by passing providers to {@code
 * load}: {@link #providers} with options of its own, or those of {@code
 * SiameseEncoders.providers()} and {@code NetworkSegmenter.provider()} for ND4J.
 *
 * <p><b>Results:</b> embeddings differ from those of karyo-siamese by rounding, at most 1e-5 in
 * each coordinate, and so do the probabilities of the classes of pixels.
 */
public final class OnnxEngine {

  private OnnxEngine() {}

  /**
   * Returns what makes the built-in encoders, and the segmenter with a network, on ONNX Runtime.
   *
   * @param setup changes the options of each session
   * @return the providers, for {@code Karyotyper.load}
   */
  public static List<PartProvider> providers(SessionSetup setup) {
    return List.of(
        new OnnxProviders.Predicting(SavedNetworks.SINGLE, setup),
        new OnnxProviders.Predicting(SavedNetworks.SEVERAL, setup),
        new OnnxProviders.Segmenting(setup));
  }
}
