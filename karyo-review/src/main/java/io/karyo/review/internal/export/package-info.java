/**
 * What can be saved of reviews: reports, karyograms, training data.
 *
 * <p>Internal: not part of the public API, and may change at any time. Other modules do not use it.
 */
@NullMarked
package io.karyo.review.internal.export;

import org.jspecify.annotations.NullMarked;
