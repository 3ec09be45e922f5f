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
 * <p>The pairs come as a stream and are never held all at once. An encoder cuts it into batches and
 * embeds each image of a batch once, however many of the batch's pairs it is in. So the pairs must
 * come in mixed order, all types and both labels throughout, unless the sampler works in groups
 * ({@link #imagesPerGroup}). An encoder may take a part of a draw, or several draws, for one of its
 * epochs, and may score other pairs of a batch's images too if the sampler does not work in groups.
 *
 * <p><b>Thread safety:</b> implementations must be immutable; an iterator is used by one thread.
 * <b>Determinism:</b> equal types, epoch and seed must give equal pairs in equal order.
 */
@FunctionalInterface
public interface PairSampler extends Part {

  /**
   * Draws pairs: an epoch of the sampler.
   *
   * @param types the type of each training image; pairs refer to its indices
   * @param epoch the number of the draw, from 0
   * @param seed the seed of the training, the same for all epochs
   * @return the pairs, at least one
   * @throws IllegalArgumentException if no pair of one kind can be drawn from these types
   */
  Iterator<Pair> sample(List<ChromosomeType> types, int epoch, long seed);

  /**
   * Returns how many different images the consecutive pairs of a group share, if the sampler works
   * in groups; an encoder then takes a group as a batch, and scores the pairs that were drawn and
   * no others.
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
   * @param sampler what does the work
   * @return the same sampler under that id
   * @throws IllegalArgumentException if the id is not as {@link Part#checkId} wants it
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
