/**
 * Synthetic chromosomes and cells with ground truth, pictures of no chromosome, and a simulated
 * crowd of annotators.
 */
@NullMarked
package io.karyo.synthetic;

import org.jspecify.annotations.NullMarked;
