package io.karyo.unet;

import io.karyo.image.Metaphase;
import io.karyo.metaphase.Segmenters;
import io.karyo.metaphase.pixels.PixelClassifier;
import io.karyo.metaphase.training.PixelExamples;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.network.Optimizer;
import io.karyo.network.UNetSettings;
import io.karyo.network.UNetShape;
import io.karyo.photo.Segmentation;
import io.karyo.samediff.Backend;
import io.karyo.samediff.Weights;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Segmenter;
import io.karyo.spi.SegmenterTraining;
import java.io.IOException;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Finds chromosomes with a U-Net, which tells for each pixel whether it shows ground, one
 * chromosome, the contact of two or their overlap. It learns from photographs with boxes: from
 * those chromosomes whose shapes the boxes confirm, and from pictures that are composed of lone
 * ones. Before it has learned, it is {@link Segmenters#geometric()}.
 *
 * <pre>{@code
 * Segmenter segmenter = NetworkSegmenter.standard().train(training);
 * Karyotyper.builder().segmenter(segmenter);
 * }</pre>
 *
 * <p><b>Thread safety:</b> immutable; each setter returns a changed copy that has not learned.
 * <b>Determinism:</b> equal photographs, settings, seeds and library versions give equal segmenters
 * on machines of the same kind, whatever the number of threads.
 */
public final class NetworkSegmenter implements Segmenter {

  private static final NetworkSegmenter STANDARD = of(Settings.EMPTY);

  private static final double LEARNING_RATE = 2e-3;

  /** How much slower and shorter a network learns that has learned before. */
  private static final double ADAPTING = 0.2;

  /**
   * After this share of the steps, photographs are labelled anew: with a network, more of their
   * clusters have partings that fit the boxes.
   */
  private static final double BY_SHAPE = 0.25;

  private final UNetShape shape;
  private final int steps;
  private final @Nullable UNetClassifier learned;
  private final Segmenter segmenter;

  private NetworkSegmenter(UNetShape shape, int steps, @Nullable UNetClassifier learned) {
    this.shape = shape;
    this.steps = steps;
    this.learned = learned;
    segmenter = learned == null ? Segmenters.geometric() : Segmenters.guided(learned);
  }

  static NetworkSegmenter of(Settings settings) {
    Settings all = UNetSettings.complete(settings);
    UNetShape shape = new UNetShape(all.get(UNetShape.FILTERS), all.get(UNetShape.LEVELS));
    return new NetworkSegmenter(shape, all.get(UNetSettings.STEPS), null);
  }

  /** {@return the segmenter with its standard settings, before it has learned} */
  public static NetworkSegmenter standard() {
    return STANDARD;
  }

  /**
   * Sets how many batches of eight examples it learns from.
   *
   * @param steps at least 1; 4000 unless set
   * @return the changed segmenter
   * @throws IllegalArgumentException if it is less
   */
  public NetworkSegmenter steps(int steps) {
    return new NetworkSegmenter(shape, UNetSettings.STEPS.check(steps), null);
  }

  /**
   * Sets the size of the network.
   *
   * @param filters filters of the first level, 4 to 64; 12 unless set
   * @param levels 2 to 6; 5 unless set
   * @return the changed segmenter
   * @throws IllegalArgumentException if one is out of range
   */
  public NetworkSegmenter size(int filters, int levels) {
    return new NetworkSegmenter(new UNetShape(filters, levels), steps, null);
  }

  /**
   * Returns what makes this segmenter of a model file where karyo-onnx is on the class path as
   * well, which otherwise predicts.
   *
   * @return the provider, for {@code Karyotyper.load}
   */
  public static PartProvider provider() {
    return new UNetProviders.Network();
  }

  /** What has been learned; empty if nothing. */
  Optional<UNetClassifier> network() {
    return Optional.ofNullable(learned);
  }

  @Override
  public String id() {
    return UNetSettings.ID;
  }

  @Override
  public Settings settings() {
    return Settings.EMPTY
        .with(UNetShape.FILTERS, shape.filters())
        .with(UNetShape.LEVELS, shape.levels())
        .with(UNetSettings.STEPS, steps);
  }

  @Override
  public void check() {
    Backend.require();
  }

  @Override
  public Segmentation segment(Metaphase photograph) {
    return segmenter.segment(photograph);
  }

  @Override
  public Segmenter train(SegmenterTraining training) throws IOException {
    Backend.require();
    double share = learned == null ? 1 : ADAPTING;
    int all = (int) Math.ceil(steps * share);
    Weights weights =
        learned == null
            ? Weights.drawn(shape.arrays(), new SplittableRandom(training.seed()))
            : learned.weights().copy();
    try (UNetTrainer trainer =
        new UNetTrainer(shape, weights, Optimizer.adam(LEARNING_RATE * share, 0), all, training)) {
      if (learned == null) {
        trainer.run(examples(training, null), (int) (BY_SHAPE * all));
      }
      if (!training.cancellation().shouldFinish()) {
        PixelClassifier labelling =
            learned != null ? learned : new UNetClassifier(shape, weights.copy());
        trainer.run(examples(training, labelling), all);
      }
    } catch (RuntimeException | Error | IOException e) {
      weights.close();
      throw e;
    }
    return new NetworkSegmenter(shape, steps, new UNetClassifier(shape, weights));
  }

  /** Labels the photographs, with what has been learned if there is something. */
  private static PixelExamples examples(
      SegmenterTraining training, @Nullable PixelClassifier learned) throws IOException {
    return PixelExamples.of(
            training.photographs(),
            training.margin(),
            UNetTrainer.SIDE,
            training.threads(),
            learned)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "photographs: at least one must show chromosomes, found none in "
                        + training.photographs().size()));
  }

  @Override
  public void save(ModelSink sink) throws IOException {
    if (learned != null) {
      UNetSettings.writeLearned(sink);
      learned.weights().write(sink);
    }
  }

  @Override
  public Segmenter restore(ModelSource source) {
    if (!UNetSettings.hasLearned(source)) {
      return new NetworkSegmenter(shape, steps, null);
    }
    Backend.require();
    return new NetworkSegmenter(
        shape, steps, new UNetClassifier(shape, Weights.read(shape.arrays(), source)));
  }

  @Override
  public String toString() {
    return UNetSettings.ID + settings() + (learned == null ? "" : ", trained");
  }
}
