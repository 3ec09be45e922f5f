package io.karyo.examples;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import io.karyo.spi.AbstractPart;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PairSampler;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** The sampler with a setting of docs/plugins.md. */
public final class NeighbourPairs extends AbstractPart implements PairSampler {
  private static final Setting<Integer> DISTANCE = Setting.integer("distance", 1, 1, 10);

  NeighbourPairs(Settings given) {
    super("acme.neighbours", given, DISTANCE);
  }

  public NeighbourPairs distance(int distance) {
    return new NeighbourPairs(settings().with(DISTANCE, distance));
  }

  @Override
  public Iterator<Pair> sample(List<ChromosomeType> types, int epoch, long seed) {
    int distance = get(DISTANCE);
    return IntStream.range(distance, types.size())
        .mapToObj(
            i ->
                new Pair(
                    i - distance,
                    i,
                    types.get(i) == types.get(i - distance)
                        ? PairLabel.SIMILAR
                        : PairLabel.DISSIMILAR))
        .iterator();
  }
}
