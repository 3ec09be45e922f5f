package io.karyo;

import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.NoChromosomeException;
import io.karyo.data.ChromosomeDataset;
import io.karyo.spi.TrainingDivergedException;
import java.io.IOException;

/**
 * Adapts a model to another laboratory: a short training on a few of its labelled cells that begins
 * with what the model knows and stays near it. Needs no image of the first training. The model
 * keeps its parts, and stays as it is. Not thread-safe.
 *
 * <pre>{@code
 * try (Karyotyper adapted = karyotyper.adapt().seed(1).train(fiveCells)) {
 *   adapted.save(Path.of("adapted.karyo"));
 * }
 * }</pre>
 */
public final class Adaptation extends TrainingSetup<Adaptation> {

  private final Karyotyper model;

  Adaptation(Karyotyper model) {
    this.model = model;
  }

  @Override
  Adaptation self() {
    return this;
  }

  /**
   * Trains on the training part of a data set and, if it has a validation part, chooses on that.
   * All images of the training part are learned from; none is held out. They may lie either way up:
   * those that seem to lie upside down to the model, which is given their types, are turned first.
   *
   * @param dataset labelled chromosomes of at least two types
   * @return a new karyotyper
   * @throws IOException if an image cannot be read, unless {@link #strict} is false; the message
   *     names the first few
   * @throws NoChromosomeException if an image shows no chromosome, unless {@link #strict} is false;
   *     the message names the first few
   * @throws IllegalArgumentException if the data set cannot be learned from
   * @throws IllegalStateException if the model is closed, or a part cannot work here
   * @throws TrainingDivergedException if the training comes to nothing
   * @throws UnsupportedOperationException if a trained part cannot be adapted
   * @throws KaryoException if a part throws something, returns null or not one result for each
   *     image; the message names the part and, where one image is to blame, the image
   * @throws java.util.concurrent.CancellationException if the training was cancelled, or the
   *     calling thread was interrupted
   */
  @Override
  public Karyotyper train(ChromosomeDataset dataset) throws IOException {
    return model.whileOpen(
        () -> {
          Start start = model.start();
          start.parts().forEach((kind, part) -> part.check());
          return training(start, null).run(dataset);
        });
  }
}
