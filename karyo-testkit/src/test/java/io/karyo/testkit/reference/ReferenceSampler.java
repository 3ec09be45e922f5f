package io.karyo.testkit.reference;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PairSampler;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SplittableRandom;

/** Draws ten pairs an image at random, every other one similar. */
final class ReferenceSampler implements PairSampler {

  @Override
  public Iterator<Pair> sample(List<ChromosomeType> types, int epoch, long seed) {
    int kinds = Set.copyOf(types).size();
    if (kinds < 2 || kinds == types.size()) {
      throw new IllegalArgumentException("types: must have pairs of both kinds, found " + types);
    }
    SplittableRandom random = new SplittableRandom(seed * 31 + epoch);
    return new Iterator<>() {
      private int given;

      @Override
      public boolean hasNext() {
        return given < 10 * types.size();
      }

      @Override
      public Pair next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        PairLabel wanted = PairLabel.values()[given++ % 2];
        while (true) {
          int first = random.nextInt(types.size());
          int second = random.nextInt(types.size());
          PairLabel label =
              types.get(first) == types.get(second) ? PairLabel.SIMILAR : PairLabel.DISSIMILAR;
          if (first != second && label == wanted) {
            return new Pair(first, second, label);
          }
        }
      }
    };
  }
}
