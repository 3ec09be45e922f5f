package io.karyo.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Small ONNX networks to test with. */
final class Networks {

  private static final int FILTERS = 8;
  private static final int SIZE = 16;

  private Networks() {}

  /** A convolution, ReLU, pooling, and a dense layer, with weights drawn by chance. */
  static byte[] convolutional(int channels, int height, int width) {
    return model(graph -> convolutional(graph, channels, height, width)).toByteArray();
  }

  /** An embedding that is the image itself. */
  static byte[] identity(int height, int width) {
    return model(
            graph ->
                graph
                    .addNode(node("Flatten", "embedding", "images").build())
                    .addInput(value("images", -1, 1, height, width))
                    .addOutput(value("embedding", -1, height < 0 ? -1 : (long) height * width)))
        .toByteArray();
  }

  static ModelProto model(Consumer<GraphProto.Builder> content) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("network");
    content.accept(graph);
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(graph)
        .build();
  }

  private static void convolutional(GraphProto.Builder graph, int channels, int height, int width) {
    SplittableRandom random = new SplittableRandom(5);
    int flat = FILTERS * (height / 4) * (width / 4);
    graph
        .addNode(
            node("Conv", "convolved", "images", "kernel")
                .addAttribute(ints("strides", 2, 2))
                .addAttribute(ints("pads", 1, 1, 1, 1)))
        .addNode(node("Relu", "rectified", "convolved"))
        .addNode(
            node("MaxPool", "pooled", "rectified")
                .addAttribute(ints("kernel_shape", 2, 2))
                .addAttribute(ints("strides", 2, 2)))
        .addNode(node("Flatten", "flat", "pooled"))
        .addNode(node("MatMul", "embedding", "flat", "dense"))
        .addInitializer(tensor(random, "kernel", FILTERS, channels, 3, 3))
        .addInitializer(tensor(random, "dense", flat, SIZE))
        .addInput(value("images", -1, channels, height, width))
        .addOutput(value("embedding", -1, SIZE));
  }

  static NodeProto.Builder node(String type, String output, String... inputs) {
    return NodeProto.newBuilder().setOpType(type).addAllInput(List.of(inputs)).addOutput(output);
  }

  private static AttributeProto ints(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }

  private static TensorProto tensor(SplittableRandom random, String name, int... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
    int count = 1;
    for (int extent : shape) {
      tensor.addDims(extent);
      count *= extent;
    }
    for (int i = 0; i < count; i++) {
      tensor.addFloatData((float) ((random.nextDouble() - 0.5) / 4));
    }
    return tensor.build();
  }

  /** An input or output of 32-bit floats; a negative extent is left open. */
  static ValueInfoProto value(String name, long... shape) {
    return typed(name, TensorProto.DataType.FLOAT_VALUE, shape);
  }

  static ValueInfoProto typed(String name, int type, long... shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    for (long extent : shape) {
      TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
      dimensions.addDim(
          extent < 0
              ? dimension.setDimParam("n" + dimensions.getDimCount())
              : dimension.setDimValue(extent));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type).setShape(dimensions)))
        .build();
  }
}
