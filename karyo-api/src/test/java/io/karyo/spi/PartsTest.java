package io.karyo.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.Rejected;
import io.karyo.image.ChromosomeImage;
import io.karyo.model.Settings;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTest {

  /** A provider of a straightener; subclasses differ in id and default. */
  public static class Base extends PartProvider {
    Base(String id, boolean standard) {
      super(
          PartKind.STRAIGHTENER,
          id,
          withoutSettings(Straightener.named(id, image -> new Rejected("test"))),
          standard);
    }
  }

  public static final class One extends Base {
    public One() {
      super("one", true);
    }
  }

  public static final class Two extends Base {
    public Two() {
      super("two", true);
    }
  }

  public static final class Three extends Base {
    public Three() {
      super("three", false);
    }
  }

  public static final class OtherThree extends Base {
    public OtherThree() {
      super("three", false);
    }
  }

  /** Makes the same part, but only to predict and only without settings. */
  public static final class PredictingThree extends PartProvider {
    public PredictingThree() {
      super(
          PartKind.STRAIGHTENER,
          "three",
          settings -> Straightener.named("three", image -> new Rejected("predicts")));
    }

    @Override
    public boolean onlyPredicts() {
      return true;
    }

    @Override
    public boolean accepts(Settings settings) {
      return settings.names().isEmpty();
    }
  }

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  private final Path folder;

  PartsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void restoreTheLoader() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private void announce(Class<?>... providers) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(PartProvider.class.getName()),
        Arrays.stream(providers).map(Class::getName).collect(Collectors.joining("\n")));
    Thread.currentThread()
        .setContextClassLoader(new URLClassLoader(new URL[] {folder.toUri().toURL()}, before));
  }

  private static Straightener standard() {
    return Parts.defaultPart(PartKind.STRAIGHTENER);
  }

  @Test
  void theOneDefaultIsTaken() throws IOException {
    announce(Three.class, One.class);
    assertThat(standard().id()).isEqualTo("one");
    assertThat(Parts.ids(PartKind.STRAIGHTENER)).containsExactly("one", "three");
    assertThat(Parts.ids(PartKind.ENCODER)).isEmpty();
  }

  @Test
  void twoDefaultsAreAnErrorThatNamesBoth() throws IOException {
    announce(One.class, Two.class);
    assertThatThrownBy(PartsTest::standard)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("straightener: must be set")
        .hasMessageContaining("'one' of " + One.class.getName())
        .hasMessageContaining("'two' of " + Two.class.getName());
  }

  @Test
  void noDefaultIsAnErrorThatNamesWhatThereIs() throws IOException {
    announce(Three.class);
    assertThatThrownBy(PartsTest::standard)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("found [three]");
  }

  @Test
  void twoPartsOfOneIdAreAnErrorThatNamesBoth() throws IOException {
    announce(Three.class, OtherThree.class);
    assertThatThrownBy(() -> Parts.ids(PartKind.STRAIGHTENER))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(OtherThree.class.getName())
        .hasMessageContaining("'three' of " + Three.class.getName());
  }

  private static String reason(Straightener straightener) {
    ChromosomeImage image = ChromosomeImage.of(1, 1, new byte[1]);
    return ((Rejected) straightener.straighten(image)).reason();
  }

  @Test
  void whatOnlyPredictsIsPreferredToPredictIfItAcceptsTheSettings() throws IOException {
    announce(PredictingThree.class, Three.class);
    PartKind<Straightener> kind = PartKind.STRAIGHTENER;
    Settings none = Settings.EMPTY;
    assertThat(reason(Parts.createToPredict(kind, "three", none))).isEqualTo("predicts");
    assertThat(reason(Parts.create(kind, "three", none))).isEqualTo("test");
    assertThatThrownBy(() -> Parts.createToPredict(kind, "three", none.with("a", 1)))
        .as("made by the other, which refuses it")
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Parts.ids(kind)).containsExactly("three");
  }

  @Test
  void whatOnlyPredictsIsTakenIfThereIsNothingElse() throws IOException {
    announce(PredictingThree.class);
    assertThat(reason(Parts.create(PartKind.STRAIGHTENER, "three", Settings.EMPTY)))
        .isEqualTo("predicts");
  }

  @Test
  void anUnknownIdIsAnErrorThatListsTheKnown() throws IOException {
    announce(One.class, Three.class);
    assertThatThrownBy(() -> Parts.create(PartKind.STRAIGHTENER, "four", Settings.EMPTY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("straightener: must be one of [one, three], found 'four'");
    assertThatThrownBy(
            () -> Parts.create(PartKind.STRAIGHTENER, "one", Settings.EMPTY.with("x", 1)))
        .hasMessageContaining("found 'x'");
  }

  @Test
  void idsAreSimple() {
    assertThat(Part.checkId("medial-axis.2")).isEqualTo("medial-axis.2");
    for (String wrong : new String[] {"", "A", "a b", "-a", "../x", "a".repeat(65)}) {
      assertThatThrownBy(() -> Part.checkId(wrong)).hasMessageContaining("'" + wrong + "'");
    }
  }
}
