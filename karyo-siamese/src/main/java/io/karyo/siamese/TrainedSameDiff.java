package io.karyo.siamese;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.siamese.internal.Backend;
import io.karyo.siamese.internal.ForwardPass;
import io.karyo.siamese.internal.Specimen;
import io.karyo.siamese.internal.Weights;
import io.karyo.siamese.internal.Workers;
import io.karyo.siamese.network.EncoderNetwork;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.TrainedEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  private static final String ANY_POLARITY = "anyPolarity";
  private static final String MEDIAN_LENGTH = "medianLength";
  private static final String MEDIAN_AREA = "medianArea";
  private static final String MEDIAN_STAIN = "medianStain";
  private static final String SCALES = "scales";

  private final SameDiffEncoder configuration;
  private final EncoderNetwork network;
  private final Specimen.Reference reference;
  private final ForwardPass forwardPass;
  private final @Nullable Prototypes prototypes;
  private boolean closed;

  /**
   * Takes a network over.
   *
   * @param prototypes show which way up a chromosome lies; null if all lie the same way
   */
  TrainedSameDiff(
      SameDiffEncoder configuration,
      Specimen.Reference reference,
      Weights weights,
      @Nullable Prototypes prototypes) {
    this.configuration = configuration;
    this.network = configuration.network();
    this.reference = reference;
    this.prototypes = prototypes;
    this.forwardPass =
        new ForwardPass(configuration.engine(), network, weights, configuration.normalised());
  }

  static TrainedSameDiff restore(SameDiffEncoder configuration, ModelSource source) {
    boolean anyPolarity;
    Specimen.Reference reference;
    try {
      Settings state =
          source.state().onlyKnown(ANY_POLARITY, MEDIAN_LENGTH, MEDIAN_AREA, MEDIAN_STAIN, SCALES);
      anyPolarity = state.flag(ANY_POLARITY, false);
      reference =
          new Specimen.Reference(
              state.number(MEDIAN_LENGTH, 0),
              state.number(MEDIAN_AREA, 0),
              state.number(MEDIAN_STAIN, 0),
              state.flag(SCALES, false));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("encoder state: " + e.getMessage(), e);
    }
    int size = configuration.embeddingSize();
    Prototypes prototypes = anyPolarity ? Prototypes.read(source, size) : null;
    return new TrainedSameDiff(
        configuration, reference, Weights.read(configuration.network(), size, source), prototypes);
  }

  @Override
  public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
    List<Embedding> embeddings = new ArrayList<>(chromosomes.size());
    List<Specimen> specimens = chromosomes.stream().map(Specimen::new).toList();
    for (float[] values : embed(specimens, Workers.ofCaller())) {
      embeddings.add(new Embedding(values));
    }
    return embeddings;
  }

  /** Embeds specimens, each the way that fits it. */
  float[][] embed(List<Specimen> specimens, Workers workers) {
    float[][] embeddings = embed(specimens, false, workers);
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
  float[][] embed(List<Specimen> specimens, boolean turned, Workers workers) {
    if (closed) {
      throw new IllegalStateException("encoder: must be open, found closed");
    }
    return Backend.outsideWorkspaces(() -> embedOutside(specimens, turned, workers));
  }

  private float[][] embedOutside(List<Specimen> specimens, boolean turned, Workers workers) {
    float[][] embeddings = new float[specimens.size()][];
    int even = (embeddings.length + workers.threads() - 1) / workers.threads();
    int size = Math.max(1, Math.min(CHUNK, even));
    workers.run(
        (embeddings.length + size - 1) / size,
        i -> {
          int from = i * size;
          List<Specimen> chunk = specimens.subList(from, Math.min(embeddings.length, from + size));
          System.arraycopy(embedChunk(chunk, turned), 0, embeddings, from, chunk.size());
        });
    return embeddings;
  }

  private float[][] embedChunk(List<Specimen> specimens, boolean turned) {
    int pixels = network.height() * network.width();
    int count = specimens.size() * VIEWS;
    float[] images = new float[count * pixels];
    float[] sizes = new float[count * Specimen.SIZES];
    Specimen.View view = Specimen.View.plain(turned);
    for (int i = 0; i < specimens.size(); i++) {
      Specimen specimen = specimens.get(i);
      int seen = i * VIEWS;
      specimen.draw(network.height(), network.width(), view, images, seen * pixels);
      Specimen.mirror(
          network.height(), network.width(), images, seen * pixels, (seen + 1) * pixels);
      specimen.sizes(view, reference, sizes, seen * Specimen.SIZES);
      specimen.sizes(view, reference, sizes, (seen + 1) * Specimen.SIZES);
    }
    float[][] embedded = forwardPass.embed(images, sizes, count);
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
    if (configuration.normalised()) {
      float norm = (float) Math.sqrt(squares + ForwardPass.EPSILON);
      for (int j = 0; j < mean.length; j++) {
        mean[j] /= norm;
      }
    }
    return mean;
  }

  @Override
  public boolean ignoresPolarity() {
    return prototypes != null;
  }

  @Override
  public TrainedEncoder adapt(EncoderTraining training) {
    return Backend.outsideWorkspaces(
        () -> new EncoderTrainer(configuration, training, this).train());
  }

  Specimen.Reference reference() {
    return reference;
  }

  @Nullable Prototypes prototypes() {
    return prototypes;
  }

  /** The live weights. */
  Weights weights() {
    return forwardPass.weights();
  }

  @Override
  public void save(ModelSink sink) throws IOException {
    sink.state(
        Settings.EMPTY
            .with(ANY_POLARITY, prototypes != null)
            .with(MEDIAN_LENGTH, reference.medianLength())
            .with(MEDIAN_AREA, reference.medianArea())
            .with(MEDIAN_STAIN, reference.medianStain())
            .with(SCALES, reference.scales()));
    weights().write(sink);
    if (prototypes != null) {
      prototypes.write(sink);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      forwardPass.close();
    }
  }
}
