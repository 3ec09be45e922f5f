package io.karyo.samediff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Computes the loss of a SameDiff graph and its gradients, batch after batch.
 *
 * <p>Not thread-safe.
 */
public final class GradientSession implements AutoCloseable {

  /** The name that the graph's loss must have; no network has a variable of that name. */
  public static final String LOSS = "karyo_loss";

  private final Map<String, String> gradientNames = new LinkedHashMap<>();
  private final List<String> outputs;
  private final GraphSession session;

  /**
   * Builds the gradients of a finished graph.
   *
   * @param graph a graph with a variable {@link #LOSS}
   * @param weights the names of the variables to derive by
   * @throws IllegalArgumentException if the loss does not depend on a variable, or SameDiff cannot
   *     derive an operation
   */
  public GradientSession(SameDiff graph, Set<String> weights) {
    graph.setLossVariables(LOSS);
    // Needed to build the gradient function; its updater and its mappings are never used.
    graph.setTrainingConfig(
        TrainingConfig.builder().updater(new Sgd(1)).skipBuilderValidation(true).build());
    createGradients(graph);
    for (String name : weights) {
      SDVariable gradient = graph.getVariable(name).gradient();
      if (gradient == null) {
        throw new IllegalArgumentException(
            "variable '"
                + name
                + "': must have a gradient, found that the loss does not depend on it");
      }
      gradientNames.put(name, gradient.name());
    }
    outputs = new ArrayList<>(gradientNames.values());
    outputs.add(LOSS);
    session = new GraphSession(graph.getFunction("grad"), Operation.TRAINING);
  }

  private static void createGradients(SameDiff graph) {
    try {
      QuietOutput.run(graph::createGradFunction);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "graph: must have gradients, found that SameDiff cannot derive it: " + e.getMessage(), e);
    }
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
    Map<String, INDArray> results = session.run(outputs, inputs);
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
    session.close();
  }
}
