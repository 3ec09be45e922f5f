/**
 * Labelled chromosomes: reading data sets and splitting them by patient.
 *
 * <p><b>Thread safety:</b> records and enums are immutable; other types state theirs.
 */
@NullMarked
package io.karyo.data;

import org.jspecify.annotations.NullMarked;
