package io.karyo.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** Builds an ONNX graph, one operator after the other. Not thread-safe. */
final class Graph {

  /** The operator set, of 2021; ONNX Runtime 1.11 and later know it. */
  static final int OPERATOR_SET = 17;

  private static final int IR_VERSION = 8;

  private final GraphProto.Builder graph;

  Graph(String name) {
    graph = GraphProto.newBuilder().setName(name);
  }

  /** A node and its one output. */
  final class Node {

    private final NodeProto.Builder node;
    private final String output;

    private Node(String type, String output, String... inputs) {
      this.output = output;
      this.node =
          NodeProto.newBuilder()
              .setOpType(type)
              .setName(output)
              .addOutput(output)
              .addAllInput(List.of(inputs));
    }

    Node with(String name, long value) {
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName(name)
              .setType(AttributeProto.AttributeType.INT)
              .setI(value));
      return this;
    }

    Node with(String name, float value) {
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName(name)
              .setType(AttributeProto.AttributeType.FLOAT)
              .setF(value));
      return this;
    }

    Node with(String name, String value) {
      node.addAttribute(
          AttributeProto.newBuilder()
              .setName(name)
              .setType(AttributeProto.AttributeType.STRING)
              .setS(ByteString.copyFromUtf8(value)));
      return this;
    }

    Node withAll(String name, long... values) {
      AttributeProto.Builder attribute =
          AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
      for (long value : values) {
        attribute.addInts(value);
      }
      node.addAttribute(attribute);
      return this;
    }

    /** Adds the node to the graph and returns the name of its output. */
    String add() {
      graph.addNode(node);
      return output;
    }
  }

  /**
   * Begins a node.
   *
   * @param type the operator
   * @param output a new name
   * @param inputs names of inputs, constants and outputs of nodes that were added; empty for an
   *     optional one that is left out
   */
  Node node(String type, String output, String... inputs) {
    return new Node(type, output, inputs);
  }

  /** Adds numbers that do not change, row-major, and returns their name. */
  String constant(String name, float[] values, long... shape) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return constant(name, TensorProto.DataType.FLOAT_VALUE, bytes, shape);
  }

  /** Adds whole numbers that do not change, and returns their name. */
  String constant(String name, long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(values);
    return constant(name, TensorProto.DataType.INT64_VALUE, bytes, values.length);
  }

  private String constant(String name, int type, ByteBuffer bytes, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type)
            .setRawData(ByteString.copyFrom(bytes));
    for (long extent : shape) {
      tensor.addDims(extent);
    }
    graph.addInitializer(tensor);
    return name;
  }

  /** Adds an input, {@code [n, extents...]}, -1 for any extent, and returns its name. */
  String input(String name, long... extents) {
    graph.addInput(value(name, extents));
    return name;
  }

  /** Names an output, {@code [n, extents...]}, -1 for any extent. */
  void output(String name, long... extents) {
    graph.addOutput(value(name, extents));
  }

  private static ValueInfoProto value(String name, long... extents) {
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("n"));
    for (long extent : extents) {
      TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(extent < 0 ? dimension : dimension.setDimValue(extent));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT_VALUE)
                        .setShape(shape)))
        .build();
  }

  /**
   * Returns the model, as an ONNX file holds it.
   *
   * @param version of the library
   * @param description for people
   * @param properties what else there is to know, in order
   */
  byte[] model(String version, String description, Map<String, String> properties) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATOR_SET))
            .setProducerName("karyo")
            .setProducerVersion(version)
            .setDomain("io.karyo")
            .setDocString(description)
            .setGraph(graph);
    properties.forEach(
        (name, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(name).setValue(value)));
    return model.build().toByteArray();
  }
}
