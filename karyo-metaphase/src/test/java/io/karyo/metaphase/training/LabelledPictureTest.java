package io.karyo.metaphase.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.karyo.data.LabelledBox;
import io.karyo.image.Background;
import io.karyo.image.Metaphase;
import io.karyo.metaphase.Drawn;
import io.karyo.metaphase.Segmenters;
import io.karyo.metaphase.pixels.PixelClassifier;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import io.karyo.spi.SegmenterTraining;
import io.karyo.synthetic.SyntheticMetaphase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LabelledPictureTest {

  private static final int MARGIN = 6;

  private static List<Box> boxes(SyntheticMetaphase drawn) {
    return new ArrayList<>(drawn.boxes(MARGIN).stream().map(LabelledBox::box).toList());
  }

  private static LabelledPicture labelled(SyntheticMetaphase drawn, List<Box> boxes) {
    return labelled(new Annotated(drawn.photograph(), boxes), null);
  }

  private static LabelledPicture labelled(
      Annotated photograph, @Nullable PixelClassifier classifier) {
    try {
      return LabelledPicture.of(photograph, MARGIN, classifier).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The column in the photograph of a pixel of the labelled picture. */
  private static int x(LabelledPicture picture, SyntheticMetaphase drawn, int pixel) {
    return (int) ((pixel % picture.width + 0.5) * drawn.photograph().width() / picture.width);
  }

  private static int y(LabelledPicture picture, SyntheticMetaphase drawn, int pixel) {
    int row = pixel / picture.width;
    return (int) ((row + 0.5) * drawn.photograph().height() / picture.height);
  }

  /** The labels of the pixels of a region. */
  private static List<Integer> labels(
      LabelledPicture picture, SyntheticMetaphase drawn, Region region) {
    List<Integer> labels = new ArrayList<>();
    Box box = region.box();
    for (int y = box.top(); y < box.bottom(); y++) {
      for (int x = box.left(); x < box.right(); x++) {
        if (region.contains(x, y)) {
          int row = y * picture.height / drawn.photograph().height();
          int column = x * picture.width / drawn.photograph().width();
          labels.add(picture.first(row * picture.width + column));
        }
      }
    }
    return labels;
  }

  private static double share(List<Integer> labels, int label) {
    return (double) labels.stream().filter(one -> one == label).count() / labels.size();
  }

  private static int usual(List<Integer> labels) {
    return labels.stream()
        .max((a, b) -> Double.compare(share(labels, a), share(labels, b)))
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Background.class)
  void eachChromosomeHasANumberOfItsOwnAndLiesAlone(Background ground) {
    SyntheticMetaphase drawn =
        Drawn.photograph(ground).scatter(Drawn.cell(3), 3).unevenness(0.2).build();
    LabelledPicture picture = labelled(drawn, boxes(drawn));
    int right = 0;
    int crossed = 0;
    for (int i = 0; i < picture.width * picture.height; i++) {
      int x = x(picture, drawn, i);
      int y = y(picture, drawn, i);
      boolean chromosome = drawn.chromosomes().stream().anyMatch(one -> one.contains(x, y));
      right += (picture.first(i) != 0) == chromosome ? 1 : 0;
      crossed += picture.second(i) != 0 ? 1 : 0;
    }
    assertThat(crossed).isZero();
    assertThat((double) right / picture.width / picture.height).isGreaterThan(0.985);
    Set<Integer> numbers = new HashSet<>();
    for (Region chromosome : drawn.chromosomes()) {
      List<Integer> labels = labels(picture, drawn, chromosome);
      assertThat(share(labels, usual(labels))).isGreaterThan(0.6);
      numbers.add(usual(labels));
    }
    numbers.remove(LabelledPicture.UNKNOWN);
    // Pale bands, as no DAPI shows them, cut some of the drawn fluorescent ones.
    assertThat(numbers.size()).isBetween(ground == Background.WHITE ? 44 : 39, 46);
    assertThat(numbers).doesNotContain(0);
    assertThat(picture.alone.size()).isBetween(ground == Background.WHITE ? 38 : 34, 46);
    for (int[] pixels : picture.alone) {
      int label = picture.first(pixels[0]);
      assertThat(Arrays.stream(pixels).allMatch(i -> picture.first(i) == label)).isTrue();
    }
  }

  @Test
  void chromosomesAreAsWideAsClassifiersKnowThem() {
    SyntheticMetaphase drawn = SyntheticMetaphase.scattered(Drawn.cell(3), 3);
    LabelledPicture picture = labelled(drawn, boxes(drawn));
    double width = Segmenters.geometric().segment(drawn.photograph()).chromosomeWidth();
    assertThat((double) picture.width / drawn.photograph().width())
        .isCloseTo(PixelClassifier.CHROMOSOME_WIDTH / width, within(0.01));
    double stain = 0;
    for (int[] pixels : picture.alone) {
      for (int i : pixels) {
        int row = i / picture.width;
        stain += picture.stain(i % picture.width, row) / pixels.length;
      }
    }
    assertThat(stain / picture.alone.size()).as("typically 1").isBetween(0.7, 1.3);
  }

  @Test
  void longChromosomesThatLieAslantAreLabelled() {
    int seen = 0;
    for (int seed = 1; seed <= 3; seed++) {
      SyntheticMetaphase drawn = SyntheticMetaphase.scattered(Drawn.cell(seed), seed);
      LabelledPicture picture = labelled(drawn, boxes(drawn));
      for (Region chromosome : drawn.chromosomes()) {
        if (chromosome.area() < 0.3 * chromosome.box().widened(MARGIN).area()
            && chromosome.box().width() > 50) {
          seen++;
          List<Integer> labels = labels(picture, drawn, chromosome);
          assertThat(usual(labels)).isNotIn(0, LabelledPicture.UNKNOWN);
        }
      }
    }
    assertThat(seen).as("of which the box is mostly empty").isGreaterThan(3);
  }

  @Test
  void whatDoesNotFitItsBoxesIsUnknown() {
    SyntheticMetaphase drawn = Drawn.crossing(false);
    List<Box> boxes = boxes(drawn);
    // One small box in the middle of the two that cross.
    Box first = boxes.remove(0);
    boxes.remove(0);
    int side = first.width();
    boxes.add(new Box(first.left(), first.top() + first.height() / 2 - side / 2, side, side));
    LabelledPicture picture = labelled(drawn, boxes);
    List<Integer> labels = labels(picture, drawn, drawn.chromosomes().get(0));
    assertThat(share(labels, LabelledPicture.UNKNOWN)).isGreaterThan(0.95);
    for (int[] pixels : picture.alone) {
      assertThat(picture.first(pixels[0])).isNotEqualTo(LabelledPicture.UNKNOWN);
    }
  }

  @Test
  void whereTwoCrossBothNumbersAreKnown() {
    SyntheticMetaphase drawn = Drawn.crossing(false);
    LabelledPicture picture = labelled(drawn, boxes(drawn));
    int both = 0;
    int known = 0;
    for (int i = 0; i < picture.width * picture.height; i++) {
      int x = x(picture, drawn, i);
      int y = y(picture, drawn, i);
      if (drawn.chromosomes().get(0).contains(x, y) && drawn.chromosomes().get(1).contains(x, y)) {
        both++;
        known += picture.first(i) != 0 && picture.second(i) != 0 ? 1 : 0;
      }
    }
    assertThat(both).isPositive();
    assertThat((double) known / both).isGreaterThan(0.6);
    assertThat(picture.alone.size()).as("the two that cross are not alone").isLessThan(47);
  }

  @Test
  void whatHasNoBoxIsGround() {
    SyntheticMetaphase drawn =
        Drawn.photograph(Background.WHITE)
            .dirt(60, 60, 9)
            .nucleus(800, 800, 70)
            .scatter(Drawn.cell(3), 3)
            .build();
    List<Box> boxes = boxes(drawn);
    boxes.remove(4);
    LabelledPicture picture = labelled(drawn, boxes);
    List<Region> others =
        List.of(
            drawn.chromosomes().get(4),
            Region.of(new Box(55, 55, 10, 10), filled(100)),
            Region.of(new Box(760, 760, 80, 80), filled(6400)));
    for (Region other : others) {
      assertThat(labels(picture, drawn, other)).containsOnly(0);
    }
  }

  @Test
  void ofAClusterThatFitsInPartTheRestIsUnknown() {
    SyntheticMetaphase drawn = Drawn.crossing(false);
    List<Box> boxes = boxes(drawn);
    // The second of the two that cross is annotated wrongly: only a small part of it.
    Box second = boxes.remove(1);
    boxes.add(new Box(second.left(), second.top(), second.width() / 4, second.height()));
    LabelledPicture picture = labelled(drawn, boxes);
    List<Integer> first = labels(picture, drawn, drawn.chromosomes().get(0));
    assertThat(usual(first)).isNotIn(0, LabelledPicture.UNKNOWN);
    List<Integer> other = labels(picture, drawn, drawn.chromosomes().get(1));
    assertThat(share(other, LabelledPicture.UNKNOWN)).isGreaterThan(0.6);
    assertThat(other).doesNotContain(0);
  }

  @Test
  void aPartOfAChromosomeThatFitsNoPieceIsNotGround() {
    SyntheticMetaphase drawn = Drawn.crossing(false);
    List<Box> boxes = boxes(drawn);
    // A classifier that takes the first half of the photograph for ground.
    PixelClassifier blind = (stain, height, width) -> halfGround(stain, width);
    LabelledPicture picture = labelled(new Annotated(drawn.photograph(), boxes), blind);
    for (Region chromosome : drawn.chromosomes()) {
      assertThat(share(labels(picture, drawn, chromosome), 0)).isLessThan(0.3);
    }
  }

  private static float[][] halfGround(float[] stain, int width) {
    float[][] planes = new float[PixelClassifier.CLASSES][stain.length];
    for (int i = 0; i < stain.length; i++) {
      boolean ground = i % width < width / 2 || stain[i] < 0.4;
      planes[ground ? PixelClassifier.GROUND : PixelClassifier.CHROMOSOME][i] = 1;
    }
    return planes;
  }

  @Test
  void knownPixelsAreTakenAsTheyAre() {
    SyntheticMetaphase drawn = Drawn.crossing(false);
    List<Region> chromosomes = drawn.chromosomes();
    int last = chromosomes.size() - 1;
    Annotated annotated =
        new Annotated(
            drawn.photograph(),
            List.of(),
            new SegmenterTraining.KnownPixels(
                chromosomes.subList(0, last), chromosomes.subList(last, last + 1)));
    LabelledPicture picture = labelled(annotated, null);
    Set<Integer> numbers = new HashSet<>();
    for (Region chromosome : chromosomes.subList(0, last)) {
      numbers.add(usual(labels(picture, drawn, chromosome)));
    }
    assertThat(numbers).hasSize(last).doesNotContain(0, LabelledPicture.UNKNOWN);
    List<Integer> uncertain = labels(picture, drawn, chromosomes.get(last));
    assertThat(share(uncertain, LabelledPicture.UNKNOWN)).isGreaterThan(0.95);
  }

  private static byte[] filled(int pixels) {
    byte[] mask = new byte[pixels];
    Arrays.fill(mask, (byte) 1);
    return mask;
  }

  @Test
  void aPhotographWithoutChromosomesHasNoLabels() throws IOException {
    byte[] grey = new byte[200 * 200];
    Arrays.fill(grey, (byte) 220);
    Annotated photograph = new Annotated(Metaphase.of(200, 200, grey), List.of());
    assertThat(LabelledPicture.of(photograph, MARGIN, null)).isEmpty();
  }
}
