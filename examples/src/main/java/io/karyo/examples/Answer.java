package io.karyo.examples;

import io.karyo.Cell;
import io.karyo.ChromosomeImage;
import io.karyo.Classification;
import io.karyo.Karyotyper;
import io.karyo.NoChromosomeException;
import io.karyo.Rejected;
import io.karyo.data.ImageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model said of an image, or why it could say nothing.
 *
 * @param name the image
 * @param classification what it was taken for; null if it could not be read or shows no chromosome
 * @param failure why; null if there is a classification
 */
record Answer(String name, @Nullable Classification classification, @Nullable String failure) {

  /**
   * An image that is asked about.
   *
   * @param name names it in answers
   * @param source loads it
   */
  record Question(String name, ImageSource source) {}

  /**
   * Asks a model about images; one that is bad does not stop the others.
   *
   * @param cell the cell that all are of, or empty to take each for a lone one
   * @return an answer each, in the same order
   */
  static List<Answer> ask(Karyotyper karyotyper, Optional<String> cell, List<Question> questions) {
    @Nullable Answer[] answers = new Answer[questions.size()];
    List<Integer> places = new ArrayList<>();
    List<ChromosomeImage> images = new ArrayList<>();
    for (int i = 0; i < answers.length; i++) {
      Question question = questions.get(i);
      try {
        images.add(question.source().load());
        places.add(i);
      } catch (IOException e) {
        answers[i] = new Answer(question.name(), null, Failures.message(e));
      }
    }
    List<Classification> classifications;
    try {
      classifications = classify(karyotyper, cell, images);
    } catch (NoChromosomeException e) {
      boolean found = false;
      for (int n = images.size() - 1; n >= 0; n--) {
        if (karyotyper.straightener().straighten(images.get(n)) instanceof Rejected rejected) {
          int place = places.remove(n);
          images.remove(n);
          answers[place] =
              new Answer(
                  questions.get(place).name(), null, "shows no chromosome: " + rejected.reason());
          found = true;
        }
      }
      if (!found) {
        throw e;
      }
      classifications = classify(karyotyper, cell, images);
    }
    for (int n = 0; n < classifications.size(); n++) {
      int place = places.get(n);
      answers[place] = new Answer(questions.get(place).name(), classifications.get(n), null);
    }
    return Arrays.stream(answers).map(Objects::requireNonNull).toList();
  }

  private static List<Classification> classify(
      Karyotyper karyotyper, Optional<String> cell, List<ChromosomeImage> images) {
    if (images.isEmpty()) {
      return List.of();
    }
    return cell.isPresent()
        ? karyotyper.classify(new Cell(cell.get(), images))
        : karyotyper.classify(images);
  }
}
