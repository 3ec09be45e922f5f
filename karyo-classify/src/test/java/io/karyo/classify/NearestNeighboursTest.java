package io.karyo.classify;

import static io.karyo.classify.Examples.example;
import static io.karyo.classify.Examples.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Explanation;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.spi.ClassifierTraining.Example;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.TrainedClassifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNeighboursTest {

  /** The slow, obvious way, without the temperature of a validation. */
  private static double[] bruteForce(List<Example> examples, int types, int k, Embedding query) {
    List<Integer> nearest = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      nearest.add(i);
    }
    nearest.sort(
        Comparator.<Integer>comparingDouble(i -> distance(examples.get(i).embedding(), query))
            .thenComparing(i -> i));
    nearest = nearest.subList(0, Math.min(k, nearest.size()));
    double scale =
        nearest.stream()
            .mapToDouble(i -> distance(examples.get(i).embedding(), query))
            .average()
            .orElseThrow();
    double[] votes = new double[types];
    double all = 0;
    for (int i : nearest) {
      double distance = distance(examples.get(i).embedding(), query);
      double vote = scale == 0 ? 1 : scale / (scale + distance);
      votes[examples.get(i).type().ordinal()] += vote;
      all += vote;
    }
    for (int t = 0; t < types; t++) {
      votes[t] = (votes[t] + 0.1 / types) / (all + 0.1);
    }
    return votes;
  }

  private static double distance(Embedding one, Embedding other) {
    double sum = 0;
    for (int d = 0; d < one.size(); d++) {
      sum += Math.pow((double) one.get(d) - other.get(d), 2);
    }
    return Math.sqrt(sum);
  }

  @ParameterizedTest
  @CsvSource({"1, 5, 40", "3, 1, 171", "5, 64, 86", "20, 7, 100", "10000, 3, 8"})
  void equalsBruteForce(int k, int size, int perType) {
    List<Example> examples = Examples.draw(6, perType, size, 1.5, 4);
    TrainedClassifier trained =
        EmbeddingClassifiers.nearestNeighbours(k).train(training(examples, List.of(), 1));
    List<Embedding> queries = Examples.embeddings(Examples.draw(6, 20, size, 1.5, 5));
    List<TypeProbabilities> told = trained.classify(queries);
    for (int q = 0; q < queries.size(); q++) {
      double[] expected = bruteForce(examples, 6, k, queries.get(q));
      for (int t = 0; t < expected.length; t++) {
        assertThat((double) told.get(q).of(ChromosomeType.ALL.get(t)))
            .isCloseTo(expected[t], within(1e-6));
      }
    }
  }

  @Test
  void ofManyEquallyDistantEmbeddingsTheFirstInTrainingVote() {
    // 600 embeddings on a coarse grid: nearly every distance is shared, over several blocks.
    Random random = new Random(6);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      examples.add(
          example(
              ChromosomeType.ALL.get(random.nextInt(24)), random.nextInt(4), random.nextInt(4)));
    }
    for (ChromosomeType type : ChromosomeType.ALL) {
      examples.add(example(type, 9, 9));
    }
    TrainedClassifier trained =
        EmbeddingClassifiers.nearestNeighbours(3).train(training(examples, List.of(), 1));
    for (int x = 0; x < 4; x++) {
      for (int y = 0; y < 4; y++) {
        Embedding query = new Embedding(x + 0.5f, y);
        double[] expected = bruteForce(examples, 24, 3, query);
        TypeProbabilities told = trained.classify(List.of(query)).get(0);
        for (int t = 0; t < 24; t++) {
          assertThat((double) told.of(ChromosomeType.ALL.get(t)))
              .isCloseTo(expected[t], within(1e-6));
        }
      }
    }
  }

  @Test
  void anAdaptedModelAnswersTheSameAfterLoading() throws IOException {
    EmbeddingClassifier nine = EmbeddingClassifiers.nearestNeighbours(9);
    TrainedClassifier few = nine.train(training(Examples.draw(4, 1, 3, 1, 1), List.of(), 1));
    TrainedClassifier adapted = few.adapt(training(Examples.draw(4, 10, 3, 1, 2), List.of(), 1));
    MemoryModel model = new MemoryModel();
    adapted.save(model);
    List<Embedding> queries = Examples.embeddings(Examples.draw(4, 5, 3, 1, 3));
    assertThat(nine.restore(model).classify(queries)).isEqualTo(adapted.classify(queries));
  }

  @Test
  void closerNeighboursCountForMore() {
    List<Example> examples =
        List.of(
            example(ChromosomeType.C1, 1, 0),
            example(ChromosomeType.C2, -3, 0),
            example(ChromosomeType.C3, 100, 0));
    TrainedClassifier trained =
        EmbeddingClassifiers.nearestNeighbours(2).train(training(examples, List.of(), 1));
    TypeProbabilities told = trained.classify(List.of(new Embedding(0, 0))).get(0);
    // Distances 1 and 3, mean 2: votes 2/3 and 2/5, and 0.1 / 3 for each type.
    double all = 2 / 3.0 + 2 / 5.0 + 0.1;
    assertThat((double) told.of(ChromosomeType.C1))
        .isCloseTo((2 / 3.0 + 0.1 / 3) / all, within(1e-6));
    assertThat((double) told.of(ChromosomeType.C2))
        .isCloseTo((2 / 5.0 + 0.1 / 3) / all, within(1e-6));
    assertThat((double) told.of(ChromosomeType.C3)).isCloseTo(0.1 / 3 / all, within(1e-6));
  }

  @Test
  void theValidationPartMakesTheProbabilitiesOfASingleNeighbourItsAccuracy() {
    List<Example> examples = Examples.draw(4, 100, 6, 1.2, 1);
    List<Example> validation = Examples.draw(4, 100, 6, 1.2, 2);
    TrainedClassifier trained =
        EmbeddingClassifiers.nearestNeighbours(1).train(training(examples, validation, 1));
    double accuracy = Examples.accuracy(trained, validation);
    assertThat(accuracy).isBetween(0.5, 0.95);
    TypeProbabilities told = trained.classify(List.of(validation.get(0).embedding())).get(0);
    assertThat((double) told.of(told.best())).isCloseTo(accuracy, within(1e-4));
  }

  @Test
  void namesTheNearestTrainingEmbeddings() {
    List<Example> examples =
        List.of(
            example(ChromosomeType.C1, 1, 0),
            example(ChromosomeType.X, -3, 0),
            example(ChromosomeType.C3, 0, 2));
    TrainedClassifier trained =
        EmbeddingClassifiers.nearestNeighbours(1).train(training(examples, List.of(), 1));
    assertThat(trained.nearest(new Embedding(0, 0), 2))
        .containsExactly(
            new Explanation.Neighbour(ChromosomeType.C1, 1),
            new Explanation.Neighbour(ChromosomeType.C3, 2));
    assertThat(trained.nearest(new Embedding(0, 0), 9)).hasSize(3);
    assertThat(
            EmbeddingClassifiers.classMeans()
                .train(training(examples, List.of(), 1))
                .nearest(new Embedding(0, 0), 2))
        .isEmpty();
  }
}
