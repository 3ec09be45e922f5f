package io.karyo.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.Karyotyper;
import io.karyo.TrainingReport;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.ChromosomeDataset;
import io.karyo.spi.Cancellation;
import io.karyo.spi.TrainingListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledTrainingTest {

  @TempDir private Path folder;

  private static String answers(Karyotyper karyotyper) {
    TrainingReport report = karyotyper.report();
    return EndToEndTest.answers(karyotyper) + report.validationAccuracy() + report.dataHash();
  }

  private static List<Integer> epochsOf(Karyotyper.Builder builder, List<String> answers)
      throws IOException {
    List<Integer> epochs = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            if (epoch.stage() == Stage.ENCODER) {
              epochs.add(epoch.epoch());
            }
          }
        };
    try (Karyotyper karyotyper = builder.listener(listener).train(TrainWithCheckpoints.dataset())) {
      answers.add(answers(karyotyper));
    }
    return epochs;
  }

  @Test
  void aTrainingKilledInItsSecondNetworkGoesOnThereAndGivesTheSameModel() throws Exception {
    Path checkpoints = folder.resolve("checkpoints");
    Process process = Jvm.start(TrainWithCheckpoints.class, entry -> true, checkpoints.toString());
    List<String> output = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (line.equals(TrainWithCheckpoints.READY)) {
          // kill -9: no shutdown hook, no finally.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(output).contains(TrainWithCheckpoints.READY);
    assertThat(process.waitFor()).isNotZero();
    assertThat(checkpoints.resolve("encoder.encoder1.checkpoint")).exists();

    List<String> answers = new ArrayList<>();
    List<Integer> resumed =
        epochsOf(TrainWithCheckpoints.builder().checkpoints(checkpoints), answers);
    List<Integer> uninterrupted = epochsOf(TrainWithCheckpoints.builder(), answers);

    assertThat(uninterrupted).hasSize(2 * TrainWithCheckpoints.EPOCHS);
    // It was killed when it told of the second epoch, before that was written down.
    assertThat(resumed).hasSize(TrainWithCheckpoints.EPOCHS - 1);
    assertThat(answers.get(0)).isEqualTo(answers.get(1));
    assertOtherTrainingsAreRefused(checkpoints);
  }

  private static void assertOtherTrainingsAreRefused(Path checkpoints) throws IOException {
    Karyotyper.Builder otherSeed = TrainWithCheckpoints.builder().seed(6).checkpoints(checkpoints);
    assertThatThrownBy(() -> otherSeed.train(TrainWithCheckpoints.dataset()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("with seed 6, found 5");
    ChromosomeDataset otherData =
        TrainWithCheckpoints.dataset().filter(item -> item.type() != ChromosomeType.C7);
    Karyotyper.Builder same = TrainWithCheckpoints.builder().checkpoints(checkpoints);
    assertThatThrownBy(() -> same.train(otherData)).hasMessageContaining("trainingImages");
    Karyotyper.Builder otherEncoder = Karyotyper.builder().seed(5).checkpoints(checkpoints);
    assertThatThrownBy(() -> otherEncoder.train(TrainWithCheckpoints.dataset()))
        .hasMessageContaining("with encoder ");
    try (Stream<Path> files = Files.list(checkpoints)) {
      assertThat(files).as("a file a network, and the lock").hasSize(3);
    }
  }

  @Test
  void aCancelledTrainingLeavesNoModelAndIsResumed() throws IOException {
    Path checkpoints = folder.resolve("checkpoints");
    Cancellation cancellation = new Cancellation();
    TrainingListener cancelling =
        new TrainingListener() {
          @Override
          public void onEpoch(Epoch epoch) {
            if (epoch.epoch() == 3) {
              cancellation.cancel();
            }
          }
        };
    assertThatThrownBy(
            () ->
                TrainWithCheckpoints.builder()
                    .checkpoints(checkpoints)
                    .cancellation(cancellation)
                    .listener(cancelling)
                    .train(TrainWithCheckpoints.dataset()))
        .isInstanceOf(CancellationException.class);
    List<Integer> resumed =
        epochsOf(TrainWithCheckpoints.builder().checkpoints(checkpoints), new ArrayList<>());
    assertThat(resumed).hasSize(2 * TrainWithCheckpoints.EPOCHS - 3);
  }
}
