package io.karyo.cli.evaluate;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.cli.common.Answer;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.ImageSource;
import io.karyo.data.LabelledChromosome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The answer of a model for a chromosome whose type is known.
 *
 * @param item the chromosome
 * @param answer the answer of the model
 */
public record LabelledAnswer(LabelledChromosome item, Answer answer) {

  /** How many lone images are read at once. */
  private static final int CHUNK = 256;

  /**
   * Asks a model about a data set.
   *
   * @param karyotyper the model
   * @param dataset the chromosomes
   * @param byCell whether the chromosomes of a cell are classified together; those of no known cell
   *     are classified alone anyway
   * @return an answer a chromosome, in the order of the data set
   */
  public static List<LabelledAnswer> ask(
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
    cells.values().forEach(items -> ask(karyotyper, true, items, answers));
    for (int from = 0; from < lone.size(); from += CHUNK) {
      List<LabelledChromosome> chunk = lone.subList(from, Math.min(lone.size(), from + CHUNK));
      ask(karyotyper, false, chunk, answers);
    }
    return dataset.items().stream()
        .map(item -> new LabelledAnswer(item, Objects.requireNonNull(answers.get(item.source()))))
        .toList();
  }

  private static void ask(
      Karyotyper karyotyper,
      boolean inCell,
      List<LabelledChromosome> items,
      Map<ImageSource, Answer> answers) {
    List<Answer> given =
        Answer.ask(
            karyotyper,
            inCell,
            items.stream().map(item -> new Answer.Question(item.name(), item.source())).toList());
    for (int i = 0; i < given.size(); i++) {
      answers.put(items.get(i).source(), given.get(i));
    }
  }

  /**
   * Returns whether the model gave the true type.
   *
   * @return false also if it gave none
   */
  public boolean right() {
    Classification classification = answer.classification();
    return classification != null && classification.type() == item.type();
  }
}
