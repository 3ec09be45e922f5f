package io.karyo.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;

/** Opens sessions of ONNX Runtime. */
final class Sessions {

  private Sessions() {}

  /** Finds out once whether ONNX Runtime is on the class path and starts on this platform. */
  private static final class Start {
    static final boolean POSSIBLE = tried();

    private static boolean tried() {
      try {
        OrtEnvironment.getEnvironment();
        return true;
      } catch (LinkageError | RuntimeException e) {
        return false;
      }
    }
  }

  static boolean arePossible() {
    return Start.POSSIBLE;
  }

  /**
   * Opens a network, with one thread for an operator unless the application sets another number.
   */
  static OrtSession open(byte[] network, SessionSetup setup) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      // The library prints nothing; what fails is thrown.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      setup.apply(options);
      return OrtEnvironment.getEnvironment().createSession(network, options);
    }
  }
}
