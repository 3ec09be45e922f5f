package io.karyo.chromosome;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The evidence for the placement of a chromosome.
 *
 * @param placement its placement
 * @param upright the straightened chromosome with its p arm up, with its band profile
 * @param ideal the expected band profile of its designation, empty for a marker or if the model has
 *     none
 * @param runnerUp the most probable other designation, empty if there is none
 * @param runnerUpIdeal the expected band profile of that other designation
 * @param nearest the most similar training chromosomes, the nearest first; empty unless the
 *     classifier stores them
 */
public record Explanation(
    Placement placement,
    Straightened upright,
    Optional<BandProfile> ideal,
    Optional<Designation> runnerUp,
    Optional<BandProfile> runnerUpIdeal,
    List<Neighbour> nearest) {

  /**
   * A similar training chromosome.
   *
   * @param type its type
   * @param distance the Euclidean distance of the embeddings
   */
  public record Neighbour(ChromosomeType type, double distance) {
    public Neighbour {
      Objects.requireNonNull(type, "type");
    }
  }

  public Explanation {
    Objects.requireNonNull(placement, "placement");
    Objects.requireNonNull(upright, "upright");
    Objects.requireNonNull(ideal, "ideal");
    Objects.requireNonNull(runnerUp, "runnerUp");
    Objects.requireNonNull(runnerUpIdeal, "runnerUpIdeal");
    nearest = List.copyOf(nearest);
  }
}
