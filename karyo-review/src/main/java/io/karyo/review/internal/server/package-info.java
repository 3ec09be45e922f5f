/**
 * Requests of the page: who may ask, and what is answered.
 *
 * <p>Internal: not part of the public API, and may change at any time. Other modules do not use it.
 */
@NullMarked
package io.karyo.review.internal.server;

import org.jspecify.annotations.NullMarked;
