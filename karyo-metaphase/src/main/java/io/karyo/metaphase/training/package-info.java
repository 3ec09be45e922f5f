/**
 * Examples from which classifiers of pixels learn, and composed photographs by which segmenters are
 * measured.
 *
 * <p><b>Thread safety:</b> all types are immutable.
 */
@NullMarked
package io.karyo.metaphase.training;

import org.jspecify.annotations.NullMarked;
