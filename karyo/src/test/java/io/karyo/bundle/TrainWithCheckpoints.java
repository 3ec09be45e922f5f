package io.karyo.bundle;

import io.karyo.Karyotyper;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.spi.TrainingListener;
import io.karyo.synthetic.SyntheticCells;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Trains two networks until the second one has begun, says so, and waits to be killed. */
final class TrainWithCheckpoints {

  static final int EPOCHS = 4;
  static final String READY = "ready to be killed";

  private TrainWithCheckpoints() {}

  static Karyotyper.Builder builder() {
    return Karyotyper.builder()
        .encoder(SiameseEncoders.concatenated(SiameseEncoders.sameDiff().epochs(EPOCHS), 2))
        .seed(5);
  }

  static ChromosomeDataset dataset() {
    List<LabelledChromosome> items = new ArrayList<>();
    SyntheticCells cells = SyntheticCells.builder().seed(9).build();
    for (int i = 0; i < 3; i++) {
      items.addAll(cells.cell(i).labelled(i == 2 ? "validation" : "train"));
    }
    return ChromosomeDataset.of(items);
  }

  private static void awaitEndOfInput() {
    try {
      int unused = System.in.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void main(String[] args) throws IOException {
    TrainingListener untilTheSecondNetwork =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            if (epoch.stage() == Stage.ENCODER && epoch.epoch() == EPOCHS + 2) {
              System.out.println(READY);
              // The parent ends this program; should it not, it ends with its standard input.
              awaitEndOfInput();
            }
          }
        };
    builder()
        .checkpoints(Path.of(args[0]))
        .listener(untilTheSecondNetwork)
        .train(dataset())
        .close();
  }
}
