/**
 * Reads chromosomes: values, the five plug-in interfaces and {@link io.karyo.Karyotyper}, which
 * joins them.
 *
 * <p><b>Units:</b> lengths are pixels, stain is 0 (background) to 1, probabilities are 0 to 1.
 *
 * <p><b>Thread safety:</b> records, enums and {@link io.karyo.Outcome} are immutable; other types
 * say what they are.
 */
@NullMarked
package io.karyo;

import org.jspecify.annotations.NullMarked;
