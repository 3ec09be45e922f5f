package io.karyo.chromosome;

/**
 * The result of straightening one image: a {@link Straightened} chromosome or a {@link Rejected}
 * image.
 */
public sealed interface Straightening permits Straightened, Rejected {}
