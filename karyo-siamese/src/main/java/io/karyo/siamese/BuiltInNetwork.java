package io.karyo.siamese;

import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.Engine;
import io.karyo.network.PairLoss;
import io.karyo.samediff.Weights;
import io.karyo.samediff.Workers;
import io.karyo.siamese.internal.Dropout;
import io.karyo.siamese.internal.EmbeddingPass;
import io.karyo.siamese.internal.ForwardPass;
import io.karyo.siamese.internal.GradientPass;
import io.karyo.siamese.internal.TrainingGraph;
import java.io.IOException;
import java.util.SplittableRandom;
import org.nd4j.autodiff.samediff.SameDiff;

/** A network of convolutions and one dense layer, which karyo computes without SameDiff, too. */
record BuiltInNetwork(EncoderNetwork shape, int embeddingSize, boolean normalised, Engine engine)
    implements TrainableNetwork {

  @Override
  public int height() {
    return shape.height();
  }

  @Override
  public int width() {
    return shape.width();
  }

  @Override
  public Weights drawn(SplittableRandom random) {
    return Weights.drawn(shape.weights(embeddingSize), random);
  }

  @Override
  public float[] mask(int count, SplittableRandom random) {
    return shape.dropout() == 0
        ? new float[0]
        : Dropout.mask(count * shape.denseInputs(), shape.dropout(), random);
  }

  @Override
  public GradientPass gradients(Weights weights, PairLoss loss, Workers workers) {
    return GradientPass.of(engine, shape, weights, normalised, loss, workers);
  }

  @Override
  public EmbeddingPass embeddings(Weights weights) {
    return new ForwardPass(engine, shape, weights, normalised);
  }

  @Override
  public SameDiff graph(Weights weights, String output) {
    return TrainingGraph.trained(shape, weights, normalised, output);
  }

  @Override
  public Weights read(ModelSource source) {
    return Weights.read(shape.weights(embeddingSize), source);
  }

  @Override
  public void write(Weights weights, ModelSink sink) throws IOException {
    weights.write(sink);
  }
}
