/** How good predictions are. */
@NullMarked
package io.karyo.metrics;

import org.jspecify.annotations.NullMarked;
