/** Straightens bent chromosomes. */
@NullMarked
package io.karyo.straighten;

import org.jspecify.annotations.NullMarked;
