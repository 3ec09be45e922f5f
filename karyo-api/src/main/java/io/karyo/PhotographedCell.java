package io.karyo;

import io.karyo.chromosome.Cell;
import io.karyo.chromosome.NoChromosomeException;
import io.karyo.image.ChromosomeImage;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.spi.CellEvidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where the chromosomes of a cell are in its photograph, and who can read them again when outlines
 * are corrected.
 *
 * @param segmentation where they are; its numbers are those of the cell
 * @param reader reads cut-outs
 */
record PhotographedCell(Segmentation segmentation, CutOutReader reader) {

  /** Two main directions that differ by more than this, in degrees, have their ends swapped. */
  private static final double SWAPPED = 90;

  /** Straightens, embeds and classifies cut-outs. */
  interface CutOutReader {

    /**
     * Reads.
     *
     * @return one entry per cut-out, in the same order
     * @throws NoChromosomeException if a cut-out shows no chromosome
     */
    List<CellEvidence.Chromosome> read(List<ChromosomeImage> cutOuts);
  }

  /** A cell after a correction, with the evidence for its chromosomes in order. */
  record Corrected(
      PhotographedCell photographed, Cell cell, List<CellEvidence.Chromosome> evidence) {}

  /**
   * Reads what a correction changes: the chromosomes with another region, and those of which
   * another cut-out is left, because a neighbour has other pixels. The evidence for all others
   * stays. A chromosome that keeps its number keeps what is known of it.
   *
   * @param after the corrected segmentation
   * @param cell all images by number, also of chromosomes that no longer are
   * @param before the evidence for the chromosomes that are placed
   */
  Corrected corrected(Segmentation after, Cell cell, List<CellEvidence.Chromosome> before) {
    Map<Integer, CellEvidence.Chromosome> evidence = new TreeMap<>();
    before.stream()
        .filter(one -> after.numbers().contains(one.number()))
        .forEach(one -> evidence.put(one.number(), one));
    List<Box> places = changedPlaces(after);
    List<ChromosomeImage> images = new ArrayList<>(cell.chromosomes());
    List<Integer> unread = new ArrayList<>();
    for (int number : after.numbers()) {
      if (places.stream().noneMatch(after.cutOutBox(number)::meets)) {
        continue;
      }
      ChromosomeImage cutOut = after.cutOut(number);
      boolean changed = changed(after, number);
      if (number == images.size()) {
        images.add(cutOut);
      } else if (changed || !cutOut.equals(images.get(number))) {
        images.set(number, cutOut);
      } else {
        continue;
      }
      if (changed || evidence.containsKey(number)) {
        unread.add(number);
      }
    }
    List<CellEvidence.Chromosome> read = reader.read(unread.stream().map(images::get).toList());
    for (int i = 0; i < read.size(); i++) {
      int number = unread.get(i);
      CellEvidence.Chromosome now = read.get(i).withNumber(number);
      evidence.merge(number, now, (known, again) -> withKnown(again, known));
    }
    return new Corrected(
        new PhotographedCell(after, reader),
        new Cell(cell.id(), images),
        List.copyOf(evidence.values()));
  }

  /** Reads a cut-out that changed, and keeps what a person has decided of the chromosome. */
  CellEvidence.Chromosome readAgain(ChromosomeImage cutOut, CellEvidence.Chromosome known) {
    return withKnown(reader.read(List.of(cutOut)).get(0).withNumber(known.number()), known);
  }

  /** Where chromosomes lost or gained pixels. */
  private List<Box> changedPlaces(Segmentation after) {
    List<Box> places = new ArrayList<>();
    for (int number : numbersWith(after)) {
      if (changed(after, number)) {
        region(segmentation, number).map(Region::box).ifPresent(places::add);
        region(after, number).map(Region::box).ifPresent(places::add);
      }
    }
    return places;
  }

  private Set<Integer> numbersWith(Segmentation after) {
    Set<Integer> numbers = new TreeSet<>(segmentation.numbers());
    numbers.addAll(after.numbers());
    return numbers;
  }

  private boolean changed(Segmentation after, int number) {
    return !region(segmentation, number).equals(region(after, number));
  }

  /** Keeps what a person has decided of a chromosome when its cut-out is read again. */
  private static CellEvidence.Chromosome withKnown(
      CellEvidence.Chromosome again, CellEvidence.Chromosome known) {
    CellEvidence.Chromosome pinned = again.withPinned(known.pinned());
    if (known.polarity().isEmpty()) {
      return pinned;
    }
    double turn =
        again.asItLies().straightened().rotation() - known.asItLies().straightened().rotation();
    return pinned.withPolarity(
        Math.abs(turn) > SWAPPED ? known.polarity().get().turned() : known.polarity().get());
  }

  /** Records a correction of outlines. */
  Correction correction(Correction.Kind kind, Segmentation after, Optional<Instant> when) {
    List<Correction.RegionChange> changes = new ArrayList<>();
    for (int number : numbersWith(after)) {
      Optional<Region> was = region(segmentation, number);
      Optional<Region> is = region(after, number);
      if (!was.equals(is)) {
        changes.add(new Correction.RegionChange(number, was, is));
      }
    }
    return new Correction(
        kind,
        changes.get(0).chromosome(),
        numbers(changes, Correction.RegionChange::before),
        numbers(changes, Correction.RegionChange::after),
        when,
        changes);
  }

  private static String numbers(
      List<Correction.RegionChange> changes,
      Function<Correction.RegionChange, Optional<Region>> side) {
    return changes.stream()
        .filter(change -> side.apply(change).isPresent())
        .map(change -> String.valueOf(change.chromosome()))
        .collect(Collectors.joining(", "));
  }

  private static Optional<Region> region(Segmentation segmentation, int number) {
    return segmentation.numbers().contains(number)
        ? Optional.of(segmentation.chromosome(number))
        : Optional.empty();
  }
}
