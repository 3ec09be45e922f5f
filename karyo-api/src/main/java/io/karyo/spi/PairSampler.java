package io.karyo.spi;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.model.Settings;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Draws the pairs of Siamese training: a plug-in interface.
 *
 * <p>The pairs are a stream and are never held all at once. An encoder cuts it into batches and
 * embeds each image of a batch once, however many of the batch's pairs it is in. The pairs must
 * therefore come in mixed order, with all types and both labels throughout, unless the sampler
 * works in groups ({@link #imagesPerGroup}). An encoder may use a part of a draw, or several draws,
 * for one epoch. If the sampler does not work in groups, the encoder may also score other pairs of
 * the images of a batch.
 *
 * <p><b>Thread safety:</b> implementations must be immutable; an iterator is used by one thread.
 * <b>Determinism:</b> equal types, epoch and seed must give equal pairs in equal order.
 */
@FunctionalInterface
public interface PairSampler extends Part {

  /**
   * Draws the pairs of one epoch of the sampler.
   *
   * @param types the type of each training image; pairs refer to its indices
   * @param epoch the number of the draw, from 0
   * @param seed the seed of the training, the same for all epochs
   * @return the pairs, at least one
   * @throws IllegalArgumentException if no pair of one kind can be drawn from these types
   */
  Iterator<Pair> sample(List<ChromosomeType> types, int epoch, long seed);

  /**
   * Returns the number of different images in a group of consecutive pairs, if the sampler works in
   * groups. An encoder then uses a group as a batch, and scores only the drawn pairs.
   *
   * @return the number of images, empty if there are no groups
   */
  default OptionalInt imagesPerGroup() {
    return OptionalInt.empty();
  }

  /**
   * Gives a sampler, usually a lambda, the id under which a model file names it.
   *
   * @param id the stable id
   * @param sampler the sampler
   * @return the same sampler under that id
   * @throws IllegalArgumentException if the id is invalid, see {@link Part#checkId}
   */
  static PairSampler named(String id, PairSampler sampler) {
    String checked = Part.checkId(id);
    Objects.requireNonNull(sampler, "sampler");
    return new PairSampler() {
      @Override
      public Iterator<Pair> sample(List<ChromosomeType> types, int epoch, long seed) {
        return sampler.sample(types, epoch, seed);
      }

      @Override
      public OptionalInt imagesPerGroup() {
        return sampler.imagesPerGroup();
      }

      @Override
      public String id() {
        return checked;
      }

      @Override
      public Settings settings() {
        return sampler.settings();
      }
    };
  }
}
