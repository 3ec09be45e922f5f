/**
 * What networks on SameDiff share: weights by name, sessions that compute a graph or its gradients,
 * steps of an optimizer, and threads whose native operations stay within them.
 *
 * <p>For modules of karyo; applications build networks by {@code io.karyo.siamese.SameDiffNetwork}.
 */
@NullMarked
package io.karyo.samediff;

import org.jspecify.annotations.NullMarked;
