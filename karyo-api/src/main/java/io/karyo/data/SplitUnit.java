package io.karyo.data;

import java.util.Optional;

/** What stays together when a data set is split at random. */
public enum SplitUnit {
  /**
   * All images of a patient; of a chromosome of no known patient all images of its cell, and of one
   * of no known cell the image alone. The honest choice: the score holds for people not seen.
   */
  PATIENT,
  /**
   * All images of a cell; of a chromosome of no known cell the image alone. Other cells of a
   * patient may be on the other side.
   */
  CELL,
  /**
   * Each image for itself, as much of the literature does: the homologue of a test image may be
   * trained on, and the score is too high.
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

  /** A group: a patient and a cell of equal names are two. */
  record Key(SplitUnit unit, String name) {}
}
