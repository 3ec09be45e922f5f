package io.karyo.classify.karyotype;

import io.karyo.model.ModelFormatException;
import io.karyo.model.Settings;
import java.util.stream.IntStream;

/**
 * The numbers that an assigner works with. Costs and prices are negative natural logarithms of
 * probabilities.
 *
 * @param wayWeight how much the ratio of the distances to the nearest mean, as it lies and turned,
 *     tells of which way up a chromosome lies
 * @param polarityWeights of the difference of distances, and of the fit of the profile, for a
 *     chromosome of a known type
 * @param homologueWeights those of {@link HomologueSimilarity}
 * @param homologueShare how much the likeness of homologues counts
 * @param price of one chromosome too many and another missing
 * @param markerPrice of calling the most typical chromosome a marker rather than one too many
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record AssignerParameters(
    double wayWeight,
    double[] polarityWeights,
    double[] homologueWeights,
    double homologueShare,
    double price,
    double markerPrice) {

  static final int POLARITY_FEATURES = 2;

  private static final String WAY_WEIGHT = "wayRatioWeight";

  /** The same for the difference of the distances: in files of before. */
  private static final String OLD_WAY_WEIGHT = "wayWeight";

  private static final double USUAL_WAY_WEIGHT = 4;

  /**
   * Numbers that are being found. They begin as round ones near those of real data sets, which a
   * model without validation cells keeps.
   */
  static final class Draft {
    double wayWeight = USUAL_WAY_WEIGHT;
    double[] polarityWeights = {20, 4};
    double[] homologueWeights = HomologueSimilarity.NONE.weights();
    double homologueShare;
    double price = 8;
    double markerPrice = 20;

    AssignerParameters build() {
      return new AssignerParameters(
          wayWeight, polarityWeights, homologueWeights, homologueShare, price, markerPrice);
    }
  }

  Settings settings() {
    Settings settings =
        Settings.EMPTY
            .with(WAY_WEIGHT, wayWeight)
            .with("homologueShare", homologueShare)
            .with("price", price)
            .with("markerPrice", markerPrice);
    settings = with(settings, "polarity", polarityWeights);
    return with(settings, "homologue", homologueWeights);
  }

  private static Settings with(Settings settings, String name, double[] weights) {
    Settings all = settings;
    for (int i = 0; i < weights.length; i++) {
      all = all.with(name + i, weights[i]);
    }
    return all;
  }

  static AssignerParameters of(Settings state) {
    return new AssignerParameters(
        wayWeight(state),
        numbers(state, "polarity", POLARITY_FEATURES),
        numbers(state, "homologue", HomologueSimilarity.FEATURES),
        number(state, "homologueShare"),
        number(state, "price"),
        number(state, "markerPrice"));
  }

  private static double wayWeight(Settings state) {
    if (state.names().contains(WAY_WEIGHT)) {
      return number(state, WAY_WEIGHT);
    }
    return number(state, OLD_WAY_WEIGHT) > 0 ? USUAL_WAY_WEIGHT : 0;
  }

  private static double[] numbers(Settings state, String name, int count) {
    return IntStream.range(0, count).mapToDouble(i -> number(state, name + i)).toArray();
  }

  private static double number(Settings state, String name) {
    double number = state.number(name, Double.NaN);
    if (!(Math.abs(number) < 1e6)) {
      throw new ModelFormatException(name + ": must be a number below a million, found " + number);
    }
    return number;
  }
}
