package io.karyo.metaphase.internal.parting;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.photo.Box;
import io.karyo.photo.Cluster;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellCountTest {

  private static final Region DOT = Region.of(new Box(0, 0, 1, 1), new byte[] {1});

  /** A cluster of one or two chromosomes. */
  private static Cluster cluster(double costOfOne, double costOfTwo) {
    return new Cluster(
        DOT,
        List.of(new Parting(List.of(DOT), costOfOne), new Parting(List.of(DOT, DOT), costOfTwo)));
  }

  private static List<Cluster> cell(int sure, Cluster... others) {
    List<Cluster> clusters =
        new ArrayList<>(
            Collections.nCopies(sure, new Cluster(DOT, List.of(new Parting(List.of(DOT), 0)))));
    clusters.addAll(List.of(others));
    return clusters;
  }

  @Test
  void usualAndNearlyUsualNumbersAreLeftAlone() {
    for (int sure : new int[] {43, 44, 45}) {
      List<Cluster> clusters = cell(sure, cluster(1, 1.1), cluster(1, 1.3));
      assertThat(CellCount.adjusted(clusters)).isEqualTo(clusters);
    }
  }

  @Test
  void theCheapestChangesComeFirst() {
    List<Cluster> few = cell(41, cluster(1, 1.25), cluster(1, 1.45), cluster(1, 9));
    assertThat(CellCount.of(few)).isEqualTo(44);
    assertThat(CellCount.of(CellCount.adjusted(few))).isEqualTo(45);
    List<Cluster> many = cell(42, cluster(1.25, 1), cluster(1.4, 1), cluster(9, 1));
    assertThat(CellCount.of(many)).isEqualTo(48);
    List<Cluster> fewer = CellCount.adjusted(many);
    assertThat(CellCount.of(fewer)).isEqualTo(47);
    assertThat(fewer.get(42).partings().get(0).chromosomes()).hasSize(1);
    assertThat(fewer.get(43).partings().get(0).chromosomes()).hasSize(2);
  }

  @Test
  void noPriceIsPaidWithoutEffect() {
    List<Cluster> clusters = cell(20, cluster(1, 9));
    assertThat(CellCount.adjusted(clusters)).isEqualTo(clusters);
  }

  @Test
  void costsStayAtLeastZero() {
    List<Cluster> clusters = CellCount.adjusted(cell(30, cluster(0, 0.2), cluster(0.1, 0.3)));
    assertThat(clusters)
        .allSatisfy(c -> assertThat(c.partings()).allMatch(parting -> parting.cost() >= 0));
  }
}
