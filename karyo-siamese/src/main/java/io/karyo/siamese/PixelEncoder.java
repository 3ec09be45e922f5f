package io.karyo.siamese;

import io.karyo.Embedding;
import io.karyo.EncoderTraining;
import io.karyo.PreparedChromosome;
import io.karyo.SiameseEncoder;
import io.karyo.TrainedEncoder;
import io.karyo.spi.ModelSink;
import io.karyo.spi.ModelSource;
import io.karyo.spi.Settings;
import java.util.ArrayList;
import java.util.List;

/** Takes pixels for an embedding: see {@link Baselines#pixels}. */
final class PixelEncoder implements SiameseEncoder {

  static final String ID = "pixels";

  private static final int PAPERS_SIDE = 60;

  private final int height;
  private final int width;

  PixelEncoder(int height, int width) {
    this.height = EncoderNetwork.inRange("height", height, 1, EncoderNetwork.MOST_SIDE);
    this.width = EncoderNetwork.inRange("width", width, 1, EncoderNetwork.MOST_SIDE);
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
