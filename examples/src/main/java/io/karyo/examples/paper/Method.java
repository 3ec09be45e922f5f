package io.karyo.examples.paper;

import io.karyo.Straightener;
import io.karyo.straighten.Straighteners;

/** How chromosomes are straightened. */
enum Method {
  NONE("none", Straighteners.none()),
  SMAC("SMAC", Straighteners.medialAxis()),
  SPV("SPV", Straighteners.projectionVectors());

  private final String title;
  private final Straightener straightener;

  Method(String title, Straightener straightener) {
    this.title = title;
    this.straightener = straightener;
  }

  /** The name in the paper. */
  String title() {
    return title;
  }

  /** The part of the library. */
  Straightener straightener() {
    return straightener;
  }
}
