package io.karyo.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.karyo.image.Metaphase;
import io.karyo.metaphase.Segmenters;
import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.network.UNetShape;
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
import io.karyo.testkit.InMemoryModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

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
