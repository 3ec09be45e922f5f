package io.karyo.siamese;

/** The Siamese encoders of this module. */
public final class SiameseEncoders {

  private SiameseEncoders() {}

  /**
   * A convolutional encoder, trained with SameDiff on the ND4J backend of the application.
   *
   * @return the default configuration
   */
  public static SameDiffEncoder sameDiff() {
    return SameDiffEncoder.STANDARD;
  }
}
