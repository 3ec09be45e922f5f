/** Table 1 of Swati et al. 2017, made again on a data set of the user's. */
@NullMarked
package io.karyo.cli.paper;

import org.jspecify.annotations.NullMarked;
