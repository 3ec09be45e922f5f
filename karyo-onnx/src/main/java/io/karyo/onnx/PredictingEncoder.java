package io.karyo.onnx;

import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * An encoder of karyo-siamese, or several side by side, that predicts. It is trained and adapted by
 * karyo-siamese, if that is there.
 *
 * @param id the encoder's id
 * @param settings as a model file holds them
 * @param setup changes the options of a session
 */
record PredictingEncoder(String id, Settings settings, SessionSetup setup)
    implements SiameseEncoder {

  PredictingEncoder {
    SavedNetworks.settings(id, settings);
  }

  @Override
  public TrainedEncoder train(EncoderTraining training) {
    return trainer().train(training);
  }

  /** Adapts what this encoder has restored. */
  TrainedEncoder adapt(SavedNetworks networks, EncoderTraining training) {
    SavedPart saved = new SavedPart();
    try {
      networks.write(saved);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (TrainedEncoder restored = trainer().restore(saved)) {
      return restored.adapt(training);
    }
  }

  private SiameseEncoder trainer() {
    SiameseEncoder trainer = Parts.create(PartKind.ENCODER, id, settings);
    if (trainer instanceof PredictingEncoder) {
      throw new IllegalStateException(
          "encoder: must be of io.karyo:karyo-siamese, with a backend of ND4J, to be trained or"
              + " adapted, found the engine of karyo-onnx, which only predicts");
    }
    return trainer;
  }

  @Override
  public TrainedEncoder restore(ModelSource source) {
    return TrainedNetworks.of(this, SavedNetworks.read(id, settings, source));
  }
}
