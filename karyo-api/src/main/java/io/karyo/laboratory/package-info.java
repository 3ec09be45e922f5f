/** Whether cells look like those that a model learned from. */
@NullMarked
package io.karyo.laboratory;

import org.jspecify.annotations.NullMarked;
