package io.karyo.metaphase.internal.parting;

import io.karyo.metaphase.internal.parting.Arms.Link;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds the cheapest ways to link the arms of a cluster to chromosomes.
 *
 * <p>At every joint some pairs of ends are linked, and the other ends are free; {@link Costs} has
 * the cost. The cheapest ways are found best first: from the choice that is cheapest at each joint
 * by itself, one joint is changed at a time, for a limited number of steps.
 */
final class PartingSearch {

  /** How many ways are changed, if the cluster is not large. */
  private static final int STEPS = 150;

  /** How many ways are valued in all. */
  private static final int MOST_VALUED = 15_000;

  /** How many pairs of a joint are considered; those of more bend are not. */
  private static final int MOST_LINKS = 15;

  /** Pairs of ends that are linked at a joint, and the cost. */
  private record Choice(List<Link> links, double cost) {}

  /**
   * A way to link arms.
   *
   * @param chains the arms of each chromosome
   * @param links the links that are used
   * @param cost its cost
   */
  record Way(List<List<Integer>> chains, List<Link> links, double cost) {}

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record State(int[] choice, double cost) {}

  private final List<Integer> members;
  private final double[] armArea;
  private final double jointArea;
  private final List<List<Choice>> choices = new ArrayList<>();

  /**
   * Prepares a search.
   *
   * @param members the arms that are linked; no joint connects them with others
   * @param armArea the pixels of each arm, in shares of the mean area of a chromosome
   * @param jointArea the pixels that a chromosome has at a joint where several meet, in the same
   */
  PartingSearch(Arms arms, List<Integer> members, double[] armArea, double jointArea) {
    this.members = members;
    this.armArea = armArea;
    this.jointArea = jointArea;
    for (Arms.Joint joint : arms.joints()) {
      if (joint.ends().length < 2 || !members.contains(joint.ends()[0] / 2)) {
        continue;
      }
      List<Link> links =
          arms.links(joint).stream()
              .filter(link -> link.first() / 2 != link.second() / 2)
              .sorted(Comparator.comparingDouble(Link::bend))
              .limit(MOST_LINKS)
              .toList();
      List<Choice> possible = new ArrayList<>();
      choose(joint, links, 0, new ArrayList<>(), possible);
      possible.sort(Comparator.comparingDouble(Choice::cost));
      choices.add(possible);
    }
  }

  /** Collects all sets of links without a common end. */
  private static void choose(
      Arms.Joint joint, List<Link> links, int next, List<Link> taken, List<Choice> all) {
    if (next == links.size()) {
      all.add(new Choice(List.copyOf(taken), Costs.joint(joint, taken)));
      return;
    }
    choose(joint, links, next + 1, taken, all);
    Link link = links.get(next);
    if (taken.stream().noneMatch(other -> shareAnEnd(other, link))) {
      taken.add(link);
      choose(joint, links, next + 1, taken, all);
      taken.remove(taken.size() - 1);
    }
  }

  private static boolean shareAnEnd(Link a, Link b) {
    return a.first() == b.first()
        || a.first() == b.second()
        || a.second() == b.first()
        || a.second() == b.second();
  }

  /**
   * Returns the cheapest ways, the cheapest first.
   *
   * @param most how many, if they have no more different numbers of chromosomes: of each number the
   *     cheapest way is returned
   */
  List<Way> cheapest(int most) {
    PriorityQueue<State> open = new PriorityQueue<>(Comparator.comparingDouble(State::cost));
    Set<List<Integer>> seen = new HashSet<>();
    List<State> found = new ArrayList<>();
    push(new int[choices.size()], open, seen);
    for (int step = 0; step < STEPS && seen.size() < MOST_VALUED && !open.isEmpty(); step++) {
      State state = open.remove();
      found.add(state);
      for (int joint = 0; joint < choices.size(); joint++) {
        for (int choice = 0; choice < choices.get(joint).size(); choice++) {
          int[] changed = state.choice.clone();
          changed[joint] = choice;
          push(changed, open, seen);
        }
      }
    }
    found.addAll(open);
    found.sort(Comparator.comparingDouble(State::cost));
    List<Way> ways = new ArrayList<>();
    Set<Integer> numbers = new HashSet<>();
    for (State state : found) {
      Way way = way(state);
      boolean other = numbers.add(way.chains.size());
      if (!way.chains.isEmpty() && (ways.size() < most || other)) {
        ways.add(way);
      }
    }
    return ways;
  }

  private void push(int[] choice, PriorityQueue<State> open, Set<List<Integer>> seen) {
    if (seen.add(Arrays.stream(choice).boxed().toList())) {
      open.add(new State(choice, new Chains(choice).cost()));
    }
  }

  private Way way(State state) {
    List<Link> links = new ArrayList<>();
    for (int joint = 0; joint < choices.size(); joint++) {
      links.addAll(choices.get(joint).get(state.choice[joint]).links);
    }
    return new Way(new Chains(state.choice).chromosomes(), links, state.cost);
  }

  /** Arms that are linked, by union and find. */
  private final class Chains {

    private final int[] next = IntStream.range(0, armArea.length).toArray();
    private final double[] area = armArea.clone();
    private double cost;

    Chains(int[] choice) {
      for (int joint = 0; joint < choice.length; joint++) {
        Choice chosen = choices.get(joint).get(choice[joint]);
        cost += chosen.cost;
        boolean several = choices.get(joint).size() > 2;
        for (Link link : chosen.links) {
          int a = root(link.first() / 2);
          int b = root(link.second() / 2);
          if (a == b) {
            cost += Costs.RING;
          } else {
            next[b] = a;
            area[a] += area[b] + (several ? jointArea : 0);
          }
        }
      }
    }

    private int root(int arm) {
      int root = arm;
      while (next[root] != root) {
        root = next[root];
      }
      return root;
    }

    double cost() {
      double sum = cost;
      for (int arm : members) {
        if (next[arm] == arm) {
          sum += Math.min(Costs.chromosome(area[arm]), Costs.dirt(area[arm]));
        }
      }
      return sum;
    }

    /** The arms of each chromosome, without what is rather taken for dirt. */
    List<List<Integer>> chromosomes() {
      List<List<Integer>> chromosomes = new ArrayList<>();
      for (int arm : members) {
        if (next[arm] == arm && Costs.chromosome(area[arm]) <= Costs.dirt(area[arm])) {
          chromosomes.add(members.stream().filter(i -> root(i) == arm).toList());
        }
      }
      return chromosomes;
    }
  }
}
