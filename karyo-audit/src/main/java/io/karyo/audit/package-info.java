/** Finds labels of a data set that are probably wrong, and proposes better ones. */
@NullMarked
package io.karyo.audit;

import org.jspecify.annotations.NullMarked;
