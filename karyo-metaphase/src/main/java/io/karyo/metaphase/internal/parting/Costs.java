package io.karyo.metaphase.internal.parting;

import io.karyo.metaphase.internal.parting.Arms.Joint;
import io.karyo.metaphase.internal.parting.Arms.Link;
import java.util.List;

/**
 * What a parting costs: the sum over its joints and its chromosomes, at least 0.
 *
 * <p>The weights were chosen by coordinate search on 60 training photographs of the Taichung data
 * set, with a network that had not seen them, for the F1 of boxes; areas are in shares of the mean
 * area of the cell's chromosomes.
 */
final class Costs {

  /** Of a link that bends by 45 degrees; grows with this power of the bend. */
  private static final double BEND = 0.56;

  private static final double BEND_UNIT = 45;
  private static final double BEND_POWER = 1.33;

  /** Of a link between arms that differ wholly in width or tone. */
  private static final double MISMATCH = 0.32;

  /** Of a link over a joint without stain. */
  private static final double PALE_LINK = 0.35;

  /** Of an end that is left free where more than two meet. */
  private static final double FREE = 0.85;

  /** Of a cut between two ends, at a waist of half the width and a stain of 0.6. */
  private static final double CUT = 2.5;

  private static final double HALF_WAIST = 0.5;
  private static final double WAIST = 2.2;
  private static final double PALE_CUT = 0.9;
  private static final double CUT_STAIN = 0.6;

  /**
   * Of a link over a contact, of a free end and of a cut at one, and of a free end at an overlap.
   */
  private static final double CONTACT_LINK = 1.4;

  private static final double CONTACT_FREE = -0.6;
  private static final double CONTACT_CUT = -1;
  private static final double OVERLAP_FREE = 1.3;

  /** Of each chromosome, so that there are not too many. */
  private static final double EACH = 1.3;

  /** Chromosomes that are smaller or larger than these shares of the mean area cost more. */
  private static final double SMALL = 0.36;

  private static final double LARGE = 1.7;
  private static final double SMALL_UNIT = 0.25;
  private static final double LARGE_UNIT = 0.3;

  /** The most that a size costs. */
  private static final double MOST = 30;

  /** Of taking a part for dirt, and of each mean area of it. */
  private static final double DIRT = 0.5;

  private static final double DIRT_AREA = 4.2;

  /** Of taking a whole cluster for dirt, and of each mean area of it. */
  private static final double NOTHING = 11;

  private static final double NOTHING_AREA = 13;

  /** Of a chromosome that is a ring. */
  static final double RING = 20;

  private Costs() {}

  /** The cost of a joint at which some ends are linked and the others are free. */
  static double joint(Joint joint, List<Link> links) {
    double cost = 0;
    for (Link link : links) {
      cost +=
          BEND * Math.pow(link.bend() / BEND_UNIT, BEND_POWER)
              + MISMATCH * link.mismatch()
              + PALE_LINK * Math.max(0, 1 - joint.pale())
              + CONTACT_LINK * joint.contact() * (1 - joint.overlap());
    }
    int free = joint.ends().length - 2 * links.size();
    if (joint.ends().length > 2) {
      return cost
          + free
              * Math.max(0, FREE + CONTACT_FREE * joint.contact() + OVERLAP_FREE * joint.overlap());
    }
    if (free < 2) {
      return cost;
    }
    double waist = WAIST * (joint.waist() - HALF_WAIST);
    double cut = CUT + waist + PALE_CUT * (joint.pale() - CUT_STAIN);
    return Math.max(0, cut + CONTACT_CUT * joint.contact() + OVERLAP_FREE * joint.overlap());
  }

  /** The cost of a chromosome of an area. */
  static double chromosome(double area) {
    double log = Math.log(Math.max(1e-3, area));
    double small = Math.max(0, Math.log(SMALL) - log) / SMALL_UNIT;
    double large = Math.max(0, log - Math.log(LARGE)) / LARGE_UNIT;
    return EACH + Math.min(MOST, small * small + large * large);
  }

  /** The cost of taking a part of an area for dirt that sticks to a chromosome. */
  static double dirt(double area) {
    return DIRT + DIRT_AREA * area;
  }

  /** The cost of taking a whole cluster of an area for dirt. */
  static double nothing(double area) {
    return NOTHING + NOTHING_AREA * area;
  }
}
