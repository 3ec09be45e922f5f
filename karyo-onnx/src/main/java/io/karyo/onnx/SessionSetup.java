package io.karyo.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/**
 * Sets up ONNX Runtime for a network, for example to compute on a GPU.
 *
 * <p>karyo has set one thread for each image, and shares images out to threads by itself.
 *
 * <p><b>Thread safety:</b> implementations must be safe for concurrent calls.
 */
@FunctionalInterface
public interface SessionSetup {

  /**
   * Changes the options of a session before it is made.
   *
   * @param options the options
   * @throws OrtException if ONNX Runtime refuses an option
   */
  void apply(OrtSession.SessionOptions options) throws OrtException;
}
