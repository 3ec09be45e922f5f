package io.karyo;

import io.karyo.data.LabelledChromosome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How often a training sees the chromosomes of each laboratory: those of smaller ones more often,
 * so that a model does not only learn the largest laboratory.
 *
 * @param times how often each chromosome is seen, by its place
 */
record LaboratoryBalance(List<Integer> times) {

  /** Seen more often, chromosomes would be learned by heart. */
  private static final int MOST = 4;

  static LaboratoryBalance of(List<LabelledChromosome> items) {
    Map<Optional<String>, Long> sizes =
        items.stream()
            .collect(Collectors.groupingBy(LabelledChromosome::laboratory, Collectors.counting()));
    long largest = Collections.max(sizes.values());
    return new LaboratoryBalance(
        items.stream()
            .map(item -> sizes.get(item.laboratory()))
            .map(size -> (int) Math.min(MOST, Math.round((double) largest / size)))
            .toList());
  }

  /** Repeats what belongs to chromosomes of smaller laboratories. */
  <T> List<T> balanced(List<T> all) {
    List<T> balanced = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      balanced.addAll(Collections.nCopies(times.get(i), all.get(i)));
    }
    return balanced;
  }
}
