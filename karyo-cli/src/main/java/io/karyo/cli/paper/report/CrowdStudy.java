package io.karyo.cli.paper.report;

import io.karyo.straighten.AxisConsensus;
import io.karyo.straighten.Polyline;
import io.karyo.synthetic.SimulatedCrowd;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticChromosome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How well the crowd of SMAC does where the truth is known: simulated workers draw on synthetic
 * chromosomes, some of them anything; the spammer test and equation 1 sort them out.
 *
 * @param spamShare the share of spammers
 * @param spam how many lines spammers drew
 * @param found how many of them were found
 * @param wronged how many of the others were taken for spammers
 * @param axisError the mean distance of the consensus from the true axis in px
 * @param workerError the mean distance of the first worker's line, honest or not
 */
public record CrowdStudy(
    double spamShare, int spam, int found, int wronged, double axisError, double workerError) {

  private static final int WORKERS = 10;

  /** The paper's α. */
  private static final double SPAMMER_SHARE = 0.6;

  private static final double[] SPAM_SHARES = {0, 0.2, 0.4, 0.6, 0.8};

  /** The headings of {@link #cells}. */
  public static final List<String> HEADINGS =
      List.of(
          "share of spammers",
          "spammers found",
          "others taken for spammers",
          "axis error of the consensus",
          "axis error of one worker");

  /**
   * Studies a cell's chromosomes, bent up to 120°, with crowds of ten.
   *
   * @return a study for each share of spammers
   */
  public static List<CrowdStudy> all() {
    List<SyntheticChromosome> chromosomes =
        SyntheticCells.builder().seed(17).bend(0, 120).rotation(30).build().cell(0).chromosomes();
    List<CrowdStudy> studies = new ArrayList<>();
    for (double share : SPAM_SHARES) {
      studies.add(of(share, chromosomes));
    }
    return studies;
  }

  private static CrowdStudy of(double share, List<SyntheticChromosome> chromosomes) {
    SimulatedCrowd crowd = SimulatedCrowd.of(WORKERS, share, 5);
    int spam = 0;
    int found = 0;
    int wronged = 0;
    double axisError = 0;
    double workerError = 0;
    for (SyntheticChromosome chromosome : chromosomes) {
      List<SimulatedCrowd.Line> lines = crowd.draw(chromosome);
      List<Polyline> drawn = lines.stream().map(line -> polyline(line.points())).toList();
      AxisConsensus consensus = AxisConsensus.of(chromosome.image(), drawn, SPAMMER_SHARE);
      for (int i = 0; i < lines.size(); i++) {
        boolean caught = consensus.spammers().contains(i);
        spam += lines.get(i).spam() ? 1 : 0;
        found += lines.get(i).spam() && caught ? 1 : 0;
        wronged += !lines.get(i).spam() && caught ? 1 : 0;
      }
      axisError +=
          consensus
              .axis()
              .map(axis -> chromosome.axisError(lines.get(drawn.indexOf(axis)).points()))
              .orElse(Double.NaN);
      // The first is as good as any: lines are shuffled.
      workerError += chromosome.axisError(lines.get(0).points());
    }
    return new CrowdStudy(
        share,
        spam,
        found,
        wronged,
        axisError / chromosomes.size(),
        workerError / chromosomes.size());
  }

  private static Polyline polyline(List<SyntheticChromosome.Point> points) {
    return new Polyline(
        points.stream().map(point -> new Polyline.Point(point.x(), point.y())).toList());
  }

  /**
   * Returns a row below {@link #HEADINGS}.
   *
   * @return a cell for each of them
   */
  public List<String> cells() {
    return List.of(
        String.format(Locale.ROOT, "%.0f %%", 100 * spamShare),
        found + " of " + spam,
        String.valueOf(wronged),
        String.format(Locale.ROOT, "%.2f px", axisError),
        String.format(Locale.ROOT, "%.2f px", workerError));
  }
}
