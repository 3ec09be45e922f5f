package io.karyo;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledBox;
import io.karyo.data.LabelledChromosome;
import io.karyo.data.LabelledMetaphase;
import io.karyo.model.Require;
import io.karyo.photo.Box;
import io.karyo.photo.Cluster;
import io.karyo.photo.Segmentation;
import io.karyo.spi.Segmenter;
import io.karyo.training.SharedSteps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;

/**
 * Makes labelled pictures of single chromosomes from photographs in which boxes show chromosomes
 * and their types, so that an encoder can be trained on them.
 *
 * <p>Only chromosomes that lie alone are taken: a region that the segmenter leaves whole, and whose
 * box is that of one annotation and of no other. What touches another chromosome is left out,
 * because its picture could show a part of the other one. Either end of a chromosome may be up.
 *
 * <p><b>Thread safety:</b> {@link #of} is safe for concurrent calls.
 */
public final class LoneChromosomes {

  /** The least intersection over union of a region's box and its annotation. */
  private static final double SAME = 0.6;

  /** What another annotation may share with a region's box. */
  private static final double OTHER = 0.15;

  private LoneChromosomes() {}

  /**
   * Cuts the lone chromosomes out of photographs. Their cell is the photograph, their patient and
   * their split are those of the photograph.
   *
   * @param photographs photographs with boxes
   * @param segmenter finds the chromosomes
   * @param margin how far annotated boxes reach beyond chromosomes on every side, in px; at least 0
   * @param threads how many threads share the photographs, at least 1
   * @return the pictures, in memory, in the order of the photographs
   * @throws IOException if a photograph cannot be read
   * @throws IllegalArgumentException if a number is out of range, or no chromosome lies alone
   */
  public static ChromosomeDataset of(
      List<LabelledMetaphase> photographs, Segmenter segmenter, int margin, int threads)
      throws IOException {
    Require.atLeast("margin", margin, 0);
    Require.atLeast("threads", threads, 1);
    List<List<LabelledChromosome>> found = new ArrayList<>();
    photographs.forEach(photograph -> found.add(List.of()));
    try {
      SharedSteps.run(
          photographs.size(),
          threads,
          ForkJoinPool.commonPool(),
          i -> {
            List<LabelledChromosome> lone = cut(photographs.get(i), segmenter, margin);
            synchronized (found) {
              found.set(i, lone);
            }
          });
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
    List<LabelledChromosome> all = found.stream().flatMap(List::stream).toList();
    Require.that(
        !all.isEmpty(), "photographs", "of at least one chromosome that lies alone", "none");
    return ChromosomeDataset.of(all);
  }

  private static List<LabelledChromosome> cut(
      LabelledMetaphase photograph, Segmenter segmenter, int margin) {
    Segmentation segmentation;
    try {
      segmentation = PartAnswers.segment(segmenter, photograph.load());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<LabelledChromosome> lone = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < segmentation.clusters().size(); i++) {
      Cluster cluster = segmentation.clusters().get(i);
      int count = cluster.partings().get(segmentation.chosen(i)).chromosomes().size();
      if (count == 1) {
        Box box = segmentation.chromosomes().get(next).box().widened(margin);
        int number = next;
        type(box, photograph.boxes())
            .ifPresent(type -> lone.add(labelled(photograph, segmentation, number, type)));
      }
      next += count;
    }
    return lone;
  }

  private static LabelledChromosome labelled(
      LabelledMetaphase photograph, Segmentation segmentation, int number, ChromosomeType type) {
    LabelledChromosome item =
        LabelledChromosome.of(segmentation.cutOut(number), type).withCell(photograph.name());
    item = photograph.patient().map(item::withPatient).orElse(item);
    return photograph.split().map(item::withSplit).orElse(item);
  }

  /** The type of the one annotation that is in a box; empty if there is none or another one. */
  private static Optional<ChromosomeType> type(Box box, List<LabelledBox> annotations) {
    double[] shared = annotations.stream().mapToDouble(one -> one.box().iou(box)).toArray();
    long others = Arrays.stream(shared).filter(iou -> iou > OTHER).count();
    for (int i = 0; i < shared.length; i++) {
      if (shared[i] >= SAME && others == 1) {
        return Optional.of(annotations.get(i).type());
      }
    }
    return Optional.empty();
  }
}
