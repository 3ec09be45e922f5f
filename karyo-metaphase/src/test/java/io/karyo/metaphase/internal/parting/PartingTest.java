package io.karyo.metaphase.internal.parting;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.metaphase.internal.scene.Figures;
import io.karyo.metaphase.internal.scene.Patch;
import io.karyo.photo.Cluster;
import io.karyo.photo.Parting;
import io.karyo.photo.Region;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arms, the search for partings, and the regions that become of them. */
class PartingTest {

  private static final double WIDTH = 12;
  private static final double AREA = 60 * WIDTH;

  private static Arms arms(Figures figures) {
    return arms(figures.patch());
  }

  private static Arms arms(Patch patch) {
    Skeleton skeleton =
        new Skeleton(patch.core, patch.width, patch.coreHalf, patch::overlaps, WIDTH);
    return ArmsBuilder.of(patch, skeleton, WIDTH);
  }

  private static Cluster parted(Figures figures) {
    return new Parter(figures.patch(), WIDTH, AREA).clusters(figures.region()).get(0);
  }

  private static List<Region> cheapest(Figures figures) {
    return parted(figures).partings().get(0).chromosomes();
  }

  private static Figures cross(double degrees) {
    double x = 35 * Math.cos(Math.toRadians(degrees));
    double y = 35 * Math.sin(Math.toRadians(degrees));
    return new Figures(100, 100).bar(15, 50, 85, 50, 6).bar(50 - x, 50 - y, 50 + x, 50 + y, 6);
  }

  @ParameterizedTest
  @ValueSource(doubles = {50, 70, 90, 110, 130})
  void armsOfACrossingAreJoinedByDirection(double degrees) {
    assertThat(arms(cross(degrees)).joints()).singleElement().matches(j -> j.ends().length == 4);
    List<Region> found = cheapest(cross(degrees));
    Region level = new Figures(100, 100).bar(15, 50, 85, 50, 6).region();
    double x = 35 * Math.cos(Math.toRadians(degrees));
    double y = 35 * Math.sin(Math.toRadians(degrees));
    Region other = new Figures(100, 100).bar(50 - x, 50 - y, 50 + x, 50 + y, 6).region();
    assertThat(found).hasSize(2);
    for (Region expected : List.of(level, other)) {
      assertThat(found).anyMatch(region -> region.iou(expected) > 0.85);
    }
    assertThat(found.get(0).common(found.get(1))).as("both have the crossing").isGreaterThan(80);
  }

  @Test
  void nodesOfOneLongOverlapAreOneJoint() {
    Figures crossing = cross(25);
    assertThat(arms(crossing.patch()).joints()).as("several forks").hasSizeGreaterThan(1);
    float[] overlap = new Figures(100, 100).bar(38, 47, 62, 53, 6).pixels();
    assertThat(arms(crossing.patch(new float[overlap.length], overlap)).joints())
        .singleElement()
        .matches(joint -> joint.ends().length == 4);
  }

  @Test
  void whatTouchesASideIsCutOff() {
    Figures touching = new Figures(110, 110).bar(15, 30, 95, 30, 6).bar(55, 42, 55, 95, 6);
    List<Region> found = cheapest(touching);
    assertThat(found).hasSize(2);
    Region level = new Figures(110, 110).bar(15, 30, 95, 30, 6).region();
    assertThat(found).anyMatch(region -> region.iou(level) > 0.85);
  }

  @Test
  void endsOfLongChromosomesThatMeetAtAnAngleAreCut() {
    Figures angle = new Figures(120, 130).bar(15, 30, 88, 30, 6).bar(96, 37, 96, 112, 6);
    List<Region> found = cheapest(angle);
    assertThat(found).hasSize(2);
  }

  @Test
  void aBentChromosomeStaysWhole() {
    Figures bent = new Figures(110, 110);
    for (int k = 0; k < 20; k++) {
      double a = Math.PI * k / 30;
      double b = Math.PI * (k + 1) / 30;
      bent.bar(
          20 + 45 * Math.sin(a),
          20 + 45 * (1 - Math.cos(a)),
          20 + 45 * Math.sin(b),
          20 + 45 * (1 - Math.cos(b)),
          6);
    }
    assertThat(cheapest(bent)).containsExactly(bent.region());
  }

  @Test
  void aLoneChromosomeIsOneOrNone() {
    Cluster cluster = parted(new Figures(100, 40).bar(15, 20, 75, 20, 6));
    assertThat(cluster.partings()).hasSize(2);
    assertThat(cluster.partings().get(0).chromosomes()).containsExactly(cluster.region());
    Parting nothing = cluster.partings().get(1);
    assertThat(nothing.chromosomes()).isEmpty();
    assertThat(nothing.cost()).isEqualTo(Costs.nothing(cluster.region().area() / AREA));
  }

  @Test
  void armsThatNoJointConnectsAreClustersOfTheirOwn() {
    // Two bars side by side, fused by their pale rims, with a contact between them.
    Figures pair = new Figures(110, 60).bar(15, 20, 95, 20, 6).bar(15, 33, 95, 33, 6);
    float[] contact = new float[110 * 60];
    for (int x = 0; x < 110; x++) {
      contact[26 * 110 + x] = 1;
      contact[27 * 110 + x] = 1;
    }
    Patch patch = pair.patch(contact);
    Parter parter = new Parter(patch, WIDTH, AREA);
    List<Cluster> clusters = parter.clusters(pair.region());
    assertThat(clusters).hasSize(2);
    Region upper = new Figures(110, 60).bar(15, 20, 95, 20, 6).region();
    Region lower = new Figures(110, 60).bar(15, 33, 95, 33, 6).region();
    for (Region expected : List.of(upper, lower)) {
      assertThat(clusters)
          .anySatisfy(
              cluster -> {
                assertThat(cluster.region().iou(expected)).isGreaterThan(0.9);
                assertThat(cluster.partings().get(0).chromosomes())
                    .containsExactly(cluster.region());
              });
    }
    assertThat(clusters.get(0).region().common(clusters.get(1).region())).isZero();
    assertThat(clusters.get(0).region().area() + clusters.get(1).region().area())
        .as("no pixel is lost")
        .isEqualTo(pair.region().area());
  }

  @Test
  void jointsConnectArms() {
    assertThat(arms(cross(90)).connected()).as("one crossing").hasSize(1);
    Arms apart = arms(new Figures(160, 120).bar(15, 30, 70, 30, 6).bar(15, 90, 70, 90, 6));
    assertThat(apart.joints()).isEmpty();
    assertThat(apart.connected()).isEqualTo(List.of(List.of(0), List.of(1)));
  }

  @Test
  void severalWaysAreOfferedWithTheirCosts() {
    Cluster cluster = parted(cross(80));
    assertThat(cluster.partings().size()).isGreaterThan(5);
    assertThat(cluster.partings().stream().map(Parting::cost).toList()).isSorted();
    assertThat(cluster.partings().stream().map(p -> p.chromosomes().size()).distinct().count())
        .as("different numbers of chromosomes")
        .isGreaterThan(1);
    for (Parting parting : cluster.partings()) {
      for (Region region : parting.chromosomes()) {
        assertThat(region.common(cluster.region())).as("inside").isEqualTo(region.area());
      }
    }
  }

  @Test
  void theCheapestWayIsThatOfAnExhaustiveSearch() {
    Figures heap =
        new Figures(160, 120)
            .bar(15, 40, 145, 45, 6)
            .bar(45, 12, 55, 100, 6)
            .bar(105, 15, 95, 105, 6);
    Arms arms = arms(heap);
    assertThat(arms.joints()).hasSize(2);
    double[] areas = new double[arms.arms().size()];
    for (int arm = 0; arm < areas.length; arm++) {
      areas[arm] = arms.arms().get(arm).pixels().length * WIDTH / AREA;
    }
    double jointArea = WIDTH * WIDTH / AREA;
    PartingSearch search = new PartingSearch(arms, arms.connected().get(0), areas, jointArea);
    PartingSearch.Way found = search.cheapest(4).get(0);
    double least = Double.MAX_VALUE;
    for (List<Arms.Link> first : sets(arms.links(arms.joints().get(0)))) {
      for (List<Arms.Link> second : sets(arms.links(arms.joints().get(1)))) {
        least = Math.min(least, cost(arms, areas, jointArea, List.of(first, second)));
      }
    }
    assertThat(found.cost()).isEqualTo(least);
    assertThat(found.chains()).hasSize(3);
  }

  /** All sets of links without a common end. */
  private static List<List<Arms.Link>> sets(List<Arms.Link> links) {
    List<List<Arms.Link>> sets = new ArrayList<>();
    for (int bits = 0; bits < 1 << links.size(); bits++) {
      List<Arms.Link> set = new ArrayList<>();
      List<Integer> ends = new ArrayList<>();
      for (int k = 0; k < links.size(); k++) {
        if ((bits >> k & 1) != 0) {
          set.add(links.get(k));
          ends.add(links.get(k).first());
          ends.add(links.get(k).second());
        }
      }
      if (ends.stream().distinct().count() == ends.size()) {
        sets.add(set);
      }
    }
    return sets;
  }

  private static double cost(
      Arms arms, double[] areas, double jointArea, List<List<Arms.Link>> chosen) {
    int[] group = new int[areas.length];
    double[] area = areas.clone();
    for (int i = 0; i < group.length; i++) {
      group[i] = i;
    }
    double cost = 0;
    for (int joint = 0; joint < chosen.size(); joint++) {
      cost += Costs.joint(arms.joints().get(joint), chosen.get(joint));
      for (Arms.Link link : chosen.get(joint)) {
        int from = group[link.first() / 2];
        int to = group[link.second() / 2];
        if (from == to) {
          cost += Costs.RING;
          continue;
        }
        area[from] += area[to] + jointArea;
        for (int i = 0; i < group.length; i++) {
          group[i] = group[i] == to ? from : group[i];
        }
      }
    }
    for (int i = 0; i < group.length; i++) {
      cost += group[i] == i ? Math.min(Costs.chromosome(area[i]), Costs.dirt(area[i])) : 0;
    }
    return cost;
  }

  @Test
  void sizesBeyondTheUsualCostMore() {
    assertThat(Costs.chromosome(1)).isEqualTo(Costs.chromosome(0.5));
    assertThat(Costs.chromosome(0.2)).isGreaterThan(Costs.chromosome(0.3));
    assertThat(Costs.chromosome(3)).isGreaterThan(Costs.chromosome(2));
    assertThat(Costs.chromosome(0)).isFinite();
    assertThat(Costs.dirt(0.1)).isLessThan(Costs.chromosome(0.1));
    assertThat(Costs.dirt(1)).isGreaterThan(Costs.chromosome(1));
    assertThat(Costs.nothing(0.1)).isLessThan(Costs.nothing(1));
    assertThat(Costs.nothing(1)).as("a whole cluster is no dirt").isGreaterThan(Costs.dirt(1));
  }
}
