/** The assigner that finds the karyotype of a whole cell. */
@NullMarked
package io.karyo.classify.karyotype;

import org.jspecify.annotations.NullMarked;
