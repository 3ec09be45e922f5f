package io.karyo;

import io.karyo.model.Require;
import io.karyo.model.Settings;

/**
 * How much each kind of {@link PartingEvidence} counts.
 *
 * @param shape of the segmenter's costs, positive
 * @param untypical of looks, positive
 * @param chromosome of each piece, negative: less than shapes have for it
 * @param dirt of taking a cluster for dirt, negative: less than shapes have for that
 * @param types of the price of types, positive
 */
record PartingWeights(
    double shape, double untypical, double chromosome, double dirt, double types) {

  PartingWeights {
    Require.positive("shape", shape);
    Require.positive("untypical", untypical);
    Require.that(
        chromosome < 0 && Double.isFinite(chromosome), "chromosome", "negative", chromosome);
    Require.that(dirt < 0 && Double.isFinite(dirt), "dirt", "negative", dirt);
    Require.positive("types", types);
  }

  static PartingWeights of(double[] weights) {
    return new PartingWeights(weights[0], weights[1], weights[2], weights[3], weights[4]);
  }

  double[] toArray() {
    return new double[] {shape, untypical, chromosome, dirt, types};
  }

  double price(PartingEvidence evidence) {
    return price(toArray(), evidence.toArray());
  }

  /** The same of weights and evidence as arrays. */
  static double price(double[] weights, double[] evidence) {
    double price = 0;
    for (int k = 0; k < weights.length; k++) {
      price += weights[k] * evidence[k];
    }
    return price;
  }

  Settings settings() {
    return Settings.EMPTY
        .with("shape", shape)
        .with("untypical", untypical)
        .with("chromosome", chromosome)
        .with("dirt", dirt)
        .with("types", types);
  }

  /** Restores weights; those that are missing are the other ones. */
  static PartingWeights of(Settings settings, PartingWeights other) {
    return new PartingWeights(
        settings.number("shape", other.shape),
        settings.number("untypical", other.untypical),
        settings.number("chromosome", other.chromosome),
        settings.number("dirt", other.dirt),
        settings.number("types", other.types));
  }
}
