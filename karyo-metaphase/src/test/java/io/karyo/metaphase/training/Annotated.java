package io.karyo.metaphase.training;

import io.karyo.image.Metaphase;
import io.karyo.photo.Box;
import io.karyo.spi.SegmenterTraining;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A photograph in memory with what is known of it. */
record Annotated(
    Metaphase photograph,
    List<Box> boxesOfChromosomes,
    SegmenterTraining.@Nullable KnownPixels pixels)
    implements SegmenterTraining.Photograph {

  Annotated(Metaphase photograph, List<Box> boxes) {
    this(photograph, boxes, null);
  }

  @Override
  public Metaphase load() {
    return photograph;
  }

  @Override
  public Optional<SegmenterTraining.KnownPixels> loadPixels() {
    return Optional.ofNullable(pixels);
  }
}
