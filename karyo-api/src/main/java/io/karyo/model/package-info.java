/**
 * What parts save and restore: settings, and arrays and states of a model file.
 *
 * <p><b>Thread safety:</b> {@link io.karyo.model.Settings} is immutable; other types state theirs.
 */
@NullMarked
package io.karyo.model;

import org.jspecify.annotations.NullMarked;
