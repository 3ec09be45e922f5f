/**
 * Pair samplers: which pairs of images a Siamese encoder learns from.
 *
 * <p><b>Thread safety:</b> samplers are immutable.
 */
@NullMarked
package io.karyo.siamese.pairs;

import org.jspecify.annotations.NullMarked;
