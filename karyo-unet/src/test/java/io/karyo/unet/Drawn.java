package io.karyo.unet;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.LabelledBox;
import io.karyo.image.Background;
import io.karyo.image.Metaphase;
import io.karyo.metaphase.training.PixelExamples;
import io.karyo.network.Optimizer;
import io.karyo.network.UNetShape;
import io.karyo.photo.Box;
import io.karyo.samediff.Weights;
import io.karyo.spi.Cancellation;
import io.karyo.spi.SegmenterTraining;
import io.karyo.spi.TrainingListener;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticMetaphase;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;

/** Drawn photographs to learn from. */
final class Drawn {

  static final int MARGIN = 2;

  private static final int SIDE = 400;

  private Drawn() {}

  /** A photograph with the boxes of its chromosomes. */
  record Photograph(Metaphase load, List<Box> boxesOfChromosomes)
      implements SegmenterTraining.Photograph {}

  /** Ten chromosomes that lie apart, on either ground. */
  static Photograph photograph(long seed) {
    SyntheticCell cell =
        SyntheticCells.builder()
            .seed(seed)
            .karyotype(ChromosomeType.ALL.subList(0, 10))
            .noise(0)
            .rotation(180)
            .bend(0, 40)
            .build()
            .cell(0);
    Background ground = seed % 2 == 0 ? Background.WHITE : Background.BLACK;
    SyntheticMetaphase drawn =
        SyntheticMetaphase.builder(SIDE, SIDE, ground).seed(seed).scatter(cell, seed).build();
    return new Photograph(
        drawn.photograph(), drawn.boxes(MARGIN).stream().map(LabelledBox::box).toList());
  }

  /** Four photographs. */
  static List<SegmenterTraining.Photograph> photographs() {
    return LongStream.range(0, 4)
        .<SegmenterTraining.Photograph>mapToObj(Drawn::photograph)
        .toList();
  }

  /** A training on two photographs. */
  static SegmenterTraining training(long seed, int threads) {
    return training(seed, threads, TrainingListener.NONE, new Cancellation());
  }

  static SegmenterTraining training(
      long seed, int threads, TrainingListener listener, Cancellation cancellation) {
    return new SegmenterTraining(
        photographs().subList(0, 2), MARGIN, seed, threads, listener, cancellation);
  }

  static PixelExamples examples(List<SegmenterTraining.Photograph> photographs) throws IOException {
    return PixelExamples.of(photographs, MARGIN, UNetTrainer.SIDE, 1, null).orElseThrow();
  }

  /** Trains on {@link #photographs()} with an optimizer of its own. */
  static void train(UNetShape shape, Weights weights, Optimizer optimizer, int steps)
      throws IOException {
    try (UNetTrainer trainer = new UNetTrainer(shape, weights, optimizer, steps, training(1, 2))) {
      trainer.run(examples(photographs()), steps);
    }
  }
}
