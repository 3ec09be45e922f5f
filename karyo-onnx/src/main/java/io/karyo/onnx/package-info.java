/** Encoders that were trained elsewhere, as ONNX files on ONNX Runtime. */
@NullMarked
package io.karyo.onnx;

import org.jspecify.annotations.NullMarked;
