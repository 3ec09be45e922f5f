package io.karyo.network;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a trained network knows besides its weights.
 *
 * <p><b>Thread safety:</b> immutable.
 *
 * @param reference what lone chromosomes are measured against
 * @param prototypes show which way up a chromosome lies; null if all training chromosomes lay the
 *     same way
 */
public record NetworkState(
    NetworkInput.Reference reference, @Nullable PolarityPrototypes prototypes) {

  private static final String ANY_POLARITY = "anyPolarity";
  private static final String MEDIAN_LENGTH = "medianLength";
  private static final String MEDIAN_AREA = "medianArea";
  private static final String MEDIAN_STAIN = "medianStain";
  private static final String SCALES = "scales";

  /**
   * Reads the state of a network.
   *
   * @param source the part of a model file that holds the network
   * @param embeddingSize the number of coordinates of an embedding
   * @return the state
   * @throws ModelFormatException if something is missing, unknown or out of range
   */
  public static NetworkState read(ModelSource source, int embeddingSize) {
    boolean anyPolarity;
    NetworkInput.Reference reference;
    try {
      Settings state =
          source.state().onlyKnown(ANY_POLARITY, MEDIAN_LENGTH, MEDIAN_AREA, MEDIAN_STAIN, SCALES);
      anyPolarity = state.flag(ANY_POLARITY, false);
      reference =
          new NetworkInput.Reference(
              state.number(MEDIAN_LENGTH, 0),
              state.number(MEDIAN_AREA, 0),
              state.number(MEDIAN_STAIN, 0),
              state.flag(SCALES, false));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("encoder state: " + e.getMessage(), e);
    }
    return new NetworkState(
        reference, anyPolarity ? PolarityPrototypes.read(source, embeddingSize) : null);
  }

  /**
   * Writes the state of a network.
   *
   * @param sink the part of a model file that is to hold the network
   * @throws IOException if writing fails
   */
  public void write(ModelSink sink) throws IOException {
    sink.state(
        Settings.EMPTY
            .with(ANY_POLARITY, prototypes != null)
            .with(MEDIAN_LENGTH, reference.medianLength())
            .with(MEDIAN_AREA, reference.medianArea())
            .with(MEDIAN_STAIN, reference.medianStain())
            .with(SCALES, reference.scales()));
    if (prototypes != null) {
      prototypes.write(sink);
    }
  }
}
