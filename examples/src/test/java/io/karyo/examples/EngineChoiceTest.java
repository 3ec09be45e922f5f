package io.karyo.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledBox;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.Background;
import io.karyo.image.Metaphase;
import io.karyo.model.ModelFormatException;
import io.karyo.network.EncoderNetwork;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import io.karyo.siamese.SameDiffEncoder;
import io.karyo.siamese.SameDiffGraphs;
import io.karyo.siamese.SameDiffNetwork;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.spi.Cancellation;
import io.karyo.spi.Segmenter;
import io.karyo.spi.SegmenterTraining;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainingListener;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticMetaphase;
import io.karyo.unet.NetworkSegmenter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** What loads a model where networks of ND4J and karyo-onnx are both on the class path. */
class EngineChoiceTest {

  private static final SyntheticCells CELLS = SyntheticCells.builder().seed(8).build();

  private final Path model;

  EngineChoiceTest(@TempDir Path folder) {
    model = folder.resolve("model.karyo");
  }

  private static ChromosomeDataset cells(int from, int to) {
    List<LabelledChromosome> items = new ArrayList<>();
    for (int i = from; i < to; i++) {
      SyntheticCell cell = CELLS.cell(i);
      String name = "cell" + i;
      cell.chromosomes()
          .forEach(one -> items.add(LabelledChromosome.of(one.image(), one.type()).withCell(name)));
    }
    return ChromosomeDataset.of(items);
  }

  private static Cell cell() {
    return new Cell("cell", CELLS.cell(7).chromosomes().stream().map(one -> one.image()).toList());
  }

  private static SameDiffEncoder small() {
    return SiameseEncoders.sameDiff().embeddingSize(16).epochs(2);
  }

  private static void assertNear(List<Embedding> some, List<Embedding> others) {
    assertThat(some).hasSameSizeAs(others);
    for (int i = 0; i < some.size(); i++) {
      assertThat(some.get(i).toArray()).containsExactly(others.get(i).toArray(), within(1e-5f));
    }
  }

  private List<Embedding> trained(SiameseEncoder encoder) throws IOException {
    try (Karyotyper karyotyper = Karyotyper.builder().encoder(encoder).train(cells(0, 3))) {
      karyotyper.save(model);
      return karyotyper.embed(cell().chromosomes());
    }
  }

  @Test
  void onnxRuntimePredictsAndSiameseAdapts() throws IOException {
    List<Embedding> trained = trained(small());
    try (Karyotyper loaded = Karyotyper.load(model)) {
      assertThat(loaded.encoder().getClass().getPackageName()).isEqualTo("io.karyo.onnx");
      assertNear(loaded.embed(cell().chromosomes()), trained);
      try (Karyotyper adapted = loaded.adapt().train(cells(0, 1));
          Karyotyper again = Karyotyper.builder().encoder(loaded.encoder()).train(cells(0, 3))) {
        assertThat(adapted.embed(cell().chromosomes())).isNotEqualTo(trained);
        assertThat(SameDiffGraphs.of(again.trainedEncoder())).hasSize(1);
      }
    }
  }

  @Test
  void theApplicationChoosesNd4j() throws IOException {
    List<Embedding> trained = trained(small());
    try (Karyotyper loaded = Karyotyper.load(model, 1, SiameseEncoders.providers())) {
      assertThat(loaded.embed(cell().chromosomes())).isEqualTo(trained);
      assertThat(SameDiffGraphs.of(loaded.trainedEncoder())).hasSize(1);
    }
  }

  @Test
  void networksOfUnlikeShapesAreComputedSideBySide() throws IOException {
    SiameseEncoder wide = small().network(EncoderNetwork.paper(4, 4)).embeddingSize(8);
    List<Embedding> trained =
        trained(SiameseEncoders.concatenated(List.of(small(), wide, small(), small())));
    try (Karyotyper loaded = Karyotyper.load(model)) {
      assertThat(loaded.encoder().getClass().getPackageName()).isEqualTo("io.karyo.onnx");
      assertNear(loaded.embed(cell().chromosomes()), trained);
    }
  }

  @Test
  void theResidualNetworkIsComputedToo() throws IOException {
    SameDiffEncoder residual =
        small().network(SiameseEncoders.residual().images(50, 22).filters(8, 4).blocks(2));
    List<Embedding> trained = trained(residual);
    try (Karyotyper loaded = Karyotyper.load(model)) {
      assertThat(loaded.encoder().getClass().getPackageName()).isEqualTo("io.karyo.onnx");
      assertNear(loaded.embed(cell().chromosomes()), trained);
    }
  }

  @Test
  void aNetworkOfTheApplicationIsLeftToSameDiff() throws IOException {
    SameDiffNetwork network =
        SameDiffNetwork.named(
            "acme-sizes",
            (graph, images, sizes) -> sizes.mmul(graph.var("w", DataType.FLOAT, 6, 16)));
    List<Embedding> trained = trained(small().network(network));
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> Karyotyper.load(model))
        .withMessageContaining("network: must be one of [residual], found 'acme-sizes'");
    try (Karyotyper loaded = Karyotyper.load(model, 1, SiameseEncoders.providers(network))) {
      assertThat(loaded.embed(cell().chromosomes())).isEqualTo(trained);
    }
  }

  /** A photograph with ten chromosomes. */
  private record Photograph(Metaphase load, List<Box> boxesOfChromosomes)
      implements SegmenterTraining.Photograph {

    static Photograph drawn(long seed) {
      SyntheticCell cell =
          SyntheticCells.builder()
              .seed(seed)
              .karyotype(ChromosomeType.ALL.subList(0, 10))
              .build()
              .cell(0);
      SyntheticMetaphase drawn =
          SyntheticMetaphase.builder(400, 400, Background.WHITE).scatter(cell, seed).build();
      return new Photograph(
          drawn.photograph(), drawn.boxes(2).stream().map(LabelledBox::box).toList());
    }
  }

  private static SegmenterTraining photographs() {
    return new SegmenterTraining(
        List.of(Photograph.drawn(1)), 2, 1, 1, TrainingListener.NONE, new Cancellation());
  }

  @Test
  void onnxRuntimeSegmentsAndTheUNetLearns() throws IOException {
    Segmenter trained = NetworkSegmenter.standard().size(4, 2).steps(5).train(photographs());
    Metaphase photograph = Photograph.drawn(2).load();
    List<Region> expected = trained.segment(photograph).chromosomes();
    try (Karyotyper karyotyper =
        Karyotyper.builder().segmenter(trained).encoder(small()).train(cells(0, 3))) {
      karyotyper.save(model);
    }
    try (Karyotyper onnx = Karyotyper.load(model);
        Karyotyper nd4j = Karyotyper.load(model, 1, List.of(NetworkSegmenter.provider()))) {
      Segmenter predicting = onnx.segmenter().orElseThrow();
      assertThat(predicting.getClass().getPackageName()).isEqualTo("io.karyo.onnx");
      assertThat(predicting.segment(photograph).chromosomes()).isEqualTo(expected);
      assertThat(nd4j.segmenter().orElseThrow()).isInstanceOf(NetworkSegmenter.class);
      Segmenter again = predicting.train(photographs());
      assertThat(again).isInstanceOf(NetworkSegmenter.class);
      assertThat(again.settings()).isEqualTo(predicting.settings());
      assertThat(again.toString()).endsWith("trained");
    }
  }
}
