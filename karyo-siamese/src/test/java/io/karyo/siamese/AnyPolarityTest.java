package io.karyo.siamese;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.PreparedChromosome;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.EncoderNetwork.Convolution;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.Cancellation;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingListener;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.testkit.SiameseEncoderContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Encoders that were trained with chromosomes of unknown polarity. */
class AnyPolarityTest extends SiameseEncoderContract {

  private static final int NEVER = Integer.MAX_VALUE;

  private static final SyntheticCells CELLS = SyntheticCells.builder().seed(9).build();

  private static SameDiffEncoder small() {
    return SiameseEncoders.sameDiff()
        .network(
            new EncoderNetwork(
                32,
                12,
                List.of(new Convolution(8, 5, 2, false), new Convolution(16, 3, 2, false)),
                true,
                false,
                0))
        .embeddingSize(16)
        .batchImages(32)
        .epochs(4);
  }

  @Override
  protected SiameseEncoder encoder() {
    return SiameseEncoders.concatenated(small().polarity(SameDiffEncoder.Polarity.ANY), 2);
  }

  @Override
  protected int networks() {
    return 2;
  }

  private static boolean ignoresPolarity(SiameseEncoder encoder, int everyTurned) {
    List<EncoderTraining.Example> examples = new ArrayList<>();
    for (int c = 0; c < 2; c++) {
      SyntheticCell cell = CELLS.cell(c);
      for (int i = 0; i < cell.chromosomes().size(); i++) {
        PreparedChromosome lying = cell.prepared().get(i);
        examples.add(
            new EncoderTraining.Example(
                i % everyTurned == everyTurned - 1
                    ? new PreparedChromosome(lying.straightened().turned(), lying.scale())
                    : lying,
                cell.chromosomes().get(i).type()));
      }
    }
    try (TrainedEncoder trained =
        encoder.train(
            new EncoderTraining(
                examples,
                List.of(),
                PairSamplers.inBatch(),
                1,
                1,
                TrainingListener.NONE,
                new Cancellation()))) {
      return trained.ignoresPolarity();
    }
  }

  @Test
  void whetherTrainingChromosomesLieAnyhowIsFoundOut() {
    assertThat(ignoresPolarity(small().epochs(1), NEVER)).isFalse();
    assertThat(ignoresPolarity(small().epochs(1), 2)).isTrue();
  }

  @Test
  void severalEncodersIgnorePolarityOnlyIfAllDo() {
    SameDiffEncoder any = small().epochs(1).polarity(SameDiffEncoder.Polarity.ANY);
    SameDiffEncoder upright = small().epochs(1).polarity(SameDiffEncoder.Polarity.UPRIGHT);
    assertThat(ignoresPolarity(SiameseEncoders.concatenated(List.of(any, any)), 2)).isTrue();
    assertThat(ignoresPolarity(SiameseEncoders.concatenated(List.of(any, upright)), 2)).isFalse();
  }
}
