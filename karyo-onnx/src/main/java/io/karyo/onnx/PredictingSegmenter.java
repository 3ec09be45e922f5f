package io.karyo.onnx;

import io.karyo.image.Metaphase;
import io.karyo.metaphase.Segmenters;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.network.UNetSettings;
import io.karyo.network.UNetShape;
import io.karyo.photo.Segmentation;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import io.karyo.spi.Segmenter;
import io.karyo.spi.SegmenterTraining;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The segmenter of karyo-unet, which finds chromosomes. It is trained by karyo-unet, if that is
 * there.
 *
 * <p><b>Thread safety:</b> immutable.
 */
final class PredictingSegmenter implements Segmenter {

  private final Settings settings;
  private final UNetShape shape;
  private final SessionSetup setup;
  private final @Nullable NetworkWeights learned;
  private final Segmenter segmenter;

  /**
   * Makes a segmenter that has not learned.
   *
   * @param given as a model file holds them
   * @param setup changes the options of a session
   */
  PredictingSegmenter(Settings given, SessionSetup setup) {
    settings = UNetSettings.complete(given);
    shape = new UNetShape(settings.get(UNetShape.FILTERS), settings.get(UNetShape.LEVELS));
    this.setup = setup;
    learned = null;
    segmenter = Segmenters.geometric();
  }

  private PredictingSegmenter(PredictingSegmenter untrained, NetworkWeights learned) {
    settings = untrained.settings;
    shape = untrained.shape;
    setup = untrained.setup;
    this.learned = learned;
    segmenter = Segmenters.guided(new UNetSession(shape, learned, setup));
  }

  @Override
  public String id() {
    return UNetSettings.ID;
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public Segmentation segment(Metaphase photograph) {
    return segmenter.segment(photograph);
  }

  @Override
  public Segmenter train(SegmenterTraining training) throws IOException {
    Segmenter trainer = Parts.create(PartKind.SEGMENTER, id(), settings);
    if (trainer instanceof PredictingSegmenter) {
      throw new IllegalStateException(
          "segmenter: must be of io.karyo:karyo-unet, with a backend of ND4J, to be trained, found"
              + " the engine of karyo-onnx, which only predicts");
    }
    SavedPart saved = new SavedPart();
    save(saved);
    return trainer.restore(saved).train(training);
  }

  @Override
  public void save(ModelSink sink) throws IOException {
    if (learned != null) {
      UNetSettings.writeLearned(sink);
      learned.write(sink);
    }
  }

  @Override
  public Segmenter restore(ModelSource source) {
    return UNetSettings.hasLearned(source)
        ? new PredictingSegmenter(this, NetworkWeights.read(shape.arrays(), source))
        : new PredictingSegmenter(settings, setup);
  }

  @Override
  public String toString() {
    return id() + settings + (learned == null ? "" : ", trained");
  }
}
