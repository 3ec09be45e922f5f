/**
 * Images of single chromosomes: reading them, their background and which way up they lie.
 *
 * <p><b>Thread safety:</b> all types are immutable.
 */
@NullMarked
package io.karyo.image;

import org.jspecify.annotations.NullMarked;
