package io.karyo.siamese;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSource;
import io.karyo.model.Require;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.Part;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import io.karyo.spi.TrainingListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Encoders side by side: see {@link SiameseEncoders#concatenated(List)}. */
final class ConcatenatedEncoder implements SiameseEncoder {

  static final String ID = "concatenated";

  private static final int MOST_ENCODERS = 100;

  private static final String ENCODER_ID = "id";
  private static final String ENCODER_SETTINGS = "settings";

  /** By default what a training of ten minutes allows; see decision 12. */
  private static final Setting<List<SiameseEncoder>> ENCODERS = encoders(List.of());

  static final ConcatenatedEncoder STANDARD = of(Settings.EMPTY);

  private final List<SiameseEncoder> encoders;

  ConcatenatedEncoder(List<? extends SiameseEncoder> encoders) {
    this.encoders = ENCODERS.check(List.copyOf(encoders));
  }

  static int checkCount(String name, int count) {
    return Require.inRange(name, count, 1, MOST_ENCODERS);
  }

  private static Setting<List<SiameseEncoder>> encoders(List<SameDiffNetwork> networks) {
    return Setting.list(
        "encoders",
        Collections.nCopies(Preset.BALANCED.networks(), SameDiffEncoder.STANDARD),
        MOST_ENCODERS,
        given -> read(given, networks),
        ConcatenatedEncoder::write);
  }

  static ConcatenatedEncoder of(Settings settings) {
    return of(settings, List.of());
  }

  /**
   * Restores encoders.
   *
   * @param networks are preferred to the registered ones
   */
  static ConcatenatedEncoder of(Settings settings, List<SameDiffNetwork> networks) {
    // Not completed, which would make each encoder twice.
    return new ConcatenatedEncoder(settings.onlyKnown(ENCODERS.name()).get(encoders(networks)));
  }

  private static SiameseEncoder read(Settings given, List<SameDiffNetwork> networks) {
    given.onlyKnown(ENCODER_ID, ENCODER_SETTINGS);
    String id = given.text(ENCODER_ID, Part.ANONYMOUS);
    Settings settings = given.nested(ENCODER_SETTINGS);
    return switch (id) {
      case SameDiffEncoder.ID -> new SameDiffEncoder(settings, networks);
      case ID -> of(settings, networks);
      default -> Parts.create(PartKind.ENCODER, id, settings);
    };
  }

  private static Settings write(SiameseEncoder encoder) {
    return Settings.EMPTY.with(ENCODER_ID, encoder.id()).with(ENCODER_SETTINGS, encoder.settings());
  }

  @Override
  public TrainedEncoder train(EncoderTraining training) {
    check();
    return oneByOne(
        encoders.stream().<UnaryTraining>map(encoder -> encoder::train).toList(), 1, training);
  }

  /** How one of the encoders is trained. */
  @FunctionalInterface
  interface UnaryTraining {
    TrainedEncoder train(EncoderTraining training);
  }

  /**
   * Trains one encoder after the other, each with a seed of its own.
   *
   * @param atLeast how many of them even if the training is to finish early
   */
  static TrainedConcatenation oneByOne(
      List<UnaryTraining> trainings, int atLeast, EncoderTraining training) {
    SplittableRandom seeds = new SplittableRandom(training.seed());
    Whole whole = new Whole(training.listener(), trainings.size());
    List<TrainedEncoder> trained = new ArrayList<>();
    try {
      for (UnaryTraining one : trainings) {
        if (training.cancellation().shouldFinish() && trained.size() >= atLeast) {
          break;
        }
        trained.add(
            one.train(
                new EncoderTraining(
                    training.training(),
                    training.validation(),
                    training.pairSampler(),
                    seeds.nextLong(),
                    training.threads(),
                    whole,
                    training.cancellation(),
                    training.checkpoints().nested(TrainedConcatenation.name(trained.size())))));
        whole.next();
      }
    } catch (RuntimeException | Error e) {
      new TrainedConcatenation(trained).close();
      throw e;
    }
    return new TrainedConcatenation(trained);
  }

  @Override
  public TrainedEncoder restore(ModelSource source) {
    int count;
    try {
      Settings state = source.state().onlyKnown(TrainedConcatenation.COUNT);
      count = checkCount(TrainedConcatenation.COUNT, state.integer(TrainedConcatenation.COUNT, 0));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("encoder state: " + e.getMessage(), e);
    }
    if (count > encoders.size()) {
      throw new ModelFormatException(
          TrainedConcatenation.COUNT + ": must be at most " + encoders.size() + ", found " + count);
    }
    List<TrainedEncoder> restored = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        restored.add(encoders.get(i).restore(source.nested(TrainedConcatenation.name(i))));
      }
    } catch (RuntimeException | Error e) {
      new TrainedConcatenation(restored).close();
      throw e;
    }
    return new TrainedConcatenation(restored);
  }

  @Override
  public void check() {
    encoders.forEach(Part::check);
  }

  /** None if one of the encoders has none: it could not be made again either. */
  @Override
  public String id() {
    return encoders.stream().anyMatch(encoder -> encoder.id().equals(ANONYMOUS)) ? ANONYMOUS : ID;
  }

  @Override
  public Settings settings() {
    return Settings.EMPTY.with(ENCODERS, encoders);
  }

  @Override
  public String toString() {
    return ID + encoders;
  }

  /** Tells of one training after the other as of one. */
  private static final class Whole implements TrainingListener {

    private final TrainingListener listener;
    private int trainingsLeft;
    private long stepsBefore;
    private long steps;
    private int epochsBefore;
    private int epochs;

    Whole(TrainingListener listener, int trainings) {
      this.listener = listener;
      this.trainingsLeft = trainings;
    }

    /** Begins the next training. */
    void next() {
      trainingsLeft--;
      stepsBefore += steps;
      steps = 0;
      epochsBefore += epochs;
      epochs = 0;
    }

    @Override
    public void onProgress(Progress progress) {
      steps = progress.total();
      listener.onProgress(
          new Progress(
              progress.stage(),
              stepsBefore + progress.done(),
              stepsBefore + progress.total() * trainingsLeft));
    }

    @Override
    public void onEpoch(Epoch epoch) {
      epochs = epoch.epoch();
      listener.onEpoch(
          new Epoch(
              epoch.stage(),
              epochsBefore + epoch.epoch(),
              epochsBefore + epoch.epochs() * trainingsLeft,
              epoch.loss(),
              epoch.validationAccuracy(),
              epoch.best(),
              epoch.similarPairs(),
              epoch.dissimilarPairs(),
              epoch.seconds()));
    }
  }
}
