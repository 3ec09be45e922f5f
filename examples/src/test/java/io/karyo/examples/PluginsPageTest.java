package io.karyo.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.karyo.Karyotyper;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.Metaphase;
import io.karyo.model.ModelSink;
import io.karyo.model.Settings;
import io.karyo.photo.Box;
import io.karyo.photo.Cluster;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.siamese.SameDiffNetwork;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PairSampler;
import io.karyo.spi.Segmenter;
import io.karyo.spi.TrainedEncoder;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.testkit.InMemoryModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/** The code of docs/plugins.md is compiled here and in the examples. */
class PluginsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "plugins.md");

  @Test
  void theCodeOfThePageIsCompiled() throws IOException {
    StringBuilder sources = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      for (Path file : files.filter(name -> name.toString().endsWith(".java")).toList()) {
        sources.append(Files.readString(file).replaceAll("\\s+", ""));
      }
    }
    List<String> blocks =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE).replace("\r\n", "\n"))
            .results()
            .map(match -> match.group(1).replaceAll("\\s+", ""))
            .toList();
    assertThat(blocks).hasSize(8).allSatisfy(block -> assertThat(sources).contains(block));
  }

  @Test
  void theSegmenterOfThePageFindsOneChromosome() {
    Segmenter whole =
        photograph -> {
          byte[] mask = new byte[photograph.width() * photograph.height()];
          Arrays.fill(mask, (byte) 1);
          Region all = Region.of(new Box(0, 0, photograph.width(), photograph.height()), mask);
          return Segmentation.builder(photograph)
              .add(new Cluster(all, List.of(new Parting(List.of(all), 0))))
              .build();
        };
    Segmentation found = whole.segment(Metaphase.of(3, 2, new byte[6]));
    assertThat(found.chromosomes()).singleElement().extracting(Region::area).isEqualTo(6);
  }

  @Test
  void theSamplerOfThePageDrawsPairs() {
    PairSampler neighbours =
        (types, epoch, seed) -> {
          SplittableRandom random = new SplittableRandom(seed + epoch);
          return Stream.generate(() -> random.nextInt(types.size() - 1))
              .limit(types.size())
              .map(
                  i ->
                      new Pair(
                          i,
                          i + 1,
                          types.get(i) == types.get(i + 1)
                              ? PairLabel.SIMILAR
                              : PairLabel.DISSIMILAR))
              .iterator();
        };
    List<Pair> pairs = new ArrayList<>();
    neighbours
        .sample(List.of(ChromosomeType.C1, ChromosomeType.C1, ChromosomeType.C2), 1, 1)
        .forEachRemaining(pairs::add);
    assertThat(pairs)
        .hasSize(3)
        .allSatisfy(
            pair ->
                assertThat(pair.label())
                    .isEqualTo(pair.first() == 0 ? PairLabel.SIMILAR : PairLabel.DISSIMILAR));
  }

  @Test
  void theNetworkOfThePageIsTrained() throws IOException {
    List<LabelledChromosome> items = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      SyntheticCell cell = SyntheticCells.builder().seed(4).build().cell(i);
      cell.chromosomes().forEach(one -> items.add(LabelledChromosome.of(one.image(), one.type())));
    }
    ChromosomeDataset dataset = ChromosomeDataset.of(items);
    SameDiffNetwork network =
        SameDiffNetwork.named(
            "acme-dense",
            (graph, images, sizes) -> {
              SDVariable inputs = graph.concat(1, images.reshape(-1, 64 * 24), sizes);
              SDVariable weights = graph.var("weights", DataType.FLOAT, 64 * 24 + 6, 32);
              return inputs.mmul(weights);
            });
    Karyotyper karyotyper =
        Karyotyper.builder().encoder(SiameseEncoders.sameDiff().network(network)).train(dataset);
    assertThat(karyotyper.embed(List.of(items.get(0).load())).get(0).toArray()).hasSize(32);
    karyotyper.close();
  }

  @Test
  void theProviderOfThePageMakesThePart() {
    AcmeProvider provider = new AcmeProvider();
    assertThat(provider.create(Settings.EMPTY).id()).isEqualTo(provider.id());
  }

  @Test
  void theSamplerOfThePageHasASetting() {
    NeighbourPairs neighbours = new NeighbourPairs(Settings.EMPTY);
    assertThat(neighbours.distance(2).settings().asMap()).containsExactly(entry("distance", 2L));
    assertThatThrownBy(() -> neighbours.distance(0))
        .hasMessage("distance: must be 1 to 10, found 0");
    List<ChromosomeType> types = List.of(ChromosomeType.C1, ChromosomeType.C2, ChromosomeType.C1);
    assertThat(neighbours.distance(2).sample(types, 1, 1))
        .toIterable()
        .containsExactly(new Pair(0, 2, PairLabel.SIMILAR));
  }

  @Test
  void theEncoderOfThePageIsSaved() throws IOException {
    InMemoryModel model = new InMemoryModel();
    new Trained(new float[Trained.FEATURES], 1).save(model);
    assertThat(model.source().array("weights", 1, Trained.FEATURES)).hasSize(Trained.FEATURES);
  }

  private static final class Trained implements TrainedEncoder {

    static final int FEATURES = 33;

    private final float[] weights;
    private final int size;

    Trained(float[] weights, int size) {
      this.weights = weights;
      this.size = size;
    }

    @Override
    public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
      return chromosomes.stream().map(chromosome -> new Embedding(weights)).toList();
    }

    @Override
    public void save(ModelSink sink) throws IOException {
      sink.array("weights", weights, size, FEATURES);
    }
  }
}
