package io.karyo.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Explains how the found types of a cell differ from the recorded ones: by a run of labels that is
 * shifted, by labels that are exchanged, or by single wrong labels.
 */
final class Differences {

  /** Fewer chromosomes that move to the next type are no run. */
  private static final int LEAST_RUN = 3;

  /** The chromosomes, by their places in the cell, whose labels are wrong for one reason. */
  record Group(FindingKind kind, List<Integer> chromosomes) {}

  private final int[] recorded;
  private final int[] found;
  private final List<Integer> left = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();

  private Differences(int[] recorded, int[] found) {
    this.recorded = recorded;
    this.found = found;
    for (int i = 0; i < recorded.length; i++) {
      if (recorded[i] != found[i]) {
        left.add(i);
      }
    }
  }

  /** Explains all differences. */
  static List<Group> of(int[] recorded, int[] found) {
    Differences differences = new Differences(recorded, found);
    differences.findShift(1);
    differences.findShift(-1);
    for (Optional<List<Integer>> circle = differences.circle();
        circle.isPresent();
        circle = differences.circle()) {
      differences.take(FindingKind.EXCHANGED, circle.get());
    }
    for (int i : List.copyOf(differences.left)) {
      differences.take(FindingKind.WRONG, List.of(i));
    }
    return List.copyOf(differences.groups);
  }

  private void take(FindingKind kind, List<Integer> chromosomes) {
    left.removeAll(chromosomes);
    groups.add(new Group(kind, List.copyOf(chromosomes)));
  }

  /** Finds the longest run of neighbouring types that all move on by one, and what closes it. */
  private void findShift(int by) {
    int[] moving = new int[Arrays.stream(recorded).max().orElse(0) + 2];
    for (int i : left) {
      moving[recorded[i]] += found[i] - recorded[i] == by ? 1 : 0;
    }
    int from = 0;
    int to = 0;
    for (int type = 0; type < moving.length; type++) {
      int end = type;
      while (end < moving.length && moving[end] > 0) {
        end++;
      }
      if (end - type > to - from) {
        from = type;
        to = end;
      }
    }
    if (to - from < LEAST_RUN) {
      return;
    }
    int least = from;
    int beyond = to;
    List<Integer> run =
        new ArrayList<>(
            left.stream()
                .filter(i -> found[i] - recorded[i] == by)
                .filter(i -> recorded[i] >= least && recorded[i] < beyond)
                .toList());
    // What was pushed out at one end often got the label that became free at the other.
    int freed = by > 0 ? from : to - 1;
    int pushed = by > 0 ? to : from - 1;
    left.stream()
        .filter(i -> !run.contains(i) && recorded[i] == pushed && found[i] == freed)
        .forEach(run::add);
    Collections.sort(run);
    take(FindingKind.SHIFTED, run);
  }

  /** Finds the fewest chromosomes, two or more, that only exchange their labels. */
  private Optional<List<Integer>> circle() {
    Optional<List<Integer>> least = Optional.empty();
    for (int start : left) {
      List<Integer> path = shortestCircle(start);
      if (!path.isEmpty() && (least.isEmpty() || path.size() < least.get().size())) {
        least = Optional.of(path);
      }
    }
    return least;
  }

  /** Searches, breadth first, for chromosomes that lead from a found type back to the recorded. */
  private List<Integer> shortestCircle(int start) {
    List<List<Integer>> paths = new ArrayList<>(List.of(List.of(start)));
    List<Integer> reached = new ArrayList<>(List.of(start));
    for (int next = 0; next < paths.size(); next++) {
      List<Integer> path = paths.get(next);
      int type = found[path.get(path.size() - 1)];
      if (type == recorded[start]) {
        return path;
      }
      for (int i : left) {
        if (recorded[i] == type && !reached.contains(i)) {
          reached.add(i);
          List<Integer> longer = new ArrayList<>(path);
          longer.add(i);
          paths.add(longer);
        }
      }
    }
    return List.of();
  }
}
