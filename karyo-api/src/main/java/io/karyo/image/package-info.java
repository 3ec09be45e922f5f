/**
 * Images of single chromosomes, with their background and polarity.
 *
 * <p><b>Thread safety:</b> all types are immutable.
 */
@NullMarked
package io.karyo.image;

import org.jspecify.annotations.NullMarked;
