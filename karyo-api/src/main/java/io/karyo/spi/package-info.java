/**
 * What a plug-in needs to be found, configured, saved and restored.
 *
 * <p><b>Thread safety:</b> records and enums are immutable; other types say what they are.
 *
 * @see io.karyo.spi.PartProvider
 */
@NullMarked
package io.karyo.spi;

import org.jspecify.annotations.NullMarked;
