package io.karyo.siamese;

import io.karyo.Embedding;
import io.karyo.ModelFormatException;
import io.karyo.PreparedChromosome;
import io.karyo.TrainedEncoder;
import io.karyo.spi.ModelSink;
import io.karyo.spi.ModelSource;
import io.karyo.spi.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A trained network. An embedding is the mean over the ways of looking at a chromosome that mean
 * the same: mirrored and, if the training data lay any way up, flipped.
 *
 * <p><b>Thread safety:</b> safe for concurrent calls, {@link #close()} excepted.
 */
final class ConvolutionalEncoder implements TrainedEncoder {

  private static final int CHUNK = 64;

  private final EncoderNetwork network;
  private final boolean normalised;
  private final boolean anyPolarity;
  private final Specimen.Reference reference;
  private final ForwardPass forwardPass;
  private final List<Specimen.View> views = new ArrayList<>();
  private boolean closed;

  ConvolutionalEncoder(
      EncoderNetwork network,
      boolean normalised,
      boolean anyPolarity,
      Specimen.Reference reference,
      Weights weights) {
    this.network = network;
    this.normalised = normalised;
    this.anyPolarity = anyPolarity;
    this.reference = reference;
    this.forwardPass = new ForwardPass(network, weights, normalised);
    for (boolean flipped : anyPolarity ? new boolean[] {false, true} : new boolean[] {false}) {
      views.add(Specimen.View.plain(false, flipped));
      views.add(Specimen.View.plain(true, flipped));
    }
  }

  static ConvolutionalEncoder restore(
      EncoderNetwork network, int embeddingSize, boolean normalised, ModelSource source) {
    boolean anyPolarity;
    Specimen.Reference reference;
    try {
      Settings state =
          source.state().onlyKnown("anyPolarity", "medianLength", "medianArea", "scales");
      anyPolarity = state.flag("anyPolarity", false);
      reference =
          new Specimen.Reference(
              state.number("medianLength", 0),
              state.number("medianArea", 0),
              state.flag("scales", false));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("encoder state: " + e.getMessage(), e);
    }
    return new ConvolutionalEncoder(
        network, normalised, anyPolarity, reference, Weights.read(network, embeddingSize, source));
  }

  @Override
  public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
    List<Embedding> embeddings = new ArrayList<>(chromosomes.size());
    for (int from = 0; from < chromosomes.size(); from += CHUNK) {
      List<Specimen> chunk =
          chromosomes.subList(from, Math.min(chromosomes.size(), from + CHUNK)).stream()
              .map(Specimen::new)
              .toList();
      for (float[] values : embed(chunk)) {
        embeddings.add(new Embedding(values));
      }
    }
    return embeddings;
  }

  /** Embeds specimens; all at once, so not too many. */
  float[][] embed(List<Specimen> specimens) {
    if (closed) {
      throw new IllegalStateException("encoder: must be open, found closed");
    }
    int pixels = network.height() * network.width();
    int count = specimens.size() * views.size();
    float[] images = new float[count * pixels];
    float[] sizes = new float[count * Specimen.SIZES];
    int n = 0;
    for (Specimen specimen : specimens) {
      for (Specimen.View view : views) {
        specimen.draw(network.height(), network.width(), view, images, n * pixels);
        specimen.sizes(view, reference, sizes, n * Specimen.SIZES);
        n++;
      }
    }
    float[][] seen = forwardPass.embed(images, sizes, count);
    float[][] means = new float[specimens.size()][];
    for (int i = 0; i < means.length; i++) {
      means[i] = mean(seen, i * views.size());
    }
    return means;
  }

  private float[] mean(float[][] seen, int from) {
    float[] mean = seen[from];
    double squares = 0;
    for (int j = 0; j < mean.length; j++) {
      float sum = mean[j];
      for (int view = 1; view < views.size(); view++) {
        sum += seen[from + view][j];
      }
      mean[j] = sum / views.size();
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
  public void save(ModelSink sink) throws IOException {
    sink.state(
        Settings.EMPTY
            .with("anyPolarity", anyPolarity)
            .with("medianLength", reference.medianLength())
            .with("medianArea", reference.medianArea())
            .with("scales", reference.scales()));
    forwardPass.weights().write(sink);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      forwardPass.close();
    }
  }
}
