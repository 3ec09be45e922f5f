package io.karyo.siamese.baseline;

import io.karyo.model.ModelSource;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.Optimizer;
import io.karyo.samediff.Backend;
import io.karyo.samediff.Weights;
import io.karyo.siamese.internal.DeepCnnNetwork;
import io.karyo.spi.AbstractPart;
import io.karyo.spi.ClassifierTraining;
import io.karyo.spi.EmbeddingClassifier;
import io.karyo.spi.TrainedClassifier;
import java.util.List;

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
public final class DeepCnnClassifier extends AbstractPart implements EmbeddingClassifier {

  static final String ID = "deep-cnn";

  private static final Setting<Integer> HEIGHT =
      Setting.integer("height", 60, 8, EncoderNetwork.MAX_SIDE);
  private static final Setting<Integer> WIDTH =
      Setting.integer("width", 60, 8, EncoderNetwork.MAX_SIDE);
  private static final Setting<Integer> FILTERS1 = filters("filters1", 64);
  private static final Setting<Integer> FILTERS2 = filters("filters2", 32);
  private static final Setting<Integer> FILTERS3 = filters("filters3", 16);
  private static final Setting<Integer> DENSE1 = Setting.integer("dense1", 1024, 1, 4096);
  private static final Setting<Integer> DENSE2 = Setting.integer("dense2", 512, 1, 4096);
  private static final Setting<Optimizer> OPTIMIZER =
      Setting.nested("optimizer", Optimizer.STANDARD, Optimizer::of, Optimizer::settings);
  private static final Setting<Integer> EPOCHS = Setting.integer("epochs", 60, 1, 100_000);
  private static final Setting<Integer> PATIENCE = Setting.integer("patience", 0, 0, 100_000);
  private static final Setting<Integer> BATCH_IMAGES = Setting.integer("batchImages", 32, 1, 4096);

  static final DeepCnnClassifier STANDARD = new DeepCnnClassifier(Settings.EMPTY);

  DeepCnnClassifier(Settings given) {
    super(
        ID,
        given,
        HEIGHT,
        WIDTH,
        FILTERS1,
        FILTERS2,
        FILTERS3,
        DENSE1,
        DENSE2,
        OPTIMIZER,
        EPOCHS,
        PATIENCE,
        BATCH_IMAGES);
  }

  private static Setting<Integer> filters(String name, int otherwise) {
    return Setting.integer(name, otherwise, 1, EncoderNetwork.MAX_FILTERS);
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
    return new DeepCnnClassifier(settings().with(HEIGHT, height).with(WIDTH, width));
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
        settings().with(FILTERS1, first).with(FILTERS2, second).with(FILTERS3, third));
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
    return new DeepCnnClassifier(settings().with(DENSE1, first).with(DENSE2, second));
  }

  /**
   * Sets how the weights follow the gradients.
   *
   * @param optimizer Adam with 0.002 and weight decay 0.05 unless set
   * @return the changed configuration
   */
  public DeepCnnClassifier optimizer(Optimizer optimizer) {
    return new DeepCnnClassifier(settings().with(OPTIMIZER, optimizer));
  }

  /**
   * Sets how many epochs are trained at most.
   *
   * @param epochs 1 to 100,000; 60 unless set
   * @return the changed configuration
   * @throws IllegalArgumentException if it is out of range
   */
  public DeepCnnClassifier epochs(int epochs) {
    return new DeepCnnClassifier(settings().with(EPOCHS, epochs));
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
    return new DeepCnnClassifier(settings().with(PATIENCE, patience));
  }

  /**
   * Sets how many images each step averages over.
   *
   * @param batchImages 1 to 4096; 32 unless set
   * @return the changed configuration
   * @throws IllegalArgumentException if it is out of range
   */
  public DeepCnnClassifier batchImages(int batchImages) {
    return new DeepCnnClassifier(settings().with(BATCH_IMAGES, batchImages));
  }

  DeepCnnNetwork network() {
    return DeepCnnNetwork.of(
        get(HEIGHT),
        get(WIDTH),
        List.of(get(FILTERS1), get(FILTERS2), get(FILTERS3)),
        get(DENSE1),
        get(DENSE2));
  }

  Optimizer optimizer() {
    return get(OPTIMIZER);
  }

  int epochs() {
    return get(EPOCHS);
  }

  int patience() {
    int patience = get(PATIENCE);
    return patience > 0 ? patience : Integer.MAX_VALUE;
  }

  int batchImages() {
    return get(BATCH_IMAGES);
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
}
