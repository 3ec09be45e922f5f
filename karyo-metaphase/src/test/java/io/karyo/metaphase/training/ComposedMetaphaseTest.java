package io.karyo.metaphase.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.karyo.data.LabelledBox;
import io.karyo.image.Background;
import io.karyo.image.Metaphase;
import io.karyo.metaphase.Drawn;
import io.karyo.metaphase.Segmenters;
import io.karyo.metaphase.internal.scene.Masks;
import io.karyo.metaphase.training.ComposedMetaphase.Contact;
import io.karyo.metaphase.training.ComposedMetaphase.Pair;
import io.karyo.photo.Box;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.synthetic.SyntheticMetaphase;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ComposedMetaphaseTest {

  private static final int MARGIN = 6;

  private static SyntheticMetaphase drawn(Background ground) {
    return Drawn.photograph(ground).nucleus(30, 870, 60).scatter(Drawn.cell(3), 3).build();
  }

  private static Optional<ComposedMetaphase> composed(SyntheticMetaphase drawn, long seed) {
    List<Box> boxes = drawn.boxes(MARGIN).stream().map(LabelledBox::box).toList();
    return ComposedMetaphase.of(drawn.photograph(), boxes, MARGIN, new SplittableRandom(seed));
  }

  /** The mean grey level of the pixels that are in a number of chromosomes. */
  private static double grey(ComposedMetaphase composed, int number) {
    byte[] grey = composed.photograph().greyLevels();
    int[] counts = new int[grey.length];
    int width = composed.photograph().width();
    for (Region region : composed.chromosomes()) {
      byte[] mask = region.mask(new Box(0, 0, width, composed.photograph().height()));
      for (int i = 0; i < counts.length; i++) {
        counts[i] += mask[i];
      }
    }
    double sum = 0;
    int n = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == number) {
        sum += grey[i] & 0xff;
        n++;
      }
    }
    return sum / n;
  }

  @ParameterizedTest
  @EnumSource(Background.class)
  void pairsTouchOrCrossAndLieApartFromAllOthers(Background ground) {
    ComposedMetaphase composed = composed(drawn(ground), 1).orElseThrow();
    assertThat(composed.chromosomes()).hasSize(46);
    Set<Integer> paired = new HashSet<>();
    for (Pair pair : composed.pairs()) {
      Region first = composed.chromosomes().get(pair.first());
      Region second = composed.chromosomes().get(pair.second());
      int common = first.common(second);
      if (pair.contact() == Contact.CROSSING) {
        assertThat(common).isBetween(20, (int) (0.4 * Math.min(first.area(), second.area())));
      } else {
        assertThat(common).isLessThan(first.area() / 10);
        assertThat(apart(first, second)).as("px between them").isLessThanOrEqualTo(1);
      }
      paired.add(pair.first());
      paired.add(pair.second());
    }
    assertThat(paired).hasSize(4 * ComposedMetaphase.PAIRS_EACH);
    for (int i = 0; i < 46; i++) {
      for (int j = i + 1; j < 46; j++) {
        Pair between = new Pair(Contact.TOUCHING, i, j);
        boolean together =
            composed.pairs().contains(between)
                || composed.pairs().contains(new Pair(Contact.CROSSING, i, j));
        if (!together) {
          assertThat(apart(composed.chromosomes().get(i), composed.chromosomes().get(j)))
              .isGreaterThan(4);
        }
      }
    }
  }

  /** The pixels between two regions, as far as it is at most 5. */
  private static int apart(Region one, Region other) {
    for (int px = 0; px < 6; px++) {
      Box frame = one.box().around(other.box()).widened(8);
      byte[] wide = Masks.dilated(one.mask(frame), frame.width(), px + 1.4);
      byte[] mask = other.mask(frame);
      for (int i = 0; i < mask.length; i++) {
        if (mask[i] != 0 && wide[i] != 0) {
          return px;
        }
      }
    }
    return 6;
  }

  @Test
  void tonesAreThoseOfThePhotograph() {
    for (Background ground : Background.values()) {
      SyntheticMetaphase drawn = drawn(ground);
      ComposedMetaphase composed = composed(drawn, 2).orElseThrow();
      double empty = grey(composed, 0);
      double one = grey(composed, 1);
      double two = grey(composed, 2);
      byte[] original = drawn.photograph().greyLevels();
      int[] levels = new int[original.length];
      Arrays.setAll(levels, i -> original[i] & 0xff);
      Arrays.sort(levels);
      assertThat(empty).isBetween(levels[levels.length / 2] - 8.0, levels[levels.length / 2] + 8.0);
      if (ground == Background.WHITE) {
        assertThat(one).isLessThan(empty - 40);
        assertThat(two).as("light passes both").isBetween(0.0, one - 15);
      } else {
        assertThat(one).isGreaterThan(empty + 40);
        assertThat(two).as("both shine").isGreaterThan(one + 15);
      }
    }
  }

  @Test
  void loneChromosomesOfAComposedPhotographAreFound() {
    ComposedMetaphase composed = composed(drawn(Background.WHITE), 3).orElseThrow();
    Segmentation found = Segmenters.geometric().segment(composed.photograph());
    List<Region> lone = composed.chromosomes().subList(4 * ComposedMetaphase.PAIRS_EACH, 46);
    assertThat(
            lone.stream()
                .filter(one -> found.chromosomes().stream().anyMatch(o -> o.iou(one) > 0.8))
                .count())
        .isGreaterThan(lone.size() - 3);
  }

  @Test
  void equalRandomNumbersComposeEqualPhotographs() {
    SyntheticMetaphase drawn = drawn(Background.WHITE);
    assertThat(composed(drawn, 4)).isEqualTo(composed(drawn, 4));
    assertThat(composed(drawn, 4)).isNotEqualTo(composed(drawn, 5));
  }

  @Test
  void withoutEnoughLoneChromosomesNothingIsComposed() {
    SyntheticMetaphase drawn = drawn(Background.WHITE);
    List<Box> few = drawn.boxes(MARGIN).stream().map(LabelledBox::box).limit(7).toList();
    assertThat(ComposedMetaphase.of(drawn.photograph(), few, MARGIN, new SplittableRandom(1)))
        .isEmpty();
    byte[] grey = new byte[100 * 100];
    Arrays.fill(grey, (byte) 200);
    Metaphase empty = Metaphase.of(100, 100, grey);
    assertThat(ComposedMetaphase.of(empty, List.of(), 0, new SplittableRandom(1))).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ComposedMetaphase.of(empty, few, -1, new SplittableRandom(1)))
        .withMessage("margin: must be at least 0, found -1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ComposedMetaphase(empty, List.of(), List.of(new Pair(Contact.CROSSING, 0, 1))))
        .withMessageStartingWith("pair: must be ");
  }
}
