/**
 * The review of one cell: its state, what is undone, and what each action changes.
 *
 * <p>Internal: not part of the public API, and may change at any time. Other modules do not use it.
 */
@NullMarked
package io.karyo.review.internal.session;

import org.jspecify.annotations.NullMarked;
