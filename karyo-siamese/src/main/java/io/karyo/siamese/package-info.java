/** Pair samplers and Siamese encoders. */
@NullMarked
package io.karyo.siamese;

import org.jspecify.annotations.NullMarked;
