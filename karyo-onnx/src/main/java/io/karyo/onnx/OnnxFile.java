package io.karyo.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.karyo.model.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Checks ONNX files, which come from elsewhere, before ONNX Runtime sees them. Refused are files
 * that name other files, operators beyond the standard ones, and loops, which could run for ever.
 */
final class OnnxFile {

  /** The largest file, in bytes. */
  static final int MAX_BYTES = 256 << 20;

  /** The domains of the standard operators; the first is the default. */
  private static final Set<String> DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml");

  private static final Set<String> LOOPS = Set.of("Loop", "Scan", "SequenceMap");

  private OnnxFile() {}

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read; the message names the file
   * @throws ModelFormatException if it is too large or not a network that karyo accepts
   */
  static byte[] read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read as an ONNX file: " + e.getMessage(), e);
    }
    try {
      check(bytes);
    } catch (ModelFormatException e) {
      throw new ModelFormatException(file + ": " + e.getMessage(), e);
    }
    return bytes;
  }

  /**
   * Checks a network.
   *
   * @throws ModelFormatException if it is too large or not a network that karyo accepts
   */
  static void check(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw wrong("file", "at most " + MAX_BYTES + " bytes", "more");
    }
    ModelProto model;
    try {
      model = ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException("file: must be an ONNX model, found: " + e.getMessage(), e);
    }
    if (!model.hasGraph() || model.getOpsetImportCount() == 0) {
      throw wrong("file", "an ONNX model with a graph and an operator set", "none");
    }
    if (model.getTrainingInfoCount() > 0) {
      throw wrong("file", "a network without training steps", "some");
    }
    model.getOpsetImportList().forEach(set -> checkDomain("operator set", set.getDomain()));
    for (FunctionProto function : model.getFunctionsList()) {
      checkNodes(function.getNodeList());
    }
    checkGraph(model.getGraph());
  }

  private static void checkGraph(GraphProto graph) {
    graph.getInitializerList().forEach(OnnxFile::checkTensor);
    graph
        .getSparseInitializerList()
        .forEach(
            sparse -> {
              checkTensor(sparse.getValues());
              checkTensor(sparse.getIndices());
            });
    checkNodes(graph.getNodeList());
  }

  private static void checkNodes(List<NodeProto> nodes) {
    for (NodeProto node : nodes) {
      checkDomain("operator " + node.getOpType(), node.getDomain());
      if (LOOPS.contains(node.getOpType())) {
        throw wrong("operator", "one that is no loop", node.getOpType());
      }
      for (AttributeProto attribute : node.getAttributeList()) {
        checkTensor(attribute.getT());
        attribute.getTensorsList().forEach(OnnxFile::checkTensor);
        checkTensor(attribute.getSparseTensor().getValues());
        if (attribute.hasG()) {
          checkGraph(attribute.getG());
        }
        attribute.getGraphsList().forEach(OnnxFile::checkGraph);
      }
    }
  }

  private static void checkDomain(String what, String domain) {
    if (!DOMAINS.contains(domain)) {
      throw wrong(what, "of ONNX itself", "the domain '" + domain + "'");
    }
  }

  private static void checkTensor(TensorProto tensor) {
    if (tensor.getDataLocation() != TensorProto.DataLocation.DEFAULT
        || tensor.getExternalDataCount() > 0) {
      throw wrong(
          "tensor '" + tensor.getName() + "'", "stored in the file itself", "one in another file");
    }
  }

  private static ModelFormatException wrong(String what, String rule, String found) {
    return new ModelFormatException(what + ": must be " + rule + ", found " + found);
  }
}
