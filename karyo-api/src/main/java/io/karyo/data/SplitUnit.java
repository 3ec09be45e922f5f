package io.karyo.data;

import java.util.Optional;

/** The unit that stays together when a data set is split at random. */
public enum SplitUnit {
  /**
   * All images of a patient; if the patient is unknown, all images of the cell; if that is unknown
   * too, the single image. With this unit, scores hold for new patients.
   */
  PATIENT,
  /**
   * All images of a cell; if the cell is unknown, the single image. Other cells of the same patient
   * may be in another split.
   */
  CELL,
  /**
   * Each image by itself, as in much of the literature: the homologue of a test image may be in the
   * training split, so scores are too high.
   */
  IMAGE;

  /** Returns the key of the group that a chromosome stays with, empty if it is alone. */
  Optional<Key> keyOf(LabelledChromosome item) {
    return switch (this) {
      case PATIENT -> item.patient().map(name -> new Key(PATIENT, name)).or(() -> CELL.keyOf(item));
      case CELL -> item.cell().map(name -> new Key(CELL, name));
      case IMAGE -> Optional.empty();
    };
  }

  /** A group; a patient and a cell with equal names are different groups. */
  record Key(SplitUnit unit, String name) {}
}
