package io.karyo.cli.common;

import io.karyo.Karyotyper;
import io.karyo.model.Require;
import io.karyo.model.Settings;
import io.karyo.network.Engine;
import io.karyo.siamese.Preset;
import io.karyo.siamese.SameDiffEncoder;
import io.karyo.siamese.SameDiffNetwork;
import io.karyo.siamese.SiameseEncoders;
import io.karyo.spi.Part;
import io.karyo.spi.PartKind;
import io.karyo.spi.Parts;
import io.karyo.spi.Segmenter;
import io.karyo.spi.SiameseEncoder;
import io.karyo.unet.NetworkSegmenter;
import java.util.Iterator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which parts to train with. Those of plug-ins on the class path are offered like built-in ones.
 */
public final class PartOptions {

  private static final String KNOWN = "one of: ${COMPLETION-CANDIDATES}.";

  @Option(
      names = "--segmenter",
      paramLabel = "SEGMENTER",
      completionCandidates = SegmenterIds.class,
      description = "With photographs: the segmenter, " + KNOWN + " Default network.")
  private @Nullable String segmenter;

  @Option(
      names = "--straightener",
      paramLabel = "STRAIGHTENER",
      completionCandidates = StraightenerIds.class,
      description = "The straightener, " + KNOWN)
  private @Nullable String straightener;

  @Option(
      names = "--sampler",
      paramLabel = "SAMPLER",
      completionCandidates = SamplerIds.class,
      description =
          "The sampler of pairs, "
              + KNOWN
              + " The default encoder learns from all pairs of a batch, so the sampler only decides"
              + " which images form a batch.")
  private @Nullable String sampler;

  @Option(
      names = "--encoder",
      paramLabel = "ENCODER",
      completionCandidates = EncoderIds.class,
      description = "The encoder, " + KNOWN)
  private @Nullable String encoder;

  @Option(
      names = "--preset",
      description =
          "The number of networks to train, if no encoder is named: fast (1), balanced (2) or best"
              + " (5, the most accurate); default balanced.")
  private @Nullable Preset preset;

  @Option(
      names = "--classifier",
      paramLabel = "CLASSIFIER",
      completionCandidates = ClassifierIds.class,
      description = "The classifier of embeddings, " + KNOWN)
  private @Nullable String classifier;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "The number of epochs of each network. An epoch processes about as many images as the"
              + " training data has, with any sampler. By default the epochs together process"
              + " 700,000 images, with 10 to 400 epochs.")
  private @Nullable Integer epochs;

  @Option(
      names = "--engine",
      description =
          "The engine that computes the networks, if no encoder is named: automatic, samediff or"
              + " cpu; default automatic. Their results differ only by rounding.")
  private @Nullable Engine engine;

  @Option(
      names = "--network",
      paramLabel = "NETWORK",
      completionCandidates = NetworkIds.class,
      description =
          "The network built in SameDiff that is trained in place of the default one, if no encoder"
              + " is named, "
              + KNOWN)
  private @Nullable String network;

  /**
   * Returns whether a part or a setting of one was named.
   *
   * @return whether any of these options was given
   */
  public boolean named() {
    return Stream.of(
            segmenter, straightener, sampler, encoder, preset, classifier, epochs, engine, network)
        .anyMatch(Objects::nonNull);
  }

  /**
   * Sets the parts that were named.
   *
   * @param builder takes the parts
   * @return the same
   * @throws IllegalArgumentException if an id or a setting is unknown; lists the known ones
   */
  public Karyotyper.Builder configure(Karyotyper.Builder builder) {
    if (epochs != null) {
      Require.atLeast("--epochs", epochs, 1);
    }
    if (straightener != null) {
      builder.straightener(part(PartKind.STRAIGHTENER, straightener));
    }
    if (sampler != null) {
      builder.pairSampler(part(PartKind.PAIR_SAMPLER, sampler));
    }
    if (Stream.of(encoder, epochs, preset, engine, network).anyMatch(Objects::nonNull)) {
      builder.encoder(encoder());
    }
    if (classifier != null) {
      builder.classifier(part(PartKind.CLASSIFIER, classifier));
    }
    return builder;
  }

  /**
   * Returns whether a segmenter was named.
   *
   * @return whether the option was given
   */
  public boolean namesSegmenter() {
    return segmenter != null;
  }

  /**
   * Returns the segmenter that learns from photographs.
   *
   * @return the named one or, if none was, the default
   */
  public Segmenter segmenter() {
    return segmenter == null ? NetworkSegmenter.standard() : part(PartKind.SEGMENTER, segmenter);
  }

  private SiameseEncoder encoder() {
    if (encoder != null && preset != null) {
      throw new IllegalArgumentException("--preset: must not be given with --encoder");
    }
    if (encoder != null && engine != null) {
      throw new IllegalArgumentException("--engine: must not be given with --encoder");
    }
    if (encoder != null && network != null) {
      throw new IllegalArgumentException("--network: must not be given with --encoder");
    }
    if (encoder != null && epochs != null && encoder.equals("concatenated")) {
      throw new IllegalArgumentException(
          "--epochs: must not be given with --encoder concatenated, which has none of its own; name"
              + " a preset instead");
    }
    if (encoder != null) {
      Settings settings = epochs == null ? Settings.EMPTY : Settings.EMPTY.with("epochs", epochs);
      return Parts.create(PartKind.ENCODER, encoder, settings);
    }
    SameDiffEncoder standard =
        SiameseEncoders.sameDiff().engine(engine == null ? Engine.AUTOMATIC : engine);
    SameDiffEncoder chosen =
        network == null
            ? standard
            : standard.network(Parts.create(SameDiffNetwork.KIND, network, Settings.EMPTY));
    return SiameseEncoders.preset(
        preset == null ? Preset.BALANCED : preset, epochs == null ? chosen : chosen.epochs(epochs));
  }

  private static <P extends Part> P part(PartKind<P> kind, String id) {
    return Parts.create(kind, id, Settings.EMPTY);
  }

  /** The ids that may be given, for the help. */
  private abstract static class Ids implements Iterable<String> {
    private final PartKind<?> kind;

    Ids(PartKind<?> kind) {
      this.kind = kind;
    }

    @Override
    public Iterator<String> iterator() {
      return Parts.ids(kind).iterator();
    }
  }

  static final class SegmenterIds extends Ids {
    SegmenterIds() {
      super(PartKind.SEGMENTER);
    }
  }

  /** The ids of straighteners. */
  public static final class StraightenerIds extends Ids {
    StraightenerIds() {
      super(PartKind.STRAIGHTENER);
    }
  }

  static final class SamplerIds extends Ids {
    SamplerIds() {
      super(PartKind.PAIR_SAMPLER);
    }
  }

  static final class EncoderIds extends Ids {
    EncoderIds() {
      super(PartKind.ENCODER);
    }
  }

  static final class NetworkIds extends Ids {
    NetworkIds() {
      super(SameDiffNetwork.KIND);
    }
  }

  static final class ClassifierIds extends Ids {
    ClassifierIds() {
      super(PartKind.CLASSIFIER);
    }
  }
}
