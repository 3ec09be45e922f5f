package io.karyo.samediff;

import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.network.Optimizer;
import io.karyo.spi.TrainingDivergedException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.NesterovsUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Moves weights along their gradients by the rule of an {@link Optimizer}. Not thread-safe. */
public final class StepRule implements AutoCloseable {

  private final Optimizer optimizer;
  private final Weights weights;
  private final Map<String, GradientUpdater<?>> updaters = new LinkedHashMap<>();
  private final Map<String, INDArray> states = new LinkedHashMap<>();
  private final @Nullable Weights anchor;
  private final Workers workers;
  private int step;

  public StepRule(Optimizer optimizer, Weights weights, Workers workers) {
    this(optimizer, weights, null, workers);
  }

  /**
   * Prepares the steps of an adaptation.
   *
   * @param anchor what the weights are drawn back to in place of 0; null for 0
   */
  public StepRule(Optimizer optimizer, Weights weights, @Nullable Weights anchor, Workers workers) {
    this.anchor = anchor;
    this.workers = workers;
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
   * @param gradients what the step is taken along; closed
   * @param share how much of the training is done, 0 to 1
   * @param epoch the number of the epoch, from 1
   * @return the loss
   * @throws TrainingDivergedException if the loss is no number
   */
  public double apply(GradientSession.Step gradients, double share, int epoch) {
    try (gradients) {
      if (!Double.isFinite(gradients.loss())) {
        throw new TrainingDivergedException(
            "loss: must be a number, found "
                + gradients.loss()
                + " in epoch "
                + epoch
                + "; lower the learning rate ("
                + optimizer.learningRate()
                + ") or the momentum");
      }
      double learningRate = optimizer.learningRateAt(share);
      List<String> names = List.copyOf(updaters.keySet());
      workers.run(names.size(), i -> apply(names.get(i), gradients, learningRate));
      step++;
      return gradients.loss();
    }
  }

  private void apply(String name, GradientSession.Step gradients, double learningRate) {
    GradientUpdater<?> updater = Objects.requireNonNull(updaters.get(name));
    INDArray weight = weights.get(name);
    INDArray gradient = gradients.gradient(name).reshape(1, weight.length());
    if (updater instanceof AdamUpdater adam) {
      adam.getConfig().setLearningRate(learningRate);
    } else if (updater instanceof NesterovsUpdater nesterovs) {
      nesterovs.getConfig().setLearningRate(learningRate);
    }
    boolean decays = optimizer.weightDecay() > 0 && weight.rank() > 1;
    if (decays && optimizer.kind() == Optimizer.Kind.NESTEROV) {
      // In the gradient: momentum sums it up like the rest.
      add(optimizer.weightDecay(), weight, gradient);
      if (anchor != null) {
        add(-optimizer.weightDecay(), anchor.get(name), gradient);
      }
    }
    updater.applyUpdater(gradient, step, 0);
    if (decays && optimizer.kind() == Optimizer.Kind.ADAM) {
      double decay = optimizer.weightDecay() * learningRate;
      weight.muli(1 - decay);
      if (anchor != null) {
        add(decay, anchor.get(name), weight);
      }
    }
    weight.subi(gradient.reshape(weight.shape()));
  }

  private static void add(double factor, INDArray what, INDArray to) {
    Nd4j.getBlasWrapper().level1().axpy(what.length(), factor, what, to);
  }

  /** Returns how many steps were taken. */
  public int steps() {
    return step;
  }

  /** Writes what the next step depends on, but for the weights. */
  public void write(ModelSink sink) throws IOException {
    for (Map.Entry<String, INDArray> state : states.entrySet()) {
      float[] values = state.getValue().toFloatVector();
      sink.array(state.getKey(), values, values.length);
    }
  }

  /** Goes on where {@link #write} was called after so many steps. */
  public void resume(ModelSource source, int steps) {
    states.forEach(
        (name, state) -> {
          float[] values = source.array(name, Math.toIntExact(state.length()));
          try (INDArray read = Nd4j.create(values, state.shape(), 'c')) {
            state.assign(read);
          }
        });
    step = steps;
  }

  @Override
  public void close() {
    states.values().forEach(INDArray::close);
  }
}
