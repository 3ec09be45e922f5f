/** Classifiers of embeddings. */
@NullMarked
package io.karyo.classify;

import org.jspecify.annotations.NullMarked;
