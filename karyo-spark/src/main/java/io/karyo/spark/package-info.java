/**
 * Processes millions of images on Apache Spark, packs images into Parquet, and compares methods by
 * cross-validation: {@link io.karyo.spark.KaryoSpark}, {@link io.karyo.spark.ImagePacker} and
 * {@link io.karyo.spark.CrossValidation}.
 *
 * <p><b>Thread safety:</b> records and enums are immutable; other types state theirs.
 */
@NullMarked
package io.karyo.spark;

import org.jspecify.annotations.NullMarked;
