package io.karyo.classify;

import static io.karyo.classify.Examples.example;
import static io.karyo.classify.Examples.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.spi.ClassifierTraining.Example;
import io.karyo.spi.TrainedClassifier;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassMeansTest {

  /** Means (1, 0) and (0, 2): their squared distance is 5. */
  private static final List<Example> CORNERS =
      List.of(
          example(ChromosomeType.C1, 0.5f, 0),
          example(ChromosomeType.C1, 1.5f, 0),
          example(ChromosomeType.C2, 0, 2));

  private static TrainedClassifier trained() {
    return EmbeddingClassifiers.classMeans().train(training(CORNERS, List.of(), 1));
  }

  private static TypeProbabilities told(TrainedClassifier classifier, float... coordinates) {
    return classifier.classify(List.of(new Embedding(coordinates))).get(0);
  }

  @Test
  void probabilitiesAreThoseOfTheDefinition() {
    // Squared distances of (0.4, 1): 1.36 and 1.16; logits -5.44 and -4.64; the second by e^0.8.
    TypeProbabilities told = told(trained(), 0.4f, 1);
    assertThat((double) told.of(ChromosomeType.C2))
        .isCloseTo(1 / (1 + Math.exp(-0.8)), within(1e-5));
    assertThat(told.best()).isEqualTo(ChromosomeType.C2);
    assertThat(told.of(ChromosomeType.C3)).isZero();
  }

  @Test
  void aValidationPartThatErrsMakesProbabilitiesDoubtful() {
    List<Example> validation =
        List.of(
            example(ChromosomeType.C1, 1, 0),
            example(ChromosomeType.C1, 0, 2),
            example(ChromosomeType.C2, 0, 2));
    TrainedClassifier doubtful =
        EmbeddingClassifiers.classMeans().train(training(CORNERS, validation, 1));
    assertThat(told(doubtful, 0, 2).of(ChromosomeType.C2))
        .isLessThan(told(trained(), 0, 2).of(ChromosomeType.C2));
  }

  @Test
  void anAdaptationMovesTheMeansThatAreShown() {
    // Two at (3, 0) move (1, 0) half-way to (2, 0).
    List<Example> shown = java.util.Collections.nCopies(2, example(ChromosomeType.C1, 3, 0));
    TrainedClassifier adapted = trained().adapt(training(shown, List.of(), 1));
    // Of (2, 1): squared distances 1 and 5, logits -4 and -20.
    assertThat((double) told(adapted, 2, 1).of(ChromosomeType.C2))
        .isCloseTo(1 / (1 + Math.exp(16)), within(1e-9));
    assertThatThrownBy(
            () ->
                trained().adapt(training(List.of(example(ChromosomeType.C3, 1, 1)), List.of(), 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found type 3");
  }

  @Test
  void meansThatAreAllTheSameTellNothing() {
    List<Example> same =
        List.of(example(ChromosomeType.C1, 1, 1), example(ChromosomeType.C2, 1, 1));
    TypeProbabilities told =
        told(EmbeddingClassifiers.classMeans().train(training(same, List.of(), 1)), 5, 5);
    assertThat(told.of(ChromosomeType.C1)).isEqualTo(told.of(ChromosomeType.C2));
  }
}
