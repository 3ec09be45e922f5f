package io.karyo.metaphase;

import java.util.List;

/** What a parting costs. */
record Costs(
    double bend, double free, double waist, double cutOffset, double small, double large, double each, double smallBound, double largeBound, double drop, double power, double mis, double paleLink, double paleCut) {

  static Costs DEFAULT = new Costs(0.8, 1.2, 6.7, 1.5, 1.0, 0.67, 0.67, 0.4, 1.7, 0.45, 1.33, 0.45, 0.5, 0.75);

  double ring() {
    return 20;
  }

  /** The cost of a joint: of its bends, and of the ends that are left free. */
  double joint(int ends, List<Arms.Link> links, double narrow, double pale) {
    double cost = 0;
    for (Arms.Link link : links) {
      double share = link.bend() / 45;
      cost += bend * Math.pow(share, power) + mis * link.mismatch() + paleLink * Math.max(0, 1 - pale);
    }
    if (ends == 2) {
      cost += links.isEmpty() ? Math.max(0, cutOffset + waist * (narrow-0.5) + paleCut * (pale - 0.6)) : 0;
    } else {
      cost += free * (ends - 2 * links.size());
    }
    return cost;
  }

  /** The cost of a chromosome of an area in shares of the mean. */
  double chromosome(double area) {
    double log = Math.log(Math.max(0.01, area));
    double low = Math.max(0, Math.log(smallBound) - log) / 0.25;
    double high = Math.max(0, log - Math.log(largeBound)) / 0.2;
    return each + Math.min(30, small * low * low + large * high * high);
  }

  /** The cost of taking pixels for dirt that sticks to a chromosome. */
  double dropped(double area) {
    return drop + 6 * area;
  }
}
