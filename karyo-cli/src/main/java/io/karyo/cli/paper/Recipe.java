package io.karyo.cli.paper;

import io.karyo.classify.EmbeddingClassifiers;
import io.karyo.network.Augmentation;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.Optimizer;
import io.karyo.network.PairLoss;
import io.karyo.siamese.SameDiffEncoder;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.siamese.baseline.Baselines;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.PairSampler;
import io.karyo.spi.Part;
import io.karyo.spi.SiameseEncoder;

/**
 * The parts that an experiment is made of, all from the library's public factories but for the
 * order of balanced pairs, {@link SharedImages}.
 *
 * @param sampler draws the pairs; a baseline does not ask it
 * @param encoder learns the embedding, or hands the pixels on
 * @param classifier classifies
 */
record Recipe(PairSampler sampler, SiameseEncoder encoder, EmbeddingClassifier classifier) {

  /** The side of the paper's images in px. */
  private static final int SIDE = 60;

  private static final int EMBEDDING = 512;

  /** The paper's 9 thousand similar pairs of 24 types. */
  private static final int SIMILAR_PER_TYPE = 375;

  /**
   * How many images a batch's pairs share. Larger batches need fewer embeddings for the same pairs,
   * but make fewer steps of them.
   */
  private static final int IMAGES_PER_BATCH = 256;

  static final double MARGIN = 0.5;

  /**
   * Of the paper's learning rates (0.1, 0.01, 0.001) and weight decays (0.01, 0.001), those that
   * were best on validation images; docs/paper.md has what each gave.
   */
  static final Optimizer PAPER_SIAMESE = Optimizer.nesterov(0.01, 0.99, 0.001);

  static final Optimizer PAPER_CNN = Optimizer.nesterov(0.01, 0.99, 0.001);

  static final Optimizer OUR_SIAMESE = Optimizer.adam(2e-3, 0.05);

  static final Optimizer OUR_CNN = Optimizer.adam(2e-3, 0.01);

  /** Returns the parts of an experiment. */
  static Recipe of(Experiment experiment, Column column, Budget budget) {
    return switch (experiment.family()) {
      case PIXEL_MLP ->
          new Recipe(PairSamplers.all(), Baselines.pixels(SIDE, SIDE), EmbeddingClassifiers.mlp());
      case DEEP_CNN ->
          new Recipe(PairSamplers.all(), Baselines.pixels(SIDE, SIDE), deepCnn(column, budget));
      case SIAMESE_NEAREST ->
          new Recipe(
              sampler(experiment.pairing()),
              siamese(column, budget),
              EmbeddingClassifiers.nearestNeighbours(1));
      case SIAMESE_MLP ->
          new Recipe(
              sampler(experiment.pairing()), siamese(column, budget), EmbeddingClassifiers.mlp());
      case CON_SIAMESE_MLP ->
          new Recipe(
              sampler(experiment.pairing()),
              SiameseEncoders.concatenated(siamese(column, budget), budget.networks()),
              EmbeddingClassifiers.mlp());
    };
  }

  private static PairSampler sampler(Pairing pairing) {
    return switch (pairing) {
      case NONE, ALL -> PairSamplers.all().imagesPerTile(IMAGES_PER_BATCH);
      case RANDOM -> PairSamplers.random(2).imagesPerTile(IMAGES_PER_BATCH);
      case BALANCED ->
          new SharedImages(
              PairSamplers.balanced().similarPerType(SIMILAR_PER_TYPE), IMAGES_PER_BATCH);
    };
  }

  /** The paper's network; in our column its embedding is linear and of length 1. */
  static SameDiffEncoder siamese(Column column, Budget budget) {
    EncoderNetwork paper = EncoderNetwork.paper(budget.firstFilters(), budget.secondFilters());
    int epochs = budget.siameseEpochs();
    SameDiffEncoder base =
        SiameseEncoders.sameDiff()
            .embeddingSize(EMBEDDING)
            .draws(epochs)
            // Less than there are epochs, so that each is judged.
            .patience(Math.max(1, epochs - 1));
    return switch (column) {
      case FAITHFUL ->
          base.network(paper)
              .normalised(false)
              .loss(PairLoss.contrastive(MARGIN))
              .optimizer(PAPER_SIAMESE)
              .augmentation(Augmentation.none());
      case OURS ->
          base.network(
                  new EncoderNetwork(
                      paper.height(),
                      paper.width(),
                      paper.convolutions(),
                      false,
                      false,
                      paper.dropout()))
              .normalised(true)
              .loss(PairLoss.supervisedContrastive(0.1))
              .optimizer(OUR_SIAMESE)
              .augmentation(Augmentation.standard());
    };
  }

  private static EmbeddingClassifier deepCnn(Column column, Budget budget) {
    return Baselines.deepCnn()
        .filters(budget.cnnFilters(), budget.cnnFilters() / 2, budget.cnnFilters() / 4)
        .optimizer(column == Column.FAITHFUL ? PAPER_CNN : OUR_CNN)
        .epochs(budget.cnnEpochs())
        .patience(Math.max(1, budget.cnnEpochs() / 4));
  }

  /** Returns all that a result depends on but data and seed. */
  String fingerprint() {
    return written(sampler) + '\n' + written(encoder) + '\n' + written(classifier);
  }

  private static String written(Part part) {
    return part.id() + part.settings();
  }
}
