package io.karyo.archive;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Ideogram;
import java.util.ArrayList;
import java.util.List;

/** The labels of places: the 24 types by their ordinal, then markers. */
final class Labels {

  static final int MARKER = ChromosomeType.ALL.size();
  static final int COUNT = MARKER + 1;

  /** The orders in which laboratories place them: X before Y at the end, or X in group C. */
  static final List<int[]> ORDERS = List.of(order(false), order(true));

  private Labels() {}

  private static int[] order(boolean xInGroupC) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      order.add(i);
    }
    if (xInGroupC) {
      order.remove(Integer.valueOf(ChromosomeType.X.ordinal()));
      order.add(ChromosomeType.C12.ordinal() + 1, ChromosomeType.X.ordinal());
    }
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The usual length of a type, in units of the ISCN drawing. */
  static double length(int label) {
    return Ideogram.of(ChromosomeType.ALL.get(label)).length();
  }

  /** Returns where a label comes in an order. */
  static int index(int[] order, int label) {
    int index = 0;
    while (order[index] != label) {
      index++;
    }
    return index;
  }

  static Designation designation(int label) {
    return label == MARKER ? Designation.MARKER : Designation.of(ChromosomeType.ALL.get(label));
  }

  static String text(int label) {
    return designation(label).label();
  }

  /** How often a karyogram may lack the place of a label, as a cost. */
  static double missing(int label) {
    return label == MARKER ? 0 : label >= ChromosomeType.X.ordinal() ? 1 : 3.5;
  }
}
