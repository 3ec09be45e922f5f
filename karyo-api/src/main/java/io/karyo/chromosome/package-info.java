/**
 * Values: types, cells, straightened chromosomes, embeddings and the answers about them.
 *
 * <p><b>Thread safety:</b> records, enums and {@link io.karyo.chromosome.Outcome} are immutable;
 * other types state theirs.
 */
@NullMarked
package io.karyo.chromosome;

import org.jspecify.annotations.NullMarked;
