/** The commands that make and check labels: the audit and the import of karyograms. */
@NullMarked
package io.karyo.cli.labels;

import org.jspecify.annotations.NullMarked;
