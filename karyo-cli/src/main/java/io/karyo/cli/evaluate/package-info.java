/** The commands that measure models, on cut-out chromosomes and on photographs. */
@NullMarked
package io.karyo.cli.evaluate;

import org.jspecify.annotations.NullMarked;
