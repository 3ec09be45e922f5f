package io.karyo.straighten.internal;

/**
 * The largest 8-connected component of a binary image; of equal ones the first.
 *
 * @param mask its pixels
 * @param share its share of the pixels of the image; 1 if there are none
 */
record Largest(BitImage mask, double share) {

  static Largest of(BitImage image) {
    Runs runs = Runs.of(image);
    int[] components = runs.components(true);
    int[] sizes = runs.sizes(components);
    int best = 0;
    int all = 0;
    for (int run = 0; run < sizes.length; run++) {
      best = sizes[run] > sizes[best] ? run : best;
      all += sizes[run];
    }
    if (all == 0 || sizes[best] == all) {
      return new Largest(image, 1);
    }
    BitImage mask = new BitImage(image.width, image.height);
    for (int y = 0; y < image.height; y++) {
      for (int run = runs.first(y); run < runs.first(y + 1); run++) {
        if (components[run] == best) {
          mask.set(y, runs.from(run), runs.to(run));
        }
      }
    }
    return new Largest(mask, (double) sizes[best] / all);
  }
}
