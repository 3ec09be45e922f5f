package io.karyo.photo;

import io.karyo.model.Require;
import java.util.Comparator;
import java.util.List;

/**
 * A connected part of a photograph that one or more chromosomes cover: a lone chromosome, or
 * several that touch or cross.
 *
 * @param region all pixels of the cluster
 * @param partings the ways to part it, at least one; the one of the lowest cost comes first
 */
public record Cluster(Region region, List<Parting> partings) {

  public Cluster {
    partings = partings.stream().sorted(Comparator.comparingDouble(Parting::cost)).toList();
    Require.atLeast("partings", partings.size(), 1);
  }
}
