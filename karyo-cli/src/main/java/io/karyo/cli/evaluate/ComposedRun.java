package io.karyo.cli.evaluate;

import io.karyo.Karyotyper;
import io.karyo.chromosome.KaryoException;
import io.karyo.cli.output.Failures;
import io.karyo.data.LabelledMetaphase;
import io.karyo.image.Metaphase;
import io.karyo.metaphase.training.ComposedMetaphase;
import io.karyo.photo.Box;
import io.karyo.photo.Segmentation;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Composes photographs of real chromosomes and searches them. */
final class ComposedRun {

  private final @Nullable Karyotyper karyotyper;
  private final int margin;
  private final long seed;
  private final List<String> failures = new ArrayList<>();

  /**
   * Begins.
   *
   * @param karyotyper null if shape alone decides
   * @param margin of the annotated boxes, in px
   * @param seed decides on all that is composed
   */
  ComposedRun(@Nullable Karyotyper karyotyper, int margin, long seed) {
    this.karyotyper = karyotyper;
    this.margin = margin;
    this.seed = seed;
  }

  /**
   * Composes photographs, each of the chromosomes of one photograph, and searches them.
   *
   * @param count how many; if there are fewer photographs, several are composed of one
   * @return empty if nothing can be composed of any photograph
   */
  Optional<ComposedFigures> of(List<LabelledMetaphase> photographs, int count) {
    List<LabelledMetaphase> order = new ArrayList<>(photographs);
    Collections.shuffle(order, new Random(seed));
    SplittableRandom random = new SplittableRandom(seed);
    List<ComposedFigures.Searched> searched = new ArrayList<>();
    int misses = 0;
    for (int i = 0; searched.size() < count && misses < order.size(); i++) {
      Optional<ComposedFigures.Searched> one =
          searched(order.get(i % order.size()), random.split());
      one.ifPresent(searched::add);
      misses = one.isPresent() ? 0 : misses + 1;
    }
    return searched.isEmpty() ? Optional.empty() : Optional.of(ComposedFigures.of(seed, searched));
  }

  private Optional<ComposedFigures.Searched> searched(
      LabelledMetaphase photo, SplittableRandom random) {
    try {
      boolean hasMask = photo.mask().isPresent();
      List<Box> boxes =
          hasMask
              ? photo.loadRegions().stream().map(labelled -> labelled.region().box()).toList()
              : photo.boxesOfChromosomes();
      Optional<ComposedMetaphase> composed =
          ComposedMetaphase.of(photo.load(), boxes, hasMask ? 0 : margin, random);
      if (composed.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new ComposedFigures.Searched(
              composed.get(), segmented(composed.get().photograph()).chromosomes()));
    } catch (IOException | KaryoException | IllegalArgumentException e) {
      failures.add(photo.name() + ", composed: " + Failures.message(e));
      return Optional.empty();
    }
  }

  /**
   * Looks decide, but not the numbers of types: a composed photograph has as many of each as chance
   * will have it.
   */
  private Segmentation segmented(Metaphase photograph) throws IOException {
    return karyotyper == null
        ? Parts.defaultPart(PartKind.SEGMENTER).segment(photograph)
        : karyotyper.partedByLooks(karyotyper.segment(photograph));
  }

  /** Returns why photographs could not be searched; they are left out. */
  List<String> failures() {
    return failures;
  }
}
