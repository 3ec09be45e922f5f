package io.karyo.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.karyo.Karyotyper;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightened;
import io.karyo.image.ChromosomeImage;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.NetworkInput;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxExportTest {

  private static final Path GOLDEN = Path.of("..", "karyo", "src", "test", "resources", "golden");

  @TempDir Path folder = Path.of("");

  /** Draws the inputs by what the file itself states, and compares with karyo's own answers. */
  @Test
  void theFileAnswersAsTheModelDoes() throws Exception {
    Path file = folder.resolve("encoder.onnx");
    try (Karyotyper karyotyper = Karyotyper.load(GOLDEN.resolve("model.karyo"))) {
      OnnxExport.of(karyotyper).licence("CC BY 4.0").card("of synthetic cells").write(file);
      Map<String, String> properties = properties(file);
      assertThat(properties)
          .containsEntry("licence", "CC BY 4.0")
          .containsEntry("card", "of synthetic cells")
          .containsKey("karyo.notIncluded");
      NetworkInput.Reference reference =
          new NetworkInput.Reference(
              Double.parseDouble(properties.get("karyo.median.length")),
              Double.parseDouble(properties.get("karyo.median.area")),
              Double.parseDouble(properties.get("karyo.median.stain")),
              Boolean.parseBoolean(properties.get("karyo.cells")));
      List<PreparedChromosome> chromosomes = chromosomes(karyotyper);
      float[] images = new float[chromosomes.size() * 32 * 16];
      float[] sizes = new float[chromosomes.size() * EncoderNetwork.SIZES];
      NetworkInput.View view = NetworkInput.View.plain(false);
      for (int i = 0; i < chromosomes.size(); i++) {
        NetworkInput input = new NetworkInput(chromosomes.get(i));
        input.draw(32, 16, view, images, i * 32 * 16);
        input.sizes(view, reference, sizes, i * EncoderNetwork.SIZES);
      }
      float[][] embeddings = new float[chromosomes.size()][];
      float[][] probabilities = new float[chromosomes.size()][];
      run(Files.readAllBytes(file), images, sizes, embeddings, probabilities);
      String types = Objects.requireNonNull(properties.get("karyo.types"));
      assertSame(karyotyper, chromosomes, embeddings, probabilities, types);
    }
  }

  private static void assertSame(
      Karyotyper karyotyper,
      List<PreparedChromosome> chromosomes,
      float[][] embeddings,
      float[][] probabilities,
      String types) {
    int alike = 0;
    for (int i = 0; i < embeddings.length; i++) {
      float[] own = karyotyper.trainedEncoder().encode(chromosomes).get(i).toArray();
      // The model turns those that lie upside down; the file leaves that to the program.
      if (Math.abs(own[0] - embeddings[i][0]) < 1e-4) {
        assertThat(embeddings[i]).containsExactly(own, within(1e-5f));
        alike++;
      }
      float[] all = new float[ChromosomeType.ALL.size()];
      String[] names = types.split(",");
      for (int c = 0; c < names.length; c++) {
        all[ChromosomeType.of(names[c]).ordinal()] = probabilities[i][c];
      }
      assertThat(all)
          .containsExactly(
              karyotyper
                  .trainedClassifier()
                  .classify(List.of(new io.karyo.chromosome.Embedding(embeddings[i])))
                  .get(0)
                  .toArray(),
              within(1e-4f));
    }
    assertThat(alike).isGreaterThan(20);
  }

  private static List<PreparedChromosome> chromosomes(Karyotyper karyotyper) throws Exception {
    List<PreparedChromosome> chromosomes = new ArrayList<>();
    for (int i = 0; i < 46; i++) {
      ChromosomeImage image =
          ChromosomeImage.read(GOLDEN.resolve(String.format("cell/%02d.png", i)));
      Straightened straightened = (Straightened) karyotyper.straightener().straighten(image);
      chromosomes.add(new PreparedChromosome(straightened, Optional.empty()));
    }
    return chromosomes;
  }

  private static void run(
      byte[] file, float[] images, float[] sizes, float[][] embeddings, float[][] probabilities)
      throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long count = embeddings.length;
    try (OrtSession session = environment.createSession(file);
        OnnxTensor image =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(images), new long[] {count, 1, 32, 16});
        OnnxTensor size =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(sizes), new long[] {count, EncoderNetwork.SIZES});
        OrtSession.Result result = session.run(Map.of("images", image, "sizes", size))) {
      float[][] first = (float[][]) result.get("embedding").orElseThrow().getValue();
      float[][] second = (float[][]) result.get("probabilities").orElseThrow().getValue();
      for (int i = 0; i < embeddings.length; i++) {
        embeddings[i] = first[i];
        probabilities[i] = Arrays.copyOf(second[i], second[i].length);
      }
    }
  }

  private static Map<String, String> properties(Path file) throws Exception {
    return ModelProto.parseFrom(Files.readAllBytes(file)).getMetadataPropsList().stream()
        .collect(
            Collectors.toMap(
                StringStringEntryProto::getKey,
                StringStringEntryProto::getValue,
                (a, b) -> a,
                TreeMap::new));
  }

  @Test
  void equalModelsGiveEqualFiles() throws Exception {
    try (Karyotyper karyotyper = Karyotyper.load(GOLDEN.resolve("model.karyo"))) {
      assertThat(OnnxExport.of(karyotyper).toBytes())
          .isEqualTo(OnnxExport.of(karyotyper).toBytes());
    }
  }
}
