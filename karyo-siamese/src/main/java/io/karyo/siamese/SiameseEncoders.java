package io.karyo.siamese;

import io.karyo.spi.Part;
import io.karyo.spi.PartProvider;
import io.karyo.spi.SiameseEncoder;
import java.util.Collections;
import java.util.List;

/** The Siamese encoders of this module. */
public final class SiameseEncoders {

  private SiameseEncoders() {}

  /**
   * The encoder that {@code Karyotyper.builder()} takes by itself: two of {@link #sameDiff()} side
   * by side. What a network learns depends on chance; several err less often than one.
   *
   * <p>The other {@link #preset presets} train in half of the time, or are a little better still.
   *
   * @return the default encoder, {@link Preset#BALANCED}
   */
  public static SiameseEncoder standard() {
    return ConcatenatedEncoder.STANDARD;
  }

  /**
   * The encoder of a preset, as {@code train --preset} of the command line takes it.
   *
   * <pre>{@code
   * Karyotyper.builder().encoder(SiameseEncoders.preset(Preset.FAST))
   * }</pre>
   *
   * @param preset what the training may cost
   * @return one or several of {@link #sameDiff()}
   */
  public static SiameseEncoder preset(Preset preset) {
    return preset(preset, sameDiff());
  }

  /**
   * The encoder of a preset, of networks of your own configuration.
   *
   * <pre>{@code
   * SiameseEncoders.preset(Preset.BEST, SiameseEncoders.sameDiff().epochs(20))
   * }</pre>
   *
   * @param preset what the training may cost
   * @param network what each network is trained with
   * @return the network itself, or several of it {@link #concatenated(SiameseEncoder, int)
   *     concatenated}
   */
  public static SiameseEncoder preset(Preset preset, SiameseEncoder network) {
    return preset.networks() == 1 ? network : concatenated(network, preset.networks());
  }

  /**
   * A convolutional encoder, trained on the ND4J backend of the application with any pair sampler;
   * which pairs its loss counts, see {@link SameDiffEncoder#loss}.
   *
   * @return the default configuration
   */
  public static SameDiffEncoder sameDiff() {
    return SameDiffEncoder.STANDARD;
  }

  /**
   * A deeper network than the built-in one, for {@link SameDiffEncoder#network(SameDiffNetwork)}.
   *
   * <pre>{@code
   * SiameseEncoders.sameDiff().network(SiameseEncoders.residual())
   * }</pre>
   *
   * @return the default configuration
   */
  public static ResidualNetwork residual() {
    return ResidualNetwork.STANDARD;
  }

  /**
   * Returns what makes the encoders of a model file that have networks of your own. Without
   * networks, it chooses this module where karyo-onnx is on the class path as well.
   *
   * <pre>{@code
   * Karyotyper.load(path, threads, SiameseEncoders.providers(network))
   * }</pre>
   *
   * @param networks networks with ids; they are preferred to registered ones of the same id
   * @return the providers, for {@code Karyotyper.load}
   * @throws IllegalArgumentException if a network has no id
   */
  public static List<PartProvider> providers(SameDiffNetwork... networks) {
    List<SameDiffNetwork> given = List.of(networks);
    given.forEach(network -> Part.checkId(network.id()));
    return EncoderProviders.of(given);
  }

  /**
   * Several networks of one configuration side by side: the "Con-Siamese" of Swati et al. 2017,
   * which has ten.
   *
   * <pre>{@code
   * Karyotyper.builder().encoder(SiameseEncoders.concatenated(SiameseEncoders.sameDiff(), 10))
   * }</pre>
   *
   * @param encoder what each is trained with
   * @param networks how many, 1 to 100
   * @return the encoder, as {@link #concatenated(List)} makes it
   * @throws IllegalArgumentException if the number is out of range
   */
  public static SiameseEncoder concatenated(SiameseEncoder encoder, int networks) {
    return concatenated(
        Collections.nCopies(ConcatenatedEncoder.checkCount("networks", networks), encoder));
  }

  /**
   * Several encoders side by side, of any kind. They are trained one after the other, each with a
   * seed of its own that is drawn from the training's; an embedding is theirs, one after the other.
   *
   * <p><b>Progress:</b> a listener hears of all trainings as of one: epochs and steps are counted
   * on, and those of encoders whose training has not begun are taken to be as many as those of the
   * one in training. Whether an epoch is the best is said within its encoder. <b>Finishing
   * early:</b> the encoder in training ends as it does alone; those whose training has not begun
   * are left out, so that embeddings are shorter. <b>Saving:</b> possible if all encoders can be
   * saved; with one that has no id the whole has none.
   *
   * <p><b>Thread safety:</b> immutable; the trained encoder is as safe as its parts.
   * <b>Determinism:</b> as that of the encoders.
   *
   * @param encoders the encoders, 1 to 100
   * @return the encoder, id {@code "concatenated"}; made by that id without settings it is {@link
   *     #standard()}
   * @throws IllegalArgumentException if their number is out of range
   */
  public static SiameseEncoder concatenated(List<? extends SiameseEncoder> encoders) {
    return new ConcatenatedEncoder(encoders);
  }
}
