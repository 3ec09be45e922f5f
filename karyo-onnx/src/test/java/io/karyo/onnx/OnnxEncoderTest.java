package io.karyo.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightened;
import io.karyo.model.ModelFormatException;
import io.karyo.model.Settings;
import io.karyo.spi.Part;
import io.karyo.spi.PartProvider;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import io.karyo.testkit.InMemoryModel;
import io.karyo.testkit.SiameseEncoderContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxEncoderTest extends SiameseEncoderContract {

  @Override
  protected SiameseEncoder encoder() {
    return OnnxEncoders.frozen(Networks.convolutional(1, 48, 16)).normalised(0.25, 0.5);
  }

  @Override
  protected boolean drawsByChance() {
    return false;
  }

  @Override
  protected Optional<PartProvider> provider() {
    return Optional.of(new OnnxProviders.Frozen());
  }

  private static PreparedChromosome chromosome(int length, int width, float... stain) {
    return new PreparedChromosome(
        Straightened.builder(length, width, stain).build(), Optional.empty());
  }

  private static float[] embed(OnnxEncoder encoder, PreparedChromosome chromosome) {
    try (TrainedEncoder trained = trained(encoder)) {
      return trained.encode(List.of(chromosome)).get(0).toArray();
    }
  }

  /** A frozen encoder looks at nothing of a training but whether it was cancelled. */
  private static TrainedEncoder trained(OnnxEncoder encoder) {
    InMemoryModel model = new InMemoryModel();
    try (TrainedEncoder first = encoder.open()) {
      first.save(model);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return encoder.restore(model.source());
  }

  @Test
  void theNetworkSeesTheStain() {
    OnnxEncoder encoder = OnnxEncoders.frozen(Networks.identity(2, 2));
    PreparedChromosome chromosome = chromosome(2, 2, 0.2f, 0.4f, 0.6f, 0.8f);
    assertThat(embed(encoder, chromosome)).containsExactly(0.2f, 0.4f, 0.6f, 0.8f);
    assertThat(embed(encoder.inverted(true).normalised(0.5, 0.5), chromosome))
        .containsExactly(new float[] {0.6f, 0.2f, -0.2f, -0.6f}, within(1e-6f));
  }

  @Test
  void imagesAreStretchedAsPillowDoesIt() {
    // PIL.Image.fromarray([[0, .25, .5, 1]]).resize((2, 1), BILINEAR): weights 3, 3, 1 of 7.
    assertThat(
            embed(
                OnnxEncoders.frozen(Networks.identity(1, 2)), chromosome(1, 4, 0, 0.25f, 0.5f, 1f)))
        .containsExactly(new float[] {1.25f / 7, 4.75f / 7}, within(1e-6f));
    // Enlarged: the nearest two, and at the ends the last one.
    assertThat(embed(OnnxEncoders.frozen(Networks.identity(1, 4)), chromosome(1, 2, 0, 1)))
        .containsExactly(new float[] {0, 0.25f, 0.75f, 1}, within(1e-6f));
  }

  @Test
  void anImageCanKeepItsShape() {
    OnnxEncoder encoder = OnnxEncoders.frozen(Networks.identity(2, 3)).keepsShape(true);
    assertThat(embed(encoder, chromosome(2, 1, 0.25f, 0.75f)))
        .containsExactly(0, 0.25f, 0, 0, 0.75f, 0);
  }

  @Test
  void threeChannelsAreEqual() {
    OnnxEncoder grey = OnnxEncoders.frozen(Networks.convolutional(3, 8, 8));
    assertThat(embed(grey, chromosome(2, 1, 0.25f, 0.75f))).hasSize(16);
  }

  @Test
  void aNetworkForImagesOfAnySizeNeedsOneToBeSet() {
    OnnxEncoder open = OnnxEncoders.frozen(Networks.identity(-1, -1));
    assertThatThrownBy(open::check)
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage(
            "height: must be set by image(height, width), because the file leaves it open,"
                + " found none");
    assertThat(embed(open.image(1, 1), chromosome(1, 1, 0.5f))).containsExactly(0.5f);
  }

  @Test
  void aSizeOtherThanThatOfTheFileIsRefused() {
    assertThatThrownBy(() -> OnnxEncoders.frozen(Networks.identity(8, 4)).image(8, 5).check())
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("width: must be 4 as in the file, found 5");
  }

  @Test
  void inputsAndOutputsAreFoundByName() {
    OnnxEncoder encoder = OnnxEncoders.frozen(Networks.identity(1, 1));
    encoder.input("images").output("embedding").check();
    assertThatThrownBy(() -> encoder.output("logits").check())
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("output: must be one of [embedding], found 'logits'");
  }

  @Test
  void aNetworkThatTakesNoImagesIsRefused() {
    byte[] rows =
        Networks.model(
                graph ->
                    graph
                        .addNode(Networks.node("Relu", "out", "in"))
                        .addInput(Networks.value("in", -1, 5))
                        .addOutput(Networks.value("out", -1, 5)))
            .toByteArray();
    assertThatThrownBy(() -> OnnxEncoders.frozen(rows).check())
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("input 'in': must be [n, 1 or 3 channels, height, width], found [-1, 5]");
    byte[] bytes =
        Networks.model(
                graph ->
                    graph
                        .addNode(Networks.node("Identity", "out", "in"))
                        .addInput(
                            Networks.typed("in", TensorProto.DataType.UINT8_VALUE, 1, 1, 2, 2))
                        .addOutput(
                            Networks.typed("out", TensorProto.DataType.UINT8_VALUE, 1, 1, 2, 2)))
            .toByteArray();
    assertThatThrownBy(() -> OnnxEncoders.frozen(bytes).check())
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("input 'in': must be a tensor of 32-bit floats, found ");
  }

  @Test
  void anOutputThatIsNoVectorIsRefused() {
    byte[] image =
        Networks.model(
                graph ->
                    graph
                        .addNode(Networks.node("Relu", "out", "in"))
                        .addInput(Networks.value("in", -1, 1, 2, 2))
                        .addOutput(Networks.value("out", -1, 1, 2, 2)))
            .toByteArray();
    assertThatThrownBy(() -> embed(OnnxEncoders.frozen(image), chromosome(1, 1, 1)))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessage("output 'out': must be [n, size], found [1, 1, 2, 2]");
  }

  @Test
  void anApplicationSetsUpItsSession() {
    OnnxEncoder encoder =
        OnnxEncoders.frozen(Networks.identity(1, 1))
            .session(options -> options.addConfigEntry("session.intra_op.allow_spinning", "0"));
    encoder.check();
    assertThatThrownBy(() -> encoder.session(options -> options.addCUDA(0)).check())
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("network: must be one that ONNX Runtime computes, found: ");
  }

  @Test
  void withoutANetworkThereIsNothingToTrain() {
    Part encoder = new OnnxProviders.Frozen().create(Settings.EMPTY);
    assertThatIllegalArgumentException()
        .isThrownBy(encoder::check)
        .withMessage(
            "network: must be given to train with encoder 'onnx', found none; see"
                + " OnnxEncoders.frozen");
  }

  @Test
  void aFileIsReadAtOnce(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("network.onnx");
    Files.write(file, Networks.identity(1, 1));
    OnnxEncoder encoder = OnnxEncoders.frozen(file);
    Files.delete(file);
    assertThat(embed(encoder, chromosome(1, 1, 0.5f))).containsExactly(0.5f);
    assertThatThrownBy(() -> OnnxEncoders.frozen(file))
        .isInstanceOf(java.io.IOException.class)
        .hasMessageContaining("network.onnx: cannot be read as an ONNX file");
  }
}
