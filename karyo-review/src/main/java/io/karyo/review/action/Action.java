package io.karyo.review.action;

import io.karyo.chromosome.Designation;
import io.karyo.model.Require;
import io.karyo.photo.Region;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a person does in a review.
 *
 * <p>Chromosomes are named by their numbers, from 0. <b>Thread safety:</b> immutable.
 */
public sealed interface Action {

  /** The most characters of a note. */
  int MAX_NOTE = 2000;

  /** The most corners of the line of a cut. */
  int MAX_LINE = 500;

  /**
   * Places a chromosome, also one that was placed by hand before.
   *
   * @param chromosome its number
   * @param to its designation
   */
  record Pin(int chromosome, Designation to) implements Action {
    public Pin {
      requireNumber("chromosome", chromosome);
      Objects.requireNonNull(to, "to");
    }
  }

  /**
   * Turns a chromosome upside down.
   *
   * @param chromosome its number
   */
  record Flip(int chromosome) implements Action {
    public Flip {
      requireNumber("chromosome", chromosome);
    }
  }

  /**
   * Removes what is no chromosome of the cell.
   *
   * @param chromosome its number
   */
  record Remove(int chromosome) implements Action {
    public Remove {
      requireNumber("chromosome", chromosome);
    }
  }

  /**
   * Brings a removed chromosome back as it was before.
   *
   * @param chromosome its number
   */
  record Restore(int chromosome) implements Action {
    public Restore {
      requireNumber("chromosome", chromosome);
    }
  }

  /**
   * Confirms that a chromosome is where it belongs. Its designation is pinned.
   *
   * @param chromosome its number
   */
  record Confirm(int chromosome) implements Action {
    public Confirm {
      requireNumber("chromosome", chromosome);
    }
  }

  /** Confirms all chromosomes that are not confirmed yet, where they are. */
  record ConfirmAll() implements Action {}

  /**
   * Lets the model place a chromosome again that was confirmed or placed by hand.
   *
   * @param chromosome its number
   */
  record Unconfirm(int chromosome) implements Action {
    public Unconfirm {
      requireNumber("chromosome", chromosome);
    }
  }

  /**
   * Cuts a chromosome of a photograph in two.
   *
   * @param chromosome its number
   * @param line 2 to {@value #MAX_LINE} corners in px of the photograph
   */
  record Cut(int chromosome, List<Region.Corner> line) implements Action {
    public Cut {
      requireNumber("chromosome", chromosome);
      line = List.copyOf(line);
      Require.that(
          line.size() >= 2 && line.size() <= MAX_LINE,
          "line",
          "of 2 to " + MAX_LINE + " points",
          line.size());
    }
  }

  /**
   * Joins two chromosomes of a photograph to one.
   *
   * @param chromosome the number of one
   * @param with the number of the other
   */
  record Join(int chromosome, int with) implements Action {
    public Join {
      requireNumber("chromosome", chromosome);
      requireNumber("with", with);
    }
  }

  /**
   * Writes a note, which replaces the one before.
   *
   * @param chromosome the number of the chromosome that it is about; empty for the whole cell
   * @param text at most {@value #MAX_NOTE} characters; an empty text deletes the note
   */
  record Note(OptionalInt chromosome, String text) implements Action {
    public Note {
      if (chromosome.isPresent()) {
        requireNumber("chromosome", chromosome.getAsInt());
      }
      Require.that(
          text.length() <= MAX_NOTE,
          "text",
          "of at most " + MAX_NOTE + " characters",
          text.length());
      boolean whole =
          text.codePoints()
              .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
      Require.that(whole, "text", "valid Unicode", "half a surrogate pair");
    }
  }

  /** Takes the last action back that is in force. */
  record Undo() implements Action {}

  /** Does the action again that was taken back last. */
  record Redo() implements Action {}

  private static void requireNumber(String name, int number) {
    Require.atLeast(name, number, 0);
  }
}
