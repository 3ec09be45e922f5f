package io.karyo.straighten.internal;

/**
 * The 4-connected regions that a binary image encloses.
 *
 * @param narrow the pixels of all holes up to a size
 * @param wide the pixels of all others
 * @param any whether there are wide ones
 */
record Holes(BitImage narrow, BitImage wide, boolean any) {

  /**
   * Finds the holes of an image whose margin is empty.
   *
   * @param most the most pixels of a narrow hole
   */
  static Holes of(BitImage image, int most) {
    BitImage narrow = new BitImage(image.width, image.height);
    BitImage wide = new BitImage(image.width, image.height);
    Runs runs = Runs.of(image);
    if (!runs.anyBetween()) {
      return new Holes(narrow, wide, false);
    }
    Runs gaps = runs.gaps();
    int[] components = gaps.components(false);
    int[] sizes = gaps.sizes(components);
    boolean any = false;
    for (int y = 0; y < image.height; y++) {
      for (int gap = gaps.first(y); gap < gaps.first(y + 1); gap++) {
        // The first gap is a row of the margin, which everything outside hangs together with.
        if (components[gap] != 0) {
          boolean fits = sizes[components[gap]] <= most;
          (fits ? narrow : wide).set(y, gaps.from(gap), gaps.to(gap));
          any |= !fits;
        }
      }
    }
    return new Holes(narrow, wide, any);
  }
}
