package io.karyo.network;

import java.util.Locale;

/** What computes a network: its embeddings, its loss and the gradients of its training. */
public enum Engine {
  /** The faster one: {@link #CPU} on ND4J's CPU backend, {@link #SAMEDIFF} on others. */
  AUTOMATIC,

  /** SameDiff graphs for training and ND4J's convolutions for embeddings. Runs on every backend. */
  SAMEDIFF,

  /**
   * Products of matrices of patches, in shards of a batch that several threads share. Runs on
   * ND4J's CPU backend only, with the same bits for any number of threads.
   */
  CPU;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
