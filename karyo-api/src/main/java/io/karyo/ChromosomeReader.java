package io.karyo;

import io.karyo.chromosome.Adjustment;
import io.karyo.chromosome.CellScale;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.image.Polarity;
import io.karyo.laboratory.Familiarity;
import io.karyo.laboratory.internal.CellTraits;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.Part;
import io.karyo.spi.TrainedAssigner;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainedEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Embeds and classifies straightened chromosomes with built-in or custom parts.
 *
 * @param encoder names the encoder in messages
 * @param classifier names the classifier in messages
 * @param trainedEncoder embeds
 * @param trainedClassifier classifies
 * @param trainedAssigner weighs polarity and typicality, if there is one
 * @param learned by what else a cell is read
 */
record ChromosomeReader(
    Part encoder,
    Part classifier,
    TrainedEncoder trainedEncoder,
    TrainedClassifier trainedClassifier,
    @Nullable TrainedAssigner trainedAssigner,
    Learned learned) {

  /**
   * A straightened chromosome and what the caller knows of it.
   *
   * @param straightened the chromosome as it lies
   * @param polarity which way up it lies, if known
   */
  record Seen(Straightened straightened, Optional<Polarity> polarity) {

    /** The chromosome as it lies, or turned if it is known to lie upside down. */
    Straightened upright() {
      return polarity.equals(Optional.of(Polarity.P_DOWN)) ? straightened.turned() : straightened;
    }
  }

  ChromosomeReader with(@Nullable TrainedAssigner assigner) {
    return new ChromosomeReader(
        encoder, classifier, trainedEncoder, trainedClassifier, assigner, learned);
  }

  /**
   * How the pictures of chromosomes are read.
   *
   * @param scale the sizes of their cell, empty for lone chromosomes
   * @param adjustment how the pictures are changed first
   */
  record Setup(Optional<CellScale> scale, Adjustment adjustment) {

    static final Setup LONE = of(Optional.empty());

    static Setup of(Optional<CellScale> scale) {
      return new Setup(scale, Adjustment.NONE);
    }
  }

  private List<Embedding> embed(List<Straightened> straightened, Setup setup) {
    List<PreparedChromosome> chromosomes =
        straightened.stream()
            .map(image -> new PreparedChromosome(image, setup.scale(), setup.adjustment()))
            .toList();
    return PartAnswers.embed(encoder, trainedEncoder, chromosomes, i -> "image number " + (i + 1));
  }

  /** Embeds lone chromosomes as they lie, or turned if they are known to lie upside down. */
  List<Embedding> embedLone(List<Seen> chromosomes) {
    return embed(chromosomes.stream().map(Seen::upright).toList(), Setup.LONE);
  }

  List<Classification> classify(List<Straightened> straightened, List<Embedding> embeddings) {
    List<TypeProbabilities> probabilities =
        PartAnswers.classify(classifier, trainedClassifier, embeddings);
    List<Classification> classifications = new ArrayList<>(straightened.size());
    for (int i = 0; i < straightened.size(); i++) {
      classifications.add(
          new Classification(probabilities.get(i), embeddings.get(i), straightened.get(i)));
    }
    return classifications;
  }

  /** Classifies lone chromosomes; the result for one does not depend on the others. */
  List<Classification> classifyLone(List<Seen> chromosomes) {
    return weighed(waysOf(chromosomes, Setup.LONE), false);
  }

  /** Classifies the chromosomes of one cell, which share a scale and tend to share a polarity. */
  List<Classification> classifyCell(List<Seen> cell) {
    return weighed(AdjustedCell.of(cell, this, this::waysOf).evidence(), true);
  }

  /** Classifies pieces of a photograph, which may be no whole chromosomes, by a cell's scale. */
  List<Classification> classifyPieces(List<Seen> pieces, Optional<CellScale> scale) {
    return weighed(waysOf(pieces, Setup.of(scale)), false);
  }

  static Optional<CellScale> scaleOf(List<Seen> cell) {
    return CellScale.of(cell.stream().map(Seen::straightened).toList());
  }

  /**
   * Weighs both polarities of each chromosome.
   *
   * @param oneCell whether they are of one cell, which tend to share a polarity
   */
  List<Classification> weighed(List<CellEvidence.Chromosome> evidence, boolean oneCell) {
    double[] logits = new double[evidence.size()];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = uprightLogit(evidence.get(i));
    }
    double prior = oneCell ? Polarity.prior(logits) : 0;
    List<Classification> answers = new ArrayList<>(logits.length);
    for (int i = 0; i < logits.length; i++) {
      answers.add(typical(weighted(evidence.get(i), Polarity.probabilityUp(logits[i] + prior))));
    }
    return answers;
  }

  /**
   * Classifies chromosomes as they lie and turned by 180 degrees, even if their polarity is known.
   */
  List<CellEvidence.Chromosome> classifyBothWays(List<Seen> chromosomes, Setup setup) {
    List<Seen> unknown =
        chromosomes.stream().map(one -> new Seen(one.straightened(), Optional.empty())).toList();
    return waysOf(unknown, setup).stream()
        .map(one -> chromosomes.get(one.number()).polarity().map(one::withPolarity).orElse(one))
        .toList();
  }

  /**
   * Classifies chromosomes in both possible polarities. If the polarity is known, or the encoder
   * ignores it, both results are the same.
   */
  private List<CellEvidence.Chromosome> waysOf(List<Seen> chromosomes, Setup setup) {
    boolean once = trainedEncoder.ignoresPolarity();
    List<Straightened> first = new ArrayList<>(chromosomes.size());
    List<Straightened> second = new ArrayList<>();
    for (Seen one : chromosomes) {
      first.add(one.upright());
      if (!once && one.polarity().isEmpty()) {
        second.add(one.straightened().turned());
      }
    }
    List<Straightened> all = new ArrayList<>(first);
    all.addAll(second);
    List<Classification> classified = classify(all, embed(all, setup));
    List<CellEvidence.Chromosome> evidence = new ArrayList<>(chromosomes.size());
    int next = first.size();
    for (int i = 0; i < first.size(); i++) {
      Classification asItLies = classified.get(i);
      Classification turned = asItLies;
      if (chromosomes.get(i).polarity().isEmpty()) {
        turned =
            once
                ? new Classification(
                    asItLies.probabilities(),
                    asItLies.embedding(),
                    asItLies.straightened().turned())
                : classified.get(next++);
      }
      evidence.add(
          new CellEvidence.Chromosome(
              i,
              asItLies,
              turned.withPolarity(Polarity.P_DOWN, 1),
              Optional.empty(),
              chromosomes.get(i).polarity()));
    }
    return evidence;
  }

  /** The log odds that a chromosome has its p arm up. */
  double uprightLogit(CellEvidence.Chromosome chromosome) {
    if (chromosome.polarity().isPresent()) {
      return chromosome.polarity().get() == Polarity.P_UP
          ? Double.POSITIVE_INFINITY
          : Double.NEGATIVE_INFINITY;
    }
    OptionalDouble learned =
        trainedAssigner == null
            ? OptionalDouble.empty()
            : trainedAssigner.uprightEvidence(chromosome);
    double evidence = learned.orElseGet(() -> IdeogramEvidence.of(chromosome));
    if (!Double.isFinite(evidence)) {
      throw new KaryoException("assigner: must give finite evidence of polarity, gave " + evidence);
    }
    return evidence;
  }

  private static Classification weighted(CellEvidence.Chromosome chromosome, double upright) {
    Classification asItLies = chromosome.asItLies();
    Classification turned = chromosome.turned();
    boolean up = upright >= 0.5;
    Classification likelier = up ? asItLies : turned;
    return new Classification(
        asItLies.probabilities().mixedWith(turned.probabilities(), 1 - upright),
        likelier.embedding(),
        likelier.straightened(),
        OptionalDouble.empty(),
        up ? Polarity.P_UP : Polarity.P_DOWN,
        up ? upright : 1 - upright);
  }

  /**
   * Compares a cell with those that the model learned from.
   *
   * @param cell its chromosomes, weighed as those of one cell
   * @return empty if they are too few, or no laboratory is known
   */
  Optional<Familiarity> familiarity(List<Classification> cell) {
    return learned.laboratories().familiarity(CellTraits.of(cell).stream().toList());
  }

  private Classification typical(Classification chromosome) {
    return trainedAssigner == null
        ? chromosome
        : chromosome.withTypicality(trainedAssigner.typicality(chromosome));
  }
}
