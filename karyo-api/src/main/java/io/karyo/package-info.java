/**
 * The entry points: {@link io.karyo.Karyotyper} combines the five parts, and {@link
 * io.karyo.Karyotype} is its result for a whole cell.
 *
 * <p><b>Units:</b> lengths are pixels, stain is 0 (background) to 1, probabilities are 0 to 1.
 *
 * <p><b>Thread safety:</b> records and enums are immutable; other types state theirs.
 */
@NullMarked
package io.karyo;

import org.jspecify.annotations.NullMarked;
