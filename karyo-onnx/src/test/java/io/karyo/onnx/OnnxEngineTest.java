package io.karyo.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.Classification;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that karyo-siamese trained, and its recorded answers; karyo-siamese is not here. */
class OnnxEngineTest {

  private static final Path GOLDEN = Path.of("..", "karyo", "src", "test", "resources", "golden");
  private static final Path MODEL = GOLDEN.resolve("model.karyo");

  private static Cell cell() throws IOException {
    List<ChromosomeImage> images = new ArrayList<>();
    for (int i = 0; i < 46; i++) {
      images.add(ChromosomeImage.read(GOLDEN.resolve(String.format("cell/%02d.png", i))));
    }
    return new Cell("golden", images);
  }

  private static float[] embedding(String line) {
    String[] numbers = line.replaceAll(".*embedding \\[|\\]", "").split(", ");
    float[] values = new float[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(numbers[i]);
    }
    return values;
  }

  @Test
  void theAnswersAreThoseOfNd4j() throws IOException {
    List<String> recorded = Files.readAllLines(GOLDEN.resolve("classifications.txt"));
    Cell cell = cell();
    try (Karyotyper karyotyper = Karyotyper.load(MODEL)) {
      List<Classification> answers = new ArrayList<>(karyotyper.classify(cell));
      answers.addAll(karyotyper.classify(cell.chromosomes()));
      assertThat(answers).hasSameSizeAs(recorded);
      for (int i = 0; i < recorded.size(); i++) {
        assertThat(recorded.get(i))
            .startsWith(answers.get(i).type() + " " + answers.get(i).polarity() + " ");
        assertThat(answers.get(i).embedding().toArray())
            .containsExactly(embedding(recorded.get(i)), within(1e-5f));
      }
      String iscn = "\"iscn\": \"" + karyotyper.karyotype(cell).iscn() + "\"";
      assertThat(Files.readString(GOLDEN.resolve("karyotype.json"))).contains(iscn);
    }
  }

  @Test
  void anEmbeddingHardlyDependsOnTheOthers() throws IOException {
    List<ChromosomeImage> images = cell().chromosomes();
    try (Karyotyper karyotyper = Karyotyper.load(MODEL)) {
      for (int i = 0; i < images.size(); i++) {
        assertThat(karyotyper.embed(List.of(images.get(i))).get(0).toArray())
            .containsExactly(karyotyper.embed(images).get(i).toArray(), within(1e-5f));
      }
    }
  }

  @Test
  void aModelIsSavedAsItWas(@TempDir Path folder) throws IOException {
    Path copy = folder.resolve("copy.karyo");
    try (Karyotyper karyotyper = Karyotyper.load(MODEL)) {
      karyotyper.save(copy);
    }
    try (Karyotyper first = Karyotyper.load(MODEL);
        Karyotyper second = Karyotyper.load(copy)) {
      assertThat(second.embed(cell().chromosomes())).isEqualTo(first.embed(cell().chromosomes()));
      assertThat(second.encoder().settings()).isEqualTo(first.encoder().settings());
      assertThat(second.pairSampler().settings()).isEqualTo(first.pairSampler().settings());
    }
  }

  @Test
  void adaptingNamesTheDependencyThatIsMissing() throws IOException {
    List<LabelledChromosome> items = new ArrayList<>();
    try (Karyotyper karyotyper = Karyotyper.load(MODEL)) {
      Cell cell = cell();
      List<Classification> answers = karyotyper.classify(cell);
      for (int i = 0; i < answers.size(); i++) {
        items.add(
            LabelledChromosome.of(cell.chromosomes().get(i), answers.get(i).type())
                .withCell("golden"));
      }
      assertThatThrownBy(() -> karyotyper.adapt().train(ChromosomeDataset.of(items)))
          .isExactlyInstanceOf(IllegalStateException.class)
          .hasMessageContaining("io.karyo:karyo-siamese");
    }
  }
}
