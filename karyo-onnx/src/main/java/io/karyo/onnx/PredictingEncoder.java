package io.karyo.onnx;

import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;

/**
 * An encoder of karyo-siamese, or several side by side, that only predicts.
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
    throw needed();
  }

  static IllegalStateException needed() {
    return new IllegalStateException(
        "encoder: must be of io.karyo:karyo-siamese, with a backend of ND4J, to be trained or"
            + " adapted, found the engine of karyo-onnx, which only predicts");
  }

  @Override
  public TrainedEncoder restore(ModelSource source) {
    return TrainedNetworks.of(SavedNetworks.read(id, settings, source), setup);
  }
}
