package io.karyo.cli.common;

/**
 * An image that was not classified; the fields are those of JSON files.
 *
 * @param path the image
 * @param label its type
 * @param reason why
 */
public record UnclassifiedImage(String path, String label, String reason) {}
