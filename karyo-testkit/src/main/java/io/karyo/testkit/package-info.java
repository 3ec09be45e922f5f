/** Contracts of the plug-in interfaces, and synthetic chromosomes with ground truth. */
@NullMarked
package io.karyo.testkit;

import org.jspecify.annotations.NullMarked;
