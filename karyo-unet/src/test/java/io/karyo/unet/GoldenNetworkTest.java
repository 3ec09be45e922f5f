package io.karyo.unet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.karyo.image.Metaphase;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Segmenter;
import io.karyo.testkit.InMemoryModel;
import io.karyo.testkit.SegmenterContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A trained network gives its recorded answers and keeps the contract, and so does a new one. */
class GoldenNetworkTest {

  @Test
  void probabilitiesAreThoseThatWereRecorded() throws IOException {
    ByteBuffer recorded = Golden.read(Golden.folder().resolve(Golden.PROBABILITIES));
    Metaphase photograph = Golden.photograph(Golden.folder());
    UNetClassifier network = ((NetworkSegmenter) Golden.segmenter()).network().orElseThrow();
    for (float[] plane : Golden.probabilities(network, photograph)) {
      for (int i = 0; i < plane.length; i += Golden.EVERY) {
        assertThat(plane[i]).isCloseTo(recorded.getFloat(), within(1e-5f));
      }
    }
    assertThat(recorded.hasRemaining()).isFalse();
  }

  @Test
  void chromosomesAreThoseThatWereRecorded() throws IOException {
    assertThat(Golden.chromosomes(Golden.segmenter(), Golden.photograph(Golden.folder())))
        .isEqualTo(Files.readString(Golden.folder().resolve(Golden.CHROMOSOMES)));
  }

  @Test
  void aCopyThatWasSavedGivesTheSameAnswers() throws IOException {
    Metaphase photograph = Drawn.photograph(21).load();
    Segmenter trained = Golden.segmenter();
    InMemoryModel model = new InMemoryModel();
    trained.save(model);
    Segmenter restored = NetworkSegmenter.of(trained.settings()).restore(model.source());
    assertThat(restored.settings()).isEqualTo(trained.settings());
    assertThat(Golden.chromosomes(restored, photograph))
        .isEqualTo(Golden.chromosomes(trained, photograph));
  }

  @Nested
  class Untrained extends SegmenterContract {

    @Override
    protected Segmenter segmenter() {
      return NetworkSegmenter.standard();
    }

    @Override
    protected Optional<PartProvider> provider() {
      return Optional.of(NetworkSegmenter.provider());
    }
  }

  @Nested
  class Trained extends SegmenterContract {

    private final Segmenter trained = trained();

    private static Segmenter trained() {
      try {
        return Golden.segmenter();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    protected Segmenter segmenter() {
      return trained;
    }
  }
}
