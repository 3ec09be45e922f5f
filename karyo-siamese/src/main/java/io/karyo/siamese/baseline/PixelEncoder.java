package io.karyo.siamese.baseline;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Require;
import io.karyo.model.Settings;
import io.karyo.siamese.internal.Specimen;
import io.karyo.siamese.network.EncoderNetwork;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import java.util.ArrayList;
import java.util.List;

/** Takes pixels for an embedding: see {@link Baselines#pixels}. */
final class PixelEncoder implements SiameseEncoder {

  static final String ID = "pixels";

  private static final int PAPERS_SIDE = 60;

  private final int height;
  private final int width;

  PixelEncoder(int height, int width) {
    this.height = Require.inRange("height", height, 1, EncoderNetwork.MAX_SIDE);
    this.width = Require.inRange("width", width, 1, EncoderNetwork.MAX_SIDE);
  }

  static PixelEncoder of(Settings settings) {
    settings.onlyKnown("height", "width");
    return new PixelEncoder(
        settings.integer("height", PAPERS_SIDE), settings.integer("width", PAPERS_SIDE));
  }

  @Override
  public TrainedEncoder train(EncoderTraining training) {
    training.cancellation().shouldFinish();
    return new Trained(height, width);
  }

  @Override
  public TrainedEncoder restore(ModelSource source) {
    return new Trained(height, width);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Settings settings() {
    return Settings.EMPTY.with("height", height).with("width", width);
  }

  @Override
  public String toString() {
    return ID + settings();
  }

  private record Trained(int height, int width) implements TrainedEncoder {

    @Override
    public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
      List<Embedding> embeddings = new ArrayList<>(chromosomes.size());
      for (PreparedChromosome chromosome : chromosomes) {
        float[] image = new float[height * width];
        new Specimen(chromosome).draw(height, width, Specimen.View.plain(false), image, 0);
        embeddings.add(new Embedding(image));
      }
      return embeddings;
    }

    @Override
    public TrainedEncoder adapt(EncoderTraining training) {
      return this;
    }

    @Override
    public void save(ModelSink sink) {
      // The settings say it all.
    }
  }
}
