package io.karyo.siamese.network;

/** What the distance between the embeddings of a pair costs. */
public sealed interface PairLoss {

  /**
   * The contrastive loss on D = ‖f(a) − f(b)‖₂: ½·D² for a similar pair, ½·max(m − D, 0)² for a
   * dissimilar one; the mean over the pairs. Hadsell, Chopra, LeCun 2006; Swati et al. 2017,
   * equations 3 to 6.
   *
   * @param margin m, the distance at which a dissimilar pair costs nothing; more than 0, and at
   *     most 2 for normalised embeddings, which are never farther apart
   */
  record Contrastive(double margin) implements PairLoss {
    public Contrastive {
      if (!(margin > 0 && Double.isFinite(margin))) {
        throw new IllegalArgumentException("margin: must be more than 0, found " + margin);
      }
    }
  }

  /**
   * The supervised contrastive loss on S = f(a)·f(b): for each image with a similar partner, the
   * mean over its similar pairs of −log(exp(S/τ) ÷ Σ exp(S/τ) over all its pairs). Khosla et al.
   * 2020, equation 2 (L_out). Its pairs are all pairs of a batch's images or, if the pair sampler
   * works in groups, those that were drawn. Hard pairs weigh most by themselves.
   *
   * @param temperature τ, more than 0
   */
  record SupervisedContrastive(double temperature) implements PairLoss {
    public SupervisedContrastive {
      if (!(temperature >= 0.01 && temperature <= 10)) {
        throw new IllegalArgumentException("temperature: must be 0.01 to 10, found " + temperature);
      }
    }
  }

  /**
   * The contrastive loss.
   *
   * @param margin the distance at which a dissimilar pair costs nothing; 0.5 in the paper
   * @return the loss
   * @throws IllegalArgumentException if the margin is not more than 0
   */
  static PairLoss contrastive(double margin) {
    return new Contrastive(margin);
  }

  /**
   * The supervised contrastive loss, for normalised embeddings only.
   *
   * @param temperature 0.01 to 10; 0.1 is usual
   * @return the loss
   * @throws IllegalArgumentException if the temperature is out of range
   */
  static PairLoss supervisedContrastive(double temperature) {
    return new SupervisedContrastive(temperature);
  }
}
