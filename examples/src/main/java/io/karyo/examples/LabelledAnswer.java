package io.karyo.examples;

import io.karyo.ChromosomeType;
import io.karyo.Classification;
import io.karyo.Karyotyper;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.ImageSource;
import io.karyo.data.LabelledChromosome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a model said of a chromosome whose type is known.
 *
 * @param item the chromosome
 * @param answer what the model said
 */
record LabelledAnswer(LabelledChromosome item, Answer answer) {

  /** How many lone images are read at once. */
  private static final int CHUNK = 256;

  /**
   * Asks a model about a data set.
   *
   * @param byCell whether the chromosomes of a cell are classified together; those of no known cell
   *     are classified alone anyway
   * @return an answer a chromosome, in the order of the data set
   */
  static List<LabelledAnswer> ask(
      Karyotyper karyotyper, ChromosomeDataset dataset, boolean byCell) {
    List<LabelledChromosome> lone = new ArrayList<>();
    Map<String, List<LabelledChromosome>> cells = new LinkedHashMap<>();
    for (LabelledChromosome item : dataset.items()) {
      if (byCell && item.cell().isPresent()) {
        cells.computeIfAbsent(item.cell().get(), cell -> new ArrayList<>()).add(item);
      } else {
        lone.add(item);
      }
    }
    // By identity of the source: nothing else of an item must be unique.
    Map<ImageSource, Answer> answers = new HashMap<>();
    cells.forEach((cell, items) -> ask(karyotyper, Optional.of(cell), items, answers));
    for (int from = 0; from < lone.size(); from += CHUNK) {
      List<LabelledChromosome> chunk = lone.subList(from, Math.min(lone.size(), from + CHUNK));
      ask(karyotyper, Optional.empty(), chunk, answers);
    }
    return dataset.items().stream()
        .map(item -> new LabelledAnswer(item, Objects.requireNonNull(answers.get(item.source()))))
        .toList();
  }

  private static void ask(
      Karyotyper karyotyper,
      Optional<String> cell,
      List<LabelledChromosome> items,
      Map<ImageSource, Answer> answers) {
    List<Answer> given =
        Answer.ask(
            karyotyper,
            cell,
            items.stream().map(item -> new Answer.Question(item.name(), item.source())).toList());
    for (int i = 0; i < given.size(); i++) {
      answers.put(items.get(i).source(), given.get(i));
    }
  }

  boolean right() {
    return rankOfLabel() == 0;
  }

  /** Returns at which place, from 0, the model put the true type; the last if it said nothing. */
  int rankOfLabel() {
    Classification classification = answer.classification();
    if (classification == null) {
      return ChromosomeType.ALL.size();
    }
    return classification.probabilities().ranked().stream()
        .map(Classification.Alternative::type)
        .toList()
        .indexOf(item.type());
  }
}
