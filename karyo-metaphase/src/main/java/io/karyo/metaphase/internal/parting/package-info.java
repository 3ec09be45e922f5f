/**
 * Parts clusters into chromosomes in several ways, each with its cost.
 *
 * <p>Internal: not part of the public API, and may change at any time. Other modules do not use it.
 */
@NullMarked
package io.karyo.metaphase.internal.parting;

import org.jspecify.annotations.NullMarked;
