package io.karyo.classify;

import io.karyo.chromosome.Embedding;
import io.karyo.chromosome.TypeProbabilities;
import io.karyo.model.ModelSink;
import io.karyo.model.ModelSource;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.TrainedClassifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A trained perceptron. */
final class TrainedMlp implements TrainedClassifier {

  private static final String MEANS = "means";
  private static final String SCALES = "scales";
  private static final String HIDDEN_WEIGHTS = "hidden.weights";
  private static final String HIDDEN_BIASES = "hidden.biases";
  private static final String OUTPUT_WEIGHTS = "output.weights";
  private static final String OUTPUT_BIASES = "output.biases";
  private static final String TYPES = "types";

  private final MlpClassifier settings;
  private final TypeSet types;
  private final Standardiser standardiser;
  private final MlpNetwork network;
  private final float[] weights;
  private final double temperature;

  /** Takes the arrays over; nobody may change them afterwards. */
  TrainedMlp(
      MlpClassifier settings,
      TypeSet types,
      Standardiser standardiser,
      MlpNetwork network,
      float[] weights,
      double temperature) {
    this.settings = settings;
    this.types = types;
    this.standardiser = standardiser;
    this.network = network;
    this.weights = weights;
    this.temperature = temperature;
  }

  int hiddenUnits() {
    return network.hidden;
  }

  MlpNetwork network() {
    return network;
  }

  double temperature() {
    return temperature;
  }

  @Override
  public List<TypeProbabilities> classify(List<Embedding> embeddings) {
    float[] mask = network.noMask();
    float[] input = new float[network.inputs];
    float[] activations = new float[network.hidden];
    float[] logits = new float[network.classes];
    List<TypeProbabilities> probabilities = new ArrayList<>(embeddings.size());
    for (int i = 0; i < embeddings.size(); i++) {
      standardiser.apply(TypeSet.coordinates(embeddings, i, network.inputs), input, 0);
      network.forward(weights, input, 0, mask, activations, logits);
      probabilities.add(types.probabilities(Temperature.softmax(logits, temperature)));
    }
    return probabilities;
  }

  TypeSet types() {
    return types;
  }

  Standardiser standardiser() {
    return standardiser;
  }

  /** The live weights. */
  float[] weights() {
    return weights;
  }

  @Override
  public TrainedClassifier adapt(ClassifierTraining training) {
    return new MlpTrainer(settings, training, this).train();
  }

  @Override
  public void save(ModelSink sink) throws IOException {
    MlpNetwork n = network;
    sink.array(MEANS, standardiser.means(), n.inputs);
    sink.array(SCALES, standardiser.scales(), n.inputs);
    sink.array(HIDDEN_WEIGHTS, part(0, n.hiddenBiases), n.inputs, n.hidden);
    sink.array(HIDDEN_BIASES, part(n.hiddenBiases, n.outputWeights), n.hidden);
    sink.array(OUTPUT_WEIGHTS, part(n.outputWeights, n.outputBiases), n.hidden, n.classes);
    sink.array(OUTPUT_BIASES, part(n.outputBiases, n.parameters), n.classes);
    sink.array(TYPES, types.ordinals(), n.classes);
    sink.state(Temperature.state(temperature));
  }

  private float[] part(int from, int to) {
    return Arrays.copyOfRange(weights, from, to);
  }

  static TrainedMlp restore(MlpClassifier settings, ModelSource source) {
    float[] hiddenWeights = source.array(HIDDEN_WEIGHTS, -1, -1);
    int[] shape = source.shape(HIDDEN_WEIGHTS);
    TypeSet types = TypeSet.restoredInOrder(source.array(TYPES, -1));
    MlpNetwork network = new MlpNetwork(shape[0], shape[1], types.count());
    float[] weights = Arrays.copyOf(hiddenWeights, network.parameters);
    copy(source.array(HIDDEN_BIASES, network.hidden), weights, network.hiddenBiases);
    copy(
        source.array(OUTPUT_WEIGHTS, network.hidden, network.classes),
        weights,
        network.outputWeights);
    copy(source.array(OUTPUT_BIASES, network.classes), weights, network.outputBiases);
    Standardiser standardiser =
        new Standardiser(source.array(MEANS, network.inputs), source.array(SCALES, network.inputs));
    return new TrainedMlp(
        settings, types, standardiser, network, weights, Temperature.restored(source.state()));
  }

  private static void copy(float[] part, float[] weights, int start) {
    System.arraycopy(part, 0, weights, start, part.length);
  }
}
