/** The methods that Swati et al. 2017 compare their Siamese networks with, for comparisons only. */
@NullMarked
package io.karyo.siamese.baseline;

import org.jspecify.annotations.NullMarked;
