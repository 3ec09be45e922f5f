/**
 * What is found in the photograph of a metaphase: regions, clusters and the ways to part them.
 *
 * <p><b>Units:</b> px of the photograph; the top left pixel is (0, 0), x to the right, y down.
 * <b>Thread safety:</b> all types are immutable.
 */
@NullMarked
package io.karyo.photo;

import org.jspecify.annotations.NullMarked;
