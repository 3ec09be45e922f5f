/** Karyograms: a karyotype as a picture. */
@NullMarked
package io.karyo.classify.karyogram;

import org.jspecify.annotations.NullMarked;
