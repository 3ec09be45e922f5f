package io.karyo.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.karyo.Karyotyper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * A model file of an earlier version loads and gives the answers that it gave then: to the last bit
 * on a machine that rounds as the recording one, elsewhere to four digits.
 */
class GoldenModelTest {

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE]-?\\d+)?");
  private static final double NEAR = 1e-3;

  private final Path folder;

  GoldenModelTest() throws URISyntaxException {
    folder =
        Path.of(GoldenModelTest.class.getResource("/golden/" + GoldenAnswers.MODEL).toURI())
            .getParent();
  }

  @Test
  void anEarlierModelFileGivesTheRecordedAnswers() throws IOException {
    boolean sameMachine = sameMachine();
    try (Karyotyper karyotyper = Karyotyper.load(folder.resolve(GoldenAnswers.MODEL))) {
      Map<String, String> answers = GoldenAnswers.answers(karyotyper, GoldenAnswers.cell(folder));
      for (Map.Entry<String, String> answer : answers.entrySet()) {
        String recorded = recorded(answer.getKey());
        if (sameMachine) {
          assertThat(answer.getValue()).as(answer.getKey()).isEqualTo(recorded);
        } else {
          assertNear(answer.getKey(), answer.getValue(), recorded);
        }
      }
    }
  }

  @Test
  void aTrainingGivesTheRecordedWeights() throws IOException {
    assumeTrue(sameMachine(), "this machine rounds otherwise than the one of the recording");
    assertThat(GoldenAnswers.trainingHash()).isEqualTo(recorded(GoldenAnswers.TRAINING));
  }

  private boolean sameMachine() throws IOException {
    return GoldenAnswers.machine().equals(recorded(GoldenAnswers.MACHINE));
  }

  private String recorded(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private static void assertNear(String name, String found, String recorded) {
    assertThat(NUMBER.matcher(found).replaceAll("#"))
        .as(name)
        .isEqualTo(NUMBER.matcher(recorded).replaceAll("#"));
    List<Double> numbers = numbers(found);
    List<Double> expected = numbers(recorded);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(numbers.get(i))
          .as("%s, number %d", name, i)
          .isCloseTo(expected.get(i), Offset.offset(NEAR));
    }
  }

  private static List<Double> numbers(String text) {
    List<Double> numbers = new ArrayList<>();
    for (Matcher matcher = NUMBER.matcher(text); matcher.find(); ) {
      numbers.add(Double.valueOf(matcher.group()));
    }
    return numbers;
  }
}
