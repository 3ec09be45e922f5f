/**
 * What a plug-in needs to be found, configured, saved and restored.
 *
 * @see io.karyo.spi.PartProvider
 */
@NullMarked
package io.karyo.spi;

import org.jspecify.annotations.NullMarked;
