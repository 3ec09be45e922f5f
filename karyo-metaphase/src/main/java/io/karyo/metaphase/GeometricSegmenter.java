package io.karyo.metaphase;

import io.karyo.image.Metaphase;
import io.karyo.photo.Cluster;
import io.karyo.photo.Region;
import io.karyo.photo.Segmentation;
import io.karyo.spi.Segmenter;
import java.util.ArrayList;
import java.util.List;

/** Finds chromosomes by tone and shape alone; see {@link Segmenters#geometric()}. */
final class GeometricSegmenter implements Segmenter {

  static final String ID = "geometric";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Segmentation segment(Metaphase photograph) {
    Ground ground = Ground.of(photograph);
    Segmentation.Builder builder = Segmentation.builder(photograph);
    Scene scene = Scene.of(ground);
    if (scene.problem() != null) {
      return builder
          .flattened(ground.tone, ground.flattened(1))
          .note(scene.problem())
          .build();
    }
    builder.flattened(ground.tone, ground.flattened(scene.full())).chromosomeWidth(scene.width());
    scene.others().forEach(builder::add);
    List<Cluster> clusters = new ArrayList<>();
    for (Region piece : scene.pieces()) {
      Patch patch = scene.patch(piece);
      clusters.add(new Parter(patch, scene.width(), scene.area(), Costs.DEFAULT).cluster(piece));
    }
    CellCount.adjusted(clusters).forEach(builder::add);
    return builder.build();
  }
}
