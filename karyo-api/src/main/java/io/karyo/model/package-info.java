/**
 * Saving and restoring of parts: their settings, and the arrays and states in a model file.
 *
 * <p><b>Thread safety:</b> {@link io.karyo.model.Settings} is immutable; other types state theirs.
 */
@NullMarked
package io.karyo.model;

import org.jspecify.annotations.NullMarked;
