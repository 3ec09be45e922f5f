package io.karyo.audit;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.model.Require;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * A data set in which some labels were exchanged on purpose, to measure how many an audit finds.
 *
 * <p><b>Thread safety:</b> immutable. <b>Determinism:</b> equal data sets and seeds give equal
 * exchanges.
 *
 * @param dataset the chromosomes with their labels, some of them exchanged
 * @param places the places of the chromosomes whose labels were exchanged, in ascending order
 */
public record ExchangedLabels(ChromosomeDataset dataset, Set<Integer> places) {

  public ExchangedLabels {
    places = Collections.unmodifiableSet(new TreeSet<>(places));
  }

  /**
   * Exchanges labels of pairs of chromosomes of different types within cells. Each label is
   * exchanged at most once.
   *
   * @param dataset the data set, which is unchanged
   * @param share the share of labels to exchange, 0 to 1
   * @param sameGroup whether both types of a pair are of one {@linkplain
   *     io.karyo.chromosome.DenverGroup Denver group}, as 4 and 5, or 21 and 22 are
   * @param seed the seed of the draw
   * @return the data set with exchanged labels
   * @throws IllegalArgumentException if there are too few such pairs
   */
  public static ExchangedLabels of(
      ChromosomeDataset dataset, double share, boolean sameGroup, long seed) {
    Require.inRange("share", share, 0, 1);
    List<LabelledChromosome> items = new ArrayList<>(dataset.items());
    // A lone chromosome has none to be exchanged with.
    List<List<Integer>> cells =
        AuditedImages.cells(dataset).stream()
            .filter(cell -> items.get(cell.get(0)).cell().isPresent())
            .toList();
    SplittableRandom random = new SplittableRandom(seed);
    long wanted = Math.round(share * items.size() / 2);
    Set<Integer> exchanged = new TreeSet<>();
    // Places in random order: the first of a pair is any, the second any that suits it.
    List<Integer> order = new ArrayList<>();
    cells.forEach(order::addAll);
    shuffle(order, random);
    Map<Integer, List<Integer>> cellOf = new HashMap<>();
    cells.forEach(cell -> cell.forEach(place -> cellOf.put(place, cell)));
    for (int first : order) {
      if (exchanged.size() >= 2 * wanted) {
        break;
      }
      List<Integer> partners = new ArrayList<>();
      for (int place : cellOf.getOrDefault(first, List.of())) {
        if (!exchanged.contains(place)
            && suit(dataset.items().get(first), dataset.items().get(place), sameGroup)) {
          partners.add(place);
        }
      }
      if (!exchanged.contains(first) && !partners.isEmpty()) {
        int second = partners.get(random.nextInt(partners.size()));
        ChromosomeType type = items.get(first).type();
        items.set(first, items.get(first).withType(items.get(second).type()));
        items.set(second, items.get(second).withType(type));
        exchanged.add(first);
        exchanged.add(second);
      }
    }
    Require.that(
        exchanged.size() >= 2 * wanted,
        "share",
        "at most " + exchanged.size() / (double) Math.max(1, items.size()) + " of these cells",
        share);
    ChromosomeDataset changed = ChromosomeDataset.of(items);
    return new ExchangedLabels(
        dataset.sharedPatientsAllowed() ? changed.allowSharedPatients() : changed, exchanged);
  }

  private static boolean suit(LabelledChromosome one, LabelledChromosome other, boolean sameGroup) {
    return one.type() != other.type() && (!sameGroup || one.type().group() == other.type().group());
  }

  /** The places of each cell. */
  private static void shuffle(List<Integer> order, SplittableRandom random) {
    for (int i = order.size() - 1; i > 0; i--) {
      Collections.swap(order, i, random.nextInt(i + 1));
    }
  }
}
