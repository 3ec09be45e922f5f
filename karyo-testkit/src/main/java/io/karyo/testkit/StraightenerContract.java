package io.karyo.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.Straightening;
import io.karyo.image.Background;
import io.karyo.image.ChromosomeImage;
import io.karyo.spi.PartKind;
import io.karyo.spi.Straightener;
import io.karyo.synthetic.SyntheticCells;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link Straightener}. A test of an implementation extends this class and provides
 * the part to test:
 *
 * <pre>{@code
 * class MyStraightenerTest extends StraightenerContract {
 *   protected Straightener straightener() {
 *     return new MyStraightener();
 *   }
 * }
 * }</pre>
 */
public abstract class StraightenerContract extends PartContract<Straightener> {

  private static final List<ChromosomeImage> CHROMOSOMES = chromosomes();

  /** Creates the contract. */
  protected StraightenerContract() {
    super(PartKind.STRAIGHTENER);
  }

  /** {@return the straightener to test, the same or an equal one on each call} */
  protected abstract Straightener straightener();

  @Override
  final Straightener part() {
    return straightener();
  }

  private static List<ChromosomeImage> chromosomes() {
    List<ChromosomeType> some =
        List.of(
            ChromosomeType.C1,
            ChromosomeType.C4,
            ChromosomeType.C9,
            ChromosomeType.C14,
            ChromosomeType.C19,
            ChromosomeType.C21,
            ChromosomeType.Y);
    return Stream.of(
            SyntheticCells.builder().seed(1),
            SyntheticCells.builder().seed(2).karyotype(some).bend(0, 0).rotation(0).noise(0),
            SyntheticCells.builder().seed(3).karyotype(some).bend(40, 150).rotation(180),
            SyntheticCells.builder().seed(4).karyotype(some).variation(2).noise(0.1).upsideDown(1),
            SyntheticCells.builder()
                .seed(5)
                .karyotype(some)
                .bend(0, 90)
                .rotation(180)
                .background(Background.BLACK))
        .flatMap(cells -> cells.build().cell(1).toCell().chromosomes().stream())
        .toList();
  }

  private static List<ChromosomeImage> blankImages() {
    List<ChromosomeImage> images = new ArrayList<>();
    for (int level : new int[] {0, 128, 255}) {
      for (int[] size : new int[][] {{1, 1}, {2, 1}, {1, 40}, {24, 60}}) {
        byte[] grey = new byte[size[0] * size[1]];
        Arrays.fill(grey, (byte) level);
        images.add(
            ChromosomeImage.of(size[1], size[0], grey)
                .withSource("blank " + size[0] + " x " + size[1] + " of level " + level));
      }
    }
    return images;
  }

  /** Images that show something, but hardly a chromosome. */
  private static List<ChromosomeImage> strangeImages() {
    SplittableRandom random = new SplittableRandom(6);
    byte[] noise = new byte[30 * 50];
    random.nextBytes(noise);
    byte[] speck = new byte[30 * 50];
    Arrays.fill(speck, (byte) 255);
    speck[25 * 30 + 15] = 0;
    byte[] line = new byte[30 * 50];
    Arrays.fill(line, (byte) 255);
    Arrays.fill(line, 25 * 30, 26 * 30, (byte) 60);
    byte[] full = new byte[30 * 50];
    Arrays.fill(full, (byte) 60);
    full[0] = (byte) 255;
    return List.of(
        ChromosomeImage.of(50, 30, noise).withSource("noise"),
        ChromosomeImage.of(50, 30, speck).withSource("speck"),
        ChromosomeImage.of(50, 30, line).withSource("line from edge to edge"),
        ChromosomeImage.of(50, 30, full).withSource("one bright pixel"),
        ChromosomeImage.of(1, 2, new byte[] {0, (byte) 255}).withSource("two pixels"));
  }

  @Test
  void everyChromosomeIsStraightened() {
    for (ChromosomeImage image : CHROMOSOMES) {
      assertThat(straightener().straighten(image))
          .as("%s", image)
          .isInstanceOfSatisfying(
              Straightened.class, result -> assertThat(maximum(result)).isPositive());
    }
  }

  private static double maximum(Straightened result) {
    double maximum = 0;
    for (float stain : result.toArray()) {
      maximum = Math.max(maximum, stain);
    }
    return maximum;
  }

  @Test
  void blankImagesAreRejected() {
    for (ChromosomeImage image : blankImages()) {
      assertThat(straightener().straighten(image)).as("%s", image).isInstanceOf(Rejected.class);
    }
  }

  @Test
  void strangeImagesAreAnsweredWithoutThrowing() {
    for (ChromosomeImage image : strangeImages()) {
      assertThat(straightener().straighten(image)).as("%s", image).isNotNull();
    }
  }

  @Test
  void equalImagesGiveEqualResults() {
    for (ChromosomeImage image : CHROMOSOMES) {
      ChromosomeImage copy =
          ChromosomeImage.of(image.height(), image.width(), image.greyLevels())
              .withSource("a copy");
      assertThat(copy).isEqualTo(image);
      assertEqual(straightener().straighten(copy), straightener().straighten(image), image);
    }
  }

  @Test
  void resultsDoNotDependOnWhatWasStraightenedBefore() {
    Straightener straightener = straightener();
    List<Straightening> forwards = CHROMOSOMES.stream().map(straightener::straighten).toList();
    List<ChromosomeImage> reversed = new ArrayList<>(CHROMOSOMES);
    Collections.reverse(reversed);
    List<Straightening> backwards =
        new ArrayList<>(reversed.stream().map(straightener::straighten).toList());
    Collections.reverse(backwards);
    assertEqual(backwards, forwards);
  }

  @Test
  void threadsAgree() throws Exception {
    Straightener straightener = straightener();
    List<ChromosomeImage> some = CHROMOSOMES.subList(0, 16);
    List<Straightening> expected = some.stream().map(straightener::straighten).toList();
    for (int threads : new int[] {2, 3, 7}) {
      for (List<Straightening> answers :
          Concurrently.ask(threads, () -> some.stream().map(straightener::straighten).toList())) {
        assertEqual(answers, expected);
      }
    }
  }

  @Override
  final void assertAnswersAlike(Straightener remade) {
    assertEqual(
        CHROMOSOMES.stream().map(remade::straighten).toList(),
        CHROMOSOMES.stream().map(straightener()::straighten).toList());
  }

  private static void assertEqual(List<Straightening> actual, List<Straightening> expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertEqual(actual.get(i), expected.get(i), CHROMOSOMES.get(i));
    }
  }

  private static void assertEqual(Straightening actual, Straightening expected, Object image) {
    if (actual instanceof Straightened a && expected instanceof Straightened b) {
      assertThat(List.of(a.length(), a.width(), a.area(), a.quality(), a.rotation()))
          .as("length, width, area, quality and rotation of %s", image)
          .isEqualTo(List.of(b.length(), b.width(), b.area(), b.quality(), b.rotation()));
      Alike.assertEqual("stain of " + image, a.toArray(), b.toArray());
      Alike.assertEqual("profile of " + image, a.bandProfile(), b.bandProfile());
      assertThat(a.method()).as("method of %s", image).isEqualTo(b.method());
      assertThat(a.notes()).as("notes of %s", image).isEqualTo(b.notes());
    } else {
      assertThat(actual).as("%s", image).isEqualTo(expected);
    }
  }
}
