package io.karyo.data;

import java.io.IOException;
import java.io.Serial;
import java.util.List;

/**
 * Thrown if a manifest or a folder of images is invalid. The message lists the first problems, each
 * with the place, the rule and the value found.
 */
public final class DatasetException extends IOException {

  @Serial private static final long serialVersionUID = 1L;

  /** How many problems a message lists. */
  static final int MOST_LISTED = 10;

  /** The problems that are listed. */
  private final List<String> problems;

  /**
   * Makes the exception.
   *
   * @param file the manifest or the folder
   * @param problems what is wrong with it, in order, at least one
   */
  DatasetException(String file, List<String> problems) {
    super(message(file, problems));
    this.problems = List.copyOf(problems.subList(0, Math.min(problems.size(), MOST_LISTED)));
  }

  private static String message(String file, List<String> problems) {
    if (problems.size() == 1) {
      return file + ", " + problems.get(0);
    }
    StringBuilder message = new StringBuilder(file + ": " + problems.size() + " problems");
    problems.stream().limit(MOST_LISTED).forEach(problem -> message.append("\n  ").append(problem));
    if (problems.size() > MOST_LISTED) {
      message.append("\n  and ").append(problems.size() - MOST_LISTED).append(" more");
    }
    return message.toString();
  }

  /** {@return the first one to ten problems, in the order of the file} */
  public List<String> problems() {
    return problems;
  }
}
