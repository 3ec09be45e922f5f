package io.karyo;

import io.karyo.chromosome.Cell;
import io.karyo.chromosome.CellScale;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.NoChromosomeException;
import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.Straightening;
import io.karyo.image.ChromosomeImage;
import io.karyo.iscn.Iscn;
import io.karyo.photo.Segmentation;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.Straightener;
import io.karyo.spi.TrainedAssigner;
import io.karyo.spi.TrainedClassifier;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Finds the karyotypes of cells and of photographs, as a part of a karyotyper.
 *
 * @param straightener straightens
 * @param reader embeds and classifies
 * @param assigner finds the karyotype, if there is one
 * @param classifier finds neighbours
 * @param calls count the calls of the karyotyper
 * @param threads how many threads straighten
 */
record CellReading(
    Straightener straightener,
    ChromosomeReader reader,
    @Nullable TrainedAssigner assigner,
    TrainedClassifier classifier,
    CallsUnderWay calls,
    int threads) {

  /** Finds the karyotype of a photograph, and first how its clusters are parted. */
  Karyotype karyotype(Segmentation found) {
    TrainedAssigner trained = assignerOrThrow();
    PartingCandidates candidates = candidates(found);
    Segmentation chosen =
        candidates.parted(PartingChoice.inCell(candidates, reader.learned().partings(), trained));
    Cell cell = new Cell(chosen.photograph().name(), cutOuts(chosen));
    return karyotype(cell, seen(cell.chromosomes()), chosen);
  }

  /** Parts each cluster of a photograph by itself. */
  Segmentation partedByLooks(Segmentation found) {
    PartingCandidates candidates = candidates(found);
    return candidates.parted(PartingChoice.alone(candidates, reader.learned().partings()));
  }

  /** Looks at the pieces of all partings of a photograph. */
  PartingCandidates candidates(Segmentation found) {
    // Before all partings are looked at, which takes long for so many.
    requireFew(found.photograph().name(), found.chromosomes().size());
    return PartingCandidates.of(found, pieces(found));
  }

  private static void requireFew(String cell, int chromosomes) {
    if (chromosomes > Iscn.MAX_COPIES) {
      throw new IllegalArgumentException(
          "cell '"
              + cell
              + "': must have at most "
              + Iscn.MAX_COPIES
              + " chromosomes, found "
              + chromosomes);
    }
  }

  private TrainedAssigner assignerOrThrow() {
    TrainedAssigner trained = assigner;
    if (trained == null) {
      throw new IllegalStateException(
          "assigner: the model must have one to find karyotypes, found none; train it with"
              + " karyo-classify on the class path, or with an assigner of your own");
    }
    return trained;
  }

  /** Straightens and classifies pieces by the scale of the chromosomes that are found already. */
  private BiFunction<Segmentation, List<Integer>, List<Optional<Classification>>> pieces(
      Segmentation found) {
    Optional<CellScale> scale =
        ChromosomeReader.scaleOf(seen(cutOuts(found)).stream().flatMap(Optional::stream).toList());
    return (segmentation, numbers) -> {
      List<Optional<ChromosomeReader.Seen>> seen =
          seen(map(numbers.size(), i -> segmentation.cutOut(numbers.get(i))));
      Iterator<Classification> classified =
          reader.classifyPieces(seen.stream().flatMap(Optional::stream).toList(), scale).iterator();
      return seen.stream().map(one -> one.map(ignored -> classified.next())).toList();
    };
  }

  private List<ChromosomeImage> cutOuts(Segmentation segmentation) {
    List<Integer> numbers = segmentation.numbers();
    return map(numbers.size(), i -> segmentation.cutOut(numbers.get(i)));
  }

  /** Straightens cut-outs; empty where the straightener sees no chromosome. */
  private List<Optional<ChromosomeReader.Seen>> seen(List<ChromosomeImage> cutOuts) {
    return straightened(cutOuts).stream()
        .map(
            result ->
                result instanceof Straightened good
                    ? Optional.of(new ChromosomeReader.Seen(good, Optional.empty()))
                    : Optional.<ChromosomeReader.Seen>empty())
        .toList();
  }

  /** Straightens images. */
  List<Straightening> straightened(List<ChromosomeImage> images) {
    return map(images.size(), i -> PartAnswers.straighten(straightener, images.get(i)));
  }

  /** Computes a list on several threads, as a part of the running call. */
  private <T> List<T> map(int count, IntFunction<T> step) {
    return Parallel.map(count, threads, i -> calls.within(() -> step.apply(i)), done -> {});
  }

  /**
   * Assigns a cell.
   *
   * @param all one entry per chromosome of the cell; empty for one that is not to be placed
   * @param segmentation where they were found, if they were photographed as a whole
   */
  Karyotype karyotype(
      Cell cell, List<Optional<ChromosomeReader.Seen>> all, @Nullable Segmentation segmentation) {
    requireFew(cell.id(), all.size());
    TrainedAssigner trained = assignerOrThrow();
    List<ChromosomeReader.Seen> seen = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).isPresent()) {
        seen.add(all.get(i).get());
        numbers.add(i);
      }
    }
    // In a photograph some pieces may be no whole chromosomes, of which nothing needs to agree.
    AdjustedCell read =
        segmentation == null
            ? AdjustedCell.of(seen, reader, reader::classifyBothWays)
            : AdjustedCell.unadjusted(seen, reader::classifyBothWays);
    List<CellEvidence.Chromosome> evidence =
        read.evidence().stream().map(one -> one.withNumber(numbers.get(one.number()))).toList();
    return Karyotype.of(
        cell,
        segmentation == null
            ? null
            : new PhotographedCell(
                segmentation, cutOuts -> calls.make(() -> evidence(cutOuts, read.setup()))),
        new CellEvidence(evidence, Karyotype.DEFAULT_PRECISION),
        trained,
        reader.familiarity(reader.weighed(evidence, true)),
        (embedding, count) -> calls.make(() -> classifier.nearest(embedding, count)));
  }

  /** Reads cut-outs of a cell whose other chromosomes are known, as these were read. */
  private List<CellEvidence.Chromosome> evidence(
      List<ChromosomeImage> cutOuts, ChromosomeReader.Setup setup) {
    List<ChromosomeReader.Seen> seen = new ArrayList<>();
    for (Straightening result : straightened(cutOuts)) {
      if (result instanceof Straightened good) {
        seen.add(new ChromosomeReader.Seen(good, Optional.empty()));
      } else if (result instanceof Rejected bad) {
        String source = cutOuts.get(seen.size()).source();
        throw new NoChromosomeException(
            source + ": must show a chromosome after a correction, found none: " + bad.reason());
      }
    }
    return reader.classifyBothWays(seen, setup);
  }
}
