package io.karyo.network;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import java.io.IOException;

/** The id, settings and state of a segmenter with a U-Net, as model files hold them. */
public final class UNetSettings {

  /** The id of the segmenter. */
  public static final String ID = "network";

  /** How many batches it learns from. */
  public static final Setting<Integer> STEPS = Setting.integer("steps", 4000, 1, 1_000_000);

  private static final String LEARNED = "learned";

  private UNetSettings() {}

  /**
   * Adds the defaults of settings that are not set.
   *
   * @param settings those of the segmenter
   * @return all of them
   * @throws IllegalArgumentException if one is unknown or out of range
   */
  public static Settings complete(Settings settings) {
    return settings.complete(UNetShape.FILTERS, UNetShape.LEVELS, STEPS);
  }

  /**
   * Writes that the segmenter has learned; one that has not writes nothing.
   *
   * @param sink the part of a model file that holds the segmenter
   * @throws IOException if writing fails
   */
  public static void writeLearned(ModelSink sink) throws IOException {
    sink.state(Settings.EMPTY.with(LEARNED, true));
  }

  /**
   * Reads whether the segmenter has learned, so that its weights follow.
   *
   * @param source the part of a model file that holds the segmenter
   * @return whether it has
   * @throws ModelFormatException if the state is not that of such a segmenter
   */
  public static boolean hasLearned(ModelSource source) {
    try {
      return source.state().onlyKnown(LEARNED).flag(LEARNED, false);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("segmenter state: " + e.getMessage(), e);
    }
  }
}
