package io.karyo.siamese;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.network.NetworkInput;
import io.karyo.network.NetworkState;
import io.karyo.network.PolarityPrototypes;
import io.karyo.samediff.Backend;
import io.karyo.samediff.Weights;
import io.karyo.samediff.Workers;
import io.karyo.siamese.internal.EmbeddingPass;
import io.karyo.siamese.internal.ForwardPass;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.TrainedEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A trained network. An embedding is the mean over a chromosome and its mirror image. If the
 * training data lay either way up, the chromosome is first turned to lie as its type does.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls, {@link #close()} excepted.
 */
final class TrainedSameDiff implements TrainedEncoder {

  /** Both views of them fill a shard. */
  private static final int CHUNK = 16;

  private static final int VIEWS = 2;

  private final SameDiffEncoder configuration;
  private final TrainableNetwork network;
  private final EmbeddingPass pass;
  private final boolean normalised;
  private final NetworkState state;
  private boolean closed;

  /** Takes a network over. */
  TrainedSameDiff(
      SameDiffEncoder configuration,
      TrainableNetwork network,
      NetworkState state,
      Weights weights) {
    this.configuration = configuration;
    this.network = network;
    this.normalised = configuration.normalised();
    this.state = state;
    this.pass = network.embeddings(weights);
  }

  static TrainedSameDiff restore(SameDiffEncoder configuration, ModelSource source) {
    TrainableNetwork network = configuration.trainable();
    NetworkState state = NetworkState.read(source, network.embeddingSize());
    return new TrainedSameDiff(configuration, network, state, network.read(source));
  }

  @Override
  public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
    List<Embedding> embeddings = new ArrayList<>(chromosomes.size());
    List<NetworkInput> specimens = chromosomes.stream().map(NetworkInput::new).toList();
    for (float[] values : embed(specimens, Workers.ofCaller())) {
      embeddings.add(new Embedding(values));
    }
    return embeddings;
  }

  /** Embeds specimens, each the way that fits it. */
  float[][] embed(List<NetworkInput> specimens, Workers workers) {
    float[][] embeddings = embed(specimens, false, workers);
    PolarityPrototypes prototypes = state.prototypes();
    if (prototypes != null) {
      float[][] turned = embed(specimens, true, workers);
      for (int i = 0; i < turned.length; i++) {
        if (prototypes.liesTurned(embeddings[i], turned[i])) {
          embeddings[i] = turned[i];
        }
      }
    }
    return embeddings;
  }

  /** Embeds specimens, as they lie or all turned. */
  float[][] embed(List<NetworkInput> specimens, boolean turned, Workers workers) {
    checkOpen();
    return Backend.outsideWorkspaces(() -> embedOutside(specimens, turned, workers));
  }

  private float[][] embedOutside(List<NetworkInput> specimens, boolean turned, Workers workers) {
    float[][] embeddings = new float[specimens.size()][];
    int even = (embeddings.length + workers.threads() - 1) / workers.threads();
    int size = Math.max(1, Math.min(CHUNK, even));
    workers.run(
        (embeddings.length + size - 1) / size,
        i -> {
          int from = i * size;
          List<NetworkInput> chunk =
              specimens.subList(from, Math.min(embeddings.length, from + size));
          System.arraycopy(embedChunk(chunk, turned), 0, embeddings, from, chunk.size());
        });
    return embeddings;
  }

  private float[][] embedChunk(List<NetworkInput> specimens, boolean turned) {
    int pixels = network.height() * network.width();
    int count = specimens.size() * VIEWS;
    float[] images = new float[count * pixels];
    float[] sizes = new float[count * NetworkInput.SIZES];
    NetworkInput.View view = NetworkInput.View.plain(turned);
    for (int i = 0; i < specimens.size(); i++) {
      NetworkInput specimen = specimens.get(i);
      int seen = i * VIEWS;
      specimen.draw(network.height(), network.width(), view, images, seen * pixels);
      NetworkInput.mirror(
          network.height(), network.width(), images, seen * pixels, (seen + 1) * pixels);
      specimen.sizes(view, state.reference(), sizes, seen * NetworkInput.SIZES);
      specimen.sizes(view, state.reference(), sizes, (seen + 1) * NetworkInput.SIZES);
    }
    float[][] embedded = pass.embed(images, sizes, count);
    float[][] means = new float[specimens.size()][];
    for (int i = 0; i < means.length; i++) {
      means[i] = mean(embedded[i * VIEWS], embedded[i * VIEWS + 1]);
    }
    return means;
  }

  private float[] mean(float[] seen, float[] mirrored) {
    float[] mean = new float[seen.length];
    double squares = 0;
    for (int j = 0; j < mean.length; j++) {
      mean[j] = (seen[j] + mirrored[j]) / VIEWS;
      squares += (double) mean[j] * mean[j];
    }
    if (normalised) {
      float norm = (float) Math.sqrt(squares + ForwardPass.EPSILON);
      for (int j = 0; j < mean.length; j++) {
        mean[j] /= norm;
      }
    }
    return mean;
  }

  @Override
  public boolean ignoresPolarity() {
    return state.prototypes() != null;
  }

  @Override
  public TrainedEncoder adapt(EncoderTraining training) {
    return Backend.outsideWorkspaces(
        () -> new EncoderTrainer(configuration, training, this).train());
  }

  TrainableNetwork network() {
    return network;
  }

  NetworkState state() {
    return state;
  }

  /** Copies the network to a graph of its own. */
  SameDiff graph() {
    checkOpen();
    return network.graph(weights(), SameDiffGraphs.EMBEDDING);
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("encoder: must be open, found closed");
    }
  }

  /** The live weights. */
  Weights weights() {
    return pass.weights();
  }

  @Override
  public void save(ModelSink sink) throws IOException {
    state.write(sink);
    network.write(weights(), sink);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pass.close();
    }
  }
}
