package io.karyo;

import io.karyo.chromosome.CellScale;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Classification;
import io.karyo.chromosome.Designation;
import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.Placement;
import io.karyo.chromosome.PreparedChromosome;
import io.karyo.chromosome.Rejected;
import io.karyo.chromosome.Straightened;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.image.Polarity;
import io.karyo.iscn.Iscn;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Settings;
import io.karyo.spi.AssignerTraining;
import io.karyo.spi.Assignment;
import io.karyo.spi.CellEvidence;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.KaryotypeAssigner;
import io.karyo.spi.Pair;
import io.karyo.spi.PairLabel;
import io.karyo.spi.PairSampler;
import io.karyo.spi.Part;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.Straightener;
import io.karyo.spi.TrainedAssigner;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Small parts that really work, by size alone. */
final class FakeParts {

  private FakeParts() {}

  /** The parts that a saved model needs to be loaded, and others. */
  static Part[] toLoad(Part... others) {
    return Stream.concat(
            Stream.of(straightener(), sampler(), new SizeEncoder(), new NearestClassifier()),
            Arrays.stream(others))
        .toArray(Part[]::new);
  }

  /** Takes the image as it is. */
  static Straightener straightener() {
    return Straightener.named(
        "test-straight",
        image -> {
          byte[] levels = image.stainLevels();
          float[] stain = new float[levels.length];
          boolean empty = true;
          for (int i = 0; i < levels.length; i++) {
            stain[i] = (levels[i] & 0xff) / 255f;
            empty &= levels[i] == 0;
          }
          return empty
              ? new Rejected("all pixels have one tone")
              : Straightened.builder(image.height(), image.width(), stain).build();
        });
  }

  static PairSampler sampler() {
    return PairSampler.named(
        "test-pairs",
        (types, epoch, seed) -> List.of(new Pair(0, 1, PairLabel.SIMILAR)).iterator());
  }

  /** Embeds length and the cell's median length (0 for a lone chromosome). */
  static class SizeEncoder implements SiameseEncoder {
    final AtomicBoolean closed = new AtomicBoolean();
    private final boolean adaptable;

    SizeEncoder() {
      this(false);
    }

    SizeEncoder(boolean adaptable) {
      this.adaptable = adaptable;
    }

    @Override
    public TrainedEncoder train(EncoderTraining training) {
      training.cancellation().shouldFinish();
      training
          .listener()
          .onEpoch(
              new TrainingListener.Epoch(
                  TrainingListener.Stage.ENCODER, 1, 1, 0.5, 1, true, 1, 1, 0));
      return trained(2);
    }

    @Override
    public TrainedEncoder restore(ModelSource source) {
      return trained(source.array("factor", 1)[0]);
    }

    private TrainedEncoder trained(float factor) {
      return new TrainedEncoder() {
        @Override
        public List<Embedding> encode(List<PreparedChromosome> chromosomes) {
          return chromosomes.stream()
              .map(
                  chromosome ->
                      new Embedding(
                          factor * chromosome.straightened().length(),
                          chromosome.scale().map(CellScale::medianLength).orElse(0.0).floatValue()
                              / 1000))
              .toList();
        }

        @Override
        public TrainedEncoder adapt(EncoderTraining training) {
          return adaptable ? trained(factor) : TrainedEncoder.super.adapt(training);
        }

        @Override
        public void save(ModelSink sink) throws IOException {
          sink.array("factor", new float[] {factor}, 1);
        }

        @Override
        public void close() {
          closed.set(true);
        }
      };
    }

    @Override
    public String id() {
      return "test-size";
    }

    @Override
    public Settings settings() {
      return Settings.EMPTY.with("note", "by size");
    }
  }

  /** Takes the nearest training embedding. */
  static final class NearestClassifier implements EmbeddingClassifier {
    @Override
    public TrainedClassifier train(ClassifierTraining training) {
      return trained(training.training());
    }

    @Override
    public TrainedClassifier restore(ModelSource source) {
      float[] points = source.array("points", -1, 2);
      float[] types = source.array("types", -1);
      List<ClassifierTraining.Example> examples = new ArrayList<>();
      for (int i = 0; i < types.length; i++) {
        examples.add(
            new ClassifierTraining.Example(
                new Embedding(points[2 * i], points[2 * i + 1]),
                ChromosomeType.ALL.get((int) types[i])));
      }
      return trained(examples);
    }

    private static TrainedClassifier trained(List<ClassifierTraining.Example> examples) {
      return new TrainedClassifier() {
        @Override
        public List<TypeProbabilities> classify(List<Embedding> embeddings) {
          return embeddings.stream().map(this::classify).toList();
        }

        private TypeProbabilities classify(Embedding embedding) {
          ClassifierTraining.Example nearest = examples.get(0);
          for (ClassifierTraining.Example example : examples) {
            if (embedding.distance(example.embedding()) < embedding.distance(nearest.embedding())) {
              nearest = example;
            }
          }
          float[] probabilities = new float[ChromosomeType.ALL.size()];
          Arrays.fill(probabilities, 0.1f / (probabilities.length - 1));
          probabilities[nearest.type().ordinal()] = 0.9f;
          return new TypeProbabilities(probabilities);
        }

        @Override
        public TrainedClassifier adapt(ClassifierTraining training) {
          return trained(training.training());
        }

        @Override
        public void save(ModelSink sink) throws IOException {
          float[] points = new float[2 * examples.size()];
          float[] types = new float[examples.size()];
          for (int i = 0; i < types.length; i++) {
            points[2 * i] = examples.get(i).embedding().get(0);
            points[2 * i + 1] = examples.get(i).embedding().get(1);
            types[i] = examples.get(i).type().ordinal();
          }
          sink.array("points", points, examples.size(), 2);
          sink.array("types", types, types.length);
        }
      };
    }

    @Override
    public String id() {
      return "test-nearest";
    }
  }

  /** Takes each chromosome for what it looks like by itself; counts its training. */
  static final class EachByItself implements KaryotypeAssigner {
    @Override
    public TrainedAssigner train(AssignerTraining training) {
      return trained(training.training().size(), training.validation().size());
    }

    @Override
    public TrainedAssigner restore(ModelSource source) {
      float[] counts = source.array("counts", 2);
      return trained((int) counts[0], (int) counts[1]);
    }

    private static TrainedAssigner trained(int chromosomes, int cells) {
      return new TrainedAssigner() {
        @Override
        public Assignment assign(CellEvidence cell) {
          return new Assignment(
              cell.chromosomes().stream().map(EachByItself::place).toList(),
              chromosomes,
              Iscn.of(new int[ChromosomeType.ALL.size()], cells),
              false);
        }

        @Override
        public TrainedAssigner adapt(AssignerTraining training) {
          return trained(training.training().size(), training.validation().size());
        }

        @Override
        public void save(ModelSink sink) throws IOException {
          sink.array("counts", new float[] {chromosomes, cells}, 2);
        }
      };
    }

    private static Placement place(CellEvidence.Chromosome chromosome) {
      Classification classification = chromosome.asItLies();
      return new Placement(
          chromosome.number(),
          chromosome.pinned().orElse(Designation.of(classification.type())),
          classification.probability(),
          1,
          List.of(),
          chromosome.polarity().orElse(Polarity.P_UP),
          1,
          chromosome.pinned().isPresent(),
          false);
    }

    @Override
    public String id() {
      return "test-each";
    }
  }
}
