package io.karyo.straighten;

import static io.karyo.straighten.StraightenersTest.straight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.NoChromosomeException;
import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.image.ChromosomeImage;
import io.karyo.spi.Straightener;
import io.karyo.straighten.internal.Silhouette;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class CrowdTest {

  /** The chromosome is the columns 8 to 22 and the rows 10 to 89. */
  private static final ChromosomeImage BAR = Shapes.onWhite(block(31, 100, 8, 10, 22, 89), 31);

  private static float[] block(int width, int height, int x0, int y0, int x1, int y1) {
    float[] stain = new float[width * height];
    for (int y = y0; y <= y1; y++) {
      for (int x = x0; x <= x1; x++) {
        stain[y * width + x] = Shapes.band(y - 10, 80);
      }
    }
    return stain;
  }

  private static void withCrowd(Consumer<Crowd> test) {
    Silhouette.find(
        BAR,
        silhouette -> {
          test.accept(new Crowd(silhouette));
          return Attempt.upright(silhouette, "test", 1, "").result();
        });
  }

  @Test
  void aWorkerIsASpammerUpToTheShareAndNotAboveIt() {
    // Ten pixels of row 50 each, from column 22 - k + 1 on: k of them are on the chromosome.
    withCrowd(
        crowd -> {
          for (int on = 0; on <= 10; on++) {
            double[][] drawn = crowd.drawn(Polyline.of(23 - on, 50, 32 - on, 50));
            assertThat(drawn[0]).hasSize(10);
            assertThat(crowd.isSpam(drawn, 0.6)).as("%d of 10", on).isEqualTo(on <= 6);
            assertThat(crowd.isSpam(drawn, 0)).isEqualTo(on == 0);
          }
        });
  }

  @Test
  void theDistanceIsDirectedAndAShareOfTheDiagonal() {
    withCrowd(
        crowd -> {
          double[][] whole = crowd.drawn(Polyline.of(15, 10, 15, 89));
          double[][] half = crowd.drawn(Polyline.of(15, 10, 15, 50));
          double diagonal = Math.hypot(15, 80);
          assertThat(crowd.directedHausdorff(half, whole)).isZero();
          assertThat(crowd.directedHausdorff(whole, half)).isCloseTo(39 / diagonal, within(1e-9));
        });
  }

  @Test
  void theConsensusHasTheLeastSumOfTheGreaterOfBothDistances() {
    Polyline whole = Polyline.of(15, 10, 15, 89);
    Polyline upper = Polyline.of(15, 10, 15, 70);
    Polyline middle = Polyline.of(15, 12, 15, 80);
    withCrowd(
        crowd -> {
          double[][] a = crowd.drawn(whole);
          double[][] b = crowd.drawn(upper);
          double[][] c = crowd.drawn(middle);
          // In pixels: D_ab = 89 - 70, D_ba = 0; D_ac = max(12 - 10, 89 - 80), D_ca = 0;
          // D_bc = 12 - 10, D_cb = 80 - 70. With the greater of both, a has 19 + 9 = 28,
          // b 19 + 10 = 29 and c 9 + 10 = 19. By the first alone b were best, with 0 + 2 against
          // 28 and 10; by the second alone a, with 0 against 29 and 11.
          double diagonal = Math.hypot(15, 80);
          double[][] expected = {{0, 19, 9}, {0, 0, 2}, {0, 10, 0}};
          List<double[][]> lines = List.of(a, b, c);
          for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
              assertThat(crowd.directedHausdorff(lines.get(i), lines.get(j)))
                  .isCloseTo(expected[i][j] / diagonal, within(1e-9));
            }
          }
          assertThat(crowd.consensus(lines)).isSameAs(c);
          assertThat(crowd.consensus(List.of(c, b, a))).isSameAs(c);
          // Of two, both have the same sum.
          assertThat(crowd.consensus(List.of(b, a))).isSameAs(b);
        });
    assertThat(AxisConsensus.of(BAR, List.of(whole, upper, middle), 0.6))
        .isEqualTo(new AxisConsensus(Optional.of(middle), List.of()));
  }

  @Test
  void spammersHaveNoSayInTheConsensus() {
    Polyline left = Polyline.of(10, 10, 10, 89);
    Polyline centre = Polyline.of(14, 10, 14, 89);
    Polyline right = Polyline.of(19, 10, 19, 89);
    Polyline border = Polyline.of(30, 0, 30, 99);
    // Among themselves the sums of left, centre and right are 4 + 9, 4 + 5 and 5 + 9 pixels. With
    // three borders, hypot(20, 10), hypot(16, 10) and hypot(11, 10) away, a border would be best.
    assertThat(AxisConsensus.of(BAR, List.of(border, left, centre, border, right, border), 0.6))
        .isEqualTo(new AxisConsensus(Optional.of(centre), List.of(0, 3, 5)));
    assertThat(AxisConsensus.of(BAR, List.of(border), 0.6))
        .isEqualTo(new AxisConsensus(Optional.empty(), List.of(0)));
    assertThat(AxisConsensus.of(BAR, List.of(), 0.6))
        .isEqualTo(new AxisConsensus(Optional.empty(), List.of()));
  }

  @Test
  void withoutAChromosomeThereIsNoConsensus() {
    assertThatThrownBy(
            () ->
                AxisConsensus.of(
                    Shapes.blank(9, 9).withSource("empty.png"),
                    List.of(Polyline.of(1, 1, 5, 5)),
                    0.6))
        .isInstanceOf(NoChromosomeException.class)
        .hasMessage("empty.png: all pixels have one tone");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AxisConsensus.of(BAR, List.of(), -0.1))
        .withMessage("spammerShare: must be 0 to below 1, found -0.1");
  }

  @Test
  void theConsensusIsThatOfEquationOne() {
    SplittableRandom random = new SplittableRandom(5);
    withCrowd(
        crowd -> {
          for (int trial = 0; trial < 50; trial++) {
            List<double[][]> lines = new ArrayList<>();
            for (int k = 0; k < 1 + trial % 6; k++) {
              lines.add(
                  crowd.drawn(
                      Polyline.of(
                          8 + random.nextInt(15),
                          10 + random.nextInt(20),
                          8 + random.nextInt(15),
                          50,
                          8 + random.nextInt(15),
                          70 + random.nextInt(20))));
            }
            assertThat(crowd.consensus(lines)).isSameAs(slowConsensus(lines));
          }
          assertThat(crowd.consensus(List.of())).isNull();
        });
  }

  /** Equation 1 as it stands. */
  private static double[][] slowConsensus(List<double[][]> lines) {
    int best = 0;
    double least = Double.MAX_VALUE;
    for (int i = 0; i < lines.size(); i++) {
      double sum = 0;
      for (int j = 0; j < lines.size(); j++) {
        if (i != j) {
          sum +=
              Math.max(slow(lines.get(i), lines.get(j)), slow(lines.get(j), lines.get(i)))
                  / Math.hypot(15, 80);
        }
      }
      if (sum < least - 1e-12) {
        least = sum;
        best = i;
      }
    }
    return lines.get(best);
  }

  private static double slow(double[][] a, double[][] b) {
    double greatest = 0;
    for (int i = 0; i < a[0].length; i++) {
      double nearest = Double.MAX_VALUE;
      for (int j = 0; j < b[0].length; j++) {
        nearest = Math.min(nearest, Math.hypot(a[0][i] - b[0][j], a[1][i] - b[1][j]));
      }
      greatest = Math.max(greatest, nearest);
    }
    return greatest;
  }

  @Test
  void anAxisThatMostAgreeOnIsFollowedWhateverSpammersDraw() {
    // Arms that touch: no skeleton tells where to begin, people can.
    ChromosomeImage ring = Shapes.blank(80, 80);
    List<Double> corners = new ArrayList<>();
    for (int degrees = -80; degrees <= 260; degrees += 4) {
      double x = 40 + 25 * Math.cos(Math.toRadians(degrees));
      double y = 40 + 25 * Math.sin(Math.toRadians(degrees));
      corners.add(x);
      corners.add(y);
      ring = Shapes.withStroke(ring, x, y, x, y, 6, degrees < 90 ? 0.5f : 0.8f);
    }
    double[] good = corners.stream().mapToDouble(Double::doubleValue).toArray();
    double[] better = good.clone();
    double[] sloppy = good.clone();
    for (int i = 0; i < good.length; i++) {
      better[i] += i % 4 == 0 ? 0.4 : -0.2;
      sloppy[i] += i % 6 < 3 ? 3 : -3;
    }
    Straightener straightener =
        Straighteners.medialAxis(
            (image, unaided) ->
                List.of(
                    Polyline.of(0, 0, 79, 0, 79, 79),
                    Polyline.of(sloppy),
                    Polyline.of(good),
                    Polyline.of(better),
                    Polyline.of(0, 79, 30, 79)));

    Straightened unaided = straight(Straighteners.medialAxis(), ring);
    Straightened result = straight(straightener, ring);

    assertThat(unaided.quality()).isLessThan(0.5);
    assertThat(result.notes()).contains("axis drawn: consensus of 3 of 5 workers");
    // 340 degrees of a circle of radius 25, and a half width at each end.
    assertThat(result.length()).isBetween(140, 165);
    assertThat(result.bandProfile()[30]).isCloseTo(0.8f, within(0.35f));
    assertThat(Math.abs(result.bandProfile()[35] - result.bandProfile()[result.length() - 35]))
        .isCloseTo(0.3f, within(0.06f));
  }

  @Test
  void withoutLinesOrWithSpamOnlyTheLibraryGoesOnByItself() {
    Straightened alone = straight(Straighteners.medialAxis(), BAR);
    Straightened unasked = straight(Straighteners.medialAxis((i, u) -> List.of()), BAR);
    Straightened spammed =
        straight(Straighteners.medialAxis((i, u) -> List.of(Polyline.of(0, 0, 30, 0))), BAR);

    assertThat(unasked.toArray()).isEqualTo(alone.toArray());
    assertThat(unasked.notes()).isEqualTo(alone.notes());
    assertThat(spammed.toArray()).isEqualTo(alone.toArray());
    assertThat(spammed.notes()).endsWith("all 1 drawn axes missed the chromosome");
  }

  @Test
  void theAnnotatorSeesTheImageAndWhatWasMadeOfIt() {
    List<ChromosomeImage> seen = new ArrayList<>();
    List<Straightened> made = new ArrayList<>();
    Straightener straightener =
        Straighteners.medialAxis(
            (image, unaided) -> {
              seen.add(image);
              made.add(unaided);
              return List.of(Polyline.of(15, 12, 15, 88));
            });

    Straightened result = straight(straightener, BAR);

    assertThat(seen).containsExactly(BAR);
    assertThat(made.get(0).quality()).isGreaterThan(0.9);
    assertThat(result.length()).isCloseTo(80, within(1));
    assertThat(straightener.straighten(Shapes.blank(9, 9))).isInstanceOf(Rejected.class);
  }

  @Test
  void aScribbleWithinTheChromosomeDoesNotMakeItThrow() {
    SplittableRandom random = new SplittableRandom(8);
    for (int trial = 0; trial < 100; trial++) {
      double[] scribble = new double[2 * (2 + random.nextInt(30))];
      for (int i = 0; i < scribble.length; i += 2) {
        scribble[i] = 8 + random.nextInt(15);
        scribble[i + 1] = 10 + random.nextInt(trial % 2 == 0 ? 80 : 4);
      }
      Straightener straightener =
          Straighteners.medialAxis((i, u) -> List.of(Polyline.of(scribble)));
      assertThat(straight(straightener, BAR).quality()).isPositive();
    }
  }

  @Test
  void wildLinesAreSpamAndDoNotTakeForever() {
    for (Polyline wild :
        List.of(
            Polyline.of(15, 10, 1e300, 89),
            Polyline.of(-1e9, -1e9, 1e9, 1e9),
            Polyline.of(15, 50, 15, 50))) {
      Straightened result = straight(Straighteners.medialAxis((i, u) -> List.of(wild)), BAR);
      assertThat(result.notes()).endsWith("all 1 drawn axes missed the chromosome");
    }
  }

  @Test
  void wrongLinesAndSharesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Polyline.of(1, 2))
        .withMessage("points: must be at least 2, found 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Polyline.of(1, 2, 3))
        .withMessage("coordinates: must be pairs of x and y, found 3 numbers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Polyline.of(1, 2, Double.NaN, 4))
        .withMessage("point: must be finite, found NaN, 4.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Straighteners.medialAxis((i, u) -> List.of(), 1))
        .withMessage("spammerShare: must be 0 to below 1, found 1.0");
  }
}
