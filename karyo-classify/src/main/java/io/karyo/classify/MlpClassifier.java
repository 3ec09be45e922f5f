package io.karyo.classify;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSource;
import io.karyo.model.Require;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import io.karyo.spi.AbstractPart;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.TrainedClassifier;

/**
 * A perceptron of two layers: standardised coordinates, hidden units with ReLU and dropout, and a
 * softmax over the types seen in training. A type not seen has the probability 0.
 *
 * <p><b>Training:</b> cross entropy with smoothed labels (Szegedy et al. 2016), Adam with decoupled
 * weight decay (Loshchilov and Hutter 2019) and a learning rate that falls to 0 as half a cosine.
 * The weights of the epoch with the least cross entropy of the validation part are kept, and
 * training ends when that has not improved for a while; without a validation part the last are. If
 * it was asked to finish early before it began, at an earlier stage, it has at most 8 epochs. Of
 * the validation part, examples of unseen types count as wrong in the accuracy and not in the cross
 * entropy.
 *
 * <p><b>Probabilities:</b> the logits are divided by the temperature that gives the validation part
 * the least cross entropy (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017), from
 * 0.2 to 5; 1 without one.
 *
 * <p><b>Thread safety:</b> immutable, the trained classifier too. <b>Determinism:</b> training and
 * prediction run in plain Java on the calling thread, in a fixed order; equal input, settings and
 * seed give equal bits.
 *
 * @see EmbeddingClassifiers#mlp()
 */
public final class MlpClassifier extends AbstractPart implements EmbeddingClassifier {

  static final String ID = "mlp";

  private static final Setting<Integer> HIDDEN_UNITS = Setting.integer("hiddenUnits", 128, 1);
  private static final Setting<Double> DROPOUT = Setting.number("dropout", 0.2, Require::belowOne);
  private static final Setting<Integer> EPOCHS = Setting.integer("epochs", 60, 1);
  private static final Setting<Integer> PATIENCE = Setting.integer("patience", 10, 1);
  private static final Setting<Integer> BATCH_SIZE = Setting.integer("batchSize", 64, 1);
  private static final Setting<Double> LEARNING_RATE =
      Setting.number("learningRate", 0.002, Require::positive);
  private static final Setting<Double> WEIGHT_DECAY =
      Setting.number("weightDecay", 0.01, Require::notNegative);
  private static final Setting<Double> LABEL_SMOOTHING =
      Setting.number("labelSmoothing", 0.05, Require::belowOne);

  MlpClassifier(Settings given) {
    super(
        ID,
        given,
        HIDDEN_UNITS,
        DROPOUT,
        EPOCHS,
        PATIENCE,
        BATCH_SIZE,
        LEARNING_RATE,
        WEIGHT_DECAY,
        LABEL_SMOOTHING);
  }

  private <T> MlpClassifier with(Setting<T> setting, T value) {
    return new MlpClassifier(settings().with(setting, value));
  }

  /**
   * Sets how many hidden units there are.
   *
   * @param units at least 1, at first 128
   * @return a new classifier
   * @throws IllegalArgumentException if there are fewer
   */
  public MlpClassifier hiddenUnits(int units) {
    return with(HIDDEN_UNITS, units);
  }

  /**
   * Sets the share of hidden units that each example trains without.
   *
   * @param share 0 to below 1, at first 0.2
   * @return a new classifier
   * @throws IllegalArgumentException if the share is out of range
   */
  public MlpClassifier dropout(double share) {
    return with(DROPOUT, share);
  }

  /**
   * Sets how many epochs there are at most.
   *
   * @param epochs at least 1, at first 60
   * @return a new classifier
   * @throws IllegalArgumentException if there are fewer
   */
  public MlpClassifier epochs(int epochs) {
    return with(EPOCHS, epochs);
  }

  /**
   * Sets after how many epochs without a better one training ends, if there is a validation part.
   *
   * @param epochs at least 1, at first 10
   * @return a new classifier
   * @throws IllegalArgumentException if there are fewer
   */
  public MlpClassifier patience(int epochs) {
    return with(PATIENCE, epochs);
  }

  /**
   * Sets how many examples each step averages over.
   *
   * @param examples at least 1, at first 64
   * @return a new classifier
   * @throws IllegalArgumentException if there are fewer
   */
  public MlpClassifier batchSize(int examples) {
    return with(BATCH_SIZE, examples);
  }

  /**
   * Sets the learning rate that training starts with.
   *
   * @param rate above 0, at first 0.002
   * @return a new classifier
   * @throws IllegalArgumentException if the rate is out of range
   */
  public MlpClassifier learningRate(double rate) {
    return with(LEARNING_RATE, rate);
  }

  /**
   * Sets the decay: each step takes this share of a weight, times the learning rate, away. Biases
   * do not decay.
   *
   * @param decay at least 0, at first 0.01
   * @return a new classifier
   * @throws IllegalArgumentException if it is less
   */
  public MlpClassifier weightDecay(double decay) {
    return with(WEIGHT_DECAY, decay);
  }

  /**
   * Sets what share of each label is spread evenly over all types.
   *
   * @param share 0 to below 1, at first 0.05
   * @return a new classifier
   * @throws IllegalArgumentException if the share is out of range
   */
  public MlpClassifier labelSmoothing(double share) {
    return with(LABEL_SMOOTHING, share);
  }

  int hiddenUnits() {
    return get(HIDDEN_UNITS);
  }

  double dropout() {
    return get(DROPOUT);
  }

  int epochs() {
    return get(EPOCHS);
  }

  int patience() {
    return get(PATIENCE);
  }

  int batchSize() {
    return get(BATCH_SIZE);
  }

  double learningRate() {
    return get(LEARNING_RATE);
  }

  double weightDecay() {
    return get(WEIGHT_DECAY);
  }

  double labelSmoothing() {
    return get(LABEL_SMOOTHING);
  }

  @Override
  public TrainedClassifier train(ClassifierTraining training) {
    return new MlpTrainer(this, training, null).train();
  }

  @Override
  public TrainedClassifier restore(ModelSource source) {
    TrainedMlp restored = TrainedMlp.restore(this, source);
    if (restored.hiddenUnits() != hiddenUnits()) {
      throw new ModelFormatException(
          "hiddenUnits: must be " + hiddenUnits() + ", found " + restored.hiddenUnits());
    }
    return restored;
  }
}
