package io.karyo.siamese;

import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.network.PairLoss;
import io.karyo.samediff.Weights;
import io.karyo.samediff.Workers;
import io.karyo.siamese.internal.EmbeddingPass;
import io.karyo.siamese.internal.GradientPass;
import java.io.IOException;
import java.util.SplittableRandom;
import org.nd4j.autodiff.samediff.SameDiff;

/** The network of a {@link SameDiffEncoder}, with what computes it. */
sealed interface TrainableNetwork permits BuiltInNetwork, OwnNetwork {

  /** Rows of an image. */
  int height();

  /** Columns of an image. */
  int width();

  /** The number of coordinates of an embedding. */
  int embeddingSize();

  /** Draws the weights that a training begins with. */
  Weights drawn(SplittableRandom random);

  /**
   * Draws what a training step hides.
   *
   * @param count how many images the step has
   * @return an equal number of factors for each image, none for a network without dropout
   */
  float[] mask(int count, SplittableRandom random);

  /** Computes gradients with the live weights, which the caller keeps. */
  GradientPass gradients(Weights weights, PairLoss loss, Workers workers);

  /** Computes embeddings with weights that it takes over. */
  EmbeddingPass embeddings(Weights weights);

  /**
   * Makes a graph of its own with copies of weights.
   *
   * @param output the name of the embedding
   */
  SameDiff graph(Weights weights, String output);

  /**
   * Reads trained weights.
   *
   * @throws io.karyo.model.ModelFormatException if an array is missing or has another shape
   */
  Weights read(ModelSource source);

  void write(Weights weights, ModelSink sink) throws IOException;
}
