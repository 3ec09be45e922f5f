/**
 * Siamese encoders and their training.
 *
 * <p><b>Thread safety:</b> records and enums are immutable; other types state theirs.
 */
@NullMarked
package io.karyo.siamese;

import org.jspecify.annotations.NullMarked;
