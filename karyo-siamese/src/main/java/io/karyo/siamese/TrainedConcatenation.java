package io.karyo.siamese;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.model.ModelSink;
import io.karyo.model.Settings;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.TrainedEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trained encoders side by side.
 *
 * <p><b>Thread safety:</b> as safe as the encoders, {@link #close()} excepted.
 */
final class TrainedConcatenation implements TrainedEncoder {

  static final String COUNT = "encoders";

  private final List<TrainedEncoder> encoders;

  TrainedConcatenation(List<TrainedEncoder> encoders) {
    this.encoders = List.copyOf(encoders);
  }

  /** The name within a model under which an encoder is kept. */
  static String name(int encoder) {
    return "encoder" + encoder;
  }

  List<TrainedEncoder> encoders() {
    return encoders;
  }

  @Override
  public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
    List<List<Embedding>> parts = new ArrayList<>();
    for (TrainedEncoder encoder : encoders) {
      List<Embedding> part = encoder.encode(chromosomes);
      if (part.size() != chromosomes.size()) {
        throw new KaryoException(
            "encoder "
                + (parts.size() + 1)
                + ": must give "
                + chromosomes.size()
                + " results, gave "
                + part.size());
      }
      parts.add(part);
    }
    return IntStream.range(0, chromosomes.size())
        .mapToObj(i -> joined(parts.stream().map(part -> part.get(i)).toList()))
        .toList();
  }

  @Override
  public boolean ignoresPolarity() {
    return encoders.stream().allMatch(TrainedEncoder::ignoresPolarity);
  }

  private static Embedding joined(List<Embedding> parts) {
    float[] values = new float[parts.stream().mapToInt(Embedding::size).sum()];
    int next = 0;
    for (Embedding part : parts) {
      System.arraycopy(part.toArray(), 0, values, next, part.size());
      next += part.size();
    }
    return new Embedding(values);
  }

  @Override
  public TrainedEncoder adapt(EncoderTraining training) {
    return ConcatenatedEncoder.oneByOne(
        encoders.stream()
            .<ConcatenatedEncoder.UnaryTraining>map(encoder -> encoder::adapt)
            .toList(),
        encoders.size(),
        training);
  }

  @Override
  public void save(ModelSink sink) throws IOException {
    sink.state(Settings.EMPTY.with(COUNT, encoders.size()));
    for (int i = 0; i < encoders.size(); i++) {
      encoders.get(i).save(sink.nested(name(i)));
    }
  }

  @Override
  public void close() {
    encoders.forEach(TrainedEncoder::close);
  }
}
