package io.karyo;

import io.karyo.spi.AssignerTraining;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.PartKind;
import io.karyo.spi.TrainedAssigner;
import io.karyo.spi.TrainedClassifier;
import io.karyo.spi.TrainedEncoder;
import java.util.Optional;

/** The starting point of a training: fresh parts, or a trained model. */
sealed interface Start {

  Pipeline parts();

  /** The reader of the model that is adapted, if there is one. */
  Optional<ChromosomeReader> known();

  /** What was learned before, besides parts. */
  Learned learned();

  TrainedEncoder encoder(EncoderTraining training);

  TrainedClassifier classifier(ClassifierTraining training);

  TrainedAssigner assigner(AssignerTraining training);

  /** Trains encoder, classifier and assigner, if there is one; their answers are checked. */
  default TrainedEncoder train(EncoderTraining training) {
    return PartAnswers.trained(PartKind.ENCODER, parts().encoder(), encoder(training));
  }

  default TrainedClassifier train(ClassifierTraining training) {
    return PartAnswers.trained(PartKind.CLASSIFIER, parts().classifier(), classifier(training));
  }

  default Optional<TrainedAssigner> train(AssignerTraining training) {
    return parts()
        .assigner()
        .map(part -> PartAnswers.trained(PartKind.ASSIGNER, part, assigner(training)));
  }

  /** Starts from fresh parts. */
  record Fresh(Pipeline parts) implements Start {

    @Override
    public Optional<ChromosomeReader> known() {
      return Optional.empty();
    }

    @Override
    public Learned learned() {
      return Learned.NOTHING;
    }

    @Override
    public TrainedEncoder encoder(EncoderTraining training) {
      return parts.encoder().train(training);
    }

    @Override
    public TrainedClassifier classifier(ClassifierTraining training) {
      return parts.classifier().train(training);
    }

    @Override
    public TrainedAssigner assigner(AssignerTraining training) {
      return parts.assigner().orElseThrow().train(training);
    }
  }

  /** Starts from a trained model. */
  record From(Pipeline parts, ChromosomeReader model, Learned learned) implements Start {

    @Override
    public Optional<ChromosomeReader> known() {
      return Optional.of(model);
    }

    @Override
    public TrainedEncoder encoder(EncoderTraining training) {
      return model.trainedEncoder().adapt(training);
    }

    @Override
    public TrainedClassifier classifier(ClassifierTraining training) {
      return model.trainedClassifier().adapt(training);
    }

    @Override
    public TrainedAssigner assigner(AssignerTraining training) {
      TrainedAssigner known = model.trainedAssigner();
      return known == null ? new Fresh(parts).assigner(training) : known.adapt(training);
    }
  }
}
