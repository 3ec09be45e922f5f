package io.karyo.onnx;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.model.ModelSink;
import io.karyo.network.NetworkInput;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.TrainedEncoder;
import io.karyo.training.SharedSteps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

/**
 * Networks that karyo-siamese trained, on ONNX Runtime.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls, {@link #close()} excepted.
 */
final class TrainedNetworks implements TrainedEncoder {

  /** Fewer in a run of a graph cost more than a second thread saves. */
  private static final int MIN_RUN = 8;

  /** More in a run would only take more memory. */
  private static final int MAX_RUN = 64;

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
    int count = chromosomes.size();
    int threads = Runtime.getRuntime().availableProcessors();
    int run = Math.max(MIN_RUN, Math.min(MAX_RUN, (count + threads - 1) / threads));
    Embedding[] embeddings = new Embedding[count];
    // Each thread draws and computes some chromosomes by itself: threads that share an operator
    // wait for each other at its end, and for long if the machine has other work.
    SharedSteps.run(
        (count + run - 1) / run,
        threads,
        ForkJoinPool.commonPool(),
        i -> {
          int from = i * run;
          float[][] some = embed(chromosomes.subList(from, Math.min(count, from + run)));
          for (int j = 0; j < some.length; j++) {
            embeddings[from + j] = new Embedding(some[j]);
          }
        });
    return List.of(embeddings);
  }

  private float[][] embed(List<PreparedChromosome> chromosomes) {
    List<NetworkInput> inputs = chromosomes.stream().map(NetworkInput::new).toList();
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
