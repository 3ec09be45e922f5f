package io.karyo.metaphase.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.data.LabelledBox;
import io.karyo.image.Metaphase;
import io.karyo.metaphase.Drawn;
import io.karyo.metaphase.pixels.PixelClassifier;
import io.karyo.photo.Box;
import io.karyo.spi.SegmenterTraining;
import io.karyo.synthetic.SyntheticMetaphase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Examples, and the composed pictures that they are made of. */
class PixelExamplesTest {

  private static final int MARGIN = 6;
  private static final int SIDE = 96;

  private static List<SegmenterTraining.Photograph> photographs = List.of();
  private static List<LabelledPicture> pictures = List.of();

  private record Photograph(SyntheticMetaphase drawn) implements SegmenterTraining.Photograph {
    @Override
    public Metaphase load() {
      return drawn.photograph();
    }

    @Override
    public List<Box> boxesOfChromosomes() {
      return drawn.boxes(MARGIN).stream().map(LabelledBox::box).toList();
    }
  }

  @BeforeAll
  static void drawPhotographs() throws IOException {
    photographs = new ArrayList<>();
    pictures = new ArrayList<>();
    for (int seed = 1; seed <= 2; seed++) {
      Photograph photo = new Photograph(SyntheticMetaphase.scattered(Drawn.cell(seed), seed));
      photographs.add(photo);
      pictures.add(LabelledPicture.of(photo, MARGIN, null).orElseThrow());
    }
  }

  @Test
  void classesFollowFromNumbers() {
    Composer composer = new Composer(pictures, SIDE);
    SplittableRandom random = new SplittableRandom(5);
    Set<Byte> seen = new HashSet<>();
    int wrong = 0;
    for (int k = 0; k < 60; k++) {
      ComposedPicture picture = composer.draw(random);
      byte[] classes = picture.classes();
      for (int i = 0; i < classes.length; i++) {
        seen.add(classes[i]);
        if (classes[i] != expected(picture, i)) {
          wrong++;
        }
      }
    }
    assertThat(wrong).isZero();
    assertThat(seen).contains((byte) 0, (byte) 1, (byte) 2, (byte) 3);
  }

  /** The class of a pixel, slowly and obviously. */
  private static byte expected(ComposedPicture picture, int pixel) {
    if (picture.first[pixel] == LabelledPicture.UNKNOWN) {
      return -1;
    }
    if (picture.second[pixel] != 0) {
      return PixelClassifier.OVERLAP;
    }
    double reach = picture.first[pixel] == 0 ? 2 : 1.5;
    int row = pixel / SIDE;
    Set<Integer> around = new HashSet<>();
    for (int y = -2; y <= 2; y++) {
      for (int x = -2; x <= 2; x++) {
        if (Math.hypot(x, y) <= reach && picture.isInside(pixel % SIDE + x, row + y)) {
          int other = pixel + y * SIDE + x;
          boolean known =
              picture.first[other] != LabelledPicture.UNKNOWN && picture.second[other] == 0;
          around.add(known ? picture.first[other] : 0);
        }
      }
    }
    around.remove(0);
    return (byte)
        (around.size() > 1
            ? PixelClassifier.CONTACT
            : picture.first[pixel] != 0 ? PixelClassifier.CHROMOSOME : PixelClassifier.GROUND);
  }

  @Test
  void manyTouchEndToEnd() {
    Composer composer = new Composer(pictures, SIDE);
    SplittableRandom random = new SplittableRandom(8);
    int endToEnd = 0;
    for (int k = 0; k < 100; k++) {
      ComposedPicture picture = composer.draw(random);
      byte[] classes = picture.classes();
      Set<Set<Integer>> pairs = new HashSet<>();
      for (int i = SIDE + 1; i < classes.length - SIDE - 1; i++) {
        if (classes[i] == PixelClassifier.CONTACT && picture.first[i] != 0) {
          for (int beside : new int[] {i - 1, i + 1, i - SIDE, i + SIDE}) {
            if (picture.first[beside] != 0 && picture.first[beside] != picture.first[i]) {
              pairs.add(Set.of(picture.first[i], picture.first[beside]));
            }
          }
        }
      }
      for (Set<Integer> pair : pairs) {
        List<Integer> both = List.copyOf(pair);
        endToEnd += areInLine(picture, both.get(0), both.get(1)) ? 1 : 0;
      }
    }
    // Turned at random, one in thirty of those that touch would be.
    assertThat(endToEnd).isGreaterThan(15);
  }

  /** Whether both are long and lie in the direction from one to the other. */
  private static boolean areInLine(ComposedPicture picture, int one, int other) {
    int[] first = IntStream.range(0, SIDE * SIDE).filter(i -> picture.first[i] == one).toArray();
    int[] second = IntStream.range(0, SIDE * SIDE).filter(i -> picture.first[i] == other).toArray();
    Axis a = Axis.of(first, SIDE);
    Axis b = Axis.of(second, SIDE);
    double between = Math.atan2(b.y() - a.y(), b.x() - a.x());
    double most = Math.toRadians(25);
    return first.length > 150
        && second.length > 150
        && Math.abs(Math.sin(a.angle() - between)) < Math.sin(most)
        && Math.abs(Math.sin(b.angle() - between)) < Math.sin(most);
  }

  @Test
  void pastedChromosomesTouchAndCross() {
    Composer composer = new Composer(pictures, SIDE);
    SplittableRandom random = new SplittableRandom(6);
    int touching = 0;
    int crossing = 0;
    double single = 0;
    double shared = 0;
    int singles = 0;
    int shares = 0;
    for (int k = 0; k < 60; k++) {
      ComposedPicture picture = composer.draw(random);
      byte[] classes = picture.classes();
      Set<List<Integer>> crossed = new HashSet<>();
      boolean touches = false;
      for (int i = 0; i < classes.length; i++) {
        touches |= classes[i] == PixelClassifier.CONTACT;
        if (classes[i] == PixelClassifier.OVERLAP) {
          assertThat(picture.second[i]).isNotEqualTo(picture.first[i]);
          crossed.add(List.of(picture.first[i], picture.second[i]));
          shared += picture.stain[i];
          shares++;
        } else if (classes[i] == PixelClassifier.CHROMOSOME) {
          single += picture.stain[i];
          singles++;
        }
      }
      touching += touches ? 1 : 0;
      crossing += crossed.size();
    }
    assertThat(touching).isGreaterThan(20);
    assertThat(crossing).isGreaterThan(20);
    assertThat(shared / shares).as("darker than either").isGreaterThan(1.2 * single / singles);
  }

  @Test
  void aLoneChromosomeIsCopiedWithALittleAround() {
    SplittableRandom random = new SplittableRandom(7);
    for (int k = 0; k < 20; k++) {
      LoneChromosome lone = LoneChromosome.draw(pictures, random.nextDouble(), 0.1, 2, random);
      assertThat(lone.pixels.length).isGreaterThan(40);
      int halo = 0;
      boolean onBorder = false;
      boolean uncovered = false;
      for (int i = 0; i < lone.mask.length; i++) {
        halo += lone.halo[i] ? 1 : 0;
        int far = Math.max(Math.abs(lone.x(i)), Math.abs(lone.y(i)));
        onBorder |= lone.mask[i] && far == lone.reach;
        uncovered |= lone.mask[i] && !lone.halo[i];
      }
      assertThat(onBorder).isFalse();
      assertThat(uncovered).isFalse();
      assertThat(halo).isGreaterThan(lone.pixels.length);
    }
  }

  @Test
  void aTurnKeepsAnglesAndScalesAlike() {
    SplittableRandom random = new SplittableRandom(8);
    Set<Integer> mirrored = new HashSet<>();
    for (int k = 0; k < 20; k++) {
      Turn turn = Turn.draw(0.2, random);
      mirrored.add(turn.mirrored());
      assertThat(Math.hypot(turn.x(3, 4), turn.y(3, 4)) * turn.scale()).isCloseTo(5, offset());
      double dot = turn.x(1, 0) * turn.x(0, 1) + turn.y(1, 0) * turn.y(0, 1);
      assertThat(dot).isCloseTo(0, offset());
      double cross = turn.x(1, 0) * turn.y(0, 1) - turn.y(1, 0) * turn.x(0, 1);
      assertThat(Math.signum(cross)).isEqualTo(turn.mirrored());
    }
    assertThat(mirrored).containsExactlyInAnyOrder(1, -1);
  }

  private static Offset<Double> offset() {
    return within(1e-9);
  }

  @Test
  void equalRandomNumbersGiveEqualExamplesOnAnyNumberOfThreads() throws IOException {
    PixelExamples one = PixelExamples.of(photographs, MARGIN, SIDE, 1, null).orElseThrow();
    PixelExamples other = PixelExamples.of(photographs, MARGIN, SIDE, 3, null).orElseThrow();
    for (int seed = 0; seed < 10; seed++) {
      PixelExamples.Example first = one.draw(new SplittableRandom(seed));
      PixelExamples.Example second = other.draw(new SplittableRandom(seed));
      assertThat(first.stain()).hasSize(SIDE * SIDE).isEqualTo(second.stain());
      assertThat(first.classes()).hasSize(SIDE * SIDE).isEqualTo(second.classes());
      for (byte value : first.classes()) {
        assertThat(value).isBetween((byte) -1, (byte) 3);
      }
    }
    assertThat(one.draw(new SplittableRandom(1)).stain())
        .isNotEqualTo(one.draw(new SplittableRandom(2)).stain());
  }

  @Test
  void withoutChromosomesThereAreNoExamples() throws IOException {
    byte[] grey = new byte[100 * 100];
    Arrays.fill(grey, (byte) 200);
    Annotated photograph = new Annotated(Metaphase.of(100, 100, grey), List.of());
    assertThat(PixelExamples.of(List.of(photograph), 0, 8, 2, null)).isEmpty();
  }

  @Test
  void whatCannotBeReadIsReported() {
    SegmenterTraining.Photograph broken =
        new SegmenterTraining.Photograph() {
          @Override
          public Metaphase load() throws IOException {
            throw new IOException("cell.png: must be a picture");
          }

          @Override
          public List<Box> boxesOfChromosomes() {
            return List.of();
          }
        };
    assertThatThrownBy(() -> PixelExamples.of(List.of(broken), 0, SIDE, 1, null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cell.png: must be a picture");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PixelExamples.of(photographs, 0, 7, 1, null))
        .withMessage("side: must be at least 8, found 7");
  }
}
