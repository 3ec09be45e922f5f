package io.karyo.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.karyo.image.Background;
import io.karyo.image.Metaphase;
import io.karyo.metaphase.Segmenters;
import io.karyo.metrics.SegmentationEvaluation;
import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.network.UNetShape;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.spi.Cancellation;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import io.karyo.spi.Segmenter;
import io.karyo.spi.SegmenterTraining;
import io.karyo.spi.TrainingListener;
import io.karyo.spi.TrainingListener.Progress;
import io.karyo.spi.TrainingListener.Stage;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticMetaphase;
import io.karyo.testkit.InMemoryModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkSegmenterTest {

  private static final UNetShape SHAPE = new UNetShape(4, 2);

  private static NetworkSegmenter small(int steps) {
    return NetworkSegmenter.standard().size(SHAPE.filters(), SHAPE.levels()).steps(steps);
  }

  private static InMemoryModel saved(Segmenter segmenter) throws IOException {
    InMemoryModel model = new InMemoryModel();
    segmenter.save(model);
    return model;
  }

  /** All weights, one array after the other. */
  private static List<Float> weights(Segmenter segmenter) throws IOException {
    ModelSource source = saved(segmenter).source();
    List<Float> weights = new ArrayList<>();
    SHAPE
        .arrays()
        .forEach(
            (name, shape) -> {
              for (float value : source.array(name, shape)) {
                weights.add(value);
              }
            });
    return weights;
  }

  private static List<Region> regions(Segmenter segmenter, Metaphase photograph) {
    Segmentation found = segmenter.segment(photograph);
    return found.chromosomes();
  }

  /** Counts steps, and does something after the first. */
  private static TrainingListener listener(List<Progress> steps, Consumer<Progress> first) {
    return new TrainingListener() {
      @Override
      public void onProgress(Progress progress) {
        steps.add(progress);
        if (progress.done() == 1) {
          first.accept(progress);
        }
      }
    };
  }

  @Test
  void untrainedItIsTheGeometricSegmenter() throws IOException {
    Metaphase photograph = Drawn.photograph(20).load();
    List<Region> expected = regions(Segmenters.geometric(), photograph);
    assertThat(regions(small(1), photograph)).isEqualTo(expected);
    Segmenter restored = small(1).restore(saved(small(1)).source());
    assertThat(regions(restored, photograph)).isEqualTo(expected);
    assertThat(restored.toString()).doesNotContain("trained");
  }

  @Test
  void weightsDependOnTheSeedAndNotOnThreads() throws IOException {
    List<Float> one = weights(small(1).train(Drawn.training(1, 1)));
    assertThat(weights(small(1).train(Drawn.training(1, 2)))).isEqualTo(one);
    assertThat(weights(small(1).train(Drawn.training(2, 1)))).isNotEqualTo(one);
  }

  @Test
  void adaptingGoesOnFromTheLearnedWeights() throws IOException {
    Segmenter first = small(1).train(Drawn.training(1, 1));
    List<Float> before = weights(first);
    List<Progress> steps = new ArrayList<>();
    Segmenter second =
        first.train(Drawn.training(2, 1, listener(steps, step -> {}), new Cancellation()));
    assertThat(steps).containsExactly(new Progress(Stage.SEGMENTER, 1, 1));
    assertThat(weights(first)).isEqualTo(before);
    assertThat(second.settings()).isEqualTo(first.settings());
    List<Float> after = weights(second);
    assertThat(after).isNotEqualTo(before);
    for (int i = 0; i < before.size(); i++) {
      // A step of Adam is at most about the learning rate long.
      assertThat(after.get(i) - before.get(i)).isBetween(-1e-3f, 1e-3f);
    }
  }

  @Test
  void eachStepIsReported() throws IOException {
    List<Progress> steps = new ArrayList<>();
    small(2).train(Drawn.training(1, 1, listener(steps, step -> {}), new Cancellation()));
    assertThat(steps)
        .containsExactly(new Progress(Stage.SEGMENTER, 1, 2), new Progress(Stage.SEGMENTER, 2, 2));
  }

  @Test
  void finishingEarlyKeepsWhatWasLearned() throws IOException {
    Cancellation cancellation = new Cancellation();
    List<Progress> steps = new ArrayList<>();
    TrainingListener listener = listener(steps, step -> cancellation.finishEarly());
    Segmenter trained = small(1000).train(Drawn.training(1, 1, listener, cancellation));
    assertThat(steps).hasSize(1);
    assertThat(trained.toString()).endsWith("trained");
  }

  @Test
  void cancellingEndsTheTraining() {
    Cancellation cancellation = new Cancellation();
    List<Progress> steps = new ArrayList<>();
    TrainingListener listener = listener(steps, step -> cancellation.cancel());
    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(() -> small(1000).train(Drawn.training(1, 1, listener, cancellation)));
    assertThat(steps).hasSize(1);
  }

  @Test
  void photographsWithoutChromosomesTeachNothing() {
    Metaphase empty = Metaphase.of(60, 80, new byte[60 * 80]);
    SegmenterTraining training =
        new SegmenterTraining(
            List.of(new Drawn.Photograph(empty, List.of())),
            Drawn.MARGIN,
            1,
            1,
            TrainingListener.NONE,
            new Cancellation());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> small(1).train(training))
        .withMessage("photographs: at least one must show chromosomes, found none in 1");
  }

  private static SyntheticMetaphase.Builder ground(int side) {
    return SyntheticMetaphase.builder(side, side, Background.WHITE);
  }

  private static Metaphase levels(int side, IntUnaryOperator level) {
    byte[] grey = new byte[side * side];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) level.applyAsInt(i);
    }
    return Metaphase.of(side, side, grey);
  }

  private static SyntheticCell cell(long seed) {
    return SyntheticCells.builder().seed(seed).noise(0).rotation(180).bend(0, 40).build().cell(0);
  }

  static Stream<Arguments> photographsWithoutChromosomes() {
    SplittableRandom random = new SplittableRandom(5);
    String small = "the photograph is less than 24 px wide or high";
    String flat = "nothing stands out from the ground";
    String other = "nothing looks like a chromosome";
    SyntheticMetaphase.Builder nuclei =
        ground(600).nucleus(150, 150, 90).nucleus(420, 180, 100).nucleus(300, 450, 80);
    return Stream.of(
        Arguments.of("one pixel", levels(1, i -> 0), small),
        Arguments.of("of 23 px", levels(23, i -> i % 2 * 255), small),
        Arguments.of("uniform", levels(300, i -> 128), flat),
        Arguments.of("of 25 million px", levels(5000, i -> 255), flat),
        Arguments.of("noisy ground", ground(300).noise(0.02).build().photograph(), flat),
        Arguments.of("noise", levels(300, i -> random.nextInt(256)), flat),
        Arguments.of("nuclei", nuclei.build().photograph(), other),
        Arguments.of("one nucleus", ground(400).nucleus(200, 200, 180).build().photograph(), other),
        Arguments.of(
            "a scale bar", ground(400).bar(new Box(50, 350, 200, 12)).build().photograph(), other),
        Arguments.of("a dark pixel", levels(300, i -> i == 45_150 ? 0 : 255), other));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("photographsWithoutChromosomes")
  void aPhotographWithoutChromosomesGivesTheNoteThatItGivesByShape(
      String name, Metaphase photograph, String note) throws IOException {
    for (Segmenter segmenter : List.of(Segmenters.geometric(), Golden.segmenter())) {
      Segmentation found = segmenter.segment(photograph);
      assertThat(found.chromosomes()).as("%s, %s", segmenter, name).isEmpty();
      assertThat(found.notes()).as("%s, %s", segmenter, name).containsExactly(note);
    }
  }

  static Stream<Arguments> photographsOfNoWholeCell() {
    SyntheticCell few = new SyntheticCell("few", cell(13).chromosomes().subList(0, 5));
    return Stream.of(
        Arguments.of(ground(500).scatter(few, 1).build().photograph(), 5, 5),
        Arguments.of(
            ground(1300)
                .scatter(cell(21), 1)
                .scatter(cell(22), 2)
                .scatter(cell(23), 3)
                .build()
                .photograph(),
            130,
            145),
        // The grains of a nucleus that is larger than the photograph.
        Arguments.of(ground(200).nucleus(100, 100, 600).build().photograph(), 100, 500));
  }

  @ParameterizedTest
  @MethodSource("photographsOfNoWholeCell")
  void whatIsNoWholeCellIsReportedAsByShape(Metaphase photograph, int least, int most)
      throws IOException {
    for (Segmenter segmenter : List.of(Segmenters.geometric(), Golden.segmenter())) {
      Segmentation found = segmenter.segment(photograph);
      assertThat(found.chromosomes().size()).as("%s", segmenter).isBetween(least, most);
      assertThat(found.notes())
          .as("%s", segmenter)
          .singleElement()
          .asString()
          .startsWith(found.chromosomes().size() + " regions look like chromosomes");
    }
  }

  @Test
  void invertedAndDimPhotographsAreSegmented() throws IOException {
    SyntheticMetaphase drawn = ground(900).scatter(cell(24), 24).build();
    short[] inverted = drawn.photograph().levels();
    short[] dim = inverted.clone();
    for (int i = 0; i < dim.length; i++) {
      inverted[i] = (short) ~inverted[i];
      dim[i] = (short) ((dim[i] & 0xffff) / 20);
    }
    for (short[] levels : List.of(inverted, dim)) {
      Segmentation found = Golden.segmenter().segment(Metaphase.of(900, 900, levels));
      assertThat(found.background())
          .isEqualTo(levels == inverted ? Background.BLACK : Background.WHITE);
      assertThat(found.notes()).isEmpty();
      assertThat(SegmentationEvaluation.regions(drawn.chromosomes(), found.chromosomes()).matched())
          .isGreaterThanOrEqualTo(43);
    }
  }

  @Test
  void damagedModelsAreRefused() throws IOException {
    Segmenter trained = small(1).train(Drawn.training(1, 1));
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> small(1).size(8, 2).restore(saved(trained).source()))
        .withMessageContaining("down0a_kernel")
        .withMessageContaining("[3, 3, 1, 8]");
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> small(1).size(4, 3).restore(saved(trained).source()))
        .withMessageContaining("down2a_kernel");
    InMemoryModel odd = new InMemoryModel();
    odd.state(Settings.EMPTY.with("learned", 1));
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> small(1).restore(odd.source()))
        .withMessageContaining("segmenter state");
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    NetworkSegmenter standard = NetworkSegmenter.standard();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> standard.steps(0))
        .withMessageContaining("steps")
        .withMessageContaining("found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> standard.size(3, 4))
        .withMessageContaining("filters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> standard.size(12, 7))
        .withMessageContaining("levels");
  }

  @Test
  void itIsRegistered() {
    Segmenter found =
        Parts.create(PartKind.SEGMENTER, "network", Settings.EMPTY.with("filters", 8));
    assertThat(found).isInstanceOf(NetworkSegmenter.class);
    assertThat(found.settings())
        .isEqualTo(Settings.EMPTY.with("filters", 8).with("levels", 5).with("steps", 4000));
    assertThat(NetworkSegmenter.provider().create(Settings.EMPTY))
        .isInstanceOf(NetworkSegmenter.class);
  }
}
