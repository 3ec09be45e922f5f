/** The classes of pixels, by which a segmenter can be guided. */
@NullMarked
package io.karyo.metaphase.pixels;

import org.jspecify.annotations.NullMarked;
