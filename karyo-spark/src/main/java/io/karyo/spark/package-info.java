/**
 * Straightens, embeds, classifies and karyotypes images by the million on Apache Spark, packs them
 * for it, and compares methods by cross-validation: {@link io.karyo.spark.KaryoSpark}, {@link
 * io.karyo.spark.ImagePacker} and {@link io.karyo.spark.CrossValidation}.
 *
 * <p><b>Thread safety:</b> records and enums are immutable; other types say what they are.
 */
@NullMarked
package io.karyo.spark;

import org.jspecify.annotations.NullMarked;
