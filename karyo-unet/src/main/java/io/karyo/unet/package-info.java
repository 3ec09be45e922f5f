/**
 * A segmenter that learns: a U-Net on SameDiff tells for each pixel whether it shows ground, one
 * chromosome, the contact of two or their overlap, and the shapes are found by {@code
 * io.karyo.metaphase}.
 */
@NullMarked
package io.karyo.unet;

import org.jspecify.annotations.NullMarked;
