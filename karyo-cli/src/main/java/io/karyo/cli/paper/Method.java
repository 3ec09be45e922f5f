package io.karyo.cli.paper;

import io.karyo.spi.Straightener;
import io.karyo.straighten.Straighteners;

/** How chromosomes are straightened. */
enum Method {
  NONE("none"),
  SMAC("SMAC"),
  SPV("SPV");

  private final String title;

  Method(String title) {
    this.title = title;
  }

  /** The name in the paper. */
  String title() {
    return title;
  }

  /** The part of the library. */
  Straightener straightener() {
    return switch (this) {
      case NONE -> Straighteners.none();
      case SMAC -> Straighteners.medialAxis();
      case SPV -> Straighteners.projectionVectors();
    };
  }
}
