package io.karyo.benchmarks;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch to learn from.
 *
 * @param inputs the pictures
 * @param types their types
 * @param pairs all pairs of the batch
 */
record TrainingBatch(PictureProbe.Drawn inputs, List<ChromosomeType> types, List<Pair> pairs) {

  static TrainingBatch of(PictureProbe.Drawn inputs, List<ChromosomeType> types) {
    List<Pair> pairs = new ArrayList<>();
    for (int a = 0; a < types.size(); a++) {
      for (int b = a + 1; b < types.size(); b++) {
        boolean same = types.get(a) == types.get(b);
        pairs.add(new Pair(a, b, same ? PairLabel.SIMILAR : PairLabel.DISSIMILAR));
      }
    }
    return new TrainingBatch(inputs, types, pairs);
  }

  int count() {
    return types.size();
  }
}
