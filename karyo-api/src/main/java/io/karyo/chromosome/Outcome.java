package io.karyo.chromosome;

/**
 * The result for one image of a batch in which a bad image does not stop the others: a {@link
 * Classification}, or an {@link Unclassified} image with the reason.
 */
public sealed interface Outcome permits Classification, Unclassified {}
