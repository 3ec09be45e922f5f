package io.karyo.onnx;

import io.karyo.spi.PartProvider;
import java.util.List;

/**
 * Computes the trained networks of model files on ONNX Runtime, in place of ND4J.
 *
 * <p>Without karyo-siamese on the class path, {@code Karyotyper.load} uses it by itself. With both,
 * karyo-siamese computes, unless the application passes {@link #providers} to {@code load}. A model
 * that was loaded so predicts, but does not adapt.
 *
 * <p><b>Results:</b> embeddings differ from those of karyo-siamese by rounding, at most 1e-5 in
 * each coordinate.
 */
public final class OnnxEngine {

  private OnnxEngine() {}

  /**
   * Returns what makes the built-in encoders on ONNX Runtime.
   *
   * @param setup changes the options of each session, which has a thread for each processor unless
   *     it sets another number
   * @return the providers, for {@code Karyotyper.load}
   */
  public static List<PartProvider> providers(SessionSetup setup) {
    return List.of(
        new OnnxProviders.Predicting(SavedNetworks.SINGLE, setup),
        new OnnxProviders.Predicting(SavedNetworks.SEVERAL, setup));
  }
}
