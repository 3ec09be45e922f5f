package io.karyo.metaphase.internal.parting;

import io.karyo.image.Metaphase;
import io.karyo.metaphase.internal.scene.Ground;
import io.karyo.metaphase.internal.scene.Scene;
import io.karyo.photo.Cluster;
import io.karyo.photo.OtherRegion;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import java.util.ArrayList;
import java.util.List;

/** Parts the pieces of a scene, which makes a segmentation of it. */
public final class SceneSegmentation {

  /** Numbers beyond these are reported. */
  private static final int FEWEST = 35;

  private static final int MOST = 60;

  private SceneSegmentation() {}

  /**
   * Parts what was sorted.
   *
   * @param ground of the photograph
   * @param scene of that ground
   */
  public static Segmentation of(Metaphase photograph, Ground ground, Scene scene) {
    Segmentation.Builder builder = Segmentation.builder(photograph);
    builder.flattened(ground.tone, ground.flattened(scene.full())).chromosomeWidth(scene.width());
    scene.others().forEach(builder::add);
    String problem = scene.problem();
    if (problem != null) {
      return builder.note(problem).build();
    }
    List<Cluster> clusters = new ArrayList<>();
    for (Region piece : scene.pieces()) {
      clusters.addAll(parted(scene, piece));
    }
    for (Scene.Doubtful piece : scene.doubtful()) {
      if (CellCount.of(clusters) < CellCount.USUAL) {
        clusters.addAll(parted(scene, piece.region()));
      } else {
        builder.add(new OtherRegion(piece.region(), OtherRegion.Kind.DEBRIS));
      }
    }
    CellCount.adjusted(clusters).forEach(builder::add);
    Segmentation found = builder.build();
    int count = found.chromosomes().size();
    if (count < FEWEST || count > MOST) {
      builder.note(
          count
              + " regions look like chromosomes; one whole metaphase has about 46, so the"
              + " photograph shows a part of one, more than one, or none");
    }
    return builder.build();
  }

  private static List<Cluster> parted(Scene scene, Region piece) {
    return new Parter(scene.patch(piece), scene.width(), scene.area()).clusters(piece);
  }
}
