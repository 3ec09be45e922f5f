/** Classifiers of embeddings, the assigner of whole karyotypes, and karyograms. */
@NullMarked
package io.karyo.classify;

import org.jspecify.annotations.NullMarked;
