package io.karyo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.spi.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {

  private static final Settings TRAINING =
      Settings.EMPTY.with("seed", 42).with("encoder", Settings.EMPTY.with("id", "e").with("b", 1));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path parent;

  private CheckpointFolder open(Settings training) throws IOException {
    return CheckpointFolder.open(parent.resolve("a").resolve("b"), training);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(parent.resolve("a").resolve("b"))) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private static Checkpoints.Content content(int epoch) {
    return sink -> {
      sink.state(Settings.EMPTY.with("epoch", epoch));
      sink.array("weights", new float[] {epoch, 0.5f}, 2);
    };
  }

  private static void assertEpoch(Checkpoints checkpoints, int epoch) {
    ModelSource source = checkpoints.latest().orElseThrow();
    assertThat(source.state().integer("epoch", 0)).isEqualTo(epoch);
    assertThat(source.array("weights", 2)).containsExactly(epoch, 0.5f);
  }

  @Test
  void theLastCheckpointComesBackAndOneFileATrainerIsAllThereIs() throws IOException {
    try (CheckpointFolder folder = open(TRAINING)) {
      assertThat(folder.of("encoder").latest()).isEmpty();
      for (int epoch = 1; epoch <= 20; epoch++) {
        folder.of("encoder").save(content(epoch));
      }
      folder.of("encoder").nested("second").save(content(7));
    }
    // The settings of a file are sorted by name; it is the same training all the same.
    Settings same =
        Settings.EMPTY
            .with("encoder", Settings.EMPTY.with("b", 1).with("id", "e"))
            .with("seed", 42);
    try (CheckpointFolder folder = open(same)) {
      assertEpoch(folder.of("encoder"), 20);
      assertEpoch(folder.of("encoder").nested("second"), 7);
      assertThat(folder.of("other").latest()).isEmpty();
    }
    assertThat(names()).containsExactly("encoder.checkpoint", "encoder.second.checkpoint", "lock");
  }

  @Test
  void aCheckpointOfAnotherTrainingIsRefusedAndSaysWhatDiffers() throws IOException {
    try (CheckpointFolder folder = open(TRAINING)) {
      folder.of("encoder").save(content(1));
    }
    assertThatThrownBy(() -> open(TRAINING.with("seed", 43)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("checkpoints: must be of a training with seed 43, found 42 in ")
        .hasMessageEndingWith(
            "encoder.checkpoint; use another folder, or delete this one to start again");
    assertThatThrownBy(() -> open(TRAINING.with("encoder", Settings.EMPTY.with("id", "f"))))
        .hasMessageContaining("with encoder {id=f}, found {b=1, id=e}");
    assertThatThrownBy(() -> open(TRAINING.with("dataHash", "00")))
        .hasMessageContaining("with dataHash 00, found null");
    // Nobody keeps the folder locked that he was refused.
    open(TRAINING).close();
  }

  @Test
  void twoTrainingsDoNotShareAFolder() throws IOException {
    try (CheckpointFolder folder = open(TRAINING)) {
      folder.of("encoder").save(content(1));
      assertThatThrownBy(() -> open(TRAINING))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("must be used by one training at a time");
    }
    open(TRAINING).close();
  }

  @Test
  void aDamagedCheckpointIsNamed() throws IOException {
    try (CheckpointFolder folder = open(TRAINING)) {
      folder.of("encoder").save(content(1));
    }
    Path file = parent.resolve("a").resolve("b").resolve("encoder.checkpoint");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> open(TRAINING))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("encoder.checkpoint");
  }

  @Test
  void whatAKilledTrainingHadBegunToWriteIsRemoved() throws IOException {
    try (CheckpointFolder folder = open(TRAINING)) {
      folder.of("encoder").save(content(1));
      assertThatThrownBy(
              () ->
                  folder
                      .of("encoder")
                      .save(
                          sink -> {
                            throw new AssertionError("no IOException: it is not caught");
                          }))
          .isInstanceOf(AssertionError.class);
      assertEpoch(folder.of("encoder"), 1);
    }
    Path folder = parent.resolve("a").resolve("b");
    Files.writeString(folder.resolve(".encoder.checkpoint.0.tmp"), "half of");
    open(TRAINING).close();
    assertThat(names()).containsExactly("encoder.checkpoint", "lock");
  }

  @Test
  void whatCannotBeSavedStopsNoTrainingAndLeavesTheCheckpointBefore() throws IOException {
    try (CheckpointFolder folder = open(TRAINING)) {
      Checkpoints encoder = folder.of("encoder");
      encoder.save(content(1));
      encoder.save(
          sink -> {
            throw new IOException("No space left on device");
          });
      encoder.save(sink -> sink.array("weights", new float[] {Float.NaN}, 1));
      assertEpoch(encoder, 1);
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsAnErrorAtOnce() throws IOException {
    Files.writeString(parent.resolve("a"), "a file");
    assertThatThrownBy(() -> open(TRAINING)).isInstanceOf(IOException.class);
  }

  @Test
  void namesOfTrainersWithinOthersArePlain() throws IOException {
    try (CheckpointFolder folder = open(TRAINING)) {
      for (String name : List.of("", "../x", "a.b", "a/b")) {
        assertThatThrownBy(() -> folder.of("encoder").nested(name))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("name: must be ");
      }
    }
  }
}
