package io.karyo.cli.labels;

import io.karyo.Karyotyper;
import io.karyo.audit.AuditReport;
import io.karyo.audit.Disputed;
import io.karyo.audit.Finding;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Straightened;
import io.karyo.cli.common.Answer;
import io.karyo.data.LabelledChromosome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The straightened pictures of disputed chromosomes, and of known examples of their types. */
final class AuditPictures {

  /** How many examples of other cells are shown beside those of the cell itself. */
  private static final int OTHERS = 3;

  /** An example looks like its label with at least this probability. */
  private static final double SURE = 0.9;

  /** A chromosome whose label nobody disputes. */
  record Example(String name, Straightened straightened, boolean ofSameCell) {}

  private record Known(int place, Optional<String> cell, Straightened straightened) {}

  private final AuditReport report;
  private final Map<Integer, Straightened> disputed = new HashMap<>();
  private final Map<ChromosomeType, List<Known>> known = new EnumMap<>(ChromosomeType.class);

  private AuditPictures(AuditReport report) {
    this.report = report;
  }

  /** Reads the cells that have a finding. */
  static AuditPictures of(AuditReport report, Karyotyper karyotyper, double probability) {
    AuditPictures pictures = new AuditPictures(report);
    Set<Integer> wanted = new HashSet<>();
    for (Finding finding : report.probable(probability)) {
      finding.chromosomes().forEach(one -> wanted.add(one.place()));
    }
    Map<Optional<String>, List<Integer>> cells = new LinkedHashMap<>();
    List<LabelledChromosome> items = report.dataset().items();
    for (int place : wanted.stream().sorted().toList()) {
      cells.putIfAbsent(items.get(place).cell(), new ArrayList<>());
    }
    for (int i = 0; i < items.size(); i++) {
      List<Integer> cell = cells.get(items.get(i).cell());
      if (cell != null && (items.get(i).cell().isPresent() || wanted.contains(i))) {
        cell.add(i);
      }
    }
    cells.values().forEach(cell -> pictures.read(karyotyper, cell, wanted));
    return pictures;
  }

  private void read(Karyotyper karyotyper, List<Integer> places, Set<Integer> wanted) {
    List<LabelledChromosome> items = places.stream().map(report.dataset().items()::get).toList();
    List<Answer> answers =
        Answer.ask(
            karyotyper,
            items.get(0).cell().isPresent(),
            items.stream().map(item -> new Answer.Question(item.name(), item.source())).toList());
    for (int i = 0; i < places.size(); i++) {
      Classification answer = answers.get(i).classification();
      ChromosomeType type = items.get(i).type();
      if (answer != null && wanted.contains(places.get(i))) {
        disputed.put(places.get(i), answer.straightened());
      } else if (answer != null && answer.type() == type && answer.probability() >= SURE) {
        known
            .computeIfAbsent(type, absent -> new ArrayList<>())
            .add(new Known(places.get(i), items.get(i).cell(), answer.straightened()));
      }
    }
  }

  /** Returns the picture of a disputed chromosome; empty if it cannot be read again. */
  Optional<Straightened> of(Disputed one) {
    return Optional.ofNullable(disputed.get(one.place()));
  }

  /** Returns examples of a type, first those of the same cell. */
  List<Example> examples(Finding finding, ChromosomeType type) {
    List<Known> all = known.getOrDefault(type, List.of());
    List<Example> examples = new ArrayList<>();
    for (Known one : all) {
      if (finding.cell().isPresent() && one.cell().equals(finding.cell())) {
        examples.add(example(one, true));
      }
    }
    List<Known> others =
        all.stream()
            .filter(one -> finding.cell().isEmpty() || !one.cell().equals(finding.cell()))
            .toList();
    IntStream.range(0, Math.min(OTHERS, others.size()))
        .mapToObj(i -> others.get(i * others.size() / Math.min(OTHERS, others.size())))
        .forEach(one -> examples.add(example(one, false)));
    return examples;
  }

  private Example example(Known one, boolean ofSameCell) {
    return new Example(
        report.dataset().items().get(one.place()).name(), one.straightened(), ofSameCell);
  }

  AuditReport report() {
    return report;
  }
}
