package io.karyo.siamese.baseline;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.NetworkInput;
import io.karyo.spi.AbstractPart;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import java.util.ArrayList;
import java.util.List;

/** Takes pixels for an embedding: see {@link Baselines#pixels}. */
final class PixelEncoder extends AbstractPart implements SiameseEncoder {

  static final String ID = "pixels";

  static final Setting<Integer> HEIGHT = Setting.integer("height", 60, 1, EncoderNetwork.MAX_SIDE);
  static final Setting<Integer> WIDTH = Setting.integer("width", 60, 1, EncoderNetwork.MAX_SIDE);

  PixelEncoder(Settings given) {
    super(ID, given, HEIGHT, WIDTH);
  }

  @Override
  public TrainedEncoder train(EncoderTraining training) {
    training.cancellation().shouldFinish();
    return new Trained(get(HEIGHT), get(WIDTH));
  }

  @Override
  public TrainedEncoder restore(ModelSource source) {
    return new Trained(get(HEIGHT), get(WIDTH));
  }

  private record Trained(int height, int width) implements TrainedEncoder {

    @Override
    public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
      List<Embedding> embeddings = new ArrayList<>(chromosomes.size());
      for (PreparedChromosome chromosome : chromosomes) {
        float[] image = new float[height * width];
        new NetworkInput(chromosome).draw(height, width, NetworkInput.View.plain(false), image, 0);
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
