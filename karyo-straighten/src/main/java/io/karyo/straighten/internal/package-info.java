/**
 * Silhouettes, skeletons and axes of chromosomes.
 *
 * <p>Internal: not part of the public API, and may change at any time. Other modules do not use it.
 */
@NullMarked
package io.karyo.straighten.internal;

import org.jspecify.annotations.NullMarked;
