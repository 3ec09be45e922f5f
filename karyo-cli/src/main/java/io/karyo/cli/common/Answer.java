package io.karyo.cli.common;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Outcome;
import io.karyo.chromosome.Unclassified;
import io.karyo.cli.output.Failures;
import io.karyo.data.ImageSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a model for an image, or why there is none.
 *
 * @param name the image
 * @param classification what it was taken for; null if it could not be read or shows no chromosome
 * @param failure why; null if there is a classification
 */
public record Answer(
    String name, @Nullable Classification classification, @Nullable String failure) {

  /**
   * An image that is asked about.
   *
   * @param name names it in answers
   * @param source loads it
   */
  public record Question(String name, ImageSource source) {}

  /**
   * Asks a model about images; one that is bad does not stop the others.
   *
   * @param karyotyper the model
   * @param inCell whether all are of one cell; each is taken for a lone one else
   * @param questions the images
   * @return an answer each, in the same order
   */
  public static List<Answer> ask(Karyotyper karyotyper, boolean inCell, List<Question> questions) {
    List<ImageSource> images = questions.stream().map(Question::source).toList();
    List<Outcome> outcomes =
        inCell ? karyotyper.tryClassifyCell(images) : karyotyper.tryClassify(images);
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      String name = questions.get(i).name();
      if (outcomes.get(i) instanceof Classification classification) {
        answers.add(new Answer(name, classification, null));
      } else if (outcomes.get(i) instanceof Unclassified bad) {
        answers.add(new Answer(name, null, Failures.message(bad.cause())));
      }
    }
    return answers;
  }
}
