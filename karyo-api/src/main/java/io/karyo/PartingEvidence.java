package io.karyo;

/**
 * What speaks against a parting of a cluster; {@link PartingWeights} make one price of it.
 *
 * @param shape the segmenter's cost
 * @param untypical how untypical the pieces look: the sum of the negative logarithms of their
 *     typicalities
 * @param chromosomes the number of pieces
 * @param dirt 1 if the whole cluster is taken for dirt, 0 otherwise
 * @param types the price of the pieces' types: in a cell the assigner's, of a cluster by itself how
 *     doubtful they are
 */
record PartingEvidence(
    double shape, double untypical, double chromosomes, double dirt, double types) {

  PartingEvidence withTypes(double price) {
    return new PartingEvidence(shape, untypical, chromosomes, dirt, types + price);
  }

  double[] toArray() {
    return new double[] {shape, untypical, chromosomes, dirt, types};
  }
}
