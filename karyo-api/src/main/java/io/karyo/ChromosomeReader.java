package io.karyo;

import io.karyo.spi.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    List<Embedding> embeddings =
        trainedEncoder.encode(
            straightened.stream().map(image -> new PreparedChromosome(image, scale)).toList());
    checkCount("encoder", encoder, embeddings.size(), straightened.size());
    return classify(straightened, embeddings);
  }

  List<Classification> classify(List<Straightened> straightened, List<Embedding> embeddings) {
    List<TypeProbabilities> probabilities = trainedClassifier.classify(embeddings);
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

  static void checkCount(String property, Part part, int found, int expected) {
    if (found != expected) {
      throw new KaryoException(
          property + " '" + part.id() + "': must give " + expected + " results, gave " + found);
    }
  }
}
