package io.karyo.testkit.reference;

import io.karyo.spi.EmbeddingClassifier;
import io.karyo.testkit.EmbeddingClassifierContract;

class ReferenceClassifierTest extends EmbeddingClassifierContract {

  @Override
  protected EmbeddingClassifier classifier() {
    return new ReferenceClassifier();
  }

  @Override
  protected boolean drawsByChance() {
    return false;
  }
}
