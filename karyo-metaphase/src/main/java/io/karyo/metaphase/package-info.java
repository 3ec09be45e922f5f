/**
 * Finds and parts the chromosomes in photographs of metaphases.
 *
 * <p><b>Thread safety:</b> all types are immutable.
 */
@NullMarked
package io.karyo.metaphase;

import org.jspecify.annotations.NullMarked;
