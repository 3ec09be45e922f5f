package io.karyo.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.Karyotyper;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.classify.EmbeddingClassifiers;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.model.ModelFormatException;
import io.karyo.siamese.SameDiffEncoder;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.Straightener;
import io.karyo.straighten.Straighteners;
import io.karyo.synthetic.SyntheticCell;
import io.karyo.synthetic.SyntheticCells;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, as an application goes it: the parts come from the class path. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndToEndTest {

  private static final SyntheticCells CELLS = SyntheticCells.builder().seed(3).build();

  private static final int THREADS = 8;
  private static final int PREDICTIONS = 5_000;

  /** How many images are asked for at once, in turn. */
  private static final int[] SIZES = {1, 2, 3, 5, 46};

  private final Karyotyper karyotyper;

  EndToEndTest() throws IOException {
    karyotyper = Karyotyper.builder().encoder(quick()).seed(1).train(dataset(0, 12));
  }

  private static SameDiffEncoder quick() {
    return SiameseEncoders.sameDiff().epochs(12);
  }

  @BeforeAll
  void theModelIsThere() {
    assertThat(karyotyper.report().trainingImages()).isPositive();
  }

  @AfterAll
  void close() {
    karyotyper.close();
  }

  private static ChromosomeDataset dataset(int from, int to) {
    List<LabelledChromosome> items = new ArrayList<>();
    for (int i = from; i < to; i++) {
      items.addAll(CELLS.cell(i).labelled(i % 6 == 5 ? "validation" : "train"));
    }
    return ChromosomeDataset.of(items);
  }

  /** Every bit of the answers for some held-out chromosomes, lone and in their cell. */
  static String answers(Karyotyper karyotyper) {
    Cell cell = CELLS.cell(100).toCell();
    List<Classification> all = new ArrayList<>(karyotyper.classify(cell));
    all.addAll(karyotyper.classify(cell.chromosomes().subList(0, 10)));
    return all.stream()
        .map(
            answer ->
                answer.type()
                    + java.util.Arrays.toString(answer.probabilities().toArray())
                    + answer.embedding())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void whatWasLearnedHoldsForOtherCells() {
    int right = 0;
    int count = 0;
    for (int i = 50; i < 56; i++) {
      SyntheticCell cell = CELLS.cell(i);
      List<Classification> answers = karyotyper.classify(cell.toCell());
      for (int j = 0; j < answers.size(); j++) {
        count++;
        right += answers.get(j).type() == cell.chromosomes().get(j).type() ? 1 : 0;
      }
    }
    assertThat(right / (double) count).isGreaterThan(0.9);
  }

  @Test
  void aNewJavaVirtualMachineGivesTheSameBits(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("model.karyo");
    karyotyper.save(file);
    try (Karyotyper loaded = Karyotyper.load(file)) {
      assertThat(answers(loaded)).isEqualTo(answers(karyotyper));
    }
    Jvm.Result result = Jvm.run(PrintAnswers.class, entry -> true, file.toString());
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains(answers(karyotyper));
  }

  @Test
  void oneByOneInACellAndInALongListTheAnswersAreTheSame() {
    List<ChromosomeImage> images = CELLS.cell(60).toCell().chromosomes();
    List<ChromosomeImage> many = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      many.addAll(images);
    }
    List<Classification> list = karyotyper.classify(many);
    for (int i = 0; i < many.size(); i++) {
      Classification alone = karyotyper.classify(many.get(i));
      assertThat(alone.embedding()).isEqualTo(list.get(i).embedding());
      assertThat(alone.probabilities()).isEqualTo(list.get(i).probabilities());
    }
  }

  @Test
  void eightThreadsGetTheAnswersOfOneWhileOthersAreTrained() throws Exception {
    List<ChromosomeImage> images = CELLS.cell(61).toCell().chromosomes();
    List<Classification> expected = karyotyper.classify(images);
    ChromosomeDataset small = dataset(0, 4);
    AtomicBoolean answered = new AtomicBoolean();
    ExecutorService executor = Executors.newFixedThreadPool(THREADS + 1);
    try {
      Future<Integer> trainings =
          executor.submit(
              () -> {
                int trained = 0;
                while (!answered.get()) {
                  Karyotyper.builder()
                      .encoder(SiameseEncoders.sameDiff().epochs(1))
                      .seed(trained++)
                      .train(small)
                      .close();
                }
                return trained;
              });
      List<Future<Integer>> predictions = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int offset = t;
        predictions.add(
            executor.submit(
                () -> {
                  int predicted = 0;
                  for (int i = 0; predicted < PREDICTIONS; i++) {
                    int from = (i * 7 + offset) % images.size();
                    int to = Math.min(images.size(), from + SIZES[i % SIZES.length]);
                    assertAnswers(karyotyper, images.subList(from, to), expected.subList(from, to));
                    predicted += to - from;
                  }
                  return predicted;
                }));
      }
      for (Future<Integer> prediction : predictions) {
        assertThat(prediction.get()).isGreaterThanOrEqualTo(PREDICTIONS);
      }
      answered.set(true);
      assertThat(trainings.get()).isPositive();
    } finally {
      answered.set(true);
      executor.shutdownNow();
    }
  }

  private static void assertAnswers(
      Karyotyper karyotyper, List<ChromosomeImage> images, List<Classification> expected) {
    List<Classification> found = karyotyper.classify(images);
    for (int i = 0; i < images.size(); i++) {
      assertThat(found.get(i).embedding()).isEqualTo(expected.get(i).embedding());
      assertThat(found.get(i).probabilities()).isEqualTo(expected.get(i).probabilities());
    }
  }

  @Test
  void closingWaitsForTheAnswersUnderWayAndRefusesLaterOnes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("model.karyo");
    karyotyper.save(file);
    List<ChromosomeImage> images = CELLS.cell(62).toCell().chromosomes();
    List<Classification> expected = karyotyper.classify(images);
    Karyotyper used = Karyotyper.load(file);
    CountDownLatch busy = new CountDownLatch(THREADS);
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> threads = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        threads.add(
            executor.submit(
                () -> {
                  while (true) {
                    assertAnswers(used, images, expected);
                    busy.countDown();
                  }
                }));
      }
      busy.await();
      used.close();
      for (Future<?> thread : threads) {
        assertThatThrownBy(thread::get)
            .hasCauseExactlyInstanceOf(IllegalStateException.class)
            .hasMessageContaining("karyotyper: must be open, found closed");
      }
    } finally {
      used.close();
      executor.shutdownNow();
    }
  }

  @Test
  void aKaryotyperOfAnotherConfigurationDisturbsNeitherTheFirstNorTheProgram() throws Exception {
    String expected = answers(karyotyper);
    Map<String, Object> program = Program.state();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Karyotyper other =
        Karyotyper.builder()
            .straightener(Straighteners.none())
            .encoder(SiameseEncoders.sameDiff().embeddingSize(8).epochs(1))
            .classifier(EmbeddingClassifiers.nearestNeighbours(1))
            .seed(9)
            .threads(1)
            .train(dataset(0, 4))) {
      String others = answers(other);
      assertThat(others).isNotEqualTo(expected);
      for (int i = 0; i < 3; i++) {
        Future<String> meanwhile = executor.submit(() -> answers(other));
        assertThat(answers(karyotyper)).isEqualTo(expected);
        assertThat(meanwhile.get()).isEqualTo(others);
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(answers(karyotyper)).isEqualTo(expected);
    assertThat(Program.state()).isEqualTo(program);
  }

  @Test
  void equalSeedsGiveEqualModelsAndOthersDiffer() throws IOException {
    SameDiffEncoder quickest = SiameseEncoders.sameDiff().epochs(1);
    List<String> answers = new ArrayList<>();
    for (long seed : new long[] {7, 7, 8}) {
      try (Karyotyper trained =
          Karyotyper.builder().encoder(quickest).seed(seed).threads(2).train(dataset(0, 4))) {
        answers.add(answers(trained));
      }
    }
    assertThat(answers.get(1)).isEqualTo(answers.get(0));
    assertThat(answers.get(2)).isNotEqualTo(answers.get(0));
  }

  @Test
  void aStraightenerOfTheUsersOwnIsTrainedWithSavedAndLoaded(@TempDir Path folder)
      throws IOException {
    Straightener inner = Straighteners.none();
    Straightener own = Straightener.named("acme-straight", image -> inner.straighten(image));
    Path file = folder.resolve("own.karyo");
    String expected;
    try (Karyotyper trained =
        Karyotyper.builder()
            .straightener(own)
            .encoder(SiameseEncoders.sameDiff().epochs(1))
            .train(dataset(0, 4))) {
      trained.save(file);
      expected = answers(trained);
    }
    try (Karyotyper loaded = Karyotyper.load(file, own)) {
      assertThat(answers(loaded)).isEqualTo(expected);
      assertThat(loaded.straightener()).isSameAs(own);
    }
    assertThatThrownBy(() -> Karyotyper.load(file))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("straightener 'acme-straight'")
        .hasMessageContaining("auto, medial-axis, none, projection-vectors");
  }

  @Test
  void concatenatedNetworksAreSavedAndLoadedButNotWithOneThatHasNoId(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("concatenated.karyo");
    SameDiffEncoder quickest = SiameseEncoders.sameDiff().embeddingSize(8).epochs(1);
    try (Karyotyper trained =
        Karyotyper.builder()
            .encoder(SiameseEncoders.concatenated(quickest, 3))
            .train(dataset(0, 4))) {
      trained.save(file);
      try (Karyotyper loaded = Karyotyper.load(file)) {
        assertThat(answers(loaded)).isEqualTo(answers(trained)).contains("Embedding");
        assertThat(loaded.classify(CELLS.cell(60).toCell()).get(0).embedding().size())
            .isEqualTo(24);
      }
    }
    SiameseEncoder own = training -> quickest.train(training);
    try (Karyotyper trained =
        Karyotyper.builder().encoder(SiameseEncoders.concatenated(own, 1)).train(dataset(0, 4))) {
      assertThatThrownBy(() -> trained.save(file))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageEndingWith("must have an id to be saved, found none");
    }
  }

  @Test
  void aTypeWithOneImageIsNoObstacle() throws IOException {
    List<LabelledChromosome> items = new ArrayList<>();
    for (LabelledChromosome item : dataset(0, 6).items()) {
      boolean training = item.split().orElse("").equals("train");
      if (item.type() != ChromosomeType.C21
          || (training && items.stream().noneMatch(other -> other.type() == ChromosomeType.C21))) {
        items.add(item);
      }
    }
    assertThat(items.stream().filter(item -> item.type() == ChromosomeType.C21)).hasSize(1);
    try (Karyotyper trained =
        Karyotyper.builder()
            .encoder(SiameseEncoders.sameDiff().epochs(1))
            .train(ChromosomeDataset.of(items))) {
      assertThat(trained.report().trainingImages()).isGreaterThan(200);
    }
  }
}
