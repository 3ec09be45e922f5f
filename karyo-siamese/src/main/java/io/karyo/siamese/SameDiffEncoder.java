package io.karyo.siamese;

import io.karyo.model.ModelSource;
import io.karyo.model.Require;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import io.karyo.network.Augmentation;
import io.karyo.network.EncoderNetwork;
import io.karyo.network.Engine;
import io.karyo.network.NetworkSettings;
import io.karyo.network.Optimizer;
import io.karyo.network.PairLoss;
import io.karyo.samediff.Backend;
import io.karyo.samediff.Weights;
import io.karyo.samediff.Workers;
import io.karyo.siamese.internal.GradientPass;
import io.karyo.siamese.internal.PairBatches;
import io.karyo.siamese.internal.PatchNetwork;
import io.karyo.siamese.pairs.PairSamplers;
import io.karyo.spi.AbstractPart;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.Parts;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A Siamese encoder on SameDiff: two towers of one convolutional network, trained on pairs. On a
 * CPU the same network is computed by matrix products of ND4J, which is faster.
 *
 * <p><b>Method:</b> Swati et al. 2017, section 3.2. Differs in: each image of a batch is embedded
 * once however many pairs it is in, which gives the same gradient; the default loss counts all
 * pairs of a batch, see {@link #loss}; the default network, loss and schedule are smaller and
 * better, see the single methods. {@link #paper()} is the paper's.
 *
 * <p><b>Errors:</b> a training throws {@link IllegalArgumentException} if the pair sampler leaves
 * hardly an image a similar and a dissimilar partner in its batch, without which the supervised
 * contrastive loss cannot learn, or if it labels pairs by anything but their types.
 *
 * <p><b>Thread safety:</b> immutable; each method returns a changed copy. <b>Determinism:</b> equal
 * data, configuration and seed give equal bits for one native library on a CPU, whatever the number
 * of threads.
 */
public final class SameDiffEncoder extends AbstractPart implements SiameseEncoder {

  static final String ID = "samediff";

  private static final Setting<PairLoss> LOSS =
      Setting.nested("loss", PairLoss.of(Settings.EMPTY), PairLoss::of, PairLoss::settings);
  private static final Setting<Optimizer> OPTIMIZER =
      Setting.nested("optimizer", Optimizer.STANDARD, Optimizer::of, Optimizer::settings);
  private static final Setting<Augmentation> AUGMENTATION =
      Setting.nested(
          "augmentation", Augmentation.standard(), Augmentation::of, Augmentation::settings);
  private static final Setting<Integer> EPOCHS = Setting.integer("epochs", 0, 0, 100_000);
  private static final Setting<Integer> DRAWS = Setting.integer("draws", 0, 0, 100_000);
  private static final Setting<Integer> PATIENCE = Setting.integer("patience", 0, 0, 100_000);
  private static final Setting<Integer> BATCH_IMAGES =
      Setting.integer("batchImages", 192, 2, PairBatches.MOST_IMAGES);
  private static final Setting<Polarity> POLARITY = Setting.choice("polarity", Polarity.AUTOMATIC);
  private static final Setting<Engine> ENGINE =
      Setting.choice("engine", Engine.AUTOMATIC).optional();

  /** What the automatic number of epochs aims at: how many images the network sees in all. */
  private static final int IMAGES_TO_SEE = 700_000;

  private static final int LEAST_EPOCHS = 10;
  private static final int MOST_EPOCHS = 400;

  /** The network of an application: its id and its settings. */
  private record Reference(String id, Settings settings) {

    static final Reference NONE = new Reference(ANONYMOUS, Settings.EMPTY);

    static Reference of(Settings given) {
      given.onlyKnown("id", "settings");
      return new Reference(given.text("id", ANONYMOUS), given.nested("settings"));
    }

    Settings stored() {
      return Settings.EMPTY.with("id", id).with("settings", settings);
    }
  }

  private static final Setting<Reference> OWN_NETWORK =
      Setting.nested(NetworkSettings.OWN_NETWORK, Reference.NONE, Reference::of, Reference::stored)
          .optional();

  static final SameDiffEncoder STANDARD = new SameDiffEncoder(Settings.EMPTY);

  private final @Nullable SameDiffNetwork own;

  /** Whether the ends of the training chromosomes can be told apart by which is up. */
  public enum Polarity {
    /** Found out: upright if the bands of most training chromosomes lie as on their ideograms. */
    AUTOMATIC,
    /** The p arm is up, as in a karyogram. */
    UPRIGHT,
    /** Either end may be up; the embedding is made not to depend on it. */
    ANY
  }

  /** Looks a network of an application up among the registered ones. */
  SameDiffEncoder(Settings given) {
    this(given, List.of());
  }

  /**
   * Looks a network of an application up among given ones, then among the registered ones.
   *
   * @throws IllegalArgumentException if a setting is wrong, or the network is not found
   */
  SameDiffEncoder(Settings given, List<SameDiffNetwork> networks) {
    this(given, own(given.get(OWN_NETWORK), networks));
  }

  private SameDiffEncoder(Settings given, @Nullable SameDiffNetwork own) {
    super(
        ID,
        given,
        NetworkSettings.NETWORK,
        NetworkSettings.EMBEDDING_SIZE,
        NetworkSettings.NORMALISED,
        LOSS,
        OPTIMIZER,
        AUGMENTATION,
        EPOCHS,
        DRAWS,
        PATIENCE,
        BATCH_IMAGES,
        POLARITY,
        ENGINE,
        OWN_NETWORK);
    this.own = own;
  }

  private static @Nullable SameDiffNetwork own(
      Reference reference, List<SameDiffNetwork> networks) {
    if (reference.id().equals(ANONYMOUS)) {
      return null;
    }
    for (SameDiffNetwork network : networks) {
      if (network.id().equals(reference.id())) {
        return Require.that(
            network.settings().equals(reference.settings()),
            Parts.name(SameDiffNetwork.KIND, network),
            "one with the settings " + reference.settings(),
            network);
      }
    }
    return Parts.create(SameDiffNetwork.KIND, reference.id(), reference.settings());
  }

  private <T> SameDiffEncoder with(Setting<T> setting, T value) {
    return new SameDiffEncoder(settings().with(setting, value), own);
  }

  /**
   * Returns the paper's configuration: {@link EncoderNetwork#paper} with 64 and 128 filters, 512
   * sigmoid units, contrastive loss with margin 0.5, Nesterov's momentum 0.99.
   *
   * @return the configuration
   */
  public SameDiffEncoder paper() {
    return network(EncoderNetwork.paper(64, 128))
        .embeddingSize(512)
        .normalised(false)
        .loss(PairLoss.contrastive(0.5))
        .optimizer(Optimizer.nesterov(0.001, 0.99, 0.001))
        .augmentation(Augmentation.none());
  }

  /**
   * Sets the shape of the network.
   *
   * @param network {@link EncoderNetwork#compact()} unless set
   * @return the changed configuration
   */
  public SameDiffEncoder network(EncoderNetwork network) {
    Settings settings =
        settings().with(NetworkSettings.NETWORK, network).with(OWN_NETWORK, Reference.NONE);
    return new SameDiffEncoder(settings, (SameDiffNetwork) null);
  }

  /**
   * Takes a network of your own in place of {@link #network(EncoderNetwork)}. It also determines
   * the number of coordinates, in place of {@link #embeddingSize(int)}.
   *
   * <p><b>Saving:</b> a model file holds the network's variables by their names and its id and
   * settings. {@code Karyotyper.load} finds it again if a {@link io.karyo.spi.PartProvider} of the
   * kind {@link SameDiffNetwork#KIND} registers it, or by {@link SiameseEncoders#providers}. With a
   * network without an id, the encoder has none and cannot be saved.
   *
   * @param network builds the embedding of an image
   * @return the changed configuration
   */
  public SameDiffEncoder network(SameDiffNetwork network) {
    Reference reference = new Reference(network.id(), network.settings());
    return new SameDiffEncoder(settings().with(OWN_NETWORK, reference), network);
  }

  /**
   * Sets the number of coordinates of an embedding.
   *
   * @param embeddingSize 2 to 4096; 64 unless set
   * @return the changed configuration
   * @throws IllegalArgumentException if it is out of range
   */
  public SameDiffEncoder embeddingSize(int embeddingSize) {
    return with(NetworkSettings.EMBEDDING_SIZE, embeddingSize);
  }

  /**
   * Sets whether embeddings are scaled to length 1.
   *
   * @param normalised true unless set
   * @return the changed configuration
   */
  public SameDiffEncoder normalised(boolean normalised) {
    return with(NetworkSettings.NORMALISED, normalised);
  }

  /**
   * Sets the loss.
   *
   * <p>With a pair sampler that does not work in groups, the supervised contrastive loss is taken
   * over all pairs of a batch's images, whose types are known: the pairs that were drawn hardly
   * share images, and say only which images come together. With one that works in groups ({@link
   * io.karyo.spi.PairSampler#imagesPerGroup()}), and with the contrastive loss, only the pairs that
   * were drawn count.
   *
   * @param loss supervised contrastive with temperature 0.1 unless set
   * @return the changed configuration
   */
  public SameDiffEncoder loss(PairLoss loss) {
    return with(LOSS, loss);
  }

  /**
   * Sets how the weights follow the gradients.
   *
   * @param optimizer Adam with 0.002 and weight decay 0.05 unless set
   * @return the changed configuration
   */
  public SameDiffEncoder optimizer(Optimizer optimizer) {
    return with(OPTIMIZER, optimizer);
  }

  /**
   * Sets how training images are changed.
   *
   * @param augmentation {@link Augmentation#standard()} unless set
   * @return the changed configuration
   */
  public SameDiffEncoder augmentation(Augmentation augmentation) {
    return with(AUGMENTATION, augmentation);
  }

  /**
   * Sets how many epochs are trained at most. An epoch shows as many images as there are to train
   * on, whatever the pair sampler: a part of one of its draws, which goes on in the next epoch, or
   * several. With a sampler that works in groups it is one draw if that shows two to four thirds as
   * many, as {@link PairSamplers#inBatch()} does.
   *
   * @param epochs 1 to 100,000; 0, the default, for as many as show the network about 700,000
   *     images, but 10 to 400: 41 for 17,000 training images, 400 for 1,750 or fewer
   * @return the changed configuration
   * @throws IllegalArgumentException if it is out of range
   */
  public SameDiffEncoder epochs(int epochs) {
    return with(EPOCHS, epochs);
  }

  /**
   * Trains on so many whole draws of the pair sampler at most, each an epoch, in place of {@link
   * #epochs}. A draw can be long: all pairs of 17,000 images show some 300 million images, unless
   * they come in tiles.
   *
   * @param draws 1 to 100,000; 0, the default, for epochs that are measured in images
   * @return the changed configuration
   * @throws IllegalArgumentException if it is out of range
   */
  public SameDiffEncoder draws(int draws) {
    return with(DRAWS, draws);
  }

  /**
   * Sets after how many epochs without a better validation the training stops early. Without a
   * patience not every epoch is judged, but the first, the last, and one after every 8,000 images
   * or more.
   *
   * @param patience at least 1; 0, the default, for never: on a schedule that ends at learning rate
   *     0 the last epochs are the best
   * @return the changed configuration
   * @throws IllegalArgumentException if it is negative
   */
  public SameDiffEncoder patience(int patience) {
    return with(PATIENCE, patience);
  }

  /**
   * Sets how many different images a batch may have. A pair sampler that works in groups overrules
   * it.
   *
   * @param batchImages 2 to 4096; 192 unless set
   * @return the changed configuration
   * @throws IllegalArgumentException if it is out of range
   */
  public SameDiffEncoder batchImages(int batchImages) {
    return with(BATCH_IMAGES, batchImages);
  }

  /**
   * Sets whether the p arm is up in the data.
   *
   * @param polarity found out unless set
   * @return the changed configuration
   */
  public SameDiffEncoder polarity(Polarity polarity) {
    return with(POLARITY, polarity);
  }

  /**
   * Sets what computes the network. The choice is stored in model files; a model whose engine does
   * not run on the backend at hand cannot be loaded.
   *
   * @param engine {@link Engine#AUTOMATIC} unless set
   * @return the changed configuration
   */
  public SameDiffEncoder engine(Engine engine) {
    return with(ENGINE, engine);
  }

  Engine engine() {
    return get(ENGINE);
  }

  /** {@return the shape of the built-in network, which {@link #ownNetwork} replaces} */
  public EncoderNetwork network() {
    return get(NetworkSettings.NETWORK);
  }

  /** {@return the network of {@link #network(SameDiffNetwork)}} */
  public Optional<SameDiffNetwork> ownNetwork() {
    return Optional.ofNullable(own);
  }

  /**
   * Builds the network.
   *
   * @throws IllegalArgumentException if one of an application is not as it must be
   */
  TrainableNetwork trainable() {
    return own == null
        ? new BuiltInNetwork(network(), embeddingSize(), normalised(), engine())
        : new OwnNetwork(own, normalised());
  }

  /** {@return the number of coordinates of an embedding; 2 to 4096} */
  public int embeddingSize() {
    return get(NetworkSettings.EMBEDDING_SIZE);
  }

  /** {@return whether embeddings are scaled to length 1} */
  public boolean normalised() {
    return get(NetworkSettings.NORMALISED);
  }

  /** {@return the loss} */
  public PairLoss loss() {
    return get(LOSS);
  }

  /** {@return the optimizer} */
  public Optimizer optimizer() {
    return get(OPTIMIZER);
  }

  /** {@return how training images are changed} */
  public Augmentation augmentation() {
    return get(AUGMENTATION);
  }

  int epochsFor(int images) {
    int epochs = wholeDraws() ? get(DRAWS) : get(EPOCHS);
    return epochs > 0
        ? epochs
        : Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, IMAGES_TO_SEE / images));
  }

  /** Whether an epoch is a whole draw of the sampler. */
  boolean wholeDraws() {
    return get(DRAWS) > 0;
  }

  int patience() {
    int patience = get(PATIENCE);
    return patience > 0 ? patience : Integer.MAX_VALUE;
  }

  int batchImages() {
    return get(BATCH_IMAGES);
  }

  Polarity polarity() {
    return get(POLARITY);
  }

  /** None if the network is one without an id. */
  @Override
  public String id() {
    return own != null && own.id().equals(ANONYMOUS) ? ANONYMOUS : super.id();
  }

  @Override
  public void check() {
    checkOptions();
    Backend.require();
    if (own == null) {
      PatchNetwork.isChosen(engine(), network());
    } else {
      Require.that(
          engine() != Engine.CPU,
          "engine",
          "automatic or samediff for a network of your own",
          "cpu");
      own.check();
      Backend.outsideWorkspaces(this::checkGradients);
    }
  }

  /** Finds out before a training reads its images whether each variable has a gradient. */
  private boolean checkGradients() {
    TrainableNetwork network = trainable();
    try (Weights weights = network.drawn(new SplittableRandom(0));
        GradientPass gradients = network.gradients(weights, loss(), new Workers(1))) {
      return gradients != null;
    }
  }

  private void checkOptions() {
    boolean unit = normalised();
    PairLoss loss = loss();
    Require.that(
        unit || loss instanceof PairLoss.Contrastive,
        "loss",
        "contrastive for embeddings that are not normalised",
        loss);
    if (loss instanceof PairLoss.Contrastive contrastive && unit && contrastive.margin() > 2) {
      throw new IllegalArgumentException(
          "margin: must be at most 2, the greatest distance of normalised embeddings, found "
              + contrastive.margin());
    }
  }

  @Override
  public TrainedEncoder train(EncoderTraining training) {
    check();
    return Backend.outsideWorkspaces(() -> new EncoderTrainer(this, training).train());
  }

  @Override
  public TrainedEncoder restore(ModelSource source) {
    Backend.require();
    return Backend.outsideWorkspaces(() -> TrainedSameDiff.restore(this, source));
  }
}
