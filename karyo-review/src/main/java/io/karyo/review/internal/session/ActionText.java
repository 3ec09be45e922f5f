package io.karyo.review.internal.session;

import io.karyo.chromosome.Designation;
import io.karyo.review.action.Action;

/** Puts actions into words. */
final class ActionText {

  private ActionText() {}

  /** Describes an action that was possible in a state. */
  static String of(Action action, Snapshot before) {
    if (action instanceof Action.Pin pin) {
      return "place chromosome " + pin.chromosome() + " at " + pin.to();
    } else if (action instanceof Action.Flip flip) {
      return "turn chromosome " + flip.chromosome();
    } else if (action instanceof Action.Remove remove) {
      return "remove chromosome " + remove.chromosome();
    } else if (action instanceof Action.Restore restore) {
      return "restore chromosome " + restore.chromosome();
    } else if (action instanceof Action.Confirm confirm) {
      Designation at = before.karyotype().placement(confirm.chromosome()).designation();
      return "confirm chromosome " + confirm.chromosome() + " at " + at;
    } else if (action instanceof Action.ConfirmAll) {
      return "confirm all chromosomes";
    } else if (action instanceof Action.Unconfirm unconfirm) {
      return "let chromosome " + unconfirm.chromosome() + " move again";
    } else if (action instanceof Action.Cut cut) {
      return "cut chromosome " + cut.chromosome();
    } else if (action instanceof Action.Join join) {
      return "join chromosomes " + join.chromosome() + " and " + join.with();
    } else if (action instanceof Action.Note note) {
      return (note.text().isEmpty() ? "delete the note on " : "write a note on ")
          + (note.chromosome().isPresent()
              ? "chromosome " + note.chromosome().getAsInt()
              : "the cell");
    }
    throw new IllegalArgumentException(
        "action: must be one that changes something, found " + action);
  }
}
