package io.karyo.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.image.Metaphase;
import io.karyo.metaphase.Segmenters;
import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import io.karyo.spi.Cancellation;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Parts;
import io.karyo.spi.Segmenter;
import io.karyo.spi.SegmenterTraining;
import io.karyo.spi.TrainingListener;
import io.karyo.testkit.InMemoryModel;
import io.karyo.testkit.SegmenterContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A network that karyo-unet trained, and its recorded answers. */
class PredictingSegmenterTest {

  private static final Settings SETTINGS =
      Settings.EMPTY
          .with("filters", UNetGolden.SHAPE.filters())
          .with("levels", UNetGolden.SHAPE.levels());

  private static Segmenter untrained() {
    return Parts.createToPredict(PartKind.SEGMENTER, "network", SETTINGS);
  }

  private static Segmenter trained() {
    try {
      return untrained().restore(UNetGolden.saved().source());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Metaphase photograph() throws IOException {
    return Metaphase.read(UNetGolden.file("photograph.png"));
  }

  private static String chromosomes(Segmenter segmenter) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Region region : segmenter.segment(photograph()).chromosomes()) {
      lines.append(region.box()).append(' ').append(region.area()).append('\n');
    }
    return lines.toString();
  }

  @Test
  void probabilitiesAreThoseOfNd4j() throws IOException {
    Metaphase photograph = photograph();
    byte[] grey = photograph.greyLevels();
    float[] stain = new float[grey.length];
    for (int i = 0; i < stain.length; i++) {
      stain[i] = 1.25f * (230 - (grey[i] & 0xff)) / 230;
    }
    NetworkWeights weights =
        NetworkWeights.read(UNetGolden.SHAPE.arrays(), UNetGolden.saved().source());
    UNetSession network = new UNetSession(UNetGolden.SHAPE, weights, UnchangedSession.SETUP);
    ByteBuffer recorded = UNetGolden.numbers("probabilities.f32");
    for (float[] plane : network.classify(stain, photograph.height(), photograph.width())) {
      for (int i = 0; i < plane.length; i += UNetGolden.EVERY) {
        assertThat(plane[i]).isCloseTo(recorded.getFloat(), within(1e-5f));
      }
    }
    assertThat(recorded.hasRemaining()).isFalse();
  }

  @Test
  void chromosomesAreThoseOfNd4j() throws IOException {
    assertThat(chromosomes(trained()))
        .isEqualTo(Files.readString(UNetGolden.file("chromosomes.txt")))
        .isNotEqualTo(chromosomes(Segmenters.geometric()));
  }

  @Test
  void untrainedItIsTheGeometricSegmenter() throws IOException {
    InMemoryModel empty = new InMemoryModel();
    untrained().save(empty);
    assertThat(chromosomes(untrained().restore(empty.source())))
        .isEqualTo(chromosomes(Segmenters.geometric()));
  }

  @Test
  void itIsSavedAsItWas() throws IOException {
    InMemoryModel copy = new InMemoryModel();
    trained().save(copy);
    ModelSource saved = UNetGolden.saved().source();
    assertThat(copy.source().state()).isEqualTo(saved.state());
    UNetGolden.SHAPE
        .arrays()
        .forEach(
            (name, shape) ->
                assertThat(copy.source().array(name, shape)).isEqualTo(saved.array(name, shape)));
    assertThat(trained().settings()).isEqualTo(SETTINGS.with("steps", 4000));
    assertThat(trained().toString()).endsWith("trained");
  }

  @Test
  void damagedModelsAreRefused() throws IOException {
    ModelSource saved = UNetGolden.saved().source();
    Segmenter wider =
        Parts.createToPredict(PartKind.SEGMENTER, "network", SETTINGS.with("filters", 8));
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> wider.restore(saved))
        .withMessageContaining("down0a_kernel");
    assertThatThrownBy(
            () -> Parts.createToPredict(PartKind.SEGMENTER, "network", SETTINGS.with("levels", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("levels");
  }

  @Test
  void trainingNamesTheDependencyThatIsMissing() {
    SegmenterTraining.Photograph photograph =
        new SegmenterTraining.Photograph() {
          @Override
          public Metaphase load() throws IOException {
            return photograph();
          }

          @Override
          public List<Box> boxesOfChromosomes() {
            return List.of();
          }
        };
    SegmenterTraining training =
        new SegmenterTraining(
            List.of(photograph), 0, 1, 1, TrainingListener.NONE, new Cancellation());
    assertThatThrownBy(() -> trained().train(training))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessageContaining("io.karyo:karyo-unet");
  }

  @Test
  void sessionsCanBeSetUp() throws IOException {
    boolean[] asked = new boolean[1];
    PartProvider provider =
        OnnxEngine.providers(options -> asked[0] = true).stream()
            .filter(one -> one.kind() == PartKind.SEGMENTER)
            .findFirst()
            .orElseThrow();
    Segmenter made = Parts.create(PartKind.SEGMENTER, provider, SETTINGS);
    assertThat(asked[0]).isFalse();
    made.restore(UNetGolden.saved().source());
    assertThat(asked[0]).isTrue();
  }

  @Nested
  class Untrained extends SegmenterContract {

    @Override
    protected Segmenter segmenter() {
      return untrained();
    }

    @Override
    protected Optional<PartProvider> provider() {
      return Optional.of(new OnnxProviders.UNet());
    }
  }

  @Nested
  class Trained extends SegmenterContract {

    private final Segmenter trained = trained();

    @Override
    protected Segmenter segmenter() {
      return trained;
    }
  }
}
