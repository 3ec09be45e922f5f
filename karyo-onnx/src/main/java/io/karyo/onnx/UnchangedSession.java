package io.karyo.onnx;

import ai.onnxruntime.OrtSession;

/**
 * Changes no option. It is no lambda, because a lambda would look for ONNX Runtime's classes where
 * a part is only listed.
 */
final class UnchangedSession implements SessionSetup {

  static final SessionSetup SETUP = new UnchangedSession();

  private UnchangedSession() {}

  @Override
  public void apply(OrtSession.SessionOptions options) {}
}
