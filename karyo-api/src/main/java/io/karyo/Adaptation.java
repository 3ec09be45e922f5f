package io.karyo;

import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.NoChromosomeException;
import io.karyo.chromosome.Straightened;
import io.karyo.data.ChromosomeDataset;
import io.karyo.spi.Segmenter;
import io.karyo.spi.TrainingDivergedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Adapts a model to another laboratory by a short training on a few of its labelled cells. The
 * training starts from the weights of the model, stays near them, and needs no images of the first
 * training. The model itself is unchanged, and the adapted one has the same parts, another
 * segmenter excepted. Not thread-safe.
 *
 * <pre>{@code
 * try (Karyotyper adapted = karyotyper.adapt().seed(1).train(fiveCells)) {
 *   adapted.save(Path.of("adapted.karyo"));
 * }
 * }</pre>
 */
public final class Adaptation extends TrainingSetup<Adaptation> {

  private final Karyotyper model;
  private @Nullable Segmenter segmenter;

  Adaptation(Karyotyper model) {
    this.model = model;
  }

  @Override
  Adaptation self() {
    return this;
  }

  /**
   * Puts a segmenter in the place of the model's, for example the model's after {@link
   * Segmenter#train} on photographs of the other laboratory.
   *
   * @param segmenter the part
   * @return this
   */
  @Override
  public Adaptation segmenter(Segmenter segmenter) {
    this.segmenter = Objects.requireNonNull(segmenter, "segmenter");
    return this;
  }

  /**
   * Adapts the model by cells without labels instead, with the settings of this adaptation.
   *
   * @return an adaptation that takes cells
   */
  public UnlabelledAdaptation withoutLabels() {
    return new UnlabelledAdaptation(model, this);
  }

  /**
   * Trains on the training split of a data set and, if there is a validation split, selects the
   * best epochs on it. All training images are used; none are held out. Chromosomes may have either
   * polarity: those that the model, given their types, finds upside down are turned first.
   *
   * @param dataset labelled chromosomes of at least two types
   * @return a new karyotyper
   * @throws IOException if an image cannot be read, unless {@link #strict} is false; the message
   *     names the first few
   * @throws NoChromosomeException if an image shows no chromosome, unless {@link #strict} is false;
   *     the message names the first few
   * @throws IllegalArgumentException if the data set cannot be learned from
   * @throws IllegalStateException if the model is closed, or a part cannot run in this environment
   * @throws TrainingDivergedException if the training fails to learn
   * @throws UnsupportedOperationException if a trained part cannot be adapted
   * @throws KaryoException if a part throws an exception, returns null or does not return one
   *     result per image; the message names the part and, if one image is the cause, the image
   * @throws java.util.concurrent.CancellationException if the training was cancelled, or the
   *     calling thread was interrupted
   */
  @Override
  public Karyotyper train(ChromosomeDataset dataset) throws IOException {
    return train(dataset, Map.of());
  }

  /**
   * Trains on some chromosomes of cells.
   *
   * @param dataset the chromosomes
   * @param wholeCells all chromosomes of their cells, by the name of the cell; those of the data
   *     set stand for a cell that is missing
   */
  Karyotyper train(ChromosomeDataset dataset, Map<String, List<Straightened>> wholeCells)
      throws IOException {
    return model.whileOpen(
        () -> {
          Start start = model.start(segmenter);
          start.parts().forEach((kind, part) -> part.check());
          return training(start, null).run(dataset, wholeCells);
        });
  }
}
