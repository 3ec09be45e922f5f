package io.karyo;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledBox;
import io.karyo.data.LabelledChromosome;
import io.karyo.data.LabelledMetaphase;
import io.karyo.model.Require;
import io.karyo.photo.Box;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.spi.Segmenter;
import io.karyo.training.SharedSteps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;

/**
 * Makes labelled pictures of single chromosomes from photographs in which boxes show chromosomes
 * and their types, so that an encoder can be trained on them.
 *
 * <p>A cluster's chromosomes are taken if one of its partings fits the annotations: the box of each
 * piece is that of one annotation and of no other. So most chromosomes that touch or cross are
 * taken, too, and where they cross, their pictures show both. Either end of a chromosome may be up.
 *
 * <p><b>Thread safety:</b> {@link #of} is safe for concurrent calls.
 */
public final class BoxedChromosomes {

  /** The least intersection over union of a region's box and its annotation. */
  private static final double SAME = 0.7;

  private BoxedChromosomes() {}

  /**
   * Cuts chromosomes out of photographs. Their cell is the photograph, their patient and their
   * split are those of the photograph.
   *
   * @param photographs photographs with boxes or masks
   * @param segmenter finds the chromosomes
   * @param margin how far annotated boxes reach beyond chromosomes on every side, in px; at least
   *     0; not used with masks
   * @param threads how many threads share the photographs, at least 1
   * @return the pictures, in memory, in the order of the photographs
   * @throws IOException if a photograph cannot be read
   * @throws IllegalArgumentException if a number is out of range, or no parting fits
   */
  public static ChromosomeDataset of(
      List<LabelledMetaphase> photographs, Segmenter segmenter, int margin, int threads)
      throws IOException {
    Require.atLeast("margin", margin, 0);
    Require.atLeast("threads", threads, 1);
    List<List<LabelledChromosome>> found;
    try {
      found =
          SharedSteps.map(
              photographs.size(),
              threads,
              ForkJoinPool.commonPool(),
              i -> cut(photographs.get(i), segmenter, margin));
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
    List<LabelledChromosome> all = found.stream().flatMap(List::stream).toList();
    Require.that(
        !all.isEmpty(), "photographs", "of at least one chromosome that fits a box", "none");
    return ChromosomeDataset.of(all);
  }

  private static List<LabelledChromosome> cut(
      LabelledMetaphase photograph, Segmenter segmenter, int margin) {
    Segmentation segmentation;
    List<LabelledBox> boxes;
    try {
      segmentation = PartAnswers.segment(segmenter, photograph.load());
      boxes = photograph.loadBoxes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int around = photograph.mask().isPresent() ? 0 : margin;
    List<LabelledChromosome> known = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < segmentation.clusters().size(); i++) {
      List<Parting> partings = segmentation.clusters().get(i).partings();
      for (int j = 0; j < partings.size(); j++) {
        List<ChromosomeType> types = types(partings.get(j), boxes, around);
        if (!types.isEmpty()) {
          Segmentation parted = segmentation.withParting(i, j);
          for (int k = 0; k < types.size(); k++) {
            known.add(labelled(photograph, parted, first + k, types.get(k)));
          }
          break;
        }
      }
      first += partings.get(segmentation.chosen(i)).chromosomes().size();
    }
    return known;
  }

  /** The types of the chromosomes of a parting that fits the annotations; empty if it does not. */
  private static List<ChromosomeType> types(
      Parting parting, List<LabelledBox> annotations, int margin) {
    Set<LabelledBox> taken = new HashSet<>();
    List<ChromosomeType> types = new ArrayList<>();
    for (Region region : parting.chromosomes()) {
      Box box = region.box().widened(margin);
      Optional<LabelledBox> annotation = fitting(box, annotations);
      if (annotation.isEmpty() || !taken.add(annotation.get())) {
        return List.of();
      }
      types.add(annotation.get().type());
    }
    return types;
  }

  /** The one annotation that fits a box; empty if there is none, or another one. */
  private static Optional<LabelledBox> fitting(Box box, List<LabelledBox> annotations) {
    List<LabelledBox> fitting =
        annotations.stream().filter(one -> one.box().iou(box) >= SAME).toList();
    return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
  }

  private static LabelledChromosome labelled(
      LabelledMetaphase photograph, Segmentation segmentation, int number, ChromosomeType type) {
    LabelledChromosome item =
        LabelledChromosome.of(segmentation.cutOut(number), type).withCell(photograph.name());
    item = photograph.patient().map(item::withPatient).orElse(item);
    return photograph.split().map(item::withSplit).orElse(item);
  }
}
