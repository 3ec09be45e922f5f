/**
 * The page on which a person reviews cells: its document, its state as JSON, its pictures.
 *
 * <p>Internal: not part of the public API, and may change at any time. Other modules do not use it.
 */
@NullMarked
package io.karyo.review.internal.page;

import org.jspecify.annotations.NullMarked;
