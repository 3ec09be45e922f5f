package io.karyo.siamese;

import io.karyo.chromosome.CellScale;
import io.karyo.chromosome.ChromosomeType;
import io.karyo.chromosome.Ideogram;
import io.karyo.network.NetworkInput;
import io.karyo.network.Optimizer;
import io.karyo.network.PolarityPrototypes;
import io.karyo.samediff.Weights;
import io.karyo.spi.EncoderTraining;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the training of an encoder begins with.
 *
 * @param anchor the weights it begins with and is drawn back to; null for weights that are drawn
 * @param prototypes show which way up a chromosome lies; null if nothing does, or all lie the same
 *     way
 * @param wholeDraws whether an epoch is a draw of the sampler
 */
record EncoderStart(
    @Nullable Weights anchor,
    @Nullable PolarityPrototypes prototypes,
    NetworkInput.Reference reference,
    boolean anyPolarity,
    Optimizer optimizer,
    int epochs,
    boolean wholeDraws) {

  /** An adaptation takes small steps, and each draws the weights back to where they began. */
  private static final Optimizer ADAPTATION = Optimizer.adam(6e-4, 30);

  /** One more epoch for so many images: what few of them teach is soon learned by heart. */
  private static final int IMAGES_PER_ADAPTATION_EPOCH = 5;

  /** Of many images fewer epochs suffice: an adaptation shows about so many in all. */
  private static final int IMAGES_OF_ADAPTATION = 16_000;

  private static final int MIN_ADAPTATION_EPOCHS = 5;

  static EncoderStart fresh(
      SameDiffEncoder configuration,
      List<EncoderTraining.Example> examples,
      List<NetworkInput> specimens) {
    return new EncoderStart(
        null,
        null,
        reference(specimens),
        switch (configuration.polarity()) {
          case UPRIGHT -> false;
          case ANY -> true;
          case AUTOMATIC ->
              !Ideogram.areUpright(
                  examples.stream().map(example -> example.chromosome().straightened()).toList(),
                  examples.stream().map(EncoderTraining.Example::type).toList());
        },
        configuration.optimizer(),
        configuration.epochsFor(specimens.size()),
        configuration.wholeDraws());
  }

  private static NetworkInput.Reference reference(List<NetworkInput> specimens) {
    return new NetworkInput.Reference(
        typical(specimens, CellScale::medianLength, NetworkInput::length),
        typical(specimens, CellScale::medianArea, NetworkInput::area),
        typical(specimens, CellScale::medianStain, NetworkInput::meanStain),
        specimens.stream().anyMatch(specimen -> specimen.scale().isPresent()));
  }

  private static double typical(
      List<NetworkInput> specimens,
      ToDoubleFunction<CellScale> ofCell,
      ToDoubleFunction<NetworkInput> ofSpecimen) {
    double[] sizes =
        specimens.stream()
            .flatMap(specimen -> specimen.scale().stream())
            .mapToDouble(ofCell)
            .sorted()
            .toArray();
    if (sizes.length == 0) {
      sizes = specimens.stream().mapToDouble(ofSpecimen).sorted().toArray();
    }
    return sizes[sizes.length / 2];
  }

  /** Begins with an encoder; lone chromosomes are measured against the cells of the laboratory. */
  static EncoderStart from(TrainedSameDiff adapted, List<NetworkInput> specimens) {
    int images = specimens.size();
    int epochs = Math.min(images / IMAGES_PER_ADAPTATION_EPOCH, IMAGES_OF_ADAPTATION / images);
    NetworkInput.Reference here = reference(specimens);
    NetworkInput.Reference known = adapted.state().reference();
    return new EncoderStart(
        adapted.weights(),
        adapted.state().prototypes(),
        here.scales() && known.scales() ? here : known,
        adapted.state().prototypes() != null,
        ADAPTATION,
        Math.max(MIN_ADAPTATION_EPOCHS, epochs),
        false);
  }

  /** Says which specimens to turn so that all of a type lie the same way, as far as is known. */
  boolean[] turns(List<NetworkInput> specimens, List<ChromosomeType> types, int height, int width) {
    return anyPolarity && anchor == null
        ? ProfileAlignment.turns(specimens, types, height, width)
        : new boolean[specimens.size()];
  }
}
