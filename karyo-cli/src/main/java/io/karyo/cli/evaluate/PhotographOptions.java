package io.karyo.cli.evaluate;

import io.karyo.cli.common.DataOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is particular to the evaluation of photographs. */
final class PhotographOptions {

  private static final int WORST = 10;

  @Option(
      names = "--margin",
      paramLabel = "PX",
      description =
          "With photographs: the margin of annotated boxes around chromosomes; default "
              + DataOptions.BOX_MARGIN
              + ", which is that of the Taichung data set.")
  private @Nullable Integer margin;

  @Option(
      names = "--overlays",
      paramLabel = "DIR",
      description =
          "With photographs: draw them with outlines, the worst first; boxes that were missed are"
              + " red.")
  private @Nullable Path overlays;

  @Option(
      names = "--worst",
      paramLabel = "N",
      description = "With photographs: how many to draw; default " + WORST + ".")
  private @Nullable Integer worst;

  @Option(
      names = "--composed",
      paramLabel = "N",
      description =
          "With photographs: also compose N photographs in which four pairs of their lone"
              + " chromosomes touch and four cross, and report of how many pairs both are found at"
              + " an intersection over union of their pixels of 0.7.")
  private @Nullable Integer composed;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "With --composed: the random seed; default 0.")
  private @Nullable Long seed;

  @Option(
      names = "--by-shape",
      description = "With photographs: find chromosomes by shape alone, without a model.")
  private boolean byShape;

  /** Returns the first of these options that is given, null if none is. */
  @Nullable String given() {
    if (byShape) {
      return "--by-shape";
    }
    if (margin != null) {
      return "--margin";
    }
    if (composed != null || seed != null) {
      return composed != null ? "--composed" : "--seed";
    }
    return overlays != null ? "--overlays" : worst != null ? "--worst" : null;
  }

  boolean byShape() {
    return byShape;
  }

  int margin() {
    return margin == null ? DataOptions.BOX_MARGIN : margin;
  }

  int worst() {
    return worst == null ? WORST : worst;
  }

  @Nullable Path overlays() {
    return overlays;
  }

  /** How many photographs to compose; null for none. */
  @Nullable Integer composed() {
    return composed;
  }

  /** Returns whether a seed is given that nothing needs. */
  boolean hasIdleSeed() {
    return seed != null && composed == null;
  }

  long seed() {
    return seed == null ? 0 : seed;
  }
}
