/**
 * Labelled chromosomes: reading them, splitting them, keeping patients apart.
 *
 * <p><b>Thread safety:</b> records and enums are immutable; other types say what they are.
 */
@NullMarked
package io.karyo.data;

import org.jspecify.annotations.NullMarked;
