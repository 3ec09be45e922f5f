/**
 * What stands out from the ground of a photograph: pieces of chromosomes, and other things.
 *
 * <p>Internal: not part of the public API, and may change at any time. Other modules do not use it.
 */
@NullMarked
package io.karyo.metaphase.internal.scene;

import org.jspecify.annotations.NullMarked;
