package io.karyo.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * Writes the network as an ONNX model, so much of Protocol Buffers as that takes: field numbers are
 * those of onnx.proto3, IR version 8, operator set 17.
 */
final class Onnx {

  private static final int FLOAT = 1;
  private static final int INT = 2;
  private static final int INTS = 7;
  private static final int VARINT = 0;
  private static final int BYTES = 2;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Onnx() {}

  static byte[] model(NetworkShape shape, Map<String, float[]> weights) {
    Onnx graph = new Onnx();
    String layer = "images";
    NetworkShape.Layer[] layers = shape.layers();
    for (int i = 0; i < layers.length; i++) {
      NetworkShape.Layer c = layers[i];
      Onnx convolution =
          node("Conv", "conv" + i, layer, "kernel" + i, "bias" + i)
              .attribute("strides", c.stride(), c.stride())
              .attribute("kernel_shape", c.kernel(), c.kernel())
              .attribute(
                  "pads",
                  c.padHeight() / 2,
                  c.padWidth() / 2,
                  c.padHeight() - c.padHeight() / 2,
                  c.padWidth() - c.padWidth() / 2);
      layer = "relu" + i;
      graph.message(1, convolution).message(1, node("Relu", layer, "conv" + i));
    }
    graph
        .message(1, node("Flatten", "flat", layer))
        .message(1, node("Concat", "features", "flat", "sizes").attribute("axis", 1))
        .message(1, node("Gemm", "linear", "features", "dense", "dense_bias"))
        .message(
            1,
            node("LpNormalization", "embedding", "linear").attribute("axis", 1).attribute("p", 2))
        .text(2, "encoder");
    for (int i = 0; i < layers.length; i++) {
      NetworkShape.Layer c = layers[i];
      float[] kernel = kernel(array(weights, "kernel" + i), c);
      graph.message(5, tensor("kernel" + i, kernel, c.out(), c.in(), c.kernel(), c.kernel()));
      graph.message(5, tensor("bias" + i, array(weights, "bias" + i), c.out()));
    }
    graph.message(
        5, tensor("dense", array(weights, "dense"), shape.denseInputs(), shape.embedding()));
    graph.message(5, tensor("dense_bias", array(weights, "dense_bias"), shape.embedding()));
    graph
        .message(11, value("images", 1, shape.network().height(), shape.network().width()))
        .message(11, value("sizes", PictureProbe.SIZES))
        .message(12, value("embedding", shape.embedding()));
    return new Onnx()
        .number(1, 8)
        .message(8, new Onnx().text(1, "").number(2, 17))
        .message(7, graph)
        .bytes
        .toByteArray();
  }

  private static float[] array(Map<String, float[]> weights, String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }

  /** From {@code [k, k, in, out]} to {@code [out, in, k, k]}. */
  private static float[] kernel(float[] values, NetworkShape.Layer c) {
    float[] moved = new float[values.length];
    int area = c.kernel() * c.kernel();
    for (int place = 0; place < area; place++) {
      for (int in = 0; in < c.in(); in++) {
        for (int out = 0; out < c.out(); out++) {
          moved[(out * c.in() + in) * area + place] = values[(place * c.in() + in) * c.out() + out];
        }
      }
    }
    return moved;
  }

  private static Onnx node(String type, String output, String... inputs) {
    Onnx node = new Onnx();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, output).text(3, output).text(4, type);
  }

  private Onnx attribute(String name, int value) {
    return message(5, new Onnx().text(1, name).number(3, value).number(20, INT));
  }

  private Onnx attribute(String name, int first, int... others) {
    Onnx attribute = new Onnx().text(1, name).number(8, first);
    for (int other : others) {
      attribute.number(8, other);
    }
    return message(5, attribute.number(20, INTS));
  }

  private static Onnx tensor(String name, float[] values, int... dimensions) {
    Onnx tensor = new Onnx();
    for (int dimension : dimensions) {
      tensor.number(1, dimension);
    }
    ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return tensor.number(2, FLOAT).text(8, name).field(9, raw.array());
  }

  /** An input or output whose first dimension is the batch. */
  private static Onnx value(String name, int... dimensions) {
    Onnx shape = new Onnx().message(1, new Onnx().text(2, "n"));
    for (int dimension : dimensions) {
      shape.message(1, new Onnx().number(1, dimension));
    }
    Onnx tensor = new Onnx().number(1, FLOAT).message(2, shape);
    return new Onnx().text(1, name).message(2, new Onnx().message(1, tensor));
  }

  private Onnx number(int field, long value) {
    varint(((long) field << 3) | VARINT);
    varint(value);
    return this;
  }

  private Onnx text(int field, String text) {
    return field(field, text.getBytes(StandardCharsets.UTF_8));
  }

  private Onnx message(int field, Onnx message) {
    return field(field, message.bytes.toByteArray());
  }

  private Onnx field(int field, byte[] content) {
    varint(((long) field << 3) | BYTES);
    varint(content.length);
    bytes.writeBytes(content);
    return this;
  }

  private void varint(long value) {
    long left = value;
    while (left > 0x7f) {
      bytes.write((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    bytes.write((int) left);
  }
}
