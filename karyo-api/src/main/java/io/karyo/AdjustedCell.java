package io.karyo;

import io.karyo.ChromosomeReader.Seen;
import io.karyo.ChromosomeReader.Setup;
import io.karyo.chromosome.Adjustment;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Placement;
import io.karyo.iscn.Iscn;
import io.karyo.laboratory.internal.CellTraits;
import io.karyo.laboratory.internal.Reweighing;
import io.karyo.laboratory.internal.TypeSizes;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.TrainedAssigner;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A cell that is read as suits it best: its pictures are adjusted in tone and sharpness as the
 * model reads them best, and where the cell looks unlike those of the model's laboratory, relative
 * sizes count beside the pictures. Nobody knows the types, but a cell has two chromosomes of each:
 * where single classifications and the assignment of the whole cell agree on more chromosomes, more
 * are right.
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

  /** In a cell that is more unusual than this share of known ones, sizes count. */
  private static final double UNUSUAL = 0.001;

  /**
   * In foreign laboratories a model is wrong on about one and a half times as many chromosomes as
   * it disagrees on with the assignment, which errs with it on the others.
   */
  private static final double AGREEMENT_POWER = 1.5;

  private static final double MOST_TEMPERATURE = 8;
  private static final int HALVINGS = 8;

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
    AdjustedCell plain = unadjusted(cell, reading);
    TrainedAssigner assigner = reader.trainedAssigner();
    if (!reader.learned().adjusts()
        || assigner == null
        || !CellTraits.isEnough(cell.size())
        || cell.size() > Iscn.MAX_COPIES) {
      return plain;
    }
    Agreement asItIs = plain.agreement(reader, assigner);
    if (asItIs.isFull()) {
      return plain;
    }
    if (!plain.isUnusual(reader)) {
      return new Search(cell, reader, assigner, reading).from(plain, asItIs).cell();
    }
    TypeSizes sizes = reader.learned().sizes();
    AdjustedCell sized = new AdjustedCell(sizes.weighed(plain.evidence()), plain.setup());
    Reading withSizes = (some, setup) -> sizes.weighed(reading.apply(some, setup));
    Found found =
        new Search(cell, reader, assigner, withSizes)
            .from(sized, sized.agreement(reader, assigner));
    return found.cell().asSureAs(found.agreement(), reader);
  }

  private boolean isUnusual(ChromosomeReader reader) {
    return reader.learned().sizes().areComparable(evidence.size())
        && reader
            .familiarity(reader.weighed(evidence, true))
            .filter(familiarity -> familiarity.score() < UNUSUAL)
            .isPresent();
  }

  /**
   * The result of a search.
   *
   * @param cell the cell, as read best
   * @param agreement how far single classifications and the assignment agree then
   */
  private record Found(AdjustedCell cell, Agreement agreement) {}

  /** A search for the adjustment with which single classifications and assignment agree most. */
  private record Search(
      List<Seen> cell, ChromosomeReader reader, TrainedAssigner assigner, Reading reading) {

    Found from(AdjustedCell plain, Agreement asItIs) {
      AdjustedCell best = plain;
      Agreement most = asItIs;
      Steps at = new Steps(0, 0, 0);
      // Several steps can end at the same bound.
      Set<Adjustment> tried = new HashSet<>(Set.of(Adjustment.NONE));
      boolean better = true;
      for (int round = 0; round < ROUNDS && better && !most.isFull(); round++) {
        better = false;
        for (Steps next : at.neighbours()) {
          Adjustment adjustment = next.adjustment();
          if (tried.add(adjustment)) {
            Setup setup = new Setup(plain.setup().scale(), adjustment);
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
      return new Found(best, most);
    }
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

  /** Makes a cell as unsure as its agreement shows that it should be; never surer. */
  private AdjustedCell asSureAs(Agreement agreement, ChromosomeReader reader) {
    double share =
        Math.pow(agreement.agreeing() / (double) agreement.chromosomes(), AGREEMENT_POWER);
    if (confidence(reader) <= share) {
      return this;
    }
    double low = 1;
    double high = MOST_TEMPERATURE;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = Math.sqrt(low * high);
      if (tempered(middle).confidence(reader) > share) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return tempered(high);
  }

  private double confidence(ChromosomeReader reader) {
    return reader.weighed(evidence, true).stream()
        .mapToDouble(Classification::probability)
        .average()
        .orElse(1);
  }

  private AdjustedCell tempered(double temperature) {
    return new AdjustedCell(Reweighing.tempered(evidence, temperature), setup);
  }
}
