/** karyo beside its peers and the machine's own limit. */
@NullMarked
package io.karyo.benchmarks;

import org.jspecify.annotations.NullMarked;
