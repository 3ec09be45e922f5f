/**
 * What several packages of this module need: reading and writing JSON, the version.
 *
 * <p>Internal: not part of the public API, and may change at any time. Other modules do not use it.
 */
@NullMarked
package io.karyo.review.internal;

import org.jspecify.annotations.NullMarked;
