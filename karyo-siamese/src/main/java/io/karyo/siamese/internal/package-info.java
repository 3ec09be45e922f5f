/**
 * The engines that train and compute networks.
 *
 * <p>Internal: not part of the public API, and may change at any time. Other modules do not use it.
 */
@NullMarked
package io.karyo.siamese.internal;

import org.jspecify.annotations.NullMarked;
