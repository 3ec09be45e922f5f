/** Prediction on ONNX Runtime, encoders that were trained elsewhere, and ONNX files. */
@NullMarked
package io.karyo.onnx;

import org.jspecify.annotations.NullMarked;
