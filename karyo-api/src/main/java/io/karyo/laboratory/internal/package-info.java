/**
 * How a model learns what its laboratory's cells look like.
 *
 * <p>Internal: not part of the public API, and may change at any time. Other modules do not use it.
 */
@NullMarked
package io.karyo.laboratory.internal;

import org.jspecify.annotations.NullMarked;
