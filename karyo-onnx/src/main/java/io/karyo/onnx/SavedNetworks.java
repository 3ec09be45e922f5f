package io.karyo.onnx;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Require;
import io.karyo.model.Settings;
import io.karyo.network.NetworkSettings;
import io.karyo.network.NetworkState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The networks of a SameDiff encoder, or of several side by side, as a model file holds them. It
 * needs no ONNX Runtime.
 *
 * @param members the networks
 * @param nested whether each is a part of its own in the file
 */
record SavedNetworks(List<Member> members, boolean nested) {

  /** The id of one network. */
  static final String SINGLE = "samediff";

  /** The id of several networks. */
  static final String SEVERAL = "concatenated";

  /** The setting and the state that a model file of several networks has. */
  private static final String ENCODERS = "encoders";

  /**
   * One network.
   *
   * @param layers its layers
   * @param normalised whether its embeddings are scaled to length 1
   * @param state what it knows besides its weights
   * @param weights its weights
   */
  record Member(Layers layers, boolean normalised, NetworkState state, NetworkWeights weights) {

    private static Member read(Settings settings, ModelSource source) {
      Layers layers = Layers.of(settings);
      return new Member(
          layers,
          settings.get(NetworkSettings.NORMALISED),
          NetworkState.read(source, layers.embeddingSize()),
          NetworkWeights.read(layers.weights(), layers.part().map(source::nested).orElse(source)));
    }

    boolean seesAs(Member other) {
      return layers.equals(other.layers) && state.reference().equals(other.state.reference());
    }

    private void write(ModelSink sink) throws IOException {
      state.write(sink);
      weights.write(layers.part().map(sink::nested).orElse(sink));
    }
  }

  /**
   * Returns the settings of each network.
   *
   * @param id the encoder's id
   * @param settings the encoder's settings
   * @throws IllegalArgumentException if it has other encoders than SameDiff's
   */
  static List<Settings> settings(String id, Settings settings) {
    checkId(id);
    if (id.equals(SINGLE)) {
      return List.of(checked(settings));
    }
    List<Settings> networks = new ArrayList<>();
    for (Settings encoder : settings.list(ENCODERS)) {
      String inner = encoder.text("id", "");
      Require.that(inner.equals(SINGLE), ENCODERS, "all '" + SINGLE + "'", "'" + inner + "'");
      networks.add(checked(encoder.nested("settings")));
    }
    return networks;
  }

  private static Settings checked(Settings encoder) {
    Layers.of(encoder);
    return encoder;
  }

  /** Returns whether {@link #settings} accepts them. */
  static boolean areComputed(String id, Settings settings) {
    try {
      settings(id, settings);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void checkId(String id) {
    Require.that(
        id.equals(SINGLE) || id.equals(SEVERAL),
        "encoder",
        "'" + SINGLE + "', or several of it",
        "'" + id + "'");
  }

  /**
   * Reads networks.
   *
   * @param id the encoder's id
   * @param settings the encoder's settings
   * @param source what the trained encoder saved
   * @throws IllegalArgumentException as for {@link #settings}
   * @throws ModelFormatException if something is missing or does not fit
   */
  static SavedNetworks read(String id, Settings settings, ModelSource source) {
    List<Settings> networks = settings(id, settings);
    if (id.equals(SINGLE)) {
      return new SavedNetworks(List.of(Member.read(settings, source)), false);
    }
    int count;
    try {
      count = Require.inRange(ENCODERS, source.state().integer(ENCODERS, 0), 1, networks.size());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("encoder state: " + e.getMessage(), e);
    }
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(Member.read(networks.get(i), source.nested(name(i))));
    }
    return new SavedNetworks(members, true);
  }

  private static String name(int network) {
    return "encoder" + network;
  }

  /**
   * Returns the networks in their order, divided where one sees other images than the one before.
   */
  List<SavedNetworks> alike() {
    List<SavedNetworks> groups = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= members.size(); i++) {
      if (i == members.size() || !members.get(start).seesAs(members.get(i))) {
        groups.add(new SavedNetworks(members.subList(start, i), true));
        start = i;
      }
    }
    return groups;
  }

  Member first() {
    return members.get(0);
  }

  /**
   * Joins the networks in one graph.
   *
   * @throws ModelFormatException if they do not see the same images
   */
  EncoderGraph graph() {
    EncoderGraph graph = new EncoderGraph(first().layers());
    for (Member member : members) {
      if (!member.seesAs(first())) {
        throw new ModelFormatException(
            "encoders: must be of one shape and one training set to be one ONNX graph, found"
                + " others");
      }
      graph.add(member.weights(), member.normalised());
    }
    return graph;
  }

  void write(ModelSink sink) throws IOException {
    if (!nested) {
      first().write(sink);
      return;
    }
    sink.state(Settings.EMPTY.with(ENCODERS, members.size()));
    for (int i = 0; i < members.size(); i++) {
      members.get(i).write(sink.nested(name(i)));
    }
  }
}
