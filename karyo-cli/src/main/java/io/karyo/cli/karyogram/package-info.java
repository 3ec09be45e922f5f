/** The commands that find karyotypes: as a karyogram, and as a page for a review. */
@NullMarked
package io.karyo.cli.karyogram;

import org.jspecify.annotations.NullMarked;
