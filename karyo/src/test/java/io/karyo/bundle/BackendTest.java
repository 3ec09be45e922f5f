package io.karyo.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightened;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.TrainingListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendTest {

  /** Touches the engine and prints what comes of it. */
  static final class Train {
    private Train() {}

    public static void main(String[] args) {
      PreparedChromosome chromosome =
          new PreparedChromosome(
              Straightened.builder(2, 2, new float[] {1, 1, 1, 1}).build(), Optional.empty());
      for (int attempt = 0; attempt < 2; attempt++) {
        try {
          SiameseEncoders.sameDiff()
              .train(
                  new EncoderTraining(
                      List.of(
                          new EncoderTraining.Example(
                              chromosome, io.karyo.chromosome.ChromosomeType.C1),
                          new EncoderTraining.Example(
                              chromosome, io.karyo.chromosome.ChromosomeType.C1),
                          new EncoderTraining.Example(
                              chromosome, io.karyo.chromosome.ChromosomeType.C2)),
                      List.of(),
                      PairSamplers.inBatch(),
                      1,
                      1,
                      TrainingListener.NONE,
                      new io.karyo.spi.Cancellation()));
        } catch (RuntimeException e) {
          System.out.println("attempt " + attempt + ": " + e);
        }
      }
    }
  }

  @Test
  void withoutABackendOneErrorSaysWhichDependencyToAdd() throws Exception {
    Jvm.Result result = Jvm.run(Train.class, entry -> !entry.matches(".*nd4j-(native|cuda)-.*"));
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThat(result.output())
          .contains(
              "attempt "
                  + attempt
                  + ": java.lang.IllegalStateException: ND4J backend: must be on the class path")
          .contains("add org.nd4j:nd4j-native:1.0.0-M2.1 and the same with classifier");
    }
  }

  @Test
  void withoutTheNativeLibraryTheErrorIsTheSame() throws Exception {
    assumeThat(Jvm.classPath())
        .as("the CPU's backend is on the class path")
        .contains("nd4j-native-1");
    Jvm.Result result =
        Jvm.run(
            Train.class, entry -> !entry.matches(".*nd4j-native-[^/]*-(linux|macosx|windows).*"));
    assertThat(result.output())
        .contains("attempt 0: java.lang.IllegalStateException: ND4J backend: must be on");
  }

  @Test
  void withoutAPlaceToUnpackTheErrorBeginsWithThat(@TempDir Path folder) throws Exception {
    assumeThat(Jvm.classPath())
        .as("the CPU's backend is on the class path")
        .contains("nd4j-native-1");
    // Nothing can be made within a file.
    Path file = Files.createFile(folder.resolve("file"));
    Jvm.Result result =
        Jvm.runWith(
            List.of("-Duser.home=" + file, "-Djava.io.tmpdir=" + file), Train.class, entry -> true);
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThat(result.output())
          .contains(
              "attempt "
                  + attempt
                  + ": java.lang.IllegalStateException: ND4J backend: must start, failed with:"
                  + " Could not create the cache: Set the \"org.bytedeco.javacpp.cachedir\" system"
                  + " property.");
    }
  }

  @Test
  void whereCudaDoesNotWorkTheErrorSaysWhatItNeeds(@TempDir Path folder) throws Exception {
    // All of CUDA's jar that matters without a driver: its class is there and does not work.
    Path stub = folder.resolve("org/nd4j/linalg/jcublas/JCublasBackend.class");
    Files.createDirectories(stub.getParent());
    Files.createFile(stub);
    Jvm.Result result =
        Jvm.runWith(folder, Train.class, entry -> !entry.matches(".*nd4j-(native|cuda)-.*"));
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThat(result.output())
          .contains(
              "attempt "
                  + attempt
                  + ": java.lang.IllegalStateException: ND4J backend: org.nd4j:nd4j-cuda-11.6 is on"
                  + " the class path but does not work here; it needs an NVIDIA driver");
    }
  }
}
