package io.karyo.metrics;

import static io.karyo.chromosome.ChromosomeType.C1;
import static io.karyo.chromosome.ChromosomeType.X;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.karyo.chromosome.TypeProbabilities;
import io.karyo.data.LabelledChromosome;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PredictionTest {

  @Test
  void aPredictionKnowsWhatItsChromosomeIsWithoutLoadingTheImage() {
    LabelledChromosome item =
        LabelledChromosome.of(
                "x.png",
                () -> {
                  throw new IOException("must not be loaded");
                },
                X)
            .withCell("c")
            .withPatient("p");
    TypeProbabilities probabilities = Answers.probabilities(C1, 0.75, X);
    Prediction prediction = Prediction.of(item, probabilities);

    assertThat(prediction)
        .isEqualTo(new Prediction("x.png", X, probabilities, Optional.of("c"), Optional.of("p")));
    assertThat(prediction.predicted()).isEqualTo(C1);
    assertThat(prediction.confidence()).isEqualTo(0.75);
    assertThat(prediction.correct()).isFalse();
    assertThat(Prediction.of(item, Answers.probabilities(X, 0.75, C1)).correct()).isTrue();
  }

  @Test
  void ofTypesEquallyProbableTheFirstIsPredicted() {
    assertThat(
            new Prediction("a", X, Answers.uniform(), Optional.empty(), Optional.empty())
                .predicted())
        .isEqualTo(C1);
  }

  @Test
  void blankNamesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Answers.prediction("a", true, " ", "p"))
        .withMessage("cell: must not be blank, found ' '");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Answers.prediction("a", true, "c", ""))
        .withMessage("patient: must not be blank, found ''");
  }
}
