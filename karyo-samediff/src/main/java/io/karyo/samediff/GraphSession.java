package io.karyo.samediff;

import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.InferenceSession;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs a SameDiff graph, again and again. Not thread-safe. */
public final class GraphSession implements AutoCloseable {

  /** Sessions remember every array they ever freed; a new one now and then forgets. */
  private static final int RUNS_PER_SESSION = 50;

  private final SameDiff graph;
  private final Operation operation;
  private InferenceSession session;
  private int runs;

  /** How many values went into the last run. */
  private long size;

  /**
   * Prepares runs.
   *
   * @param operation what the graph is run for
   */
  public GraphSession(SameDiff graph, Operation operation) {
    this.graph = graph;
    this.operation = operation;
    session = new InferenceSession(graph);
  }

  /**
   * Computes variables.
   *
   * @param outputs the names of the variables
   * @param inputs an array for each placeholder; closed
   * @return an array for each output, which the caller closes
   */
  public Map<String, INDArray> run(List<String> outputs, Map<String, INDArray> inputs) {
    renewIfNeeded(inputs);
    Map<String, INDArray> results =
        session.output(outputs, inputs, null, List.of(), List.of(), At.defaultAt(operation));
    inputs.values().forEach(INDArray::close);
    return results;
  }

  /**
   * Sessions keep arrays for later runs, up to a quarter of the memory. They are of no use for
   * inputs of another size.
   */
  private void renewIfNeeded(Map<String, INDArray> inputs) {
    long next = inputs.values().stream().mapToLong(INDArray::length).sum();
    if (++runs % RUNS_PER_SESSION == 0 || next != size) {
      session.getMmgr().close();
      session = new InferenceSession(graph);
    }
    size = next;
  }

  @Override
  public void close() {
    session.getMmgr().close();
  }
}
