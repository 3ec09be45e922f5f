package io.karyo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.Cell;
import io.karyo.chromosome.CellScale;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.NoChromosomeException;
import io.karyo.chromosome.Outcome;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.chromosome.Unclassified;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.ImageSource;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Pictures;
import io.karyo.image.Polarity;
import io.karyo.image.UnreadableImageException;
import io.karyo.model.ModelFormatException;
import io.karyo.spi.Cancellation;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.KaryotypeAssigner;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.Straightener;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingListener;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KaryotyperTest {

  private final FakeParts.SizeEncoder encoder = new FakeParts.SizeEncoder();

  private Karyotyper.Builder builder() {
    return Karyotyper.builder()
        .straightener(FakeParts.straightener())
        .pairSampler(FakeParts.sampler())
        .encoder(encoder)
        .classifier(new FakeParts.NearestClassifier())
        .threads(2);
  }

  private static Karyotyper load(ByteArrayOutputStream file, int threads) throws IOException {
    return Karyotyper.load(
        new ByteArrayInputStream(file.toByteArray()), threads, FakeParts.toLoad());
  }

  /** A dark bar of the given length in a white frame. */
  private static ChromosomeImage bar(int length) {
    int width = 9;
    byte[] grey = new byte[width * length];
    Arrays.fill(grey, (byte) 255);
    for (int y = 2; y < length - 2; y++) {
      for (int x = 3; x < 6; x++) {
        grey[y * width + x] = 80;
      }
    }
    return ChromosomeImage.of(length, width, grey).withSource("bar " + length);
  }

  private static LabelledChromosome item(ChromosomeType type, int length, int cell, String split) {
    return LabelledChromosome.of(bar(length), type)
        .withCell("cell " + cell)
        .withPatient("patient " + cell)
        .withSplit(split);
  }

  /** Type 1 is long, type 21 short; 14 chromosomes a cell. */
  private static ChromosomeDataset dataset() {
    List<LabelledChromosome> items = new ArrayList<>();
    for (int cell = 0; cell < 6; cell++) {
      String split = cell < 4 ? "train" : "validation";
      for (int i = 0; i < 7; i++) {
        items.add(item(ChromosomeType.C1, 80 + cell + i, cell, split));
        items.add(item(ChromosomeType.C21, 20 + cell + i, cell, split));
      }
    }
    return ChromosomeDataset.of(items);
  }

  @Test
  void trainsAndClassifiesOneImageAListAndACell() throws IOException {
    try (Karyotyper karyotyper = builder().train(dataset())) {
      Classification one = karyotyper.classify(bar(85));
      assertThat(one.type()).isEqualTo(ChromosomeType.C1);
      assertThat(one.probability()).isCloseTo(0.9, org.assertj.core.data.Offset.offset(1e-6));
      assertThat(one.alternatives()).hasSize(23).noneMatch(a -> a.type() == ChromosomeType.C1);
      List<ChromosomeImage> images =
          IntStream.range(0, 100).mapToObj(i -> bar(i % 2 == 0 ? 82 : 23)).toList();
      List<Classification> list = karyotyper.classify(images);
      for (int i = 0; i < images.size(); i++) {
        assertThat(list.get(i).type())
            .isEqualTo(i % 2 == 0 ? ChromosomeType.C1 : ChromosomeType.C21);
      }
      assertThat(karyotyper.classify(List.of())).isEmpty();
      assertThat(karyotyper.classify(new Cell("none", List.of()))).isEmpty();
    }
  }

  @Test
  void imagesAreEmbeddedWithoutBeingClassified() throws IOException {
    try (Karyotyper karyotyper = builder().train(dataset())) {
      List<ChromosomeImage> images =
          List.of(bar(85).withPolarity(Polarity.P_UP), bar(25).withPolarity(Polarity.P_DOWN));
      assertThat(karyotyper.embed(images))
          .isEqualTo(karyotyper.classify(images).stream().map(Classification::embedding).toList());
      Straightened straightened = (Straightened) karyotyper.straightener().straighten(bar(85));
      Embedding embedding = karyotyper.embed(List.of(bar(85))).get(0);
      assertThat(
              karyotyper
                  .trainedEncoder()
                  .encode(List.of(new PreparedChromosome(straightened, Optional.empty()))))
          .containsExactly(embedding);
      assertThat(karyotyper.trainedClassifier().classify(List.of(embedding)))
          .containsExactly(karyotyper.classify(bar(85)).probabilities());
      assertThat(karyotyper.embed(List.of())).isEmpty();
    }
  }

  @Test
  void itsTextNamesTheParts() throws IOException {
    Straightener straightener = FakeParts.straightener();
    try (Karyotyper karyotyper =
        builder().straightener(image -> straightener.straighten(image)).train(dataset())) {
      assertThat(karyotyper.toString())
          .startsWith("Karyotyper[straightener without id, pairSampler ")
          .contains(", encoder test-size, classifier ");
    }
  }

  @Test
  void anAdaptationKeepsThePartsAndLendsNothingToValidation() throws IOException {
    ChromosomeDataset few = ChromosomeDataset.of(dataset().training().items().subList(0, 4));
    TrainedEncoder[] adapted = new TrainedEncoder[1];
    int[] learned = new int[2];
    SiameseEncoder encoder =
        training -> {
          TrainedEncoder trained = new FakeParts.SizeEncoder().train(training);
          return new TrainedEncoder() {
            @Override
            public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
              return trained.encode(chromosomes);
            }

            @Override
            public TrainedEncoder adapt(EncoderTraining adaptation) {
              learned[0] = adaptation.training().size();
              learned[1] = adaptation.validation().size();
              adapted[0] = new FakeParts.SizeEncoder().train(adaptation);
              return adapted[0];
            }
          };
        };
    EmbeddingClassifier classifier =
        training -> {
          TrainedClassifier trained = new FakeParts.NearestClassifier().train(training);
          return new TrainedClassifier() {
            @Override
            public List<TypeProbabilities> classify(List<Embedding> embeddings) {
              return trained.classify(embeddings);
            }

            @Override
            public TrainedClassifier adapt(ClassifierTraining adaptation) {
              return this;
            }
          };
        };
    try (Karyotyper base = builder().encoder(encoder).classifier(classifier).train(dataset());
        Karyotyper karyotyper = base.adapt().seed(3).train(few)) {
      assertThat(learned).containsExactly(4, 0);
      assertThat(karyotyper.encoder()).isSameAs(encoder);
      assertThat(karyotyper.classify(bar(85)).type()).isEqualTo(ChromosomeType.C1);
      assertThat(karyotyper.report().trainingImages()).isEqualTo(4);
    }
  }

  @Test
  void aPartThatCannotBeAdaptedSaysSo() throws IOException {
    try (Karyotyper base = builder().train(dataset())) {
      assertThatThrownBy(() -> base.adapt().train(dataset()))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("this encoder must override adapt to be adapted");
    }
  }

  @Test
  void onlyACellOfEnoughChromosomesHasAScale() throws IOException {
    try (Karyotyper karyotyper = builder().train(dataset())) {
      List<ChromosomeImage> images = new ArrayList<>();
      for (int i = 0; i < CellScale.MINIMUM_COUNT; i++) {
        images.add(bar(30 + i));
      }
      Cell cell = new Cell("c", images);
      assertThat(karyotyper.classify(cell).get(0).embedding().get(1)).isEqualTo(0.0355f);
      assertThat(karyotyper.classify(images).get(0).embedding().get(1)).isZero();
      Cell small = new Cell("s", images.subList(1, images.size()));
      assertThat(karyotyper.classify(small).get(0).embedding().get(1)).isZero();
    }
  }

  @Test
  void theReportSaysWhatWasTrainedOn() throws IOException {
    try (Karyotyper karyotyper = builder().seed(5).train(dataset());
        Karyotyper again = builder().seed(5).train(dataset())) {
      TrainingReport report = karyotyper.report();
      assertThat(report.trainingImages()).isEqualTo(56);
      assertThat(report.trainingCells()).isEqualTo(4);
      assertThat(report.validationImages()).isEqualTo(28);
      assertThat(report.validationAccuracy()).isEqualTo(1);
      assertThat(report.validationAccuracyWithoutCell()).isEqualTo(1);
      assertThat(report.seed()).isEqualTo(5);
      assertThat(report.types()).containsExactly(ChromosomeType.C1, ChromosomeType.C21);
      assertThat(report.dataHash()).hasSize(64).isEqualTo(again.report().dataHash());
      ChromosomeDataset other = dataset().filter(item -> !item.name().equals("bar 80"));
      try (Karyotyper third = builder().train(other)) {
        assertThat(third.report().dataHash()).isNotEqualTo(report.dataHash());
      }
    }
  }

  @Test
  void aDataSetWithoutValidationLendsSomeByPatient() throws IOException {
    ChromosomeDataset all =
        ChromosomeDataset.of(
            IntStream.range(0, 400)
                .mapToObj(
                    i ->
                        LabelledChromosome.of(
                                bar(i % 2 == 0 ? 80 : 20),
                                i % 2 == 0 ? ChromosomeType.C1 : ChromosomeType.C21)
                            .withPatient("p" + i / 20))
                .toList());
    try (Karyotyper karyotyper = builder().train(all)) {
      assertThat(karyotyper.report().validationImages()).isEqualTo(40);
      assertThat(karyotyper.report().trainingImages()).isEqualTo(360);
    }
  }

  @Test
  void evenOnePatientOrTwoLendSomeForValidation() throws IOException {
    for (int patients = 1; patients <= 5; patients++) {
      List<LabelledChromosome> items = new ArrayList<>();
      for (int i = 0; i < patients * 40; i++) {
        items.add(
            LabelledChromosome.of(
                    bar(i % 2 == 0 ? 80 : 20), i % 2 == 0 ? ChromosomeType.C1 : ChromosomeType.C21)
                .withCell("c" + i / 20)
                .withPatient("p" + i / 40));
      }
      try (Karyotyper karyotyper = builder().train(ChromosomeDataset.of(items))) {
        assertThat(karyotyper.report().validationImages()).as("%s patients", patients).isPositive();
        assertThat(karyotyper.report().trainingImages()).isPositive();
        assertThat(karyotyper.report().validationAccuracy()).isEqualTo(1);
      }
    }
  }

  @Test
  void aStraightenerThatGivesNothingIsNamed() throws IOException {
    Straightener nothing = Straightener.named("nothing", KaryotyperTest::nothing);
    assertThatThrownBy(() -> builder().straightener(nothing).train(dataset()))
        .isInstanceOf(KaryoException.class)
        .hasMessage("straightener 'nothing': must give a result for bar 80, gave null");
  }

  // What a plug-in compiled without NullAway's checks may do, as a part of any kind.
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <A, R> R nothing(A argument) {
    return null;
  }

  @Test
  void aPartThatTrainsToNothingIsNamed() {
    SiameseEncoder encoder = KaryotyperTest::nothing;
    assertThatThrownBy(() -> builder().encoder(encoder).train(dataset()))
        .isInstanceOf(KaryoException.class)
        .hasMessageStartingWith("encoder 'io.karyo.KaryotyperTest$$Lambda")
        .hasMessageEndingWith("': must give a trained encoder, gave null");
    EmbeddingClassifier classifier = KaryotyperTest::nothing;
    assertThatThrownBy(() -> builder().classifier(classifier).train(dataset()))
        .isInstanceOf(KaryoException.class)
        .hasMessageEndingWith("': must give a trained classifier, gave null");
    KaryotypeAssigner assigner = KaryotyperTest::nothing;
    assertThatThrownBy(() -> builder().assigner(assigner).train(dataset()))
        .isInstanceOf(KaryoException.class)
        .hasMessageEndingWith("': must give a trained assigner, gave null");
  }

  @Test
  void aStraightenerThatThrowsIsNamedWithItsImage() throws IOException {
    Straightener failing =
        Straightener.named(
            "acme",
            image -> {
              if (image.height() == 83) {
                throw new IllegalStateException("no axis");
              }
              return FakeParts.straightener().straighten(image);
            });
    String message =
        "straightener 'acme': must return a result for bar 83, failed with:"
            + " java.lang.IllegalStateException: no axis";
    assertThatThrownBy(() -> builder().straightener(failing).train(dataset()))
        .isInstanceOf(KaryoException.class)
        .hasMessage(message);
    ChromosomeDataset without = dataset().filter(item -> !item.name().equals("bar 83"));
    try (Karyotyper karyotyper = builder().straightener(failing).train(without)) {
      assertThatThrownBy(() -> karyotyper.classify(List.of(bar(20), bar(83))))
          .isInstanceOf(KaryoException.class)
          .hasMessage(message);
    }
  }

  @Test
  void anEncoderThatFailsIsNamedWithItsImage() throws IOException {
    SiameseEncoder failing =
        new FakeParts.SizeEncoder() {
          @Override
          public TrainedEncoder train(EncoderTraining training) {
            TrainedEncoder trained = super.train(training);
            return chromosomes -> {
              for (PreparedChromosome chromosome : chromosomes) {
                if (chromosome.straightened().length() == 83) {
                  return List.of(new Embedding(Float.NaN));
                }
              }
              return trained.encode(chromosomes);
            };
          }
        };
    assertThatThrownBy(() -> builder().encoder(failing).train(dataset()))
        .isInstanceOf(KaryoException.class)
        .hasMessage(
            "encoder 'test-size': must return a result for bar 83, failed with:"
                + " java.lang.IllegalArgumentException: values[0]: must be finite, found NaN");
    ChromosomeDataset without = dataset().filter(item -> !item.name().equals("bar 83"));
    try (Karyotyper karyotyper = builder().encoder(failing).train(without)) {
      assertThatThrownBy(() -> karyotyper.classify(List.of(bar(20), bar(83))))
          .isInstanceOf(KaryoException.class)
          .hasMessageStartingWith(
              "encoder 'test-size': must return a result for image number 2, failed");
    }
  }

  @Test
  void whereNothingIsToBeLearnedFromTheSplitsThereAreNamed() throws IOException {
    ChromosomeDataset part = dataset().split("validation");
    try (Karyotyper base = builder().train(dataset())) {
      for (TrainingSetup<?> builder : List.of(builder(), base.adapt())) {
        assertThatThrownBy(() -> builder.train(part))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "dataset: must have images in the split 'train' or no splits at all, found 28"
                    + " images in [validation]; ChromosomeDataset.ofSplits makes any of them the"
                    + " split 'train'");
      }
    }
    assertThatThrownBy(() -> builder().train(ChromosomeDataset.of(List.of())))
        .hasMessage("dataset: must have images, found none");
  }

  @Test
  void aFolderThatIsGivenAsAModelIsNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> Karyotyper.load(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + ": must be a file, found a folder");
  }

  @Test
  void partsAreCheckedBeforeAnImageIsRead() {
    SiameseEncoder unable =
        new FakeParts.SizeEncoder() {
          @Override
          public void check() {
            throw new IllegalStateException("engine: must be there, found none");
          }
        };
    LabelledChromosome unreadable =
        LabelledChromosome.of(
            "x",
            () -> {
              throw new IOException("read");
            },
            ChromosomeType.C1);
    assertThatThrownBy(
            () -> builder().encoder(unable).train(ChromosomeDataset.of(List.of(unreadable))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("engine: must be there, found none");
  }

  @Test
  void partsGivenOnLoadMustBeThoseOfTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("m.karyo");
    try (Karyotyper karyotyper = builder().train(dataset())) {
      karyotyper.save(file);
    }
    SiameseEncoder otherSettings =
        new FakeParts.SizeEncoder() {
          @Override
          public io.karyo.model.Settings settings() {
            return io.karyo.model.Settings.EMPTY.with("note", "by weight");
          }
        };
    assertThatThrownBy(
            () ->
                Karyotyper.load(
                    file,
                    FakeParts.straightener(),
                    FakeParts.sampler(),
                    otherSettings,
                    new FakeParts.NearestClassifier()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "encoder 'test-size': must have the settings of the model, {note=by size}, found"
                + " {note=by weight}");
    Straightener stranger = Straightener.named("stranger", image -> new Rejected("no"));
    assertThatThrownBy(
            () ->
                Karyotyper.load(
                    file,
                    FakeParts.straightener(),
                    FakeParts.sampler(),
                    new FakeParts.SizeEncoder(),
                    new FakeParts.NearestClassifier(),
                    stranger))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 'stranger'");
  }

  @Test
  void savedAndLoadedItAnswersTheSame(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("m.karyo");
    try (Karyotyper karyotyper = builder().seed(9).train(dataset())) {
      karyotyper.save(file);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      karyotyper.save(bytes);
      assertThat(bytes.toByteArray()).isEqualTo(Files.readAllBytes(file));
      try (Karyotyper loaded =
              Karyotyper.load(
                  file,
                  FakeParts.straightener(),
                  FakeParts.sampler(),
                  new FakeParts.SizeEncoder(),
                  new FakeParts.NearestClassifier());
          Karyotyper streamed =
              Karyotyper.load(
                  new ByteArrayInputStream(bytes.toByteArray()),
                  FakeParts.straightener(),
                  FakeParts.sampler(),
                  new FakeParts.SizeEncoder(),
                  new FakeParts.NearestClassifier())) {
        for (Karyotyper again : List.of(loaded, streamed)) {
          assertThat(again.report()).isEqualTo(karyotyper.report());
          for (int length : new int[] {15, 40, 55, 90}) {
            assertThat(again.classify(bar(length)).probabilities())
                .isEqualTo(karyotyper.classify(bar(length)).probabilities());
            assertThat(again.classify(bar(length)).embedding())
                .isEqualTo(karyotyper.classify(bar(length)).embedding());
          }
        }
      }
    }
  }

  @Test
  void aMissingPartIsNamedOnLoad(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("m.karyo");
    try (Karyotyper karyotyper = builder().train(dataset())) {
      karyotyper.save(file);
    }
    assertThatThrownBy(() -> Karyotyper.load(file, FakeParts.sampler()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("m.karyo")
        .hasMessageContaining("straightener 'test-straight'");
  }

  @Test
  void aPartWithoutAnIdCannotBeSavedAndTheOldFileStays(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("m.karyo");
    Files.writeString(file, "old");
    Straightener anonymous = image -> FakeParts.straightener().straighten(image);
    try (Karyotyper karyotyper = builder().straightener(anonymous).train(dataset())) {
      assertThatThrownBy(() -> karyotyper.save(file))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("straightener 'io.karyo.KaryotyperTest$$Lambda")
          .hasMessageEndingWith("': must have an id to be saved, found none");
    }
    assertThat(Files.readString(file)).isEqualTo("old");
    assertThat(folder.toFile().list()).containsExactly("m.karyo");
  }

  @Test
  void partsWithoutADefaultMustBeSet() {
    assertThatThrownBy(() -> Karyotyper.builder().train(dataset()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("straightener: must be set");
  }

  @Test
  void anImageWithoutChromosomeIsNamed() throws IOException {
    ChromosomeImage blank = ChromosomeImage.of(10, 10, new byte[100]).withSource("blank.png");
    try (Karyotyper karyotyper = builder().train(dataset())) {
      assertThatThrownBy(() -> karyotyper.classify(List.of(bar(80), blank)))
          .isInstanceOf(NoChromosomeException.class)
          .hasMessage(
              "no chromosome in 1 of 2 images: blank.png (number 2): all pixels have one tone");
    }
    List<LabelledChromosome> items = new ArrayList<>(dataset().items());
    items.add(LabelledChromosome.of(blank, ChromosomeType.C1).withSplit("train"));
    assertThatThrownBy(() -> builder().train(ChromosomeDataset.of(items)))
        .isInstanceOf(NoChromosomeException.class)
        .hasMessageContaining("blank.png: all pixels have one tone");
  }

  @Test
  void unreadableTrainingImagesAreAllCountedAndTheFirstNamed() {
    List<LabelledChromosome> items = new ArrayList<>(dataset().items());
    for (int i = 0; i < 7; i++) {
      String name = "lost" + i;
      items.add(
          LabelledChromosome.of(
                  name,
                  () -> {
                    throw new IOException(name + " is gone");
                  },
                  ChromosomeType.C1)
              .withSplit("train"));
    }
    assertThatThrownBy(() -> builder().train(ChromosomeDataset.of(items)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read in 7 of 91 images: lost0 is gone; lost1 is gone")
        .hasMessageEndingWith("and 2 more");
  }

  @Test
  void unreadableImagesAndThoseWithoutAChromosomeAreNamedTogether() {
    ChromosomeImage blank = ChromosomeImage.of(10, 10, new byte[100]).withSource("blank.png");
    List<LabelledChromosome> items = new ArrayList<>(dataset().items());
    items.add(LabelledChromosome.of(blank, ChromosomeType.C1).withSplit("train"));
    items.add(LabelledChromosome.of("lost", lost("lost"), ChromosomeType.C1).withSplit("train"));
    assertThatThrownBy(() -> builder().train(ChromosomeDataset.of(items)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot read in 1 of 86 images: lost: must be an image, found none. Also no chromosome"
                + " in 1 of 86 images: blank.png: all pixels have one tone");
  }

  private static ImageSource lost(String name) {
    return () -> {
      throw new UnreadableImageException(name + ": must be an image, found none");
    };
  }

  @Test
  void aBadImageOfABatchIsReportedInItsPlaceAndTheOthersAreClassified() throws IOException {
    ChromosomeImage blank = ChromosomeImage.of(10, 10, new byte[100]).withSource("blank.png");
    List<ImageSource> images = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      images.add(ImageSource.of(bar(i % 2 == 0 ? 82 : 23)));
      images.add(i == 7 ? lost("lost.png") : ImageSource.of(i == 40 ? blank : bar(84)));
    }
    try (Karyotyper karyotyper = builder().train(dataset())) {
      List<Outcome> outcomes = karyotyper.tryClassify(images);

      assertThat(outcomes).hasSameSizeAs(images);
      for (int i = 0; i < images.size(); i++) {
        if (i == 15 || i == 81) {
          assertThat(outcomes.get(i)).isInstanceOf(Unclassified.class);
        } else {
          assertThat(outcomes.get(i))
              .extracting(KaryotyperTest::told)
              .isEqualTo(told(karyotyper.classify(images.get(i).load())));
        }
      }
      assertThat(((Unclassified) outcomes.get(15)).cause())
          .isInstanceOf(UnreadableImageException.class)
          .hasMessage("lost.png: must be an image, found none");
      assertThat(((Unclassified) outcomes.get(81)).cause())
          .isInstanceOf(NoChromosomeException.class)
          .hasMessage("blank.png: shows no chromosome: all pixels have one tone");
      assertThat(karyotyper.tryClassify(List.of(lost("a"), lost("b"))))
          .allMatch(outcome -> outcome instanceof Unclassified);
      assertThat(karyotyper.tryClassify(List.of())).isEmpty();
    }
  }

  @Test
  void aCellIsClassifiedAsIfItWereWithoutItsBadImages() throws IOException {
    List<ChromosomeImage> good = IntStream.range(0, 12).mapToObj(i -> bar(20 + 5 * i)).toList();
    List<ImageSource> images =
        new ArrayList<>(good.stream().map(image -> ImageSource.of(image)).toList());
    images.add(3, lost("lost.png"));
    try (Karyotyper karyotyper = builder().train(dataset())) {
      List<Outcome> outcomes = karyotyper.tryClassifyCell(images);

      assertThat(outcomes.remove(3)).isInstanceOf(Unclassified.class);
      assertThat(outcomes.stream().map(KaryotyperTest::told))
          .isEqualTo(
              karyotyper.classify(new Cell("the cell", good)).stream()
                  .map(KaryotyperTest::told)
                  .toList())
          .isNotEqualTo(karyotyper.classify(good).stream().map(KaryotyperTest::told).toList());
    }
  }

  private static List<Object> told(Outcome outcome) {
    Classification answer = (Classification) outcome;
    return List.of(answer.probabilities(), answer.embedding());
  }

  @Test
  void aTrainingThatIsNotStrictGoesOnWithoutBadImagesAndTellsOfThem() throws IOException {
    ChromosomeImage blank = ChromosomeImage.of(10, 10, new byte[100]).withSource("blank.png");
    List<LabelledChromosome> items = new ArrayList<>(dataset().items());
    items.add(0, LabelledChromosome.of("lost", lost("lost"), ChromosomeType.C1).withSplit("train"));
    items.add(LabelledChromosome.of(blank, ChromosomeType.C1).withSplit("validation"));
    List<TrainingListener.Skipped> skipped = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onSkipped(Skipped image) {
            skipped.add(image);
          }
        };
    try (Karyotyper without = builder().train(dataset());
        Karyotyper karyotyper =
            builder().strict(false).listener(listener).train(ChromosomeDataset.of(items))) {
      assertThat(karyotyper.report().dataHash()).isEqualTo(without.report().dataHash());
      assertThat(karyotyper.report().validationImages())
          .isEqualTo(without.report().validationImages());
    }
    assertThat(skipped)
        .extracting(TrainingListener.Skipped::image)
        .containsExactly("lost", "blank.png");
    assertThat(skipped.get(0).cause()).isInstanceOf(UnreadableImageException.class);
    assertThat(skipped.get(1).cause())
        .isInstanceOf(NoChromosomeException.class)
        .hasMessage("blank.png: shows no chromosome: all pixels have one tone");
  }

  @Test
  void aTrainingThatLosesATypeToBadImagesSaysSo() {
    ChromosomeDataset dataset =
        ChromosomeDataset.of(
            dataset().items().stream()
                .map(
                    item ->
                        item.type() == ChromosomeType.C1
                            ? LabelledChromosome.of("lost", lost("lost"), item.type())
                                .withSplit("train")
                            : item)
                .toList());
    assertThatThrownBy(() -> builder().strict(false).train(dataset))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must have at least two types, found 1 in 28 images");
  }

  @Test
  void oneTypeOnlyCannotBeLearned() {
    assertThatThrownBy(
            () -> builder().train(dataset().filter(item -> item.type() == ChromosomeType.C1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least two types, found 1 in 28 images");
  }

  @Test
  void aPatientOnBothSidesIsRefused() {
    List<LabelledChromosome> items = new ArrayList<>();
    for (LabelledChromosome item : dataset().items()) {
      items.add(item.withPatient("one and all"));
    }
    assertThatThrownBy(() -> builder().train(ChromosomeDataset.of(items)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one and all");
  }

  @Test
  void aListenerHearsOfTheTrainingAndCannotStopIt() throws IOException {
    Set<TrainingListener.Stage> stages = EnumSet.noneOf(TrainingListener.Stage.class);
    List<TrainingListener.Epoch> epochs = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onProgress(Progress progress) {
            assertThat(progress.done()).isLessThanOrEqualTo(progress.total());
            stages.add(progress.stage());
            throw new IllegalArgumentException("a listener's own fault");
          }

          @Override
          public void onEpoch(Epoch epoch) {
            epochs.add(epoch);
            throw new IllegalArgumentException("a listener's own fault");
          }
        };
    builder().listener(listener).train(dataset()).close();
    assertThat(stages)
        .containsExactly(TrainingListener.Stage.STRAIGHTENING, TrainingListener.Stage.EMBEDDING);
    assertThat(epochs).hasSize(1);
  }

  @Test
  void theAssignersTrainingIsAStageAndCountsInTheReport() throws IOException {
    AtomicLong nanos = new AtomicLong();
    KaryotypeAssigner slow =
        training -> {
          long start = System.nanoTime();
          training
              .listener()
              .onProgress(new TrainingListener.Progress(TrainingListener.Stage.ASSIGNER, 1, 2));
          while (System.nanoTime() - start < 300_000_000) {
            Thread.onSpinWait();
          }
          nanos.set(System.nanoTime() - start);
          return new FakeParts.EachByItself().train(training);
        };
    List<TrainingListener.Progress> steps = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onProgress(Progress progress) {
            if (progress.stage() == Stage.ASSIGNER) {
              steps.add(progress);
            }
          }
        };
    try (Karyotyper karyotyper = builder().assigner(slow).listener(listener).train(dataset())) {
      assertThat(karyotyper.report().seconds()).isGreaterThanOrEqualTo(nanos.get() / 1e9);
    }
    // Two validation cells are read, then the assigner does half of its own work, then all.
    assertThat(steps)
        .extracting(TrainingListener.Progress::done)
        .containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(steps).extracting(TrainingListener.Progress::total).containsOnly(4L);
  }

  @Test
  void aCancelledTrainingEndsWithoutAModel() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    assertThatThrownBy(() -> builder().cancellation(cancellation).train(dataset()))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void anInterruptCancelsATrainingAndTheThreadStaysInterrupted() {
    SiameseEncoder interrupted =
        training -> {
          Thread.currentThread().interrupt();
          return new FakeParts.SizeEncoder().train(training);
        };
    assertThatThrownBy(() -> builder().encoder(interrupted).train(dataset()))
        .isInstanceOf(CancellationException.class)
        .hasMessage("the training was cancelled: its thread was interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void anInterruptWhileImagesAreReadIsNoFaultOfTheImages(int threads, @TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("bar.png");
    Files.write(
        file,
        Pictures.encode(
            Pictures.picture(BufferedImage.TYPE_BYTE_GRAY, bar(80).greyLevels(), 9, 80), "png"));
    Thread trainer = Thread.currentThread();
    List<LabelledChromosome> items = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ImageSource source =
          () -> {
            trainer.interrupt();
            return ChromosomeImage.read(file);
          };
      items.add(
          LabelledChromosome.of(
              "image " + i, source, i % 2 == 0 ? ChromosomeType.C1 : ChromosomeType.C2));
    }
    List<String> skipped = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onSkipped(Skipped image) {
            skipped.add(image.image());
          }
        };
    assertThatThrownBy(
            () ->
                builder()
                    .threads(threads)
                    .strict(false)
                    .listener(listener)
                    .train(ChromosomeDataset.of(items)))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(skipped).isEmpty();
  }

  @Test
  void closedItRefusesWorkAndFreesItsParts() throws IOException {
    Karyotyper karyotyper = builder().train(dataset());
    karyotyper.close();
    karyotyper.close();
    assertThat(encoder.closed).isTrue();
    assertThatThrownBy(() -> karyotyper.classify(bar(80)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> karyotyper.save(new ByteArrayOutputStream()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aPartThatLosesChromosomesIsNamed() {
    SiameseEncoder losing = training -> chromosomes -> List.of(new Embedding(1, 2));
    assertThatThrownBy(() -> builder().encoder(losing).train(dataset()))
        .isInstanceOf(KaryoException.class)
        .hasMessageContaining("must give 112 results, gave 1");
  }

  @Test
  void theNumberOfThreadsDoesNotChangeAnAnswer() throws IOException {
    List<ChromosomeImage> images = IntStream.range(0, 333).mapToObj(i -> bar(12 + i % 97)).toList();
    List<Embedding> expected = null;
    for (int threads : new int[] {1, 2, 3, 7}) {
      try (Karyotyper karyotyper = builder().threads(threads).train(dataset())) {
        List<Embedding> found =
            karyotyper.classify(images).stream().map(Classification::embedding).toList();
        if (expected == null) {
          expected = found;
        }
        assertThat(found).isEqualTo(expected);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        karyotyper.save(file);
        try (Karyotyper loaded = load(file, 8 - threads)) {
          assertThat(loaded.classify(images).stream().map(Classification::embedding))
              .containsExactlyElementsOf(expected);
        }
        assertThatThrownBy(() -> load(file, 0)).hasMessage("threads: must be at least 1, found 0");
      }
    }
    assertThatThrownBy(() -> builder().threads(0))
        .hasMessage("threads: must be at least 1, found 0");
  }

  private static Cell cell(int... lengths) {
    return new Cell("a cell", Arrays.stream(lengths).mapToObj(KaryotyperTest::bar).toList());
  }

  @Test
  void findsTheKaryotypeOfACell() throws IOException {
    try (Karyotyper karyotyper =
        builder().assigner(new FakeParts.EachByItself()).train(dataset())) {
      Karyotype karyotype = karyotyper.karyotype(cell(85, 25, 82));
      assertThat(karyotype.placements())
          .extracting(placement -> placement.designation().label())
          .containsExactly("1", "21", "1");
      // Trained on 4 cells of 14 chromosomes; two cells were left for validation.
      assertThat(karyotype.margin()).isEqualTo(56);
      assertThat(karyotype.runnerUp().markers()).isEqualTo(2);
      assertThat(karyotype.explain(0).nearest()).isEmpty();
      assertThat(karyotyper.karyotype(cell()).placements()).isEmpty();
      assertThatThrownBy(
              () -> karyotyper.karyotype(cell(IntStream.range(0, 1001).map(i -> 30).toArray())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("cell 'a cell': must have at most 1000 chromosomes, found 1001");
    }
  }

  @Test
  void aKaryotypeOutlivesItsKaryotyperButForItsNeighbours() throws IOException {
    Karyotyper karyotyper = builder().assigner(new FakeParts.EachByItself()).train(dataset());
    Karyotype karyotype = karyotyper.karyotype(cell(85, 25));
    karyotyper.close();
    assertThat(karyotype.withPinned(0, ChromosomeType.C2).iscn().count(ChromosomeType.C2))
        .isEqualTo(1);
    assertThatThrownBy(() -> karyotype.explain(0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> karyotyper.karyotype(cell(85)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void withoutAnAssignerItSaysWhatIsMissing() throws IOException {
    try (Karyotyper karyotyper = builder().train(dataset())) {
      assertThat(karyotyper.assigner()).isEmpty();
      assertThatThrownBy(() -> karyotyper.karyotype(cell(85)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("assigner: the model must have one")
          .hasMessageContaining("karyo-classify");
    }
  }

  @Test
  void anAssignerIsSavedAndLoaded() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (Karyotyper karyotyper =
        builder().assigner(new FakeParts.EachByItself()).train(dataset())) {
      karyotyper.save(file);
    }
    try (Karyotyper again =
        Karyotyper.load(
            new ByteArrayInputStream(file.toByteArray()),
            FakeParts.straightener(),
            FakeParts.sampler(),
            new FakeParts.SizeEncoder(),
            new FakeParts.NearestClassifier(),
            new FakeParts.EachByItself())) {
      assertThat(again.assigner()).isPresent();
      assertThat(again.karyotype(cell(85, 25)).margin()).isEqualTo(56);
    }
  }
}
