package io.karyo.siamese;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelRules;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.model.Require;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.NetworkInput;
import io.karyo.network.PairLoss;
import io.karyo.samediff.Weights;
import io.karyo.samediff.Workers;
import io.karyo.siamese.internal.EmbeddingPass;
import io.karyo.siamese.internal.EncoderInputs;
import io.karyo.siamese.internal.GradientPass;
import io.karyo.siamese.internal.GraphPass;
import io.karyo.siamese.internal.TrainingGraph;
import io.karyo.spi.Parts;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.nd4j.autodiff.samediff.ArrayHolder;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network that an application builds, see {@link SameDiffNetwork}. It is built anew for each
 * training and for each thread that predicts.
 */
final class OwnNetwork implements TrainableNetwork {

  /** The part of a model file that holds the weights, whose names are the application's. */
  private static final String WEIGHTS = "network";

  private static final int MIN_SIDE = 8;
  private static final int MIN_SIZE = 2;
  private static final int MAX_SIZE = 4096;

  /** How many images a network is tried with. */
  private static final int TRIED = 3;

  /** How far rounding may move an embedding, as a share of its length. */
  private static final double ROUNDING = 1e-3;

  private final SameDiffNetwork network;
  private final boolean normalised;
  private final EncoderInputs inputs;
  private final Map<String, int[]> shapes;
  private final int embeddingSize;

  /**
   * Builds a network and tries it with images of noise.
   *
   * @throws IllegalArgumentException if it is not as {@link SameDiffNetwork} describes it
   */
  OwnNetwork(SameDiffNetwork network, boolean normalised) {
    this.network = network;
    this.normalised = normalised;
    int height = Require.inRange("height", network.height(), MIN_SIDE, EncoderNetwork.MAX_SIDE);
    int width = Require.inRange("width", network.width(), MIN_SIDE, EncoderNetwork.MAX_SIDE);
    SameDiff graph = built(height, width, 0).getSameDiff();
    inputs = new EncoderInputs(height, width, isUsed(graph, EncoderInputs.SIZES));
    shapes = named(() -> shapes(graph));
    embeddingSize = named(this::tried);
  }

  /** Adds the network's name to what an error reports. */
  private <T> T named(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(name() + ": " + e.getMessage(), e);
    }
  }

  private String name() {
    return Parts.name(SameDiffNetwork.KIND, network);
  }

  /**
   * Builds a graph, in a thread of its own: what the application draws with that thread's generator
   * depends on the seed, and the calling thread's generator is not touched.
   */
  private SDVariable built(int height, int width, long seed) {
    FutureTask<SDVariable> building =
        new FutureTask<>(
            () -> {
              Nd4j.getRandom().setSeed(seed);
              SameDiff graph = SameDiff.create();
              SDVariable images = EncoderInputs.images(graph, height, width);
              SDVariable embedding = network.embedding(graph, images, EncoderInputs.sizes(graph));
              if (embedding == null || !isOf(graph, embedding)) {
                throw new IllegalArgumentException(
                    "embedding: must be a variable of the given graph, found " + embedding);
              }
              return embedding;
            });
    Thread thread = new Thread(building, "karyo-network");
    thread.setDaemon(true);
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.start();
    return named(() -> result(building));
  }

  /** Graphs with equal contents are two all the same. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isOf(SameDiff graph, SDVariable variable) {
    return variable.getSameDiff() == graph;
  }

  /** Waits on, if interrupted: a graph is soon built. */
  private static SDVariable result(FutureTask<SDVariable> building) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return building.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalArgumentException(cause.getMessage(), cause);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Builds a graph that computes with the live weights. */
  private SDVariable built(Weights weights) {
    SDVariable embedding = built(height(), width(), 0);
    ArrayHolder arrays = embedding.getSameDiff().getVariablesArrays();
    for (String name : shapes.keySet()) {
      // Setting an array where there is one copies it.
      arrays.removeArray(name).close();
      arrays.setArray(name, weights.get(name));
    }
    return embedding;
  }

  private SDVariable finished(Weights weights) {
    SDVariable embedding = built(weights);
    return normalised ? TrainingGraph.unit(embedding) : embedding;
  }

  private static boolean isUsed(SameDiff graph, String placeholder) {
    return graph.getOps().values().stream()
        .map(SameDiffOp::getInputsToOp)
        .anyMatch(inputs -> inputs != null && inputs.contains(placeholder));
  }

  private static Map<String, INDArray> variables(SameDiff graph) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    for (SDVariable variable : graph.variables()) {
      if (variable.getVariableType() == VariableType.VARIABLE) {
        arrays.put(variable.name(), variable.getArr());
      }
    }
    return arrays;
  }

  private static Map<String, int[]> shapes(SameDiff graph) {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    variables(graph)
        .forEach(
            (name, array) -> {
              String what = "variable '" + name + "'";
              Require.that(
                  array != null && array.dataType() == DataType.FLOAT,
                  what,
                  "32-bit floats of a known shape",
                  array == null ? "no shape" : array.dataType());
              Require.that(
                  ModelRules.isName(name),
                  what,
                  "named with 1 to 64 of a-z, A-Z, 0-9, '_', '.' and '-', the first no '.' or '-'",
                  name);
              shapes.put(name, Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray());
            });
    Require.that(!shapes.isEmpty(), "graph", "one with a variable to train", "none");
    return shapes;
  }

  /** Embeds images of noise, together and alone, and returns the size of an embedding. */
  private int tried() {
    SplittableRandom random = new SplittableRandom(1);
    float[] images = noise(TRIED * height() * width(), random);
    float[] sizes = noise(TRIED * NetworkInput.SIZES, random);
    Weights weights = drawn(random);
    try (EmbeddingPass pass = new GraphPass(() -> built(weights), inputs, weights)) {
      float[][] together = pass.embed(images, sizes, TRIED);
      float[] first = together[0];
      Require.inRange("size of an embedding", first.length, MIN_SIZE, MAX_SIZE);
      float[] alone =
          pass.embed(
                  Arrays.copyOf(images, height() * width()),
                  Arrays.copyOf(sizes, NetworkInput.SIZES),
                  1)[0];
      double distance = 0;
      double length = 0;
      for (int i = 0; i < alone.length; i++) {
        distance += Math.pow(alone[i] - first[i], 2);
        length += Math.pow(alone[i], 2);
      }
      Require.that(Double.isFinite(length), "embedding", "of finite numbers", "others");
      Require.that(
          distance <= length * ROUNDING * ROUNDING,
          "embedding",
          "the same each time, whatever else is in the batch",
          "another one");
      return first.length;
    }
  }

  private static float[] noise(int length, SplittableRandom random) {
    float[] noise = new float[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (float) NetworkInput.gauss(random);
    }
    return noise;
  }

  @Override
  public int height() {
    return inputs.height();
  }

  @Override
  public int width() {
    return inputs.width();
  }

  @Override
  public int embeddingSize() {
    return embeddingSize;
  }

  @Override
  public Weights drawn(SplittableRandom random) {
    SameDiff graph = built(height(), width(), random.nextLong()).getSameDiff();
    return Weights.of(variables(graph), random);
  }

  @Override
  public float[] mask(int count, SplittableRandom random) {
    return new float[0];
  }

  @Override
  public GradientPass gradients(Weights weights, PairLoss loss, Workers workers) {
    return named(() -> new TrainingGraph(finished(weights), inputs, weights, loss));
  }

  @Override
  public EmbeddingPass embeddings(Weights weights) {
    return new GraphPass(() -> finished(weights), inputs, weights);
  }

  @Override
  public SameDiff graph(Weights weights, String output) {
    SDVariable embedding = finished(weights.copy());
    SameDiff graph = embedding.getSameDiff();
    if (!embedding.name().equals(output)) {
      if (graph.hasVariable(output)) {
        graph.getVariable(output).rename(output + "_of_any_length");
      }
      embedding.rename(output);
    }
    return graph;
  }

  @Override
  public Weights read(ModelSource source) {
    try {
      return Weights.read(shapes, source.nested(WEIGHTS));
    } catch (ModelFormatException e) {
      throw new ModelFormatException(name() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void write(Weights weights, ModelSink sink) throws IOException {
    weights.write(sink.nested(WEIGHTS));
  }
}
