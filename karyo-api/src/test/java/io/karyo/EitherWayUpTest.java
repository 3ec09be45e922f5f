package io.karyo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.karyo.chromosome.BandProfile;
import io.karyo.chromosome.Cell;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Ideogram;
import io.karyo.chromosome.KaryoException;
import io.karyo.chromosome.Outcome;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.data.ChromosomeDataset;
import io.karyo.data.ImageSource;
import io.karyo.data.LabelledChromosome;
import io.karyo.image.ChromosomeImage;
import io.karyo.image.Polarity;
import io.karyo.spi.AssignerTraining;
import io.karyo.spi.Assignment;
import io.karyo.spi.Cancellation;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.KaryotypeAssigner;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedAssigner;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainedEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chromosomes painted after their drawings, some upside down, and parts that see the bands. */
class EitherWayUpTest {

  private static final int LENGTH = 96;
  private static final int WIDTH = 12;
  private static final int COORDINATES = 24;
  private static final List<ChromosomeType> TYPES =
      List.of(
          ChromosomeType.C1,
          ChromosomeType.C4,
          ChromosomeType.C9,
          ChromosomeType.C13,
          ChromosomeType.C18,
          ChromosomeType.X);

  private final BandEncoder encoder = new BandEncoder(false);

  /** Embeds the band profile, and counts what it embeds. */
  private static final class BandEncoder implements SiameseEncoder {
    final AtomicInteger embedded = new AtomicInteger();
    final List<Straightened> adaptedTo = new ArrayList<>();
    final boolean ignoresPolarity;

    BandEncoder(boolean ignoresPolarity) {
      this.ignoresPolarity = ignoresPolarity;
    }

    @Override
    public TrainedEncoder train(EncoderTraining training) {
      return new TrainedEncoder() {
        @Override
        public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
          embedded.addAndGet(chromosomes.size());
          return chromosomes.stream().map(one -> embedding(one.straightened())).toList();
        }

        @Override
        public boolean ignoresPolarity() {
          return ignoresPolarity;
        }

        @Override
        public TrainedEncoder adapt(EncoderTraining training) {
          training.training().forEach(one -> adaptedTo.add(one.chromosome().straightened()));
          return this;
        }
      };
    }

    private Embedding embedding(Straightened image) {
      BandProfile profile = new BandProfile(image.bandProfile()).resized(COORDINATES);
      float[] values = profile.toArray();
      float[] turned = profile.turned().toArray();
      for (int i = 0; ignoresPolarity && i < values.length; i++) {
        values[i] += turned[i];
      }
      return new Embedding(values);
    }
  }

  /** The nearer a training embedding, the more probable its type. */
  private static TrainedClassifier classifier(ClassifierTraining training) {
    return new TrainedClassifier() {
      @Override
      public List<TypeProbabilities> classify(List<Embedding> embeddings) {
        return embeddings.stream().map(this::classify).toList();
      }

      private TypeProbabilities classify(Embedding embedding) {
        float[] values = new float[ChromosomeType.ALL.size()];
        double sum = 0;
        for (ClassifierTraining.Example example : training.training()) {
          double weight = Math.exp(-10 * embedding.distance(example.embedding()));
          int type = example.type().ordinal();
          sum -= values[type];
          values[type] = (float) Math.max(values[type], weight);
          sum += values[type];
        }
        for (int i = 0; i < values.length; i++) {
          values[i] /= (float) sum;
        }
        return new TypeProbabilities(values);
      }

      @Override
      public TrainedClassifier adapt(ClassifierTraining adaptation) {
        return this;
      }
    };
  }

  /** Weighs polarity as it is told to; designates nothing of interest. */
  private static KaryotypeAssigner assigner(
      ToDoubleFunction<CellEvidence.Chromosome> uprightEvidence) {
    TrainedAssigner plain = new FakeParts.EachByItself().train(someTraining());
    return training ->
        new TrainedAssigner() {
          @Override
          public Assignment assign(CellEvidence cell) {
            return plain.assign(cell);
          }

          @Override
          public OptionalDouble uprightEvidence(CellEvidence.Chromosome chromosome) {
            return OptionalDouble.of(uprightEvidence.applyAsDouble(chromosome));
          }

          @Override
          public OptionalDouble typicality(Classification chromosome) {
            return OptionalDouble.of(chromosome.polarity() == Polarity.P_UP ? 0.25 : 0.75);
          }
        };
  }

  private static AssignerTraining someTraining() {
    float[] certain = new float[ChromosomeType.ALL.size()];
    certain[0] = 1;
    Classification some =
        new Classification(
            new TypeProbabilities(certain),
            new Embedding(1),
            Straightened.builder(1, 1, new float[] {1}).build());
    return new AssignerTraining(
        List.of(new AssignerTraining.Example(some, ChromosomeType.C1, Optional.empty())),
        List.of(),
        1,
        new Cancellation());
  }

  /** The drawing of a type, a little paler or darker. */
  private static ChromosomeImage painted(ChromosomeType type, int variant) {
    float[] profile = Ideogram.of(type).profile(LENGTH).toArray();
    float[] grey = new float[LENGTH * WIDTH];
    Arrays.fill(grey, 1);
    for (int y = 1; y < LENGTH - 1; y++) {
      for (int x = 2; x < WIDTH - 2; x++) {
        grey[y * WIDTH + x] = 0.8f - (0.55f + 0.01f * variant) * profile[y];
      }
    }
    return ChromosomeImage.of(LENGTH, WIDTH, grey).withSource(type + " " + variant);
  }

  private static ChromosomeImage turned(ChromosomeImage image) {
    byte[] grey = image.greyLevels();
    byte[] turned = new byte[grey.length];
    for (int i = 0; i < turned.length; i++) {
      turned[i] = grey[grey.length - 1 - i];
    }
    return ChromosomeImage.of(image.height(), image.width(), turned).withSource(image.source());
  }

  private static List<ChromosomeImage> cell(int variant) {
    return TYPES.stream().map(type -> painted(type, variant)).toList();
  }

  private static List<ChromosomeImage> upsideDown(List<ChromosomeImage> images) {
    return images.stream().map(EitherWayUpTest::turned).toList();
  }

  private static ChromosomeDataset dataset(int from, int to, boolean everyOtherTurned) {
    List<LabelledChromosome> items = new ArrayList<>();
    for (int variant = from; variant < to; variant++) {
      for (int i = 0; i < TYPES.size(); i++) {
        ChromosomeImage image = painted(TYPES.get(i), variant);
        items.add(
            LabelledChromosome.of(
                    everyOtherTurned && i % 2 == 1 ? turned(image) : image, TYPES.get(i))
                .withCell("cell " + variant)
                .withSplit(variant == to - 1 ? "validation" : "train"));
      }
    }
    return ChromosomeDataset.of(items);
  }

  private Karyotyper.Builder builder() {
    return Karyotyper.builder()
        .straightener(FakeParts.straightener())
        .pairSampler(FakeParts.sampler())
        .encoder(encoder)
        .classifier(EitherWayUpTest::classifier)
        // Those that tell nothing of polarity are like none.
        .assigner(new FakeParts.EachByItself());
  }

  private static List<ChromosomeType> types(List<? extends Outcome> answers) {
    return answers.stream().map(one -> ((Classification) one).type()).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void whatLiesUpsideDownIsRecognisedByPartsThatNeverLearnedToLookForIt(int variant)
      throws IOException {
    try (Karyotyper karyotyper = builder().train(dataset(0, 4, false))) {
      List<ChromosomeImage> upright = cell(variant);
      List<ChromosomeImage> turned = upsideDown(upright);
      List<ImageSource> sources = turned.stream().map(ImageSource::of).toList();
      assertThat(types(karyotyper.classify(upright))).isEqualTo(TYPES);
      assertThat(karyotyper.classify(upright))
          .extracting(Classification::polarity)
          .containsOnly(Polarity.P_UP);
      for (List<? extends Outcome> answers :
          List.of(
              karyotyper.classify(turned),
              karyotyper.classify(new Cell("c", turned)),
              karyotyper.tryClassify(sources),
              karyotyper.tryClassifyCell(sources),
              List.of(karyotyper.classify(turned.get(0))))) {
        assertThat(types(answers)).isEqualTo(TYPES.subList(0, answers.size()));
        for (int i = 0; i < answers.size(); i++) {
          Classification answer = (Classification) answers.get(i);
          Classification straight = karyotyper.classify(upright.get(i));
          assertThat(answer.polarity()).isEqualTo(Polarity.P_DOWN);
          assertThat(answer.polarityProbability()).isBetween(0.8, 1.0);
          assertThat(answer.straightened().toArray()).isEqualTo(straight.straightened().toArray());
          assertThat(answer.embedding()).isEqualTo(straight.embedding());
        }
      }
    }
  }

  @Test
  void onlyWhatMayLieEitherWayIsLookedAtTwice() throws IOException {
    try (Karyotyper karyotyper = builder().train(dataset(0, 4, false))) {
      Cell cell = new Cell("c", cell(1));
      encoder.embedded.set(0);
      karyotyper.classify(cell);
      assertThat(encoder.embedded).hasValue(2 * TYPES.size());
      encoder.embedded.set(0);
      List<Classification> answers = karyotyper.classify(cell.withPolarity(Polarity.P_UP));
      assertThat(encoder.embedded).hasValue(TYPES.size());
      assertThat(answers).extracting(Classification::polarity).containsOnly(Polarity.P_UP);
      assertThat(answers).extracting(Classification::polarityProbability).containsOnly(1.0);
      encoder.embedded.set(0);
      List<ChromosomeImage> some = new ArrayList<>(cell.chromosomes());
      some.set(2, turned(some.get(2)).withPolarity(Polarity.P_DOWN));
      some.set(3, some.get(3).withPolarity(Polarity.P_UP));
      List<Classification> mixed = karyotyper.classify(some);
      assertThat(encoder.embedded).hasValue(2 * TYPES.size() - 2);
      assertThat(types(mixed)).isEqualTo(TYPES);
      assertThat(mixed.get(2).polarity()).isEqualTo(Polarity.P_DOWN);
      assertThat(mixed.get(2).polarityProbability()).isEqualTo(1);
      assertThat(mixed.get(2).probabilities()).isEqualTo(answers.get(2).probabilities());
    }
  }

  @Test
  void theCallerIsBelievedEvenIfTheImageLooksOtherwise() throws IOException {
    try (Karyotyper karyotyper = builder().train(dataset(0, 4, false))) {
      ChromosomeImage turned = turned(painted(ChromosomeType.C1, 1));
      Classification free = karyotyper.classify(turned);
      Classification believed = karyotyper.classify(turned.withPolarity(Polarity.P_UP));
      Outcome source =
          karyotyper
              .tryClassify(List.of(ImageSource.of(turned).withPolarity(Polarity.P_UP)))
              .get(0);
      assertThat(free.polarity()).isEqualTo(Polarity.P_DOWN);
      assertThat(believed.polarity()).isEqualTo(Polarity.P_UP);
      assertThat(believed.embedding()).isNotEqualTo(free.embedding());
      assertThat(source).hasToString(believed.toString());
    }
  }

  @Test
  void anEncoderToWhichBothWaysAreTheSameIsAskedOnce() throws IOException {
    BandEncoder same = new BandEncoder(true);
    try (Karyotyper karyotyper = builder().encoder(same).train(dataset(0, 4, true))) {
      same.embedded.set(0);
      List<Classification> answers = karyotyper.classify(upsideDown(cell(1)));
      assertThat(same.embedded).hasValue(TYPES.size());
      assertThat(types(answers)).isEqualTo(TYPES);
      assertThat(answers).extracting(Classification::polarity).containsOnly(Polarity.P_DOWN);
      same.embedded.set(0);
      karyotyper.karyotype(new Cell("c", cell(1)));
      assertThat(same.embedded).hasValue(TYPES.size());
    }
  }

  @Test
  void theAssignersEvidenceGoesBeforeTheDrawings() throws IOException {
    try (Karyotyper karyotyper =
        builder().assigner(assigner(chromosome -> -3)).train(dataset(0, 4, false))) {
      Classification answer = karyotyper.classify(painted(ChromosomeType.C1, 1));
      assertThat(answer.polarity()).isEqualTo(Polarity.P_DOWN);
      assertThat(answer.polarityProbability())
          .isCloseTo(1 / (1 + Math.exp(-3)), org.assertj.core.data.Offset.offset(1e-12));
      // Of the way that was chosen.
      assertThat(answer.typicality()).hasValue(0.75);
    }
  }

  @Test
  void probabilitiesAreThoseOfBothWaysWeighted() throws IOException {
    ChromosomeImage image = painted(ChromosomeType.C1, 1);
    try (Karyotyper karyotyper =
        builder().assigner(assigner(chromosome -> Math.log(3))).train(dataset(0, 4, false))) {
      Classification answer = karyotyper.classify(image);
      Classification up = karyotyper.classify(image.withPolarity(Polarity.P_UP));
      Classification down = karyotyper.classify(image.withPolarity(Polarity.P_DOWN));
      for (ChromosomeType type : TYPES) {
        assertThat(answer.probabilities().of(type))
            .isCloseTo(
                0.75f * up.probabilities().of(type) + 0.25f * down.probabilities().of(type),
                org.assertj.core.data.Offset.offset(1e-6f));
      }
    }
  }

  @Test
  void theOthersOfItsCellTellHowADoubtfulChromosomeLies() throws IOException {
    // Type 18 looks the same both ways; the others show how they lie.
    KaryotypeAssigner undecided =
        assigner(
            chromosome ->
                chromosome.asItLies().type() == ChromosomeType.C18
                        || chromosome.turned().type() == ChromosomeType.C18
                    ? 0.1
                    : IdeogramEvidence.of(chromosome));
    try (Karyotyper karyotyper = builder().assigner(undecided).train(dataset(0, 4, false))) {
      int place = TYPES.indexOf(ChromosomeType.C18);
      List<ChromosomeImage> turned = upsideDown(cell(1));
      assertThat(karyotyper.classify(turned).get(place).polarity()).isEqualTo(Polarity.P_UP);
      assertThat(karyotyper.classify(new Cell("c", turned)).get(place).polarity())
          .isEqualTo(Polarity.P_DOWN);
      List<ChromosomeImage> told = new ArrayList<>(upsideDown(cell(1)));
      told.replaceAll(image -> image.withPolarity(Polarity.P_DOWN));
      told.set(place, turned.get(place));
      assertThat(karyotyper.classify(new Cell("c", told)).get(place).polarity())
          .isEqualTo(Polarity.P_DOWN);
    }
  }

  @Test
  void evidenceThatIsNoNumberIsTheAssignersFault() throws IOException {
    try (Karyotyper karyotyper =
        builder().assigner(assigner(chromosome -> Double.NaN)).train(dataset(0, 4, false))) {
      assertThatThrownBy(() -> karyotyper.classify(painted(ChromosomeType.C1, 1)))
          .isInstanceOf(KaryoException.class)
          .hasMessage("assigner: must give finite evidence of polarity, gave NaN");
    }
  }

  @Test
  void aKaryotypeHeedsWhatIsKnownOfPolarity() throws IOException {
    List<Optional<Polarity>> seen = new ArrayList<>();
    KaryotypeAssigner watching =
        training -> {
          TrainedAssigner plain = new FakeParts.EachByItself().train(training);
          return cell -> {
            cell.chromosomes().forEach(one -> seen.add(one.polarity()));
            return plain.assign(cell);
          };
        };
    try (Karyotyper karyotyper = builder().assigner(watching).train(dataset(0, 4, false))) {
      List<ChromosomeImage> images = new ArrayList<>(cell(1).subList(0, 2));
      images.set(1, images.get(1).withPolarity(Polarity.P_DOWN));
      karyotyper.karyotype(new Cell("c", images));
      assertThat(seen).containsExactly(Optional.empty(), Optional.of(Polarity.P_DOWN));
    }
  }

  @Test
  void anAdaptationTurnsWhatLiesUpsideDown() throws IOException {
    try (Karyotyper base = builder().train(dataset(0, 4, false));
        Karyotyper same = base.adapt().train(dataset(4, 6, false))) {
      List<Straightened> upright = List.copyOf(encoder.adaptedTo);
      encoder.adaptedTo.clear();
      try (Karyotyper adapted = base.adapt().train(dataset(4, 6, true))) {
        assertThat(encoder.adaptedTo).hasSize(TYPES.size());
        for (int i = 0; i < upright.size(); i++) {
          assertThat(encoder.adaptedTo.get(i).toArray())
              .as("%s", TYPES.get(i))
              .isEqualTo(upright.get(i).toArray());
        }
        assertThat(adapted.report().validationAccuracy()).isEqualTo(1);
      }
      assertThat(same.report().validationAccuracy()).isEqualTo(1);
    }
  }

  @Test
  void anAdaptationLeavesImagesToAnEncoderThatIgnoresPolarity() throws IOException {
    BandEncoder same = new BandEncoder(true);
    ChromosomeDataset turned = dataset(4, 6, true);
    try (Karyotyper base = builder().encoder(same).train(dataset(0, 4, false));
        Karyotyper adapted = base.adapt().train(turned)) {
      assertThat(same.adaptedTo.get(1).toArray())
          .isEqualTo(
              adapted
                  .classify(turned.training().items().get(1).load().withPolarity(Polarity.P_UP))
                  .straightened()
                  .toArray());
    }
  }

  @Test
  void aTrainingTurnsWhatIsKnownToLieUpsideDown() throws IOException {
    ChromosomeDataset told =
        ChromosomeDataset.of(
            dataset(0, 4, false).items().stream()
                .map(
                    item ->
                        item.withSource(() -> turned(item.load()).withPolarity(Polarity.P_DOWN)))
                .toList());
    try (Karyotyper plain = builder().train(dataset(0, 4, false));
        Karyotyper karyotyper = builder().train(told)) {
      ChromosomeImage image = painted(ChromosomeType.C9, 1);
      assertThat(karyotyper.classify(image)).hasToString(plain.classify(image).toString());
      assertThat(karyotyper.report().dataHash()).isNotEqualTo(plain.report().dataHash());
    }
  }
}
