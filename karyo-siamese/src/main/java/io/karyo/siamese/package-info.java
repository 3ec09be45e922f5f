/**
 * Pair samplers and Siamese encoders.
 *
 * <p><b>Thread safety:</b> records, enums and {@link io.karyo.siamese.PairLoss} are immutable;
 * other types say what they are.
 */
@NullMarked
package io.karyo.siamese;

import org.jspecify.annotations.NullMarked;
