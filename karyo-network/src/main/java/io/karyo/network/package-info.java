/**
 * The configuration of an encoder's network and of its training: layers, loss, optimizer and
 * augmentation.
 *
 * <p><b>Thread safety:</b> all types are immutable.
 */
@NullMarked
package io.karyo.network;

import org.jspecify.annotations.NullMarked;
