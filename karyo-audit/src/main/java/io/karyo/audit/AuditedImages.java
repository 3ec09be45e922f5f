package io.karyo.audit;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Outcome;
import io.karyo.chromosome.Unclassified;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.data.Leakage;
import io.karyo.spi.Cancellation;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.TrainingListener;
import io.karyo.spi.TrainingListener.Progress;
import io.karyo.spi.TrainingListener.Skipped;
import io.karyo.spi.TrainingListener.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The images of a data set as a model embeds them. Their labels may be reviewed, and reviewed again
 * with other labels.
 *
 * <p><b>Thread safety:</b> immutable, but only one review may run at a time. The model may be
 * closed after reading.
 */
public final class AuditedImages {

  /** How many lone chromosomes are read at a time. */
  private static final int CHUNK = 256;

  /** How an audit is done. */
  record Settings(
      EmbeddingClassifier classifier,
      int folds,
      long seed,
      int threads,
      TrainingListener listener,
      Cancellation cancellation) {}

  private final ChromosomeDataset dataset;
  private final Settings settings;

  /** The places of the chromosomes of each cell, and each alone that is of no known cell. */
  private final List<List<Integer>> cells;

  private final @Nullable Embedding[] embeddings;
  private final String[] failures;
  private final List<List<Integer>> doubles;
  private final boolean known;

  private AuditedImages(
      ChromosomeDataset dataset,
      Settings settings,
      @Nullable Embedding[] embeddings,
      String[] failures,
      boolean known)
      throws IOException {
    this.dataset = dataset;
    this.settings = settings;
    this.cells = cells(dataset);
    this.embeddings = embeddings;
    this.failures = failures;
    this.known = known;
    this.doubles = doubles();
  }

  /** Embeds all chromosomes, cell by cell. */
  static AuditedImages read(Karyotyper model, ChromosomeDataset dataset, Settings settings)
      throws IOException {
    Embedding[] embeddings = new Embedding[dataset.size()];
    String[] failures = new String[dataset.size()];
    Arrays.fill(failures, "");
    int done = 0;
    List<Integer> lone = new ArrayList<>();
    for (List<Integer> cell : cells(dataset)) {
      settings.cancellation().shouldFinish();
      if (dataset.items().get(cell.get(0)).cell().isEmpty()) {
        lone.addAll(cell);
        continue;
      }
      List<LabelledChromosome> items = cell.stream().map(dataset.items()::get).toList();
      keep(
          cell,
          items,
          model.tryClassifyCell(items.stream().map(LabelledChromosome::source).toList()),
          embeddings,
          failures,
          settings);
      done += cell.size();
      settings.listener().onProgress(new Progress(Stage.EMBEDDING, done, dataset.size()));
    }
    for (int from = 0; from < lone.size(); from += CHUNK) {
      settings.cancellation().shouldFinish();
      List<Integer> chunk = lone.subList(from, Math.min(lone.size(), from + CHUNK));
      List<LabelledChromosome> items = chunk.stream().map(dataset.items()::get).toList();
      keep(
          chunk,
          items,
          model.tryClassify(items.stream().map(LabelledChromosome::source).toList()),
          embeddings,
          failures,
          settings);
      done += chunk.size();
      settings.listener().onProgress(new Progress(Stage.EMBEDDING, done, dataset.size()));
    }
    boolean known = noneIsEmpty(embeddings) && model.report().isOf(dataset);
    return new AuditedImages(dataset, settings, embeddings, failures, known);
  }

  private static boolean noneIsEmpty(@Nullable Embedding[] embeddings) {
    return Arrays.stream(embeddings).allMatch(one -> one != null);
  }

  private static void keep(
      List<Integer> places,
      List<LabelledChromosome> items,
      List<Outcome> outcomes,
      Embedding[] embeddings,
      String[] failures,
      Settings settings) {
    for (int i = 0; i < places.size(); i++) {
      if (outcomes.get(i) instanceof Classification classification) {
        embeddings[places.get(i)] = classification.embedding();
      } else if (outcomes.get(i) instanceof Unclassified unclassified) {
        failures[places.get(i)] = String.valueOf(unclassified.cause().getMessage());
        settings.listener().onSkipped(new Skipped(items.get(i).name(), unclassified.cause()));
      }
    }
  }

  /** Returns the places of the chromosomes of each cell; a lone chromosome is a cell by itself. */
  static List<List<Integer>> cells(ChromosomeDataset dataset) {
    Map<Object, List<Integer>> cells = new LinkedHashMap<>();
    for (int i = 0; i < dataset.size(); i++) {
      Object key = dataset.items().get(i).cell().map(Object.class::cast).orElse(i);
      cells.computeIfAbsent(key, absent -> new ArrayList<>()).add(i);
    }
    return List.copyOf(cells.values());
  }

  /** Finds the places of pictures that occur more than once. */
  private List<List<Integer>> doubles() throws IOException {
    Map<LabelledChromosome, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < dataset.size(); i++) {
      if (embeddings[i] != null) {
        places.computeIfAbsent(dataset.items().get(i), absent -> new ArrayList<>()).add(i);
      }
    }
    List<LabelledChromosome> readable =
        IntStream.range(0, dataset.size())
            .filter(i -> embeddings[i] != null)
            .mapToObj(dataset.items()::get)
            .toList();
    return Leakage.check(ChromosomeDataset.of(readable)).duplicates().stream()
        .map(
            same ->
                same.chromosomes().stream()
                    .distinct()
                    .flatMap(item -> places.getOrDefault(item, List.of()).stream())
                    .sorted()
                    .toList())
        .toList();
  }

  /**
   * Reviews labels of these images.
   *
   * @param labels the data set that was read, or the same chromosomes in the same order with other
   *     types
   * @return the report
   * @throws IllegalArgumentException if they are other chromosomes, or there are not at least two
   *     images of each of two types
   * @throws java.util.concurrent.CancellationException as for {@link LabelAudit#run}
   */
  public AuditReport review(ChromosomeDataset labels) {
    requireSame(labels);
    CrossValidation validation = CrossValidation.of(labels, embeddings, doubles, settings);
    int[] recorded = labels.items().stream().mapToInt(item -> item.type().ordinal()).toArray();
    Findings findings = new Findings(labels, validation.logs());
    LabelReview.of(recorded, validation.logs(), cells).forEach(findings::add);
    doubles.forEach(findings::addDouble);
    List<Unjudged> unjudged = new ArrayList<>();
    for (int i = 0; i < recorded.length; i++) {
      LabelledChromosome item = labels.items().get(i);
      if (embeddings[i] == null) {
        unjudged.add(new Unjudged(item, failures[i]));
      } else {
        Optional<String> reason = validation.reason(i);
        reason.ifPresent(text -> unjudged.add(new Unjudged(item, text)));
      }
    }
    List<String> notes = new ArrayList<>(validation.notes());
    notes.addAll(notes());
    return new AuditReport(
        labels, validation.folds(), validation.unit(), findings.sorted(), unjudged, notes);
  }

  private void requireSame(ChromosomeDataset labels) {
    boolean same = labels.size() == dataset.size();
    for (int i = 0; same && i < labels.size(); i++) {
      LabelledChromosome item = labels.items().get(i);
      same = item.withType(dataset.items().get(i).type()).equals(dataset.items().get(i));
    }
    if (!same) {
      throw new IllegalArgumentException(
          "labels: must be of the images that were read, in their order, found " + labels);
    }
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (known) {
      notes.add(
          "The model was trained on this data set: its embeddings know the labels, and fewer errors"
              + " are found than by a model of other data.");
    }
    long lone = dataset.items().stream().filter(item -> item.cell().isEmpty()).count();
    if (lone > 0) {
      notes.add(
          count(lone, "chromosome is", "chromosomes are")
              + " of no known cell and judged by the picture alone.");
    }
    long small =
        cells.stream()
            .filter(cell -> dataset.items().get(cell.get(0)).cell().isPresent())
            .filter(cell -> cell.size() < LabelReview.WHOLE_CELL)
            .count();
    if (small > 0) {
      notes.add(
          count(small, "cell has", "cells have")
              + " fewer than "
              + LabelReview.WHOLE_CELL
              + " chromosomes; how many of a type a cell should have is not considered there.");
    }
    return notes;
  }

  private static String count(long number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }

  /** {@return the data set that was read} */
  public ChromosomeDataset dataset() {
    return dataset;
  }
}
