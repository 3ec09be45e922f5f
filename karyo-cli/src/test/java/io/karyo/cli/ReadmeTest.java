package io.karyo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.Karyotype;
import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Placement;
import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.data.ChromosomeDataset;
import io.karyo.gband.GBandModel;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Metaphase;
import io.karyo.model.ModelFormatException;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.spi.Straightener;
import io.karyo.testkit.StraightenerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's code is compiled here, word by word, and what it claims holds. */
class ReadmeTest {

  private static final Path README = Path.of("..", "README.md");
  private static final Path SELF =
      Path.of("src", "test", "java", "io", "karyo", "cli", "ReadmeTest.java");

  @TempDir Path folder = Path.of("");

  @Test
  void theCodeOfTheReadmeIsTheCodeBelow() throws IOException {
    String self = Files.readString(SELF).replaceAll("\\s+", "");
    List<String> blocks =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(README).replace("\r\n", "\n"))
            .results()
            .map(match -> match.group(1).replaceAll("\\s+", ""))
            .toList();
    assertThat(blocks).hasSize(3).allSatisfy(block -> assertThat(self).contains(block));
  }

  /** Compiled only: there is no photograph. */
  static void readAPhotograph() throws IOException {
    try (Karyotyper karyotyper = GBandModel.load()) {
      Karyotype karyotype = karyotyper.karyotype(Metaphase.read(Path.of("cell.jpg")));
      System.out.println(karyotype.iscn() + (karyotype.needsReview() ? ", for review" : ""));
    }
  }

  /** Compiled only: a whole training takes longer than a test may. */
  static void trainAndClassify() throws IOException {
    ChromosomeDataset dataset = ChromosomeDataset.fromManifest(Path.of("cells/manifest.csv"));
    try (Karyotyper karyotyper = Karyotyper.builder().seed(42).train(dataset)) {
      System.out.println("validation: " + karyotyper.report().validationAccuracy());
      karyotyper.save(Path.of("model.karyo"));
    }

    try (Karyotyper karyotyper = Karyotyper.load(Path.of("model.karyo"))) {
      Classification one = karyotyper.classify(ChromosomeImage.read(Path.of("chromosome.png")));
      System.out.println(one.type() + " " + one.probability() + ", else " + one.alternatives());

      // A whole cell at once, normal or not, for example 47,XY,+21.
      Cell cell = dataset.split("test").cells().get(0).load();
      Karyotype karyotype = karyotyper.karyotype(cell);
      System.out.println(karyotype.iscn() + ", if not, then " + karyotype.runnerUp());
      for (Placement placement : karyotype.placements()) {
        if (placement.review()) {
          System.out.println(placement.designation() + "? " + placement.alternatives());
        }
      }
      karyotype.withPinned(3, ChromosomeType.C2).write(Path.of("corrected.json"));
    }
  }

  private static Straightener asItLies() {
    Straightener asItLies =
        image -> {
          byte[] levels = image.stainLevels();
          float[] stain = new float[levels.length];
          float darkest = 0;
          for (int i = 0; i < stain.length; i++) {
            stain[i] = (levels[i] & 0xff) / 255f;
            darkest = Math.max(darkest, stain[i]);
          }
          return darkest == 0
              ? new Rejected("no stain")
              : Straightened.builder(image.height(), image.width(), stain)
                  .method("as it lies")
                  .build();
        };
    return asItLies;
  }

  /** The test kit finds nothing wrong with it. */
  @Nested
  class AsItLiesTest extends StraightenerContract {
    @Override
    protected Straightener straightener() {
      return asItLies();
    }
  }

  @Test
  void aLambdaStraightensAndOnceNamedIsSavedAndLoaded() throws IOException {
    ChromosomeDataset dataset = ChromosomeDataset.fromManifest(TinyData.write(folder));
    Cell cell = dataset.split("test").cells().get(0).load();
    Path model = folder.resolve("acme.karyo");
    Karyotyper.Builder builder = Karyotyper.builder().encoder(SiameseEncoders.sameDiff().epochs(1));
    try (Karyotyper anonymous = builder.straightener(asItLies()).train(dataset)) {
      assertThat(anonymous.classify(cell).get(0).straightened().method()).isEqualTo("as it lies");
      assertThatThrownBy(() -> anonymous.save(model)).isInstanceOf(IllegalStateException.class);
    }
    Straightener named = Straightener.named("acme-as-it-lies", asItLies());
    List<TypeProbabilities> before;
    try (Karyotyper trained = builder.straightener(named).train(dataset)) {
      before = trained.classify(cell).stream().map(Classification::probabilities).toList();
      trained.save(model);
    }
    try (Karyotyper loaded = Karyotyper.load(model, named)) {
      assertThat(loaded.classify(cell).stream().map(Classification::probabilities))
          .isEqualTo(before);
    }
    assertThatThrownBy(() -> Karyotyper.load(model))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("acme-as-it-lies");
  }
}
