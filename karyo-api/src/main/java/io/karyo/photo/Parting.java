package io.karyo.photo;

import io.karyo.model.Require;
import java.util.List;

/**
 * One way to part a cluster into chromosomes. Pixels of the cluster that are in none of them are
 * taken for dirt that sticks to one.
 *
 * @param chromosomes the chromosomes; where they cross, they overlap. None if the whole cluster is
 *     taken for dirt
 * @param cost how improbable the shapes and contacts are, at least 0; comparable among partings of
 *     one segmenter
 */
public record Parting(List<Region> chromosomes, double cost) {

  public Parting {
    chromosomes = List.copyOf(chromosomes);
    Require.notNegative("cost", cost);
  }
}
