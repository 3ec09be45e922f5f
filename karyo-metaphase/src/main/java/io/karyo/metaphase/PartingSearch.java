package io.karyo.metaphase;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Finds the cheapest ways to link the arms of a cluster to chromosomes.
 *
 * <p>At every joint some pairs of ends are linked, and the other ends are free. A way costs the sum
 * over joints of what bends, cuts and free ends cost, and over chromosomes of how improbable their
 * size is. The cheapest ways are found best first: from the choice that is cheapest at each joint by
 * itself, one joint is changed at a time.
 */
final class PartingSearch {

  /** How many ways are followed up. */
  private static final int STEPS = 150;

  /** At more ends, only links of less bend are considered. */
  private static final int MANY_ENDS = 6;

  /** Pairs of ends that are linked at a joint, and the cost. */
  private record Choice(List<Arms.Link> links, double cost) {}

  /**
   * A way to link arms.
   *
   * @param chains the arms of each chromosome
   * @param links the links that are used
   * @param cost its cost
   */
  record Way(List<List<Integer>> chains, List<Arms.Link> links, double cost) {}

  private record State(int[] choice, double cost) {}

  private final Arms arms;
  private final double[] armArea;
  private final Costs costs;
  private final double width;
  private final List<List<Choice>> choices = new ArrayList<>();

  /**
   * Prepares a search.
   *
   * @param armArea the pixels of each arm, in shares of the mean area of a chromosome
   * @param width the typical width, in px
   * @param meanArea the mean area of a chromosome, px
   */
  PartingSearch(Arms arms, double[] armArea, double width, double meanArea, Costs costs) {
    this.arms = arms;
    this.armArea = armArea;
    this.costs = costs;
    this.width = width * width / meanArea;
    for (Arms.Joint joint : arms.joints()) {
      List<Arms.Link> links = new ArrayList<>(arms.links(joint));
      if (joint.ends().length > MANY_ENDS) {
        links.removeIf(link -> link.bend() > 60);
      }
      List<Choice> possible = new ArrayList<>();
      choose(joint, links, 0, new ArrayList<>(), possible);
      possible.sort(Comparator.comparingDouble(Choice::cost));
      choices.add(possible);
    }
  }

  private void choose(
      Arms.Joint joint, List<Arms.Link> links, int next, List<Arms.Link> taken, List<Choice> all) {
    if (next == links.size()) {
      double cost = costs.joint(joint.ends().length, taken, joint.waist(), joint.pale());
      all.add(new Choice(List.copyOf(taken), cost));
      return;
    }
    choose(joint, links, next + 1, taken, all);
    Arms.Link link = links.get(next);
    boolean possible =
        taken.stream()
            .noneMatch(
                other ->
                    other.first() == link.first()
                        || other.second() == link.first()
                        || other.first() == link.second()
                        || other.second() == link.second());
    if (possible && link.first() / 2 != link.second() / 2) {
      taken.add(link);
      choose(joint, links, next + 1, taken, all);
      taken.remove(taken.size() - 1);
    }
  }

  /** Returns the cheapest ways, the cheapest first. */
  List<Way> cheapest(int most) {
    PriorityQueue<State> open = new PriorityQueue<>(Comparator.comparingDouble(State::cost));
    Set<List<Integer>> seen = new HashSet<>();
    List<State> closed = new ArrayList<>();
    push(new int[choices.size()], open, seen);
    for (int step = 0; step < STEPS && !open.isEmpty(); step++) {
      State state = open.remove();
      closed.add(state);
      for (int j = 0; j < choices.size(); j++) {
        for (int c = 0; c < choices.get(j).size(); c++) {
          if (c != state.choice[j]) {
            int[] changed = state.choice.clone();
            changed[j] = c;
            push(changed, open, seen);
          }
        }
      }
    }
    closed.addAll(open);
    closed.sort(Comparator.comparingDouble(State::cost));
    // Of every number of chromosomes at least the cheapest way.
    List<Way> ways = new ArrayList<>();
    Set<Integer> numbers = new HashSet<>();
    for (State state : closed) {
      Way way = way(state);
      boolean other = numbers.add(way.chains().size());
      if (ways.size() < most || other) {
        ways.add(way);
      }
    }
    return ways;
  }

  private void push(int[] choice, PriorityQueue<State> open, Set<List<Integer>> seen) {
    if (seen.add(Arrays.stream(choice).boxed().toList())) {
      open.add(new State(choice, cost(choice)));
    }
  }

  private double cost(int[] choice) {
    double cost = 0;
    double[] area = armArea.clone();
    int[] chain = new int[area.length];
    Arrays.setAll(chain, i -> i);
    for (int j = 0; j < choice.length; j++) {
      Choice chosen = choices.get(j).get(choice[j]);
      cost += chosen.cost;
      for (Arms.Link link : chosen.links) {
        int a = root(chain, link.first() / 2);
        int b = root(chain, link.second() / 2);
        if (a == b) {
          cost += costs.ring();
        } else {
          chain[b] = a;
          area[a] += area[b] + (choices.get(j).size() > 2 ? width : 0);
        }
      }
    }
    for (int a = 0; a < chain.length; a++) {
      cost += chain[a] == a ? Math.min(costs.chromosome(area[a]), costs.dropped(area[a])) : 0;
    }
    return cost;
  }

  private static int root(int[] chain, int i) {
    int root = i;
    while (chain[root] != root) {
      root = chain[root];
    }
    return root;
  }

  private Way way(State state) {
    int[] chain = new int[armArea.length];
    double[] area = armArea.clone();
    Arrays.setAll(chain, i -> i);
    List<Arms.Link> links = new ArrayList<>();
    for (int j = 0; j < state.choice.length; j++) {
      for (Arms.Link link : choices.get(j).get(state.choice[j]).links) {
        links.add(link);
        int a = root(chain, link.first() / 2);
        int b = root(chain, link.second() / 2);
        if (a != b) {
          chain[b] = a;
          area[a] += area[b] + (choices.get(j).size() > 2 ? width : 0);
        }
      }
    }
    List<List<Integer>> chains = new ArrayList<>();
    for (int a = 0; a < chain.length; a++) {
      if (chain[a] == a && costs.chromosome(area[a]) <= costs.dropped(area[a])) {
        List<Integer> members = new ArrayList<>();
        for (int b = 0; b < chain.length; b++) {
          if (root(chain, b) == a) {
            members.add(b);
          }
        }
        chains.add(members);
      }
    }
    return new Way(chains, links, state.cost);
  }
}
