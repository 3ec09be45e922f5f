/**
 * Karyograms of a laboratory's archive, cut into labelled chromosomes: {@link
 * io.karyo.archive.KaryogramReader}.
 */
@NullMarked
package io.karyo.archive;

import org.jspecify.annotations.NullMarked;
