package io.karyo.metaphase.internal.parting;

import static org.assertj.core.api.Assertions.assertThat;

import io.karyo.metaphase.internal.scene.Figures;
import io.karyo.metaphase.internal.scene.Patch;
import org.junit.jupiter.api.Test;

class SkeletonTest {

  private static final double WIDTH = 12;

  private static Skeleton of(Figures figures) {
    return of(figures.patch());
  }

  private static Skeleton of(Patch patch) {
    return new Skeleton(patch.core, patch.width, patch.coreHalf, patch::overlaps, WIDTH);
  }

  @Test
  void aBarHasOneBranchWithTwoFreeEnds() {
    Skeleton skeleton = of(new Figures(100, 40).bar(15, 20, 85, 22, 6));
    assertThat(skeleton.nodes()).isEmpty();
    assertThat(skeleton.branches()).hasSize(1);
    Skeleton.Branch branch = skeleton.branches().get(0);
    assertThat(branch.from()).isEqualTo(-1);
    assertThat(branch.to()).isEqualTo(-1);
    assertThat(branch.pixels().length).isBetween(65, 80);
  }

  @Test
  void aForkHasThreeBranchesAtOneNode() {
    Skeleton skeleton = of(new Figures(110, 110).bar(10, 50, 90, 50, 6).bar(50, 50, 50, 100, 6));
    assertThat(skeleton.nodes()).hasSize(1);
    assertThat(skeleton.branches()).hasSize(3).allMatch(b -> b.from() == 0 || b.to() == 0);
  }

  @Test
  void aBumpOnTheSideIsNoBranch() {
    Skeleton skeleton = of(new Figures(100, 50).bar(15, 25, 85, 25, 6).bar(50, 25, 50, 33, 3));
    assertThat(skeleton.branches()).hasSize(1);
  }

  @Test
  void whatSticksOutOfACrossingIsABranch() {
    Figures crossing = new Figures(110, 110).bar(15, 40, 95, 40, 6).bar(55, 30, 55, 100, 6);
    assertThat(of(crossing.patch()).branches()).as("a bump on the side").hasSize(3);
    float[] overlap = new Figures(110, 110).bar(52, 40, 58, 40, 5).pixels();
    Skeleton skeleton = of(crossing.patch(new float[overlap.length], overlap));
    assertThat(skeleton.branches()).hasSize(4);
  }

  @Test
  void aRingIsOneBranchWithoutANode() {
    Figures ring = new Figures(100, 100);
    for (int k = 0; k < 40; k++) {
      double a = 2 * Math.PI * k / 40;
      double b = 2 * Math.PI * (k + 1) / 40;
      ring.bar(
          50 + 35 * Math.cos(a),
          50 + 35 * Math.sin(a),
          50 + 35 * Math.cos(b),
          50 + 35 * Math.sin(b),
          5);
    }
    Skeleton skeleton = of(ring);
    assertThat(skeleton.nodes()).isEmpty();
    assertThat(skeleton.branches()).hasSize(1);
  }
}
