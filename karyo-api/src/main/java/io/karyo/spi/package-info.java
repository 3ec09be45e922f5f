/**
 * The plug-in interfaces and their inputs, and how parts are found, saved and restored.
 *
 * <p><b>Thread safety:</b> records and enums are immutable; other types state theirs.
 *
 * @see io.karyo.spi.PartProvider
 */
@NullMarked
package io.karyo.spi;

import org.jspecify.annotations.NullMarked;
