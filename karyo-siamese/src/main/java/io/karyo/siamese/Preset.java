package io.karyo.siamese;

import java.util.Locale;

/** What a training may cost: how many networks {@link SiameseEncoders#preset} trains. */
public enum Preset {
  /** One network: half the time of {@link #BALANCED}. */
  FAST(1),
  /** Two networks, the default of the library. */
  BALANCED(2),
  /** Five networks: two and a half times the time of {@link #BALANCED}. */
  BEST(5);

  private final int networks;

  Preset(int networks) {
    this.networks = networks;
  }

  /** {@return how many networks are trained, one after the other; at least 1} */
  public int networks() {
    return networks;
  }

  /** Returns the preset as the command line names it, for example {@code fast}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
