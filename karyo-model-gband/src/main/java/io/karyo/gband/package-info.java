/**
 * A trained model for G-banded chromosomes.
 *
 * <p>Not for diagnosis. Its data, licence and figures are described in {@code MODEL-CARD.md},
 * beside the model in this jar.
 */
@NullMarked
package io.karyo.gband;

import org.jspecify.annotations.NullMarked;
