package io.karyo;

import io.karyo.ChromosomeReader.Seen;
import io.karyo.ChromosomeReader.Setup;
import io.karyo.chromosome.Adjustment;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Placement;
import io.karyo.iscn.Iscn;
import io.karyo.laboratory.internal.CellTraits;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.TrainedAssigner;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A cell whose pictures are adjusted in tone and sharpness as the model reads them best. Nobody
 * knows the types, but a cell has two chromosomes of each: where single classifications and the
 * assignment of the whole cell agree on more chromosomes, more are right.
 *
 * @param evidence what the chromosomes may be
 * @param setup how they were read
 */
record AdjustedCell(List<CellEvidence.Chromosome> evidence, Setup setup) {

  /** How often the search goes on from the best adjustment found. */
  private static final int ROUNDS = 4;

  private static final double GAMMA_STEP = 0.75;
  private static final double BLUR_STEP = 0.6;
  private static final double GAP_STEP = 0.3;

  /** Reads chromosomes. */
  interface Reading extends BiFunction<List<Seen>, Setup, List<CellEvidence.Chromosome>> {}

  /** Reads a cell as it is. */
  static AdjustedCell unadjusted(List<Seen> cell, Reading reading) {
    Setup setup = Setup.of(ChromosomeReader.scaleOf(cell));
    return new AdjustedCell(reading.apply(cell, setup), setup);
  }

  /**
   * Reads a cell as it is and, as long as single classifications and assignment do not agree on all
   * of its chromosomes, with adjustments: those a step away from the best one so far.
   */
  static AdjustedCell of(List<Seen> cell, ChromosomeReader reader, Reading reading) {
    AdjustedCell best = unadjusted(cell, reading);
    TrainedAssigner assigner = reader.trainedAssigner();
    if (!reader.adjusts()
        || assigner == null
        || !CellTraits.isEnough(cell.size())
        || cell.size() > Iscn.MAX_COPIES) {
      return best;
    }
    Setup plain = best.setup();
    Agreement most = best.agreement(reader, assigner);
    Steps at = new Steps(0, 0, 0);
    // Several steps can end at the same bound.
    Set<Adjustment> tried = new HashSet<>(Set.of(Adjustment.NONE));
    boolean better = true;
    for (int round = 0; round < ROUNDS && better && !most.isFull(); round++) {
      better = false;
      for (Steps next : at.neighbours()) {
        Adjustment adjustment = next.adjustment();
        if (tried.add(adjustment)) {
          Setup setup = new Setup(plain.scale(), adjustment);
          AdjustedCell other = new AdjustedCell(reading.apply(cell, setup), setup);
          Agreement agreement = other.agreement(reader, assigner);
          if (agreement.score() > most.score()) {
            best = other;
            most = agreement;
            at = next;
            better = true;
          }
        }
      }
    }
    return best;
  }

  /** An adjustment, as steps from none. */
  private record Steps(int gamma, int blur, int gap) {

    List<Steps> neighbours() {
      return List.of(
          new Steps(gamma + 1, blur, gap),
          new Steps(gamma - 1, blur, gap),
          new Steps(gamma, blur - 1, gap),
          new Steps(gamma, blur + 1, gap),
          new Steps(gamma, blur, gap - 1),
          new Steps(gamma, blur, gap + 1));
    }

    Adjustment adjustment() {
      return new Adjustment(
          Math.pow(GAMMA_STEP, gamma), bounded(BLUR_STEP * blur), bounded(GAP_STEP * gap));
    }

    private static double bounded(double amount) {
      return Math.max(-1, Math.min(1, amount));
    }
  }

  /**
   * How far single classifications and the assignment agree.
   *
   * @param agreeing on how many chromosomes
   * @param probability the sum of the probabilities of the assignment
   * @param chromosomes how many there are
   */
  private record Agreement(int agreeing, double probability, int chromosomes) {

    boolean isFull() {
      return agreeing == chromosomes;
    }

    double score() {
      return agreeing + probability;
    }
  }

  private Agreement agreement(ChromosomeReader reader, TrainedAssigner assigner) {
    List<Classification> alone = reader.weighed(evidence, true);
    int agreeing = 0;
    double probability = 0;
    for (Placement placement :
        Karyotype.assigned(assigner, new CellEvidence(evidence, Karyotype.DEFAULT_PRECISION))
            .placements()) {
      ChromosomeType type = alone.get(placement.chromosome()).type();
      agreeing += placement.designation().type().equals(Optional.of(type)) ? 1 : 0;
      probability += placement.probability();
    }
    return new Agreement(agreeing, probability, evidence.size());
  }
}
