/**
 * Value types: chromosome types, cells, straightened chromosomes, embeddings and results.
 *
 * <p><b>Thread safety:</b> records, enums and {@link io.karyo.chromosome.Outcome} are immutable;
 * other types state theirs.
 */
@NullMarked
package io.karyo.chromosome;

import org.jspecify.annotations.NullMarked;
