package io.karyo;

import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.NoChromosomeException;
import io.karyo.chromosome.Placement;
import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.laboratory.internal.CellTraits;
import io.karyo.model.internal.ModelFile;
import io.karyo.spi.TrainingDivergedException;
import io.karyo.spi.TrainingListener.Skipped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adapts a model to another laboratory by cells whose types nobody has labelled. A cell has two
 * chromosomes of each type, so that the designations of whole cells of which the model is sure are
 * nearly all correct also where single chromosomes are not; the model learns from these. Not
 * thread-safe.
 *
 * <pre>{@code
 * try (Karyotyper adapted = karyotyper.adapt().seed(1).withoutLabels().train(twentyCells)) {
 *   adapted.save(Path.of("adapted.karyo"));
 * }
 * }</pre>
 *
 * <p><b>Method:</b> self-training with pseudo-labels (Lee 2013) that the assignment of whole cells
 * makes, as source-free domain adaptation does with other constraints (Liang and others 2020). A
 * first model learns from four fifths of the cells. On what it has not learned from, its single
 * classifications must agree more often with its assignments than those of the original model do:
 * that needs no labels, and what was learned wrongly disagrees with the constraint there. A second
 * model, which begins with the original weights again, learns from all cells as the first one
 * designates them, and is returned unless it agrees with them less often.
 *
 * <p>The model itself is unchanged, and the adapted one has the same parts.
 */
public final class UnlabelledAdaptation {

  private static final Logger LOG = LoggerFactory.getLogger(Karyotyper.class);

  /** Fewer cells show neither a laboratory nor whether learning helps. */
  private static final int LEAST_CELLS = 3;

  /** Designations that are more probable are learned from. */
  private static final double SURE = 0.9;

  /**
   * A cell of which the model is sure of a smaller share shows nothing that it knows. By chance it
   * is sure of one of fifty pictures of nuclei or noise.
   */
  private static final double LEAST_KNOWN = 0.05;

  /** If fewer are that probable, the model sees too little in these pictures. */
  private static final double LEAST_SURE = 0.3;

  /** One cell in so many shows whether learning helps. */
  private static final int HELD_OUT = 5;

  /** So many cells are named in a message. */
  private static final int NAMED = 5;

  private final Karyotyper model;
  private final Adaptation setup;

  UnlabelledAdaptation(Karyotyper model, Adaptation setup) {
    this.model = model;
    this.setup = setup;
  }

  /**
   * Adapts the model.
   *
   * @param cells cells of one laboratory, at least three different ones of 20 chromosomes or more;
   *     20 are enough, and they need not be complete. Chromosomes may have either polarity. Cells
   *     that show nothing that the model knows, such as nuclei, are left out, and reported to the
   *     {@linkplain TrainingSetup#listener listener}
   * @return a new karyotyper
   * @throws AdaptationRefusedException if the cells are too few, the model is too unsure of them,
   *     or the adapted model would not be better; the message has the reason
   * @throws NoChromosomeException if an image shows no chromosome, unless {@link
   *     TrainingSetup#strict} is false; the message names it
   * @throws IOException if a part throws it
   * @throws IllegalArgumentException if the model is sure of chromosomes of one type only
   * @throws IllegalStateException if the model is closed or has no assigner
   * @throws TrainingDivergedException if a training fails to learn
   * @throws UnsupportedOperationException if a trained part cannot be adapted
   * @throws KaryoException if a part throws an exception or returns null
   * @throws java.util.concurrent.CancellationException if the training was cancelled, or the
   *     calling thread was interrupted
   */
  public Karyotyper train(List<Cell> cells) throws IOException {
    List<Cell> usable = model.whileOpen(() -> usable(cells));
    Collections.shuffle(usable, new Random(setup.seed()));
    List<Karyotype> before = known(read(model, usable));
    List<Cell> known = before.stream().map(UnlabelledAdaptation::cell).toList();
    int learned = known.size() - Math.max(1, known.size() / HELD_OUT);
    Map<String, List<Straightened>> whole = whole(before);
    Karyotyper once = setup.train(sure(before.subList(0, learned)), whole);
    try {
      List<Karyotype> after = read(once, known);
      requireBetter(before, after, learned);
      Karyotyper twice = setup.train(sure(after), whole);
      if (agreesLess(twice, known, after)) {
        twice.close();
        return once;
      }
      once.close();
      return twice;
    } catch (IOException | RuntimeException | Error e) {
      once.close();
      throw e;
    }
  }

  /**
   * Compares two models on what the second has not learned from: the other cells, and chromosomes
   * of which the first was not sure.
   *
   * @param learned from how many of the cells, the first ones, the second has learned
   */
  private static void requireBetter(List<Karyotype> before, List<Karyotype> after, int learned) {
    int agreed = 0;
    int agreeing = 0;
    int all = 0;
    for (int cell = 0; cell < before.size(); cell++) {
      for (Placement placement : before.get(cell).placements()) {
        if (cell >= learned || placement.probability() < SURE) {
          agreed += agrees(before.get(cell), placement) ? 1 : 0;
          int number = placement.chromosome();
          agreeing += agrees(after.get(cell), after.get(cell).placement(number)) ? 1 : 0;
          all++;
        }
      }
    }
    LOG.info(
        "adaptation without labels: of {} chromosomes that were not learned from, {} agree with"
            + " their cells, {} before",
        all,
        agreeing,
        agreed);
    if (agreeing <= agreed) {
      throw new AdaptationRefusedException(
          "cells: learning from them must help, but of "
              + all
              + " chromosomes that were not learned from, single classification and whole cell"
              + " agree on "
              + agreeing
              + " after it and on "
              + agreed
              + " before");
    }
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** Leaves out what shows no chromosome, cells of too few chromosomes, and copies of cells. */
  private List<Cell> usable(List<Cell> cells) {
    List<Cell> usable = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (int i = 0; i < cells.size(); i++) {
      // Before its chromosomes are looked at, which takes long for so many copies.
      // Cells of several patients often have the same names.
      String name = "cell " + (i + 1) + " '" + cells.get(i).id() + "'";
      if (!known.add(digest(cells.get(i).chromosomes()))) {
        skip(name, new AdaptationRefusedException(name + ": is a copy of another cell"));
        continue;
      }
      List<ChromosomeImage> images = shown(cells.get(i));
      if (CellTraits.isEnough(images.size())) {
        usable.add(new Cell(name, images));
      } else {
        String reason = name + ": must have 20 chromosomes or more, found " + images.size();
        skip(name, new AdaptationRefusedException(reason));
      }
    }
    if (usable.size() < LEAST_CELLS) {
      throw new AdaptationRefusedException(
          "cells: must be at least "
              + LEAST_CELLS
              + " different ones of 20 chromosomes or more, found "
              + usable.size()
              + " among "
              + cells.size());
    }
    return usable;
  }

  private List<ChromosomeImage> shown(Cell cell) {
    List<ChromosomeImage> shown = new ArrayList<>();
    for (ChromosomeImage image : cell.chromosomes()) {
      if (PartAnswers.straighten(model.straightener(), image) instanceof Rejected empty) {
        NoChromosomeException reason =
            new NoChromosomeException(image.source() + ": " + empty.reason());
        if (setup.isStrict()) {
          throw reason;
        }
        skip(image.source(), reason);
      } else {
        shown.add(image);
      }
    }
    return shown;
  }

  private static String digest(List<ChromosomeImage> images) {
    var digest = ModelFile.sha256();
    images.forEach(image -> digest.update(image.stainLevels()));
    return HexFormat.of().formatHex(digest.digest());
  }

  private List<Karyotype> read(Karyotyper karyotyper, List<Cell> cells) {
    List<Karyotype> karyotypes = new ArrayList<>();
    for (Cell cell : cells) {
      setup.cancellation().shouldFinish();
      karyotypes.add(karyotyper.karyotype(cell));
    }
    return karyotypes;
  }

  private void skip(String name, Exception reason) {
    setup.safeListener().onSkipped(new Skipped(name, reason));
  }

  /** All chromosomes of the cells, also those of whose types the model is not sure. */
  private static Map<String, List<Straightened>> whole(List<Karyotype> karyotypes) {
    return karyotypes.stream()
        .collect(
            Collectors.toMap(
                Karyotype::cell,
                karyotype ->
                    karyotype.placements().stream()
                        .map(one -> karyotype.classification(one.chromosome()).straightened())
                        .toList()));
  }

  /** Whether the model takes a chromosome for the same type alone and in its cell. */
  private static boolean agrees(Karyotype karyotype, Placement placement) {
    ChromosomeType alone = karyotype.classification(placement.chromosome()).type();
    return placement.designation().type().equals(Optional.of(alone));
  }

  /** Whether a model agrees with its cells less than another; it is closed if it fails. */
  private boolean agreesLess(Karyotyper karyotyper, List<Cell> cells, List<Karyotype> others) {
    try {
      return agreement(read(karyotyper, cells)) < agreement(others);
    } catch (RuntimeException | Error e) {
      karyotyper.close();
      throw e;
    }
  }

  private static long agreement(List<Karyotype> karyotypes) {
    return karyotypes.stream()
        .mapToLong(
            karyotype ->
                karyotype.placements().stream()
                    .filter(placement -> agrees(karyotype, placement))
                    .count())
        .sum();
  }

  /**
   * Leaves out cells that show nothing that the model knows, such as nuclei. Whether it takes them
   * for the same alone and in their cell is chance, which would hide whether learning helps.
   */
  private List<Karyotype> known(List<Karyotype> all) {
    List<Karyotype> known = new ArrayList<>();
    for (Karyotype karyotype : all) {
      int sure = sure(karyotype).size();
      int count = karyotype.placements().size();
      if (sure >= LEAST_KNOWN * count) {
        known.add(karyotype);
      } else {
        String reason =
            karyotype.cell() + ": the model is sure of " + sure + " of " + count + " chromosomes";
        skip(karyotype.cell(), new AdaptationRefusedException(reason));
      }
    }
    if (known.size() < LEAST_CELLS) {
      throw unsure(
          String.format(
              Locale.ROOT,
              "%s of the chromosomes of at least %d cells, found %d of %d such cells",
              percent(LEAST_KNOWN),
              LEAST_CELLS,
              known.size(),
              all.size()));
    }
    return known;
  }

  private static AdaptationRefusedException unsure(String rule) {
    return new AdaptationRefusedException(
        "cells: the model must be sure of at least "
            + rule
            + "; they may be of a stain or a species that it does not know, or no chromosomes");
  }

  private static Cell cell(Karyotype karyotype) {
    return new Cell(
        karyotype.cell(),
        karyotype.placements().stream()
            .map(placement -> karyotype.image(placement.chromosome()))
            .toList());
  }

  /** The chromosomes of whose types the karyotypes are sure. */
  private static ChromosomeDataset sure(List<Karyotype> karyotypes) {
    List<LabelledChromosome> labelled = new ArrayList<>();
    List<String> unsure = new ArrayList<>();
    int all = 0;
    for (Karyotype karyotype : karyotypes) {
      List<LabelledChromosome> ofCell = sure(karyotype);
      int count = karyotype.placements().size();
      if (ofCell.size() < LEAST_SURE * count) {
        unsure.add(karyotype.cell());
      }
      labelled.addAll(ofCell);
      all += count;
    }
    if (labelled.size() < LEAST_SURE * all) {
      throw unsure(
          String.format(
              Locale.ROOT,
              "%s of the chromosomes, found %d of %d (too few in %s)",
              percent(LEAST_SURE),
              labelled.size(),
              all,
              unsure.size() == karyotypes.size() ? "each cell" : named(unsure)));
    }
    return ChromosomeDataset.of(labelled);
  }

  private static List<LabelledChromosome> sure(Karyotype karyotype) {
    List<LabelledChromosome> sure = new ArrayList<>();
    for (Placement placement : karyotype.placements()) {
      Optional<ChromosomeType> type = placement.designation().type();
      if (type.isPresent() && placement.probability() >= SURE) {
        sure.add(
            LabelledChromosome.of(karyotype.image(placement.chromosome()), type.get())
                .withCell(karyotype.cell()));
      }
    }
    return sure;
  }

  /** Names some of the cells, for a message. */
  private static String named(List<String> cells) {
    String first = cells.stream().sorted().limit(NAMED).collect(Collectors.joining(", "));
    return cells.size() > NAMED ? first + " and " + (cells.size() - NAMED) + " others" : first;
  }
}
