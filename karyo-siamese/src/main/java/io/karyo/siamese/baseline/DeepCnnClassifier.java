package io.karyo.siamese.baseline;

import io.karyo.model.ModelSource;
import io.karyo.model.Require;
import io.karyo.model.Settings;
import io.karyo.siamese.internal.Backend;
import io.karyo.siamese.internal.DeepCnnNetwork;
import io.karyo.siamese.internal.Weights;
import io.karyo.siamese.network.EncoderNetwork;
import io.karyo.siamese.network.Optimizer;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.TrainedClassifier;
import java.util.List;
import java.util.Map;

/**
 * The "Deep CNN" that Swati et al. 2017 compare with: a convolutional network on SameDiff that is
 * trained on the types of pixels that are handed to it as an embedding, see {@link
 * Baselines#pixels}.
 *
 * <p><b>Network</b>, as in the paper: two convolutions of 64 filters, 2 × 2 max-pooling, dropout
 * 0.25; the same with 32 and with 16 filters; dense layers of 1024 and 512 units, dropout 0.5, and
 * 24 outputs, one a type. Convolutions are 3 × 3 with ReLU; dense layers have a sigmoid, the
 * outputs a softmax.
 *
 * <p><b>Training:</b> cross entropy. Images are mirrored by chance, and an answer is that to the
 * mean logits of an image and its mirror image, as the encoders of this module do it. Without a
 * validation part the last weights are kept, with one those of the epoch that tells most of it
 * right. If it was asked to finish early before it began, it has one epoch. Differs from the paper
 * in: mirroring, and the optimizer unless set. Probabilities are as the network gives them; no
 * temperature is fitted.
 *
 * <p><b>Thread safety:</b> immutable; each method returns a changed copy. The trained classifier is
 * safe for concurrent calls. <b>Determinism:</b> equal data, configuration and seed give equal bits
 * for one native library and one number of OpenMP threads; an answer does not depend on the others
 * in the list.
 */
public final class DeepCnnClassifier implements EmbeddingClassifier {

  static final String ID = "deep-cnn";

  static final DeepCnnClassifier STANDARD =
      new DeepCnnClassifier(Settings.EMPTY)
          .image(60, 60)
          .filters(64, 32, 16)
          .dense(1024, 512)
          .optimizer(Optimizer.STANDARD)
          .epochs(60)
          .patience(0)
          .batchImages(32);

  private static final int MOST_UNITS = 4096;
  private static final int MOST_EPOCHS = 100_000;
  private static final int MOST_IMAGES = 4096;

  private final Settings settings;

  private DeepCnnClassifier(Settings settings) {
    this.settings = settings;
  }

  /**
   * Sets the size of the images that the embeddings hold, row-major.
   *
   * @param height rows, 8 to 512; 60 unless set
   * @param width columns, 8 to 512; 60 unless set
   * @return the changed configuration
   * @throws IllegalArgumentException if a side is out of range
   */
  public DeepCnnClassifier image(int height, int width) {
    return new DeepCnnClassifier(
        settings
            .with("height", Require.inRange("height", height, 8, EncoderNetwork.MAX_SIDE))
            .with("width", Require.inRange("width", width, 8, EncoderNetwork.MAX_SIDE)));
  }

  /**
   * Sets how many filters the convolutions have. The time of a training grows with the square of
   * the first.
   *
   * @param first of the first two convolutions, 1 to 1024; 64 unless set
   * @param second of the next two, 1 to 1024; 32 unless set
   * @param third of the last two, 1 to 1024; 16 unless set
   * @return the changed configuration
   * @throws IllegalArgumentException if a number is out of range
   */
  public DeepCnnClassifier filters(int first, int second, int third) {
    return new DeepCnnClassifier(
        settings
            .with("filters1", Require.inRange("filters1", first, 1, EncoderNetwork.MAX_FILTERS))
            .with("filters2", Require.inRange("filters2", second, 1, EncoderNetwork.MAX_FILTERS))
            .with("filters3", Require.inRange("filters3", third, 1, EncoderNetwork.MAX_FILTERS)));
  }

  /**
   * Sets how many units the dense layers have.
   *
   * @param first of the first, 1 to 4096; 1024 unless set
   * @param second of the second, 1 to 4096; 512 unless set
   * @return the changed configuration
   * @throws IllegalArgumentException if a number is out of range
   */
  public DeepCnnClassifier dense(int first, int second) {
    return new DeepCnnClassifier(
        settings
            .with("dense1", Require.inRange("dense1", first, 1, MOST_UNITS))
            .with("dense2", Require.inRange("dense2", second, 1, MOST_UNITS)));
  }

  /**
   * Sets how the weights follow the gradients.
   *
   * @param optimizer Adam with 0.002 and weight decay 0.05 unless set
   * @return the changed configuration
   */
  public DeepCnnClassifier optimizer(Optimizer optimizer) {
    return new DeepCnnClassifier(settings.with("optimizer", optimizer.settings()));
  }

  /**
   * Sets how many epochs are trained at most.
   *
   * @param epochs 1 to 100,000; 60 unless set
   * @return the changed configuration
   * @throws IllegalArgumentException if it is out of range
   */
  public DeepCnnClassifier epochs(int epochs) {
    return new DeepCnnClassifier(
        settings.with("epochs", Require.inRange("epochs", epochs, 1, MOST_EPOCHS)));
  }

  /**
   * Sets after how many epochs without a better validation the training stops early.
   *
   * @param patience at least 1; 0, the default, for never: on a schedule that ends at learning rate
   *     0 the last epochs are the best
   * @return the changed configuration
   * @throws IllegalArgumentException if it is out of range
   */
  public DeepCnnClassifier patience(int patience) {
    return new DeepCnnClassifier(
        settings.with("patience", Require.inRange("patience", patience, 0, MOST_EPOCHS)));
  }

  /**
   * Sets how many images each step averages over.
   *
   * @param batchImages 1 to 4096; 32 unless set
   * @return the changed configuration
   * @throws IllegalArgumentException if it is out of range
   */
  public DeepCnnClassifier batchImages(int batchImages) {
    return new DeepCnnClassifier(
        settings.with("batchImages", Require.inRange("batchImages", batchImages, 1, MOST_IMAGES)));
  }

  DeepCnnNetwork network() {
    return DeepCnnNetwork.of(
        settings.integer("height", 0),
        settings.integer("width", 0),
        List.of(
            settings.integer("filters1", 0),
            settings.integer("filters2", 0),
            settings.integer("filters3", 0)),
        settings.integer("dense1", 0),
        settings.integer("dense2", 0));
  }

  Optimizer optimizer() {
    return Optimizer.of(settings.nested("optimizer"));
  }

  int epochs() {
    return settings.integer("epochs", 0);
  }

  int patience() {
    int patience = settings.integer("patience", 0);
    return patience > 0 ? patience : Integer.MAX_VALUE;
  }

  int batchImages() {
    return settings.integer("batchImages", 0);
  }

  @Override
  public void check() {
    Backend.require();
  }

  @Override
  public TrainedClassifier train(ClassifierTraining training) {
    check();
    return new DeepCnnTrainer(this, training).train();
  }

  @Override
  public TrainedClassifier restore(ModelSource source) {
    Backend.require();
    DeepCnnNetwork network = network();
    return new TrainedDeepCnn(network, Weights.read(network.shapes(), source));
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Settings settings() {
    return settings;
  }

  /** Reads settings; each goes through its method and its check, what is not set is the default. */
  static DeepCnnClassifier of(Settings given) {
    given.onlyKnown(STANDARD.settings.names().toArray(new String[0]));
    Settings all = STANDARD.settings;
    for (Map.Entry<String, Object> entry : given.asMap().entrySet()) {
      all = all.with(entry.getKey(), entry.getValue());
    }
    return STANDARD
        .image(all.integer("height", 0), all.integer("width", 0))
        .filters(all.integer("filters1", 0), all.integer("filters2", 0), all.integer("filters3", 0))
        .dense(all.integer("dense1", 0), all.integer("dense2", 0))
        .optimizer(Optimizer.of(all.nested("optimizer")))
        .epochs(all.integer("epochs", 0))
        .patience(all.integer("patience", 0))
        .batchImages(all.integer("batchImages", 0));
  }

  @Override
  public String toString() {
    return ID + settings;
  }
}
