package io.karyo.onnx;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.model.ModelSink;
import io.karyo.network.NetworkInput;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.TrainedEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Networks that karyo-siamese trained, on ONNX Runtime.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls, {@link #close()} excepted.
 */
final class TrainedNetworks implements TrainedEncoder {

  /** More would only take more memory. */
  private static final int MAX_BATCH = 64;

  private final PredictingEncoder encoder;
  private final SavedNetworks networks;
  private final List<NetworkSession> sessions;
  private boolean closed;

  private TrainedNetworks(
      PredictingEncoder encoder, SavedNetworks networks, List<NetworkSession> sessions) {
    this.encoder = encoder;
    this.networks = networks;
    this.sessions = sessions;
  }

  /** Opens networks: one session for all that see the same images. */
  static TrainedNetworks of(PredictingEncoder encoder, SavedNetworks networks) {
    List<NetworkSession> sessions = new ArrayList<>();
    try {
      for (SavedNetworks alike : networks.alike()) {
        sessions.add(new NetworkSession(alike, encoder.setup()));
      }
      return new TrainedNetworks(encoder, networks, sessions);
    } catch (RuntimeException | Error e) {
      sessions.forEach(NetworkSession::close);
      throw e;
    }
  }

  @Override
  public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
    if (closed) {
      throw new IllegalStateException("encoder: must be open, found closed");
    }
    List<Embedding> embeddings = new ArrayList<>(chromosomes.size());
    for (int from = 0; from < chromosomes.size(); from += MAX_BATCH) {
      List<NetworkInput> inputs =
          chromosomes.subList(from, Math.min(chromosomes.size(), from + MAX_BATCH)).stream()
              .map(NetworkInput::new)
              .toList();
      for (float[] embedding : embed(inputs)) {
        embeddings.add(new Embedding(embedding));
      }
    }
    return embeddings;
  }

  private float[][] embed(List<NetworkInput> inputs) {
    float[][] embeddings = sessions.get(0).embed(inputs);
    for (NetworkSession session : sessions.subList(1, sessions.size())) {
      float[][] more = session.embed(inputs);
      for (int i = 0; i < more.length; i++) {
        int start = embeddings[i].length;
        embeddings[i] = Arrays.copyOf(embeddings[i], start + more[i].length);
        System.arraycopy(more[i], 0, embeddings[i], start, more[i].length);
      }
    }
    return embeddings;
  }

  @Override
  public boolean ignoresPolarity() {
    return networks.members().stream().allMatch(member -> member.state().prototypes() != null);
  }

  @Override
  public TrainedEncoder adapt(EncoderTraining training) {
    return encoder.adapt(networks, training);
  }

  @Override
  public void save(ModelSink sink) throws IOException {
    networks.write(sink);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      sessions.forEach(NetworkSession::close);
    }
  }
}
