package io.karyo.onnx;

import io.karyo.model.ModelFormatException;
import io.karyo.model.ModelSource;
import io.karyo.model.Require;
import io.karyo.model.Setting;
import io.karyo.model.Settings;
import io.karyo.spi.AbstractPart;
import io.karyo.spi.EncoderTraining;
import io.karyo.spi.SiameseEncoder;
import io.karyo.spi.TrainedEncoder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An encoder whose network was trained elsewhere, for example in PyTorch, and comes as an ONNX
 * file. A training takes it as it is; karyo's classifiers and karyotypes learn on its embeddings.
 *
 * <p><b>Shapes:</b> the network has one input, {@code [n, channels, height, width]} of 32-bit
 * floats with 1 or 3 channels, and an output {@code [n, size]}, or with further dimensions of 1.
 * {@code n} is variable or 1. A straightened chromosome is stretched to height × width with a
 * triangle filter, as Pillow's and torchvision's antialiased bilinear resizing does it. Its stain
 * is 0 (background) to 1.
 *
 * <p><b>Saving:</b> a model file holds the whole network, so it can be loaded without the ONNX
 * file.
 *
 * <p><b>Errors:</b> {@link ModelFormatException} if the file, an input or an output is not as
 * described; the message states which.
 *
 * <p><b>Thread safety:</b> immutable; each method returns a changed copy. The trained encoder is
 * safe for concurrent calls. <b>Determinism:</b> each image is computed by itself, so its embedding
 * does not depend on others; other versions of ONNX Runtime and other processors round otherwise.
 */
public final class OnnxEncoder extends AbstractPart implements SiameseEncoder {

  static final String ID = "onnx";

  private static final int MAX_SIDE = 4096;

  private static final Setting<String> INPUT = Setting.text("input", "");
  private static final Setting<String> OUTPUT = Setting.text("output", "");
  private static final Setting<Integer> HEIGHT = Setting.integer("height", 0, 0, MAX_SIDE);
  private static final Setting<Integer> WIDTH = Setting.integer("width", 0, 0, MAX_SIDE);
  private static final Setting<Double> MEAN =
      Setting.number(
          "mean",
          0,
          (name, value) -> Require.that(Double.isFinite(value), name, "a finite number", value));
  private static final Setting<Double> DEVIATION =
      Setting.number("deviation", 1, Require::positive);
  private static final Setting<Boolean> INVERTED = Setting.flag("inverted", false);
  private static final Setting<Boolean> KEEPS_SHAPE = Setting.flag("keepsShape", false);

  private final byte @Nullable [] network;
  private final SessionSetup setup;

  OnnxEncoder(Settings given) {
    this(given, null, UnchangedSession.SETUP);
  }

  OnnxEncoder(Settings given, byte @Nullable [] network, SessionSetup setup) {
    super(ID, given, INPUT, OUTPUT, HEIGHT, WIDTH, MEAN, DEVIATION, INVERTED, KEEPS_SHAPE);
    this.network = network;
    this.setup = setup;
  }

  private <T> OnnxEncoder with(Setting<T> setting, T value) {
    return new OnnxEncoder(settings().with(setting, value), network, setup);
  }

  /**
   * Names the network's input.
   *
   * @param name the input's name in the file; by default the only one
   * @return the changed encoder
   */
  public OnnxEncoder input(String name) {
    return with(INPUT, name);
  }

  /**
   * Names the output that is the embedding.
   *
   * @param name the output's name in the file; by default the first one
   * @return the changed encoder
   */
  public OnnxEncoder output(String name) {
    return with(OUTPUT, name);
  }

  /**
   * Sets the size of the images, for a network that takes any.
   *
   * @param height rows, 1 to 4096; by default as the file states
   * @param width columns, 1 to 4096; by default as the file states
   * @return the changed encoder
   * @throws IllegalArgumentException if a side is out of range
   */
  public OnnxEncoder image(int height, int width) {
    Require.inRange("height", height, 1, MAX_SIDE);
    Require.inRange("width", width, 1, MAX_SIDE);
    return with(HEIGHT, height).with(WIDTH, width);
  }

  /**
   * Sets how the network was fed: {@code (value − mean) ÷ deviation}, the same for each channel.
   *
   * @param mean what is subtracted, default 0
   * @param deviation what it is divided by, above 0, default 1
   * @return the changed encoder
   * @throws IllegalArgumentException if a number is not finite or the deviation not above 0
   */
  public OnnxEncoder normalised(double mean, double deviation) {
    return with(MEAN, mean).with(DEVIATION, deviation);
  }

  /**
   * Sets whether the network was trained on dark chromosomes on white: a value is then 1 − stain.
   *
   * @param inverted default false
   * @return the changed encoder
   */
  public OnnxEncoder inverted(boolean inverted) {
    return with(INVERTED, inverted);
  }

  /**
   * Sets whether an image keeps its shape, with background at the sides that are too short, in
   * place of being stretched to the network's.
   *
   * @param keepsShape default false
   * @return the changed encoder
   */
  public OnnxEncoder keepsShape(boolean keepsShape) {
    return with(KEEPS_SHAPE, keepsShape);
  }

  /**
   * Sets up the sessions of ONNX Runtime. The choice belongs to the application and is not stored:
   * to load a model with it, pass this encoder to {@code Karyotyper.load}.
   *
   * @param setup changes the options, default none
   * @return the changed encoder
   */
  public OnnxEncoder session(SessionSetup setup) {
    return new OnnxEncoder(settings(), network, Objects.requireNonNull(setup, "setup"));
  }

  String input() {
    return get(INPUT);
  }

  String output() {
    return get(OUTPUT);
  }

  int height() {
    return get(HEIGHT);
  }

  int width() {
    return get(WIDTH);
  }

  ImageInput imageInput(int height, int width, int channels) {
    return new ImageInput(
        height,
        width,
        channels,
        get(MEAN).floatValue(),
        get(DEVIATION).floatValue(),
        get(INVERTED),
        get(KEEPS_SHAPE));
  }

  SessionSetup setup() {
    return setup;
  }

  @Override
  public void check() {
    open().close();
  }

  /** Opens the network. */
  TrainedEncoder open() {
    if (network == null) {
      throw new IllegalArgumentException(
          "network: must be given to train with encoder 'onnx', found none; see"
              + " OnnxEncoders.frozen");
    }
    return TrainedOnnx.of(this, network);
  }

  @Override
  public TrainedEncoder train(EncoderTraining training) {
    training.cancellation().shouldFinish();
    return open();
  }

  @Override
  public TrainedEncoder restore(ModelSource source) {
    byte[] stored = StoredBytes.read(source);
    OnnxFile.check(stored);
    return TrainedOnnx.of(this, stored);
  }
}
