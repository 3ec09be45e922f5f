/** Labelled chromosomes: reading them, splitting them, keeping patients apart. */
@NullMarked
package io.karyo.data;

import org.jspecify.annotations.NullMarked;
