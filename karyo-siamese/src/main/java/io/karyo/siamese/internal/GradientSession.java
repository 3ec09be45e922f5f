package io.karyo.siamese.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Computes the loss of a SameDiff graph and its gradients, batch after batch.
 *
 * <p>Not thread-safe.
 */
public final class GradientSession implements AutoCloseable {

  /** The name that the graph's loss must have. */
  public static final String LOSS = "loss";

  /** Sessions remember every array they ever freed; a new one now and then forgets. */
  private static final int STEPS_PER_SESSION = 50;

  private final SameDiff gradients;
  private final Map<String, String> gradientNames = new LinkedHashMap<>();
  private final List<String> outputs;
  private InferenceSession session;
  private int steps;

  /**
   * Builds the gradients of a finished graph.
   *
   * @param graph a graph with a variable {@link #LOSS}
   * @param weights the names of the variables to derive by
   */
  public GradientSession(SameDiff graph, Set<String> weights) {
    graph.setLossVariables(LOSS);
    // Needed to build the gradient function; its updater and its mappings are never used.
    graph.setTrainingConfig(
        TrainingConfig.builder().updater(new Sgd(1)).skipBuilderValidation(true).build());
    QuietOutput.run(graph::createGradFunction);
    gradients = graph.getFunction("grad");
    for (String name : weights) {
      gradientNames.put(name, graph.getVariable(name).gradient().name());
    }
    outputs = new ArrayList<>(gradientNames.values());
    outputs.add(LOSS);
    session = new InferenceSession(gradients);
  }

  /** What a step gave: the loss and a gradient for each weight. The caller closes it. */
  public record Step(double loss, Map<String, INDArray> gradients) implements AutoCloseable {
    public INDArray gradient(String weight) {
      return Objects.requireNonNull(gradients.get(weight), weight);
    }

    @Override
    public void close() {
      gradients.values().forEach(INDArray::close);
    }
  }

  /**
   * Computes loss and gradients of a batch.
   *
   * @param inputs an array for each placeholder; closed
   */
  public Step compute(Map<String, INDArray> inputs) {
    if (++steps % STEPS_PER_SESSION == 0) {
      session.getMmgr().close();
      session = new InferenceSession(gradients);
    }
    Map<String, INDArray> results =
        session.output(
            outputs, inputs, null, List.of(), List.of(), At.defaultAt(Operation.TRAINING));
    inputs.values().forEach(INDArray::close);
    Map<String, INDArray> byWeight = new LinkedHashMap<>();
    gradientNames.forEach(
        (weight, gradient) -> {
          INDArray result = Objects.requireNonNull(results.get(gradient), gradient);
          byWeight.put(weight, result.dup('c'));
          result.close();
        });
    INDArray loss = Objects.requireNonNull(results.get(LOSS), LOSS);
    double value = loss.getDouble(0);
    loss.close();
    return new Step(value, byWeight);
  }

  @Override
  public void close() {
    session.getMmgr().close();
  }
}
