package io.karyo.classify.karyotype;

import io.karyo.model.ModelSource;
import io.karyo.spi.AssignerTraining;
import io.karyo.spi.KaryotypeAssigner;
import io.karyo.spi.PartKind;
import io.karyo.spi.PartProvider;
import io.karyo.spi.TrainedAssigner;

/** Untrained; see {@link KaryotypeAssigners#optimal()}. */
final class OptimalAssigner implements KaryotypeAssigner {

  static final String ID = "optimal";

  @Override
  public TrainedAssigner train(AssignerTraining training) {
    return new AssignerTrainer(training).train();
  }

  @Override
  public TrainedAssigner restore(ModelSource source) {
    return TrainedOptimalAssigner.restore(source);
  }

  @Override
  public String id() {
    return ID;
  }

  /** Announces {@link KaryotypeAssigners#optimal()}. */
  public static final class Provider extends PartProvider {
    public Provider() {
      super(PartKind.ASSIGNER, ID, withoutSettings(new OptimalAssigner()), true);
    }
  }
}
