package io.karyo;

import io.karyo.spi.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Embeds and classifies straightened chromosomes with parts that may be anybody's.
 *
 * @param encoder names the encoder in messages
 * @param classifier names the classifier in messages
 * @param trainedEncoder embeds
 * @param trainedClassifier classifies
 */
record ChromosomeReader(
    Part encoder,
    Part classifier,
    TrainedEncoder trainedEncoder,
    TrainedClassifier trainedClassifier) {

  List<Classification> classify(List<Straightened> straightened, Optional<CellScale> scale) {
    List<PreparedChromosome> chromosomes =
        straightened.stream().map(image -> new PreparedChromosome(image, scale)).toList();
    List<Embedding> embeddings =
        answer("encoder", encoder, () -> trainedEncoder.encode(chromosomes));
    checkCount("encoder", encoder, embeddings.size(), straightened.size());
    return classify(straightened, embeddings);
  }

  List<Classification> classify(List<Straightened> straightened, List<Embedding> embeddings) {
    List<TypeProbabilities> probabilities =
        answer("classifier", classifier, () -> trainedClassifier.classify(embeddings));
    checkCount("classifier", classifier, probabilities.size(), straightened.size());
    List<Classification> classifications = new ArrayList<>(straightened.size());
    for (int i = 0; i < straightened.size(); i++) {
      classifications.add(
          new Classification(probabilities.get(i), embeddings.get(i), straightened.get(i)));
    }
    return classifications;
  }

  /** Classifies the chromosomes of one cell, as they lie and turned by 180 degrees. */
  List<CellEvidence.Chromosome> classifyBothWays(List<Straightened> cell) {
    List<Straightened> both = new ArrayList<>(cell);
    cell.forEach(chromosome -> both.add(chromosome.turned()));
    List<Classification> classified = classify(both, CellScale.of(cell));
    List<CellEvidence.Chromosome> evidence = new ArrayList<>(cell.size());
    for (int i = 0; i < cell.size(); i++) {
      evidence.add(
          new CellEvidence.Chromosome(i, classified.get(i), classified.get(cell.size() + i)));
    }
    return evidence;
  }

  /** A part that refuses what another part gave is the model's fault, not the caller's. */
  private static <T> T answer(String property, Part part, Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException e) {
      throw new KaryoException(
          property + " '" + part.id() + "': must answer, failed with: " + e.getMessage(), e);
    }
  }

  static void checkCount(String property, Part part, int found, int expected) {
    if (found != expected) {
      throw new KaryoException(
          property + " '" + part.id() + "': must give " + expected + " results, gave " + found);
    }
  }
}
