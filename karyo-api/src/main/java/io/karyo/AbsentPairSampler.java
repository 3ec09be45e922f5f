package io.karyo;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.model.Settings;
import io.karyo.spi.Pair;
import io.karyo.spi.PairSampler;
import java.util.Iterator;
import java.util.List;

/**
 * Stands for a pair sampler that is not on the class path: a model predicts without it, and is
 * saved with its name.
 */
record AbsentPairSampler(String id, Settings settings) implements PairSampler {

  @Override
  public Iterator<Pair> sample(List<ChromosomeType> types, int epoch, long seed) {
    check();
    return List.<Pair>of().iterator();
  }

  @Override
  public void check() {
    throw new IllegalStateException(
        "pairSampler '"
            + id
            + "': must be on the class path to train, found no provider of it; the built-in ones"
            + " are in io.karyo:karyo-siamese");
  }
}
