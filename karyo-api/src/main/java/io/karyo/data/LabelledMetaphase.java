package io.karyo.data;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.image.Metaphase;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import io.karyo.spi.SegmenterTraining;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A photograph of a data set, with what is known of it. The picture stays in its file.
 *
 * @param name the path in the data set, for messages
 * @param file the file of the photograph
 * @param mask the file with the type of every pixel, empty if the photograph has boxes instead
 * @param boxes the annotated chromosomes, empty if the photograph has a mask instead
 * @param patient the person or, if unknown, the case or slide; empty if unknown
 * @param split the split, empty if unknown
 * @param difficult whether the annotators found the photograph difficult
 * @param finding the abnormality or the karyotype in the words of the data set, empty if unknown
 */
public record LabelledMetaphase(
    String name,
    Path file,
    Optional<Path> mask,
    List<LabelledBox> boxes,
    Optional<String> patient,
    Optional<String> split,
    boolean difficult,
    Optional<String> finding)
    implements SegmenterTraining.Photograph {

  /**
   * How far a box may reach beyond the photograph: annotation programs are off by a pixel or two.
   */
  static final int TOLERANCE = 2;

  public LabelledMetaphase {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(mask, "mask");
    boxes = List.copyOf(boxes);
    Objects.requireNonNull(patient, "patient");
    Objects.requireNonNull(split, "split");
    Objects.requireNonNull(finding, "finding");
  }

  /**
   * Reads the photograph.
   *
   * @return the photograph
   * @throws DatasetException if a box lies more than 2 px outside of it
   * @throws IOException if it cannot be read
   */
  @Override
  public Metaphase load() throws IOException {
    Metaphase photograph = Metaphase.read(file);
    Box frame = new Box(0, 0, photograph.width(), photograph.height()).widened(TOLERANCE);
    List<String> problems =
        boxes.stream()
            .map(LabelledBox::box)
            .filter(box -> !within(box, frame))
            .map(
                box ->
                    "box: must lie within the photograph of "
                        + photograph.width()
                        + " x "
                        + photograph.height()
                        + ", found "
                        + box)
            .toList();
    if (!problems.isEmpty()) {
      throw new DatasetException(name, problems);
    }
    return photograph;
  }

  @Override
  public List<Box> boxesOfChromosomes() {
    return boxes.stream().map(LabelledBox::box).toList();
  }

  /**
   * Reads the mask.
   *
   * @return the annotated regions
   * @throws DatasetException if the mask has another size than the photograph, or other values than
   *     types
   * @throws IllegalStateException if there is no mask
   * @throws IOException if it cannot be read
   */
  public List<LabelledRegion> loadRegions() throws IOException {
    return MaskReader.read(
        mask.orElseThrow(() -> new IllegalStateException(name + ": must have a mask, found none")),
        load());
  }

  /**
   * Reads the pixels of chromosomes from the mask. A region is uncertain if it is the only one of
   * its type, because two homologues that touch are one region; not so X and Y beside each other.
   */
  @Override
  public Optional<SegmenterTraining.KnownPixels> loadPixels() throws IOException {
    if (mask.isEmpty()) {
      return Optional.empty();
    }
    List<LabelledRegion> regions = loadRegions();
    Map<Boolean, List<Region>> byCertainty =
        regions.stream()
            .collect(
                Collectors.partitioningBy(
                    region -> isCertain(region, regions),
                    Collectors.mapping(LabelledRegion::region, Collectors.toList())));
    return Optional.of(
        new SegmenterTraining.KnownPixels(
            Objects.requireNonNull(byCertainty.get(true)),
            Objects.requireNonNull(byCertainty.get(false))));
  }

  /**
   * Reads the boxes of chromosomes: the annotated ones, or those of the certain regions of the
   * mask.
   *
   * @return the boxes with their types
   * @throws DatasetException if there is a mask that does not suit the photograph
   * @throws IOException if the mask cannot be read
   */
  public List<LabelledBox> loadBoxes() throws IOException {
    if (mask.isEmpty()) {
      return boxes;
    }
    List<LabelledRegion> regions = loadRegions();
    return regions.stream()
        .filter(region -> isCertain(region, regions))
        .map(region -> new LabelledBox(region.type(), region.region().box()))
        .toList();
  }

  private static boolean isCertain(LabelledRegion region, List<LabelledRegion> all) {
    return all.stream().filter(other -> isSameOrBothSex(other.type(), region.type())).count() > 1;
  }

  private static boolean isSameOrBothSex(ChromosomeType a, ChromosomeType b) {
    boolean areSex =
        (a == ChromosomeType.X || a == ChromosomeType.Y)
            && (b == ChromosomeType.X || b == ChromosomeType.Y);
    return a == b || areSex;
  }

  private static boolean within(Box box, Box frame) {
    return box.left() >= frame.left()
        && box.top() >= frame.top()
        && box.right() <= frame.right()
        && box.bottom() <= frame.bottom();
  }
}
