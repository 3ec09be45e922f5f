package io.karyo.onnx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.karyo.chromosome.KaryoException;
import io.karyo.model.ModelFormatException;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class OnnxFileTest {

  private static final byte[] SOUND = Networks.convolutional(1, 8, 8);

  private static byte[] changed(Consumer<ModelProto.Builder> change) {
    try {
      ModelProto.Builder model = ModelProto.parseFrom(SOUND).toBuilder();
      change.accept(model);
      return model.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRefused(ThrowingCallable check, String message) {
    assertThatThrownBy(check).isExactlyInstanceOf(ModelFormatException.class).hasMessage(message);
  }

  @Test
  void dataInOtherFilesIsRefused() {
    TensorProto outside =
        TensorProto.newBuilder()
            .setName("kernel")
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(
                StringStringEntryProto.newBuilder().setKey("location").setValue("/etc/passwd"))
            .build();
    String message =
        "tensor 'kernel': must be stored in the file itself, found one in another file";
    assertRefused(
        () -> OnnxFile.check(changed(model -> model.getGraphBuilder().addInitializer(outside))),
        message);
    assertRefused(
        () ->
            OnnxFile.check(
                changed(
                    model ->
                        model
                            .getGraphBuilder()
                            .addNode(
                                Networks.node("Constant", "c")
                                    .addAttribute(AttributeProto.newBuilder().setT(outside))))),
        message);
    // In a branch of a condition.
    assertRefused(
        () ->
            OnnxFile.check(
                changed(
                    model ->
                        model
                            .getGraphBuilder()
                            .addNode(
                                Networks.node("If", "c")
                                    .addAttribute(
                                        AttributeProto.newBuilder()
                                            .setG(
                                                GraphProto.newBuilder()
                                                    .addInitializer(outside)))))),
        message);
  }

  @Test
  void operatorsOfOthersAreRefused() {
    assertRefused(
        () ->
            OnnxFile.check(
                changed(
                    model ->
                        model.addOpsetImport(
                            OperatorSetIdProto.newBuilder().setDomain("acme").setVersion(1)))),
        "operator set: must be of ONNX itself, found the domain 'acme'");
    assertRefused(
        () ->
            OnnxFile.check(
                changed(
                    model ->
                        model
                            .getGraphBuilder()
                            .addNode(Networks.node("Evil", "c").setDomain("acme")))),
        "operator Evil: must be of ONNX itself, found the domain 'acme'");
  }

  @Test
  void loopsAndTrainingStepsAreRefused() {
    assertRefused(
        () ->
            OnnxFile.check(
                changed(model -> model.getGraphBuilder().addNode(Networks.node("Loop", "c")))),
        "operator: must be one that is no loop, found Loop");
    assertRefused(
        () ->
            OnnxFile.check(
                changed(model -> model.addTrainingInfo(TrainingInfoProto.getDefaultInstance()))),
        "file: must be a network without training steps, found some");
  }

  @Test
  void whatIsNoOnnxModelIsRefused() {
    assertRefused(
        () -> OnnxFile.check(new byte[0]),
        "file: must be an ONNX model with a graph and an operator set, found none");
    assertThatThrownBy(
            () -> OnnxFile.check("no model".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("file: must be an ONNX model, found: ");
    assertRefused(
        () -> OnnxFile.check(new byte[OnnxFile.MAX_BYTES + 1]),
        "file: must be at most 268435456 bytes, found more");
  }

  /** Whatever byte is changed, a file is taken or refused with a typed error. */
  @Test
  void everyByteOfAFileMayBeDamaged() {
    for (int at = 0; at < SOUND.length; at += at < 400 ? 1 : 37) {
      for (int change : new int[] {1, 0x80, 0xff}) {
        byte[] damaged = SOUND.clone();
        damaged[at] ^= (byte) change;
        try {
          OnnxEncoders.frozen(damaged).check();
        } catch (KaryoException e) {
          // As promised.
        }
      }
    }
    for (int length = 0; length < SOUND.length; length += length < 400 ? 1 : 37) {
      byte[] cut = java.util.Arrays.copyOf(SOUND, length);
      assertThatThrownBy(() -> OnnxEncoders.frozen(cut).check())
          .isInstanceOf(ModelFormatException.class);
    }
  }
}
