/**
 * The actions of a review in files: its journal, and a saved review.
 *
 * <p>Internal: not part of the public API, and may change at any time. Other modules do not use it.
 */
@NullMarked
package io.karyo.review.internal.journal;

import org.jspecify.annotations.NullMarked;
