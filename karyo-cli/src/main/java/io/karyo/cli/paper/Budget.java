package io.karyo.cli.paper;

/**
 * How much is computed.
 *
 * @param sizes how many images are drawn
 * @param firstFilters filters of the Siamese network's first convolution, 64 in the paper
 * @param secondFilters filters of its second one, 128 in the paper
 * @param siameseEpochs passes over a sampler's pairs
 * @param cnnEpochs passes of the Deep CNN over the images, at most
 * @param cnnFilters filters of the Deep CNN's first two convolutions, 64 in the paper; the next two
 *     have half, the last two a quarter
 * @param networks how many networks a Con-Siamese has, 10 in the paper
 */
record Budget(
    Sizes sizes,
    int firstFilters,
    int secondFilters,
    int siameseEpochs,
    int cnnEpochs,
    int cnnFilters,
    int networks) {

  private static final int MAX_NETWORKS = 3;

  static Budget of(PaperTable.Options options) {
    boolean quick = options.quick();
    return new Budget(
        quick ? Sizes.QUICK : Sizes.PAPER,
        options.firstFilters(),
        options.secondFilters(),
        scaled(quick ? 1 : 2, options.epochsScale()),
        scaled(quick ? 15 : 30, options.epochsScale()),
        quick ? 8 : 16,
        quick ? 2 : Math.max(2, Math.min(MAX_NETWORKS, options.seeds())));
  }

  private static int scaled(int epochs, double scale) {
    return (int) Math.max(1, Math.round(epochs * scale));
  }
}
