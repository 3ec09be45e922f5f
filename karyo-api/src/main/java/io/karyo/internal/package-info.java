/**
 * What several packages of this module need: reading files, and pairing.
 *
 * <p>Internal: not part of the public API, and may change at any time. Other modules do not use it.
 */
@NullMarked
package io.karyo.internal;

import org.jspecify.annotations.NullMarked;
