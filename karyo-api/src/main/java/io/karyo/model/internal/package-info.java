/**
 * The model file: a zip with a manifest, and its reader.
 *
 * <p>Internal: not part of the public API, and may change at any time. Other modules do not use it.
 */
@NullMarked
package io.karyo.model.internal;

import org.jspecify.annotations.NullMarked;
