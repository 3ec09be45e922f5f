package io.karyo.chromosome;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a chromosome was placed where it is.
 *
 * @param placement where it is
 * @param upright the straightened chromosome with its p arm up, with its band profile
 * @param ideal the band profile that its designation should have, empty for a marker or if the
 *     model knows none
 * @param runnerUp the most probable other designation, empty if there is none
 * @param runnerUpIdeal the band profile that the other designation should have
 * @param nearest the training chromosomes that look most alike, the nearest first; empty unless the
 *     classifier keeps them
 */
public record Explanation(
    Placement placement,
    Straightened upright,
    Optional<BandProfile> ideal,
    Optional<Designation> runnerUp,
    Optional<BandProfile> runnerUpIdeal,
    List<Neighbour> nearest) {

  /**
   * A training chromosome that looks alike.
   *
   * @param type its type
   * @param distance the Euclidean distance of the embeddings: smaller is closer
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
