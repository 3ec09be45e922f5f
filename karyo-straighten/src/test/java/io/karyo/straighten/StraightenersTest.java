package io.karyo.straighten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.Straightening;
import io.karyo.image.ChromosomeImage;
import io.karyo.model.Settings;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.Straightener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for all straighteners of the module. */
final class StraightenersTest {

  static Stream<Straightener> all() {
    return Stream.of(
        Straighteners.none(),
        Straighteners.medialAxis(),
        Straighteners.medialAxis((image, unaided) -> List.of()),
        Straighteners.projectionVectors(),
        Straighteners.projectionVectors().whitenessThreshold(1).angleStep(5),
        Straighteners.auto());
  }

  static Stream<Straightener> turning() {
    return all().filter(straightener -> !straightener.id().equals("none"));
  }

  static Straightened straight(Straightener straightener, ChromosomeImage image) {
    Straightening result = straightener.straighten(image);
    assertThat(result).isInstanceOf(Straightened.class);
    return (Straightened) result;
  }

  @ParameterizedTest
  @MethodSource("all")
  void anImageOfOneToneIsRejected(Straightener straightener) {
    for (int[] size : new int[][] {{1, 1}, {1, 40}, {40, 1}, {30, 50}}) {
      for (int tone : new int[] {0, 128, 255}) {
        byte[] grey = new byte[size[0] * size[1]];
        Arrays.fill(grey, (byte) tone);
        assertThat(straightener.straighten(ChromosomeImage.of(size[1], size[0], grey)))
            .isEqualTo(new Rejected("all pixels have one tone"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void faintNoiseAndASpeckAreRejectedWithAReason(Straightener straightener) {
    byte[] noise = new byte[900];
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (byte) (250 - random.nextInt(4));
    }
    assertThat(straightener.straighten(ChromosomeImage.of(30, 30, noise)))
        .isEqualTo(new Rejected("nothing stands out from the background"));
    ChromosomeImage speck = Shapes.picture("     ", " 999 ", " 999 ", "     ");
    assertThat(straightener.straighten(speck))
        .isInstanceOfSatisfying(
            Rejected.class, rejected -> assertThat(rejected.reason()).startsWith("too small: "));
  }

  @ParameterizedTest
  @MethodSource("all")
  void nothingThatIsDrawnMakesItThrow(Straightener straightener) {
    SplittableRandom random = new SplittableRandom(7);
    for (int trial = 0; trial < 400; trial++) {
      int width = 1 + random.nextInt(40);
      int height = 1 + random.nextInt(60);
      ChromosomeImage image = Shapes.blank(width, height);
      if (trial % 4 == 0) {
        float[] stain = new float[width * height];
        for (int i = 0; i < stain.length; i++) {
          stain[i] = (float) random.nextDouble();
        }
        image = Shapes.onWhite(stain, width);
      }
      for (int stroke = 0; stroke < 1 + trial % 5; stroke++) {
        image =
            Shapes.withStroke(
                image,
                random.nextInt(width),
                random.nextInt(height),
                random.nextInt(width),
                random.nextInt(height),
                random.nextDouble() * 6,
                (float) (0.3 + 0.7 * random.nextDouble()));
      }
      Straightening result = straightener.straighten(image);
      if (result instanceof Straightened straightened) {
        assertThat(straightened.area()).isGreaterThanOrEqualTo(12);
        assertThat(straightened.quality()).isBetween(0.0, 1.0);
        assertThat(straightened.rotation()).isGreaterThan(-90).isLessThanOrEqualTo(90);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aStraightUprightChromosomeComesThroughUnharmed(Straightener straightener) {
    Straightened result = straight(straightener, Shapes.bar());

    assertThat(result.length()).isCloseTo(Shapes.LENGTH, within(1));
    assertThat(result.width()).isBetween(Shapes.WIDTH, Shapes.WIDTH + 2);
    assertThat(Bender.correlation(Shapes.bandProfile(Shapes.LENGTH), result.bandProfile()))
        .isGreaterThan(0.98);
    assertThat(result.area())
        .isCloseTo(Shapes.LENGTH * Shapes.WIDTH - (4 - Math.PI) * 7.5 * 7.5, within(20.0));
    assertThat(result.rotation()).isCloseTo(0, within(0.5));
    if (!result.method().equals("projection-vectors")) {
      assertThat(result.quality()).isGreaterThan(0.9);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void equalImagesGiveEqualResultsOnAnyNumberOfThreads(Straightener straightener) throws Exception {
    List<ChromosomeImage> images = new ArrayList<>();
    for (int degrees = 10; degrees <= 150; degrees += 10) {
      images.add(Bender.arc(Shapes.bar(), degrees));
      images.add(Bender.kink(Shapes.bar(), degrees, 0.4));
    }
    List<Straightened> expected = images.stream().map(i -> straight(straightener, i)).toList();
    for (int threads : new int[] {1, 2, 3, 7}) {
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      try {
        List<Future<Straightening>> results = new ArrayList<>();
        for (ChromosomeImage image : images) {
          results.add(pool.submit(() -> straightener.straighten(image)));
        }
        for (int i = 0; i < images.size(); i++) {
          assertSame((Straightened) results.get(i).get(), expected.get(i));
        }
      } finally {
        pool.shutdownNow();
      }
    }
  }

  private static void assertSame(Straightened found, Straightened expected) {
    assertThat(found.toArray()).isEqualTo(expected.toArray());
    assertThat(found.bandProfile()).isEqualTo(expected.bandProfile());
    assertThat(found.width()).isEqualTo(expected.width());
    assertThat(found.quality()).isEqualTo(expected.quality());
    assertThat(found.rotation()).isEqualTo(expected.rotation());
    assertThat(found.area()).isEqualTo(expected.area());
    assertThat(found.method()).isEqualTo(expected.method());
    assertThat(found.notes()).isEqualTo(expected.notes());
  }

  @ParameterizedTest
  @MethodSource("all")
  void ofTwoPiecesTheLargerIsKeptAndNotedAndTrustedLess(Straightener straightener) {
    ChromosomeImage image = Shapes.blank(70, 100);
    ChromosomeImage alone = Shapes.withStroke(image, 15, 12, 15, 80, 7, 0.6f);
    ChromosomeImage both = Shapes.withStroke(alone, 55, 40, 55, 65, 6, 0.6f);

    Straightened one = straight(straightener, alone);
    Straightened two = straight(straightener, both);

    assertThat(two.area()).isEqualTo(one.area());
    assertThat(two.quality()).isLessThan(0.8 * one.quality());
    assertThat(two.notes())
        .anySatisfy(note -> assertThat(note).startsWith("kept the largest of several components"));
    assertThat(one.notes()).noneMatch(note -> note.contains("components"));
  }

  @ParameterizedTest
  @MethodSource("turning")
  void aStraightChromosomeComesOutUprightFromAnyAngleWithItsUpperEndFirst(
      Straightener straightener) {
    for (int degrees = -80; degrees <= 80; degrees += 16) {
      ChromosomeImage turned = Bender.turn(Shapes.bar(), degrees);

      Straightened result = straight(straightener, turned);

      assertThat(result.length()).as("at %d", degrees).isCloseTo(Shapes.LENGTH, within(3));
      assertThat(result.rotation()).isCloseTo(degrees, within(2.0));
      if (!result.notes().toString().contains("cut at the bend")) {
        assertThat(result.width()).isLessThanOrEqualTo(Shapes.WIDTH + 4);
        assertThat(Bender.correlation(Shapes.bandProfile(Shapes.LENGTH), result.bandProfile()))
            .as("at %d", degrees)
            .isGreaterThan(0.97);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aMirroredImageGivesTheMirroredResult(Straightener straightener) {
    // Not of the projection vectors, whose directions of search are not symmetric.
    for (double degrees : new double[] {0.1, 40, 80}) {
      ChromosomeImage image = Bender.arc(Shapes.bar(), degrees);
      Straightened result = straight(straightener, image);
      Straightened mirrored = straight(straightener, Shapes.mirrored(image));
      if (result.method().equals("projection-vectors")) {
        continue;
      }
      assertThat(mirrored.length()).isCloseTo(result.length(), within(2));
      assertThat(Bender.correlation(result.bandProfile(), mirrored.bandProfile()))
          .isGreaterThan(0.98);
      assertThat(mirrored.rotation()).isCloseTo(-result.rotation(), within(0.01));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aFluorescentImageGivesWhatItsNegativeGives(Straightener straightener) {
    float[] stain = Shapes.stain(Bender.arc(Shapes.bar(), 50));
    int width = Bender.arc(Shapes.bar(), 50).width();

    Straightened light = straight(straightener, Shapes.onBlack(stain, width));
    Straightened dark = straight(straightener, Shapes.onWhite(stain, width));

    // The threshold is higher where there may be glow; the bar has hardly an edge to differ by.
    assertThat(light.length()).isCloseTo(dark.length(), within(1));
    assertThat(Bender.correlation(dark.bandProfile(), light.bandProfile())).isGreaterThan(0.98);
  }

  @Test
  void noneCropsTightlyAndChangesNoPixel() {
    ChromosomeImage image =
        Shapes.picture(
            "            ",
            "            ",
            "     2468   ",
            "     3579   ",
            "     2468   ",
            "    34689   ",
            "     2468   ",
            "            ");

    Straightened result = straight(Straighteners.none(), image);

    assertThat(result.method()).isEqualTo("none");
    assertThat(result.length()).isEqualTo(5);
    assertThat(result.width()).isBetween(4, 5);
    assertThat(result.stain(1, result.width() - 4)).isCloseTo(0.3f, within(0.01f));
    assertThat(result.stain(1, result.width() - 1)).isCloseTo(0.9f, within(0.01f));
    // The band profile is the mean over the chromosome's own pixels.
    assertThat(result.bandProfile()[1]).isCloseTo((0.3f + 0.5f + 0.7f + 0.9f) / 4, within(0.01f));
  }

  @Test
  void noneLeavesABentChromosomeBentAndTrustsItLess() {
    ChromosomeImage bent = Bender.arc(Shapes.bar(), 100);

    Straightened none = straight(Straighteners.none(), bent);
    Straightened auto = straight(Straighteners.auto(), bent);

    assertThat(none.width()).isGreaterThan(25);
    assertThat(none.quality()).isLessThan(0.4);
    assertThat(auto.quality()).isGreaterThan(0.85);
  }

  @Test
  void idsAreStableAndProvidersMakeThemAgain() {
    List<PartProvider> providers =
        ServiceLoader.load(PartProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.kind() == PartKind.STRAIGHTENER)
            .toList();

    assertThat(providers)
        .extracting(PartProvider::id)
        .containsExactlyInAnyOrder("none", "medial-axis", "projection-vectors", "auto");
    assertThat(providers)
        .filteredOn(PartProvider::isDefault)
        .extracting(PartProvider::id)
        .containsExactly("auto");
    for (PartProvider provider : providers) {
      assertThat(provider.create(Settings.EMPTY).id()).isEqualTo(provider.id());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> provider.create(Settings.EMPTY.with("whitness", 1)))
          .withMessageContaining("found 'whitness'");
    }
    assertThat(all())
        .extracting(Straightener::id)
        .containsExactly(
            "none", "medial-axis", "", "projection-vectors", "projection-vectors", "auto");
  }

  @Test
  void settingsSurviveTheRoundTrip() {
    Straightener configured =
        Straighteners.projectionVectors().whitenessThreshold(0.71).angleStep(7.5);
    PartProvider provider = new StraightenerProvider.Projections();

    Straightener again = (Straightener) provider.create(configured.settings());

    assertThat(again.settings()).isEqualTo(configured.settings());
    assertThat(again.settings().asMap())
        .containsEntry("whitenessThreshold", 0.71)
        .containsEntry("angleStep", 7.5);
    ChromosomeImage image = Bender.kink(Shapes.bar(), 70, 0.4);
    assertSame(straight(again, image), straight(configured, image));
  }
}
