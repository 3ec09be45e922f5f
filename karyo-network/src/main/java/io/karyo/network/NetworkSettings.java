package io.karyo.network;

import io.karyo.model.Setting;

/**
 * The settings of an encoder that shape its trained network, under the names that model files hold.
 */
public final class NetworkSettings {

  /** The convolutions and what goes in. */
  public static final Setting<EncoderNetwork> NETWORK =
      Setting.nested(
          "network", EncoderNetwork.compact(), EncoderNetwork::of, EncoderNetwork::settings);

  /** The number of coordinates of an embedding. */
  public static final Setting<Integer> EMBEDDING_SIZE =
      Setting.integer("embeddingSize", 64, 2, 4096);

  /** Whether embeddings are scaled to length 1. */
  public static final Setting<Boolean> NORMALISED = Setting.flag("normalised", true);

  /**
   * The name under which settings hold the id and the settings of a network that an application has
   * built, which takes the place of {@link #NETWORK}.
   */
  public static final String OWN_NETWORK = "ownNetwork";

  private NetworkSettings() {}
}
