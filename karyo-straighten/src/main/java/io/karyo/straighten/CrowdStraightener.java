package io.karyo.straighten;

import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.Straightening;
import io.karyo.image.ChromosomeImage;
import io.karyo.model.Require;
import io.karyo.spi.Straightener;
import io.karyo.straighten.internal.Silhouette;
import java.util.List;
import java.util.Objects;

/** The medial axis with the help of a crowd. */
final class CrowdStraightener implements Straightener {

  /** The α of the paper. */
  static final double SPAMMER_SHARE = 0.6;

  private final AxisAnnotator annotator;
  private final double spammerShare;

  CrowdStraightener(AxisAnnotator annotator, double spammerShare) {
    this.annotator = Objects.requireNonNull(annotator, "annotator");
    this.spammerShare = Require.belowOne("spammerShare", spammerShare);
  }

  @Override
  public Straightening straighten(ChromosomeImage image) {
    return Silhouette.find(image, silhouette -> straighten(image, silhouette));
  }

  private Straightened straighten(ChromosomeImage image, Silhouette silhouette) {
    Attempt unaided = MedialAxisStraightener.attempt(silhouette);
    List<Polyline> lines = annotator.annotate(image, unaided.result());
    if (lines.isEmpty()) {
      return unaided.result();
    }
    Crowd crowd = new Crowd(silhouette);
    AxisConsensus consensus = crowd.agree(lines, spammerShare);
    if (consensus.axis().isEmpty()) {
      return unaided.note("all " + lines.size() + " drawn axes missed the chromosome").result();
    }
    double[][] axis = crowd.drawn(consensus.axis().get());
    Attempt drawn = MedialAxisStraightener.along(silhouette, axis[0], axis[1]);
    if (drawn.quality() == 0) {
      return unaided.note("the drawn axis cannot be followed").result();
    }
    return drawn
        .note(
            "axis drawn: consensus of "
                + (lines.size() - consensus.spammers().size())
                + " of "
                + lines.size()
                + " workers")
        .result();
  }
}
