package io.karyo.cli.paper.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TsneTest {

  /** Three heaps of twenty points, far from each other in ten dimensions. */
  private static List<float[]> heaps() {
    SplittableRandom random = new SplittableRandom(5);
    List<float[]> points = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      float[] point = new float[10];
      for (int axis = 0; axis < point.length; axis++) {
        point[axis] = (float) random.nextDouble() + (axis == i % 3 ? 8 : 0);
      }
      points.add(point);
    }
    return points;
  }

  private static double distance(Tsne.Point a, Tsne.Point b) {
    return Math.hypot(a.x() - b.x(), a.y() - b.y());
  }

  @Test
  void heapsStayHeaps() {
    List<Tsne.Point> map = Tsne.map(heaps(), 1);
    assertThat(map).hasSize(60);
    for (int i = 0; i < map.size(); i++) {
      int nearest = i == 0 ? 1 : 0;
      for (int j = 0; j < map.size(); j++) {
        boolean nearer = distance(map.get(i), map.get(j)) < distance(map.get(i), map.get(nearest));
        nearest = j != i && nearer ? j : nearest;
      }
      assertThat(nearest % 3).isEqualTo(i % 3);
    }
  }

  @Test
  void theMapLiesAroundTheMiddleAndIsTheSameForASeed() {
    List<Tsne.Point> map = Tsne.map(heaps(), 1);
    assertThat(map.stream().mapToDouble(Tsne.Point::x).sum()).isEqualTo(0, within(1e-6));
    assertThat(map).isEqualTo(Tsne.map(heaps(), 1)).isNotEqualTo(Tsne.map(heaps(), 2));
  }

  @Test
  void affinitiesAreThoseOfTheDefinition() {
    // Two near points and a far one; a third of the others, so that perplexity is 1 at most.
    List<float[]> points = List.of(new float[] {0}, new float[] {1}, new float[] {5});
    double[][] affinities = Tsne.affinities(points);
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      assertThat(affinities[i][i]).isZero();
      for (int j = 0; j < 3; j++) {
        assertThat(affinities[i][j]).isEqualTo(affinities[j][i]);
        sum += affinities[i][j];
      }
    }
    assertThat(sum).isEqualTo(1, within(1e-9));
    // Of entropy 0: each point's only neighbour is its nearest, 0-1, 1-0 and 2-1.
    assertThat(affinities[0][1]).isEqualTo(1 / 3.0, within(1e-3));
    assertThat(affinities[1][2]).isEqualTo(1 / 6.0, within(1e-3));
    assertThat(affinities[0][2]).isEqualTo(0, within(1e-3));
  }

  @Test
  void thePerplexityIsMetWhereThereAreNeighboursEnough() {
    List<float[]> points = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 100; i++) {
      points.add(new float[] {(float) random.nextDouble(), (float) random.nextDouble()});
    }
    double[][] affinities = Tsne.affinities(points);
    double entropy = 0;
    for (double[] row : affinities) {
      for (double share : row) {
        entropy -= share > 0 ? share * Math.log(share) : 0;
      }
    }
    // The joint entropy is that of choosing a point, ln 100, and a neighbour, about ln 15 and at
    // most a little more, for neighbourhoods of two points are averaged.
    assertThat(Math.exp(entropy) / 100).isBetween(15.0, 20.0);
  }

  @Test
  void fewAndEqualPointsHaveAPlaceEach() {
    assertThat(Tsne.map(List.of(), 1)).isEmpty();
    assertThat(Tsne.map(List.of(new float[2], new float[2]), 1)).containsOnly(new Tsne.Point(0, 0));
    assertThat(Tsne.map(List.of(new float[2], new float[2], new float[2], new float[2]), 1))
        .hasSize(4)
        .allSatisfy(place -> assertThat(place.x() + place.y()).isFinite());
  }
}
