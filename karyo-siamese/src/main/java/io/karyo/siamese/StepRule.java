package io.karyo.siamese;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.NesterovsUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Moves weights along their gradients as an {@link Optimizer} says. Not thread-safe. */
final class StepRule implements AutoCloseable {

  private final Optimizer optimizer;
  private final Weights weights;
  private final Map<String, GradientUpdater<?>> updaters = new LinkedHashMap<>();
  private final Map<String, INDArray> states = new LinkedHashMap<>();
  private int step;

  StepRule(Optimizer optimizer, Weights weights) {
    this.optimizer = optimizer;
    this.weights = weights;
    for (String name : weights.names()) {
      long length = weights.get(name).length();
      if (optimizer.kind() == Optimizer.Kind.ADAM) {
        Adam adam = new Adam(optimizer.learningRate());
        INDArray state = Nd4j.zeros(DataType.FLOAT, 1, adam.stateSize(length));
        states.put(name, state);
        updaters.put(name, (AdamUpdater) adam.instantiate(state, true));
      } else {
        Nesterovs nesterovs = new Nesterovs(optimizer.learningRate(), optimizer.momentum());
        INDArray state = Nd4j.zeros(DataType.FLOAT, 1, nesterovs.stateSize(length));
        states.put(name, state);
        updaters.put(name, (NesterovsUpdater) nesterovs.instantiate(state, true));
      }
    }
  }

  /**
   * Takes one step.
   *
   * @param gradients what the step is taken along; overwritten
   * @param share how much of the training is done, 0 to 1
   */
  void apply(GradientSession.Step gradients, double share) {
    double learningRate = optimizer.learningRateAt(share);
    updaters.forEach(
        (name, updater) -> {
          INDArray weight = weights.get(name);
          INDArray gradient = gradients.gradient(name).reshape(1, weight.length());
          if (updater instanceof AdamUpdater adam) {
            adam.getConfig().setLearningRate(learningRate);
          } else if (updater instanceof NesterovsUpdater nesterovs) {
            nesterovs.getConfig().setLearningRate(learningRate);
          }
          updater.applyUpdater(gradient, step, 0);
          if (optimizer.weightDecay() > 0 && weight.rank() > 1) {
            weight.muli(1 - optimizer.weightDecay() * learningRate);
          }
          weight.subi(gradient.reshape(weight.shape()));
        });
    step++;
  }

  @Override
  public void close() {
    states.values().forEach(INDArray::close);
  }
}
