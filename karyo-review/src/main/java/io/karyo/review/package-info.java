/** The review of karyotypes by a person: what is corrected, kept, shown and exported. */
@NullMarked
package io.karyo.review;

import org.jspecify.annotations.NullMarked;
