package io.karyo.straighten;

import io.karyo.chromosome.NoChromosomeException;
import io.karyo.image.ChromosomeImage;
import io.karyo.model.Require;
import io.karyo.straighten.internal.Silhouette;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The consensus of the lines that several workers drew on one chromosome: which workers are
 * spammers, and which line is the consensus of the others. It is the one that {@link
 * Straighteners#medialAxis(AxisAnnotator, double)} uses, for applications that evaluate their
 * workers.
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
   * Finds the consensus.
   *
   * @param image the picture of one chromosome
   * @param lines one line per worker, in the coordinates of the image
   * @param spammerShare α of the paper, at least 0 and less than 1; 0.6 in the paper
   * @return the consensus and the spammers
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
