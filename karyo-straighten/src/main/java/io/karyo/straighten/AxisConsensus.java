package io.karyo.straighten;

import io.karyo.chromosome.NoChromosomeException;
import io.karyo.image.ChromosomeImage;
import io.karyo.model.Require;
import io.karyo.straighten.internal.Silhouette;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the lines come to that several workers drew on one chromosome: who of them is a spammer, and
 * which line the others agree on, as {@link Straighteners#medialAxis(AxisAnnotator, double)} finds
 * it. For applications that want to know their workers.
 *
 * <p><b>Method:</b> Swati et al. 2017, section 3.1.1 and equation 1. <b>Thread safety:</b>
 * immutable.
 *
 * @param axis one of the lines; empty if all workers are spammers
 * @param spammers the positions of the spammers' lines, in ascending order
 */
public record AxisConsensus(Optional<Polyline> axis, List<Integer> spammers) {

  /** Checks and copies. */
  public AxisConsensus {
    Objects.requireNonNull(axis, "axis");
    spammers = List.copyOf(spammers);
  }

  /**
   * Looks for the consensus.
   *
   * @param image the picture of one chromosome
   * @param lines a line a worker, in the coordinates of the image
   * @param spammerShare α of the paper, at least 0 and less than 1; 0.6 there
   * @return who is trusted and what they agree on
   * @throws NoChromosomeException if the image shows no chromosome
   * @throws IllegalArgumentException if the share is out of range
   */
  public static AxisConsensus of(ChromosomeImage image, List<Polyline> lines, double spammerShare) {
    Require.belowOne("spammerShare", spammerShare);
    return Silhouette.find(
        image,
        silhouette -> new Crowd(silhouette).agree(lines, spammerShare),
        rejected -> {
          throw new NoChromosomeException(image.source() + ": " + rejected.reason());
        });
  }
}
