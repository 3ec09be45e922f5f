package io.karyo.metaphase.training;

import io.karyo.image.Metaphase;
import io.karyo.metaphase.internal.scene.Ground;
import io.karyo.metaphase.internal.scene.Scene;
import io.karyo.model.Require;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A photograph that is composed of real chromosomes: pairs that touch or cross, far apart from each
 * other, and lone ones, 46 in all. So the pixels of both chromosomes of a pair are known, which no
 * annotation of a photograph gives.
 *
 * <p>The chromosomes are those of one photograph that lie alone, each turned at random, on a ground
 * of its tone and grain. In bright field the light that passes two chromosomes is multiplied; in
 * fluorescence their light is added.
 *
 * <p><b>Units:</b> px; chromosomes are as large as in the photograph. <b>Thread safety:</b>
 * immutable.
 *
 * @param photograph the composed photograph
 * @param chromosomes the pixels of each chromosome
 * @param pairs those that touch or cross
 */
public record ComposedMetaphase(Metaphase photograph, List<Region> chromosomes, List<Pair> pairs) {

  /** How many pairs touch, and how many cross. */
  public static final int PAIRS_EACH = 4;

  /** Of fewer lone chromosomes nothing is composed. */
  private static final int FEWEST = 8;

  /** How two chromosomes meet. */
  public enum Contact {
    /** Side by side, end to end or an end at a side, without a gap or pressed together by 1 px. */
    TOUCHING,

    /** Each reaches beyond the other on both sides; at most 40 % of each is shared. */
    CROSSING
  }

  /**
   * Two chromosomes that meet.
   *
   * @param contact how
   * @param first an index of the chromosomes
   * @param second another one
   */
  public record Pair(Contact contact, int first, int second) {}

  public ComposedMetaphase {
    chromosomes = List.copyOf(chromosomes);
    pairs = List.copyOf(pairs);
    for (Pair pair : pairs) {
      Require.inRange("pair", Math.max(pair.first, pair.second), 0, chromosomes.size() - 1);
    }
  }

  /**
   * Composes a photograph.
   *
   * @param original a photograph
   * @param boxes the boxes of its chromosomes; only what fits one counts as a chromosome
   * @param margin how far they reach beyond chromosomes on every side, px
   * @param random decides all that is random
   * @return the composed photograph; empty if fewer than eight chromosomes lie alone, they are too
   *     short to cross, or no part of the ground is empty
   */
  public static Optional<ComposedMetaphase> of(
      Metaphase original, List<Box> boxes, int margin, SplittableRandom random) {
    Require.atLeast("margin", margin, 0);
    Scene scene = Scene.of(Ground.of(original), null);
    if (scene.problem() != null) {
      return Optional.empty();
    }
    LabelledPicture picture =
        LabelledPicture.unscaled(original, scene.relativeGround(), boxes, margin);
    if (picture.alone.size() < FEWEST) {
      return Optional.empty();
    }
    return EmptyGround.of(original, scene, picture)
        .flatMap(
            ground ->
                new MetaphaseComposer(ground, new ChromosomePool(picture, scene.width()), random)
                    .compose());
  }
}
