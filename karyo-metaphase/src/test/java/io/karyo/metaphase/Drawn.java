package io.karyo.metaphase;

import io.karyo.image.Background;
import io.karyo.metrics.SegmentationEvaluation;
import io.karyo.photo.Segmentation;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import io.karyo.synthetic.SyntheticMetaphase;

/** Drawn photographs for tests. */
final class Drawn {

  static final int SIDE = 900;

  private Drawn() {}

  /** A cell without noise, each chromosome turned and bent. */
  static SyntheticCell cell(long seed) {
    return SyntheticCells.builder().seed(seed).noise(0).rotation(180).bend(0, 40).build().cell(0);
  }

  static SyntheticMetaphase.Builder photograph(Background ground) {
    return SyntheticMetaphase.builder(SIDE, SIDE, ground);
  }

  static SegmentationEvaluation.Photograph compare(SyntheticMetaphase drawn, Segmentation found) {
    return SegmentationEvaluation.regions(drawn.chromosomes(), found.chromosomes());
  }
}
